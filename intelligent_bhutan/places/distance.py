"""How far two places lie apart, as the crow flies. Pure; positions are (latitude, longitude) in degrees."""

from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0  # kilometres, the mean radius; a ball is right to half a per cent

Position = tuple[float, float]


def kilometres(here: Position, there: Position) -> float:
    """The great-circle distance by the haversine formula, which stays exact for places close to each other.

    R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
    """
    (latitude, longitude), (other_latitude, other_longitude) = here, there
    up = sin(radians(other_latitude - latitude) / 2)
    along = sin(radians(other_longitude - longitude) / 2)
    chord = up * up + cos(radians(latitude)) * cos(radians(other_latitude)) * along * along
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))
