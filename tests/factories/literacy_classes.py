"""A class with learners, and how they sign in."""

from itertools import count

from django.urls import reverse

from intelligent_bhutan.people.actions import pins, registering
from intelligent_bhutan.people.models import ConsentNotice, Membership, User
from literacy.actions import cohorts, enrolling
from tests.factories import literacy_learning
from tests.factories.people import OrganisationFactory, holder_of

NUMBERS = count(1)
PICTURES = ["yak", "moon", "dzong", "lamp"]
DIGITS = list("385201")


def a_class(*, learners=1, course=None, organisation=None):
    """A cohort with its coordinator and learners under the roll numbers 1, 2, 3…, without PINs."""
    organisation = organisation or OrganisationFactory()
    cohort = cohorts.found(
        organisation=organisation,
        name=f"Class {next(NUMBERS)}",
        course=course or literacy_learning.course().course,
        by=holder_of(Membership.Role.COORDINATOR, organisation),
    )
    enrol(cohort, learners)
    return cohort


def enrol(cohort, how_many):
    """That many new people, without passwords as an import makes them."""
    people = [User(full_name=f"Deki {next(NUMBERS)}") for _ in range(how_many)]
    people = registering.register_many(people=people, numbers=[""] * how_many, by=cohort.coordinator)
    entries = [(person, "self", None) for person in people]
    notice = ConsentNotice.objects.first()
    return enrolling.enrol_many(cohort=cohort, entries=entries, notice=notice, by=cohort.coordinator)


def learner(cohort, roll=1):
    """The person under the roll number."""
    return User.objects.get(enrolments__cohort=cohort, enrolments__roll_number=roll)


def with_pin(cohort, roll=1, symbols=PICTURES):
    """The learner, who has chosen this PIN."""
    person = learner(cohort, roll)
    pins.choose_pin(person=person, kind="number" if len(symbols) == 6 else "picture", symbols=symbols)
    return person


def come_to_pin(client, cohort, roll=1):
    """Give class code and roll number; returns the page of the PIN."""
    client.post(reverse("literacy:class_sign_in"), {"code": cohort.code})
    client.post(reverse("literacy:class_roll"), {"roll_number": str(roll)})
    return client.get(reverse("literacy:class_pin"))


def give_pin(client, symbols):
    """Touch the pictures, or type the digits; returns the last answer."""
    address = reverse("literacy:class_pin")
    if len(symbols) == 6:
        return client.post(address, {"pin": "".join(symbols)})
    for picture in symbols:
        answer = client.post(address, {"picture": picture})
    return answer


def keep_pin(client):
    """Keep the first PIN that was just chosen; returns the answer."""
    return client.post(reverse("literacy:class_pin"), {"keep": "1"})


def sign_in(client, cohort, roll=1, symbols=PICTURES):
    """All three steps."""
    come_to_pin(client, cohort, roll)
    return give_pin(client, symbols)
