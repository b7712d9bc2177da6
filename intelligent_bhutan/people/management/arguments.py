"""What is typed at the terminal for a person, an organisation, a place or a day; each is a `type` of argparse."""

from argparse import ArgumentTypeError
from datetime import date

from django.db.models import Q

from intelligent_bhutan import days, public_ids
from intelligent_bhutan.people.models import Organisation
from intelligent_bhutan.people.queries.finding import with_username
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.places.queries import place_book


def person(username):
    """Whoever has this user name and may sign in."""
    found = with_username(username)
    if found is None:
        raise ArgumentTypeError(f"nobody who may sign in has the user name {username}")
    return found


def organisation(name):
    """The organisation of this name in either language, or under this public id, since names may repeat."""
    called = Q(name_en=name) | Q(name_dz=name) | Q(public_id=public_ids.read(name))
    found = list(Organisation.objects.filter(called).select_related("gewog"))
    if not found:
        raise ArgumentTypeError(f"no organisation is called {name!r}")
    if len(found) > 1:
        choice = ", ".join(f"{one.public_id} ({one.gewog})" for one in found)
        raise ArgumentTypeError(f"several organisations are called {name!r}, give the id of one: {choice}")
    return found[0]


def gewog(name):
    """The gewog or thromde, in any spelling; `Khoma, Lhuentse` where the name repeats in the country."""
    found = place_book().resolve(name)
    if found.place is None:
        meant = "; ".join(f"{place.name}, {place.dzongkhag}" for place in found.suggestions)
        raise ArgumentTypeError(f"{name!r} is not one gewog or thromde" + (f"; perhaps {meant}" if meant else ""))
    return Gewog.objects.get(pk=found.place.key)


def day(text):
    """The day, such as 2029-12-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day such as 2029-12-31") from None


def end_of(text):
    """The moment at which this day is over in Thimphu."""
    return days.end_of(day(text))
