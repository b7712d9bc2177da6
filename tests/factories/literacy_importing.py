"""A class, its coordinator, and lists of people to enrol in it."""

from itertools import count

from django.utils import timezone

from intelligent_bhutan import tables
from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import ConsentNotice, Membership
from intelligent_bhutan.people.queries.consent import notice_in_force
from literacy.actions import cohorts, importing
from literacy.checking import HEADERS
from tests.factories.literacy_learning import course
from tests.factories.people import OrganisationFactory, holder_of

NUMBERS = count(1)
LETTERS = str.maketrans("0123456789", "abcdefghij")


def a_cohort(**organisation):
    """An empty class in a community centre, and a notice in force."""
    ConsentNotice.objects.get_or_create(
        version="test", defaults={"text": "What we keep", "in_force_from": timezone.localdate()}
    )
    house = OrganisationFactory(**{"kind": "community_centre", **organisation})
    by = holder_of(Membership.Role.COORDINATOR, house)
    return cohorts.found(organisation=house, name=f"Class {next(NUMBERS)}", course=course().course, by=by)


def someone(**cells):
    """A row that nothing is wrong with, another person each time."""
    name = f"Pema {str(next(NUMBERS)).translate(LETTERS)}"
    return {"full_name": name, "date_of_birth": "27/3/1986", "consent": "self", **cells}


def a_list(*people):
    """The people as a CSV file with the headings of the template."""
    fields = [field for field in HEADERS if any(field in person for person in people)]
    table = [[HEADERS[field][0] for field in fields], *([one.get(field, "") for field in fields] for one in people)]
    return "".join(tables.lines(table)).encode()


def sent(cohort, content, **changes):
    """The file, uploaded by the class's coordinator."""
    fields = {"file_name": "list.csv", "notice": notice_in_force(), "by": cohort.coordinator, **changes}
    return importing.upload(cohort=cohort, content=content, **fields)


def carry(kind=None, times=None):
    """Do what the outbox promises, until nothing waits or that many times."""
    waiting = Message.objects.filter(state=Message.State.WAITING).order_by("pk")
    if kind:
        waiting = waiting.filter(kind=kind)
    done = 0
    while (message := waiting.first()) and done != times:
        assert outbox.carry(message.pk), Message.objects.get(pk=message.pk).error
        done += 1


def checked(cohort, *people, content=None):
    """An import of these people, read and checked."""
    sheet = sent(cohort, content or a_list(*people))
    carry()
    sheet.refresh_from_db()
    return sheet


def begun(sheet):
    """Enrolling is begun; nothing is carried yet."""
    return importing.begin(cohort_import=sheet, by=sheet.uploaded_by)


def enrolled(cohort, *people):
    """An import of these people, enrolled."""
    sheet = begun(checked(cohort, *people))
    carry()
    sheet.refresh_from_db()
    return sheet


def states(sheet):
    """The state of each row, in the file's order."""
    return list(sheet.rows.order_by("number").values_list("state", flat=True))


def problems(sheet):
    """(row number, column, code) of each problem."""
    return [
        (number, one["column"], one["code"])
        for number, found in sheet.rows.order_by("number").values_list("number", "problems")
        for one in found
    ]
