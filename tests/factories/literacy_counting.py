"""People who stand somewhere, for tests about counting."""

from datetime import date
from itertools import count

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Gewog
from literacy.actions import standing

NUMBERS = count(1)
DAY = date(2026, 11, 2)


def citizen(*, gewog=None, **fields):
    """A person, of the first gewog unless told."""
    number = next(NUMBERS)
    gewog = gewog or Gewog.objects.order_by("pk").first()
    return User.objects.create_user(f"counted-{number}", full_name=f"Counted {number}", gewog=gewog, **fields)


def proficient(how_many=1, *, on=DAY, gewog=None, **fields):
    """That many people of one place and kind who became proficient on that day."""
    people = [citizen(gewog=gewog, **fields) for _ in range(how_many)]
    for metric in ("enrolled", "completed", "assessed", "proficient"):
        standing.reach_many(citizens=people, metric=metric, on=on)
    return people
