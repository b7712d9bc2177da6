"""A corrected certificate takes the place of the old one: once, without a gap, whatever happens at the same moment."""

import pytest

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates import actions, queries
from intelligent_bhutan.certificates.models import Award, SerialCounter
from intelligent_bhutan.people.models import User
from tests.factories.certificates import an_award, an_issued
from tests.factories.outbox import carry_all
from tests.factories.people import PersonFactory
from tests.moments import at_once, beside


def renamed(person):
    """The person with another name, as a correction leaves them."""
    User.objects.filter(pk=person.pk).update(full_name="Pema Lhamo")
    return person


def names():
    """The printed names of the certificates that hold."""
    return list(Award.objects.live().values_list("printed_name", flat=True))


@pytest.mark.django_db
def test_reissuing_twice_gives_one_new_award():
    old = an_issued(PersonFactory(full_name="Pema Lhamu"))
    person = renamed(old.citizen)
    (new,) = actions.reissue(person=person.pk)
    assert actions.reissue(person=person.pk) == []  # the new one has no name on it yet
    carry_all()
    assert actions.reissue(person=person.pk) == []
    assert (new.replaces, names()) == (old, ["Pema Lhamo"])
    assert person.notices.filter(kind="people.certificate_reissued").count() == 1
    assert Entry.objects.filter(verb="certificate:replaced").count() == 1


@pytest.mark.django_db
def test_certificate_with_the_right_name_stays():
    held = an_issued()
    assert actions.reissue(person=held.citizen_id) == []
    assert list(Award.objects.live()) == [held]


@pytest.mark.django_db
def test_revoked_certificate_is_not_issued_anew():
    held = an_issued()
    actions.revoke(award=held, reason="cheating", by=None)
    assert actions.reissue(person=renamed(held.citizen).pk) == []


@pytest.mark.django_db
def test_line_holds_all_that_stood_for_one_award():
    first = an_issued()
    person = first.citizen
    for name in ("Second", "Third"):
        User.objects.filter(pk=person.pk).update(full_name=name)
        actions.reissue(person=person.pk)
        carry_all()
    line = set(Award.objects.values_list("pk", flat=True))
    an_issued()
    assert len(line) == 3
    assert [queries.line_of(pk) for pk in line] == [line] * 3


@pytest.mark.django_db
def test_nobody_revokes_by_hand_as_replaced():
    with pytest.raises(actions.ValidationError, match="from the list"):
        actions.revoke(award=an_issued(), reason="replaced", by=None)


def test_reissuing_at_once_gives_one_new_award_and_no_gap(committed):
    old = an_issued(PersonFactory(full_name="Pema Lhamu"))
    person = renamed(old.citizen)
    at_once(*[lambda: actions.reissue(person=person.pk)] * 4)
    carry_all()
    assert names() == ["Pema Lhamo"]
    assert SerialCounter.objects.get().last == Award.objects.count() == 2


@pytest.mark.parametrize("first", ["issue", "correct"])
def test_certificate_bears_the_right_name_whichever_came_first(committed, first):
    award = an_award(PersonFactory(full_name="Pema Lhamu"))

    def issue():
        actions.issue(award=award.pk)

    def correct():
        held = User.objects.select_for_update().get(pk=award.citizen_id)
        held.full_name = "Pema Lhamo"
        held.save(update_fields=["full_name"])

    def correct_alone():
        with actions.transaction.atomic():
            correct()

    if first == "issue":
        beside(issue, correct_alone)
    else:
        beside(correct, issue)
    actions.reissue(person=award.citizen_id)
    carry_all()
    assert names() == ["Pema Lhamo"]
    assert Award.objects.count() == (2 if first == "issue" else 1)
