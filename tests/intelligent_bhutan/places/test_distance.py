"""How far places lie apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.places.distance import EARTH, kilometres
from intelligent_bhutan.places.models import Dzongkhag

POSITIONS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
THIMPHU, TRASHIGANG = (27.47, 89.64), (27.33, 91.55)


@given(POSITIONS, POSITIONS)
def test_the_way_back_is_as_long_and_never_more_than_half_around_the_earth(here, there):
    far = kilometres(here, there)
    assert far == pytest.approx(kilometres(there, here), abs=1e-6)
    assert 0 <= far <= 3.1416 * EARTH


@given(POSITIONS, POSITIONS, POSITIONS)
def test_no_detour_is_shorter(here, there, between):
    assert kilometres(here, there) <= kilometres(here, between) + kilometres(between, there) + 1e-6


@given(POSITIONS)
def test_a_place_is_no_distance_from_itself_however_its_degrees_are_counted(here):
    latitude, longitude = here
    assert kilometres(here, here) == 0
    assert kilometres(here, (latitude, longitude + 360)) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ("here", "there", "far"),
    [
        ((0, 0), (1, 0), 111.19),  # a degree of latitude
        ((0, 0), (0, 1), 111.19),
        ((60, 0), (60, 1), 55.6),  # degrees of longitude shrink by the cosine
        ((0, 0), (0, 180), 20_015.1),
        (THIMPHU, TRASHIGANG, 189),
    ],
)
def test_known_distances(here, there, far):
    assert kilometres(here, there) == pytest.approx(far, rel=0.005)


@pytest.mark.django_db
def test_every_dzongkhag_has_its_town_and_no_two_the_same():
    towns = [dzongkhag.position for dzongkhag in Dzongkhag.objects.all()]
    assert None not in towns
    assert len(set(towns)) == len(towns) == 20
    assert all(kilometres(one, other) > 5 for one in towns for other in towns if one != other)
    assert {26.7 < latitude < 28.3 and 88.9 < longitude < 91.7 for latitude, longitude in towns} == {True}
