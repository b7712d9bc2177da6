"""Awarding, issuing, printing, revoking: once, whatever is repeated."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates import actions, queries
from intelligent_bhutan.certificates.models import Award, SerialCounter
from intelligent_bhutan.outbox.models import Message
from tests.factories.certificates import an_award, an_issued
from tests.factories.people import PersonFactory


def verbs(subject):
    return list(Entry.objects.filter(subject=str(subject.public_id)).order_by("pk").values_list("verb", flat=True))


def kept(award):
    with default_storage.open(queries.pdf_path(award.pdf_sha256)) as pdf:
        return pdf.read()


@pytest.mark.django_db
def test_award_given_twice_is_one_with_one_promise():
    citizen = PersonFactory()
    first, second = an_award(citizen), an_award(citizen)
    assert first == second
    assert Message.objects.filter(kind="certificates.issue").count() == 1
    assert Award.objects.count() == 1


@pytest.mark.django_db
def test_award_after_a_revocation_is_a_new_one():
    citizen = PersonFactory()
    first = an_issued(citizen)
    actions.revoke(award=first, reason=Award.Reason.MISTAKE, by=None)
    assert an_award(citizen) != first


@pytest.mark.django_db
def test_issue_numbers_once_and_promises_the_pdf():
    award = an_award()
    issued = actions.issue(award=award.pk)
    again = actions.issue(award=award.pk)
    assert (again.serial, again.code) == (issued.serial, issued.code)
    assert issued.printed_name == award.citizen.full_name
    assert Message.objects.filter(kind="certificates.print").count() == 1
    assert verbs(award) == ["award:given", "certificate:issued"]


@pytest.mark.django_db
def test_issue_numbers_without_gaps():
    numbers = [an_issued().serial_number for _ in range(5)]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert SerialCounter.objects.get().last == numbers[-1]


@pytest.mark.django_db
def test_issue_leaves_a_revoked_award_alone():
    award = actions.revoke(award=an_award(), reason=Award.Reason.MISTAKE, by=None)
    assert actions.issue(award=award.pk).issued_at is None


@pytest.mark.django_db
def test_pdf_made_twice_has_the_same_bytes_and_one_file():
    award = an_issued()
    first = actions.make_pdf(award=award.pk)
    before = kept(first)
    second = actions.make_pdf(award=award.pk)
    assert first.pdf_sha256 == second.pdf_sha256
    assert kept(second) == before
    assert before.startswith(b"%PDF")
    folder = queries.pdf_path(first.pdf_sha256).rsplit("/", 1)[0]
    assert default_storage.listdir(folder)[1] == [f"{first.pdf_sha256}.pdf"]


@pytest.mark.django_db
def test_revoke_holds_for_good():
    officer = PersonFactory()
    award = an_issued()
    with pytest.raises(ValidationError):
        actions.revoke(award=award, reason="because", by=officer)
    first = actions.revoke(award=award, reason=Award.Reason.CHEATING, by=officer)
    second = actions.revoke(award=award, reason=Award.Reason.MISTAKE, by=officer)
    assert (second.revoked_at, second.revoked_reason) == (first.revoked_at, Award.Reason.CHEATING)
    assert verbs(award).count("certificate:revoked") == 1


def test_issue_in_parallel_gives_one_number(committed):
    award = an_award()
    others = [an_award() for _ in range(4)]

    def issue(pk):
        try:
            return actions.issue(award=pk).serial_number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(issue, [award.pk] * 20 + [other.pk for other in others]))
    assert len(set(numbers[:20])) == 1
    assert sorted({*numbers}) == [1, 2, 3, 4, 5]
