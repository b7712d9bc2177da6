"""Awarding, issuing, printing, revoking: once, whatever is repeated."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates import actions, queries, shelf, signals
from intelligent_bhutan.certificates.holdings import certificate
from intelligent_bhutan.certificates.models import Award, SerialCounter
from intelligent_bhutan.outbox.actions import carry
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.typed_codes import grouped
from tests.factories.certificates import AchievementFactory, an_award, an_issued
from tests.factories.outbox import DeadFactory
from tests.factories.people import PersonFactory


def verbs(subject):
    return list(Entry.objects.filter(subject=str(subject.public_id)).order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def heard():
    """The awards that each signal told of."""
    told = {"issued": [], "revoked": []}

    def on_issued(award, **_):
        told["issued"].append(award)

    def on_revoked(award, **_):
        told["revoked"].append(award)

    signals.award_issued.connect(on_issued)
    signals.award_revoked.connect(on_revoked)
    yield told
    signals.award_issued.disconnect(on_issued)
    signals.award_revoked.disconnect(on_revoked)


def kept(award):
    return shelf.take(queries.folder(), award.pdf_sha256)


@pytest.mark.django_db
def test_achievement_is_made_once_a_version():
    words = {"title": "Certificate", "statement": "is proficient."}
    first = actions.achievement(slug="digital", version="1", **words)
    again = actions.achievement(slug="digital", version="1", title="Other", statement="other.")
    assert (again.pk, again.title_en) == (first.pk, "Certificate")
    assert actions.achievement(slug="digital", version="2", **words).pk != first.pk


@pytest.mark.django_db
def test_award_given_twice_is_one_with_one_promise():
    citizen = PersonFactory()
    first, second = an_award(citizen), an_award(citizen)
    assert first == second
    assert Message.objects.filter(kind="certificates.issue").count() == 1
    assert Award.objects.count() == 1
    assert verbs(first) == ["award:given"]


@pytest.mark.django_db
def test_award_that_is_issued_already_promises_nothing_more():
    citizen = PersonFactory()
    an_issued(citizen)
    Message.objects.all().delete()
    an_award(citizen)
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_award_of_a_demonstration_person_says_so():
    assert an_award(PersonFactory(is_demonstration=True)).is_demonstration is True
    assert an_award().is_demonstration is False


@pytest.mark.django_db
def test_award_replaces_a_revoked_one_of_the_same_person_once():
    citizen = PersonFactory()
    first = an_issued(citizen)
    with pytest.raises(ValidationError, match="Revoke"):
        an_award(citizen, replaces=first)
    first = actions.revoke(award=first, reason=Award.Reason.MISTAKE, by=None)
    with pytest.raises(ValidationError, match="same person"):
        an_award(replaces=first)
    second = an_award(citizen, replaces=first)
    assert (an_award(citizen, replaces=first), second.replaces) == (second, first)
    actions.issue(award=second.pk)
    actions.revoke(award=second, reason=Award.Reason.MISTAKE, by=None)
    with pytest.raises(ValidationError, match="replaced before"):
        an_award(citizen, replaces=first)


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
def test_issue_tells_of_it_once_and_prints_both_names(heard):
    award = an_award(PersonFactory(full_name="Sonam Choden", full_name_dz="བསོད་ནམས་ཆོས་སྒྲོན"))
    for _ in range(2):
        issued = actions.issue(award=award.pk)
    assert heard["issued"] == [award]
    assert (issued.printed_name, issued.printed_name_dz) == ("Sonam Choden", "བསོད་ནམས་ཆོས་སྒྲོན")


@pytest.mark.django_db
def test_issue_keeps_the_name_that_was_printed():
    award = an_issued(PersonFactory(full_name="Sonam Choden"))
    type(award.citizen).objects.filter(pk=award.citizen_id).update(full_name="Sonam Dema")
    assert actions.issue(award=award.pk).printed_name == "Sonam Choden"


@pytest.mark.django_db
def test_issue_that_fails_in_the_end_uses_no_number(heard):
    """A receiver fails after the number was taken: number, code, name, audit and promise go back together."""
    award = an_award()

    def fails(**_):
        raise RuntimeError

    signals.award_issued.connect(fails)
    try:
        assert carry(Message.objects.get(kind="certificates.issue").pk) is False
    finally:
        signals.award_issued.disconnect(fails)
    award.refresh_from_db()
    assert (award.issued_at, award.serial_number, award.code, award.printed_name) == (None, None, None, "")
    assert verbs(award) == ["award:given"]
    assert not Message.objects.filter(kind="certificates.print").exists()
    assert actions.issue(award=award.pk).serial_number == 1


@pytest.mark.django_db
def test_issue_begins_each_year_with_one():
    SerialCounter.objects.create(year=timezone.localdate().year - 1, last=412)
    issued = an_issued()
    assert (issued.serial_year, issued.serial_number) == (timezone.localdate().year, 1)


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
    files = [path.name for path in (queries.folder() / "certificates").rglob("*") if path.is_file()]
    assert files == [f"{first.pdf_sha256}.pdf"]


@pytest.mark.django_db
def test_pdf_cut_short_by_a_kill_is_made_whole():
    award = actions.make_pdf(award=an_issued().pk)
    path = queries.folder() / shelf.place_of(award.pdf_sha256)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert kept(actions.make_pdf(award=award.pk)) == whole


@pytest.mark.django_db
def test_pdf_says_what_the_award_says():
    """Both names, the facts of the evidence and the mark of a demonstration reach the paper."""
    person = PersonFactory(full_name="Sonam Choden", full_name_dz="བསོད་ནམས་ཆོས་སྒྲོན", is_demonstration=True)
    award = actions.make_pdf(award=an_issued(person).pk)
    with closing(pypdfium2.PdfDocument(kept(award))) as document:
        words = " ".join(document[0].get_textpage().get_text_bounded().split())
    for said in ("Sonam Choden", "Banking and payments", "Demonstration", award.serial, grouped(award.code)):
        assert said in words, said
    face = queries.face_of(award)
    assert (face.name_dz, face.demonstration, face.domains[0].key) == ("བསོད་ནམས་ཆོས་སྒྲོན", True, "banking")


@pytest.mark.django_db
def test_pdf_of_an_award_without_number_is_not_made():
    assert actions.make_pdf(award=an_award().pk).pdf_sha256 == ""


@pytest.mark.django_db
def test_try_again_brings_back_what_was_given_up():
    award, officer = an_award(), PersonFactory()
    Message.objects.all().delete()
    assert actions.try_again(award=award, by=officer) == 0
    dead = DeadFactory(kind="certificates.issue", key=str(award.pk), payload={"award": award.pk})
    DeadFactory(kind="certificates.issue", payload={"award": award.pk + 1})
    assert list(queries.stuck()) == [award]
    assert actions.try_again(award=award, by=officer) == 1
    assert list(queries.stuck()) == []
    assert carry(dead.pk) is True
    assert verbs(award) == ["award:given", "certificate:retried", "certificate:issued"]


@pytest.mark.django_db
def test_revoke_holds_for_good(heard):
    officer = PersonFactory()
    award = an_issued()
    with pytest.raises(ValidationError):
        actions.revoke(award=award, reason="because", by=officer)
    first = actions.revoke(award=award, reason=Award.Reason.CHEATING, by=officer)
    second = actions.revoke(award=award, reason=Award.Reason.MISTAKE, by=officer)
    assert (second.revoked_at, second.revoked_reason) == (first.revoked_at, Award.Reason.CHEATING)
    assert verbs(award).count("certificate:revoked") == 1
    assert heard["revoked"] == [award]
    entry = Entry.objects.get(verb="certificate:revoked")
    assert (entry.reason, entry.actor) == ("cheating", str(officer.public_id))


@pytest.mark.django_db
def test_remark_of_a_revocation_is_the_persons_and_never_in_the_record():
    award = actions.revoke(award=an_issued(), reason=Award.Reason.IDENTITY, remark="Letter 17/2026", by=None)
    assert Entry.objects.get(verb="certificate:revoked").reason == award.revoked_reason == "identity"
    assert certificate(award)["Based on"] == "Letter 17/2026"
    actions.erase_all(citizen=award.citizen)
    award.refresh_from_db()
    assert (award.revoked_remark, award.revoked_reason) == ("", "identity")


def test_issue_fifty_times_in_parallel_gives_one_number(committed, heard):
    award = an_award()
    others = [an_award() for _ in range(4)]

    def issue(pk):
        try:
            return actions.issue(award=pk).serial_number
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        numbers = list(threads.map(issue, [award.pk] * 50 + [other.pk for other in others]))
    assert len(set(numbers[:50])) == 1
    assert sorted({*numbers}) == [1, 2, 3, 4, 5]
    assert len(heard["issued"]) == 5
    assert verbs(award) == ["award:given", "certificate:issued"]


def test_award_ten_times_in_parallel_is_one(committed):
    citizen, achievement = PersonFactory(), AchievementFactory()

    def give(_):
        try:
            return actions.award(citizen=citizen, achievement=achievement, evidence=[]).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert len(set(threads.map(give, range(10)))) == 1
    assert verbs(Award.objects.get()) == ["award:given"]
    assert Message.objects.filter(kind="certificates.issue").count() == 1
