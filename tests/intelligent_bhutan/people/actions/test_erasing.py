"""Erasing: asked, thought over, carried out part by part; what goes is gone, what counts still counts."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone

from intelligent_bhutan import audit
from intelligent_bhutan.audit.actions import seal
from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.certificates import queries as certificates
from intelligent_bhutan.certificates import shelf
from intelligent_bhutan.certificates.actions import issue
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.holdings import apps
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import appointing, copying, erasing, identity, leaving, merging
from intelligent_bhutan.people.models import (
    Appointment,
    DataCopy,
    Erasure,
    IdentityNumber,
    Membership,
    MergeProposal,
    User,
)
from literacy.actions import counting
from literacy.models import Answer, Attempt, Enrolment, ImportRow, Proficiency, Standing, StandingDelta
from tests.factories import ownership as factory
from tests.factories.literacy_importing import carry
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db


def later(erasure):
    """The two weeks are over, and the outbox does its part."""
    Erasure.objects.filter(pk=erasure.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    erasing.begin(erasure=erasure.pk)
    carry()
    erasure.refresh_from_db()
    return erasure


def test_wish_waits_two_weeks_and_says_so_everywhere():
    person = PersonFactory()
    asked = erasing.ask(person=person, by=person)
    assert erasing.ask(person=person, by=person) == asked
    assert timedelta(days=13) < asked.due_at - timezone.now() <= timedelta(days=14)
    assert Message.objects.get(kind="people.erase").next_at > timezone.now() + timedelta(days=13)
    assert Notice.objects.get(person=person).kind == "people.erasure_asked"
    assert erasing.begin(erasure=asked.pk).state == "waiting"
    assert User.objects.get(pk=person.pk).is_active


def test_who_is_here_again_keeps_everything():
    person = PersonFactory()
    asked = erasing.ask(person=person, by=person)
    assert erasing.cancel(person=person, by=person) == asked
    assert erasing.cancel(person=person, by=person) is None
    assert later(asked).state == "cancelled"
    assert User.objects.get(pk=person.pk).full_name == person.full_name
    assert erasing.ask(person=person, by=person) != asked


def test_child_asks_with_a_guardian():
    child = PersonFactory(date_of_birth=timezone.localdate() - timedelta(days=4000))
    with pytest.raises(ValidationError, match="a parent or guardian must agree"):
        erasing.ask(person=child, by=child)
    asked = erasing.ask(person=child, guardian_name="Aum Pema", guardian_relation="mother", by=child)
    assert asked.guardian_name == "Aum Pema"
    assert later(asked).guardian_name == ""


def test_who_holds_a_role_gives_it_back_first():
    editor = holder_of(Membership.Role.EDITOR)
    with pytest.raises(ValidationError, match="Give it back first"):
        erasing.ask(person=editor, by=editor)


def test_learner_is_gone_from_everywhere_and_still_counts():
    person = factory.a_proficient(factory.a_learner())
    User.objects.filter(pk=person.pk).update(phone="+97517123456", email="pema@example.bt")
    person.refresh_from_db()
    factory.agreed(person)
    copying.ask(person=person, language="en", by=person)
    carry()
    copy = DataCopy.objects.get()
    award, name = Award.objects.get(), person.full_name
    assert award.pdf_sha256
    before = (Standing.objects.values().get(citizen=person), StandingDelta.objects.aggregate(Sum("n")))
    rows = list(ImportRow.objects.filter(enrolment__citizen=person))
    assert later(erasing.ask(person=person, by=person)).state == "done"

    held = User.objects.get(pk=person.pk)
    assert (held.full_name, held.phone, held.email, held.date_of_birth, held.gewog) == ("–", None, None, None, None)
    assert (held.is_active, held.has_usable_password(), held.username == person.username) == (False, False, False)
    assert held.public_id == person.public_id  # the record points here
    assert not IdentityNumber.objects.filter(person=person).exists()
    assert not Answer.objects.exists()
    assert set(map(str, Attempt.objects.values_list("paper", flat=True))) == {"[]"}
    assert not Enrolment.objects.filter(citizen=person).exists()
    for row in ImportRow.objects.filter(pk__in=[row.pk for row in rows]):
        assert (row.raw, row.cleaned) == ({}, {})
    assert not ImportRow.objects.filter(raw__icontains=name).exists()
    assert not DataCopy.objects.exists()
    assert not Notice.objects.filter(person=person).exists()
    assert (Standing.objects.values().get(citizen=person), StandingDelta.objects.aggregate(Sum("n"))) == before
    assert Proficiency.objects.filter(citizen=person, revoked_at=None).exists()
    counting.fold_all()
    assert counting.reconcile() == []
    gone = Award.objects.get()
    assert (gone.printed_name, gone.evidence, gone.pdf_sha256, gone.revoked_at) == ("", [], "", None)
    assert gone.erased_at is not None
    assert shelf.take(certificates.folder(), award.pdf_sha256) is None
    assert copy.file


def test_file_of_a_copy_goes_with_the_person(settings, django_capture_on_commit_callbacks):
    person = PersonFactory()
    copying.ask(person=person, language="en", by=person)
    carry()
    path = Path(settings.MEDIA_ROOT) / DataCopy.objects.get().file.name
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        later(erasing.ask(person=person, by=person))
    assert not path.exists()


def test_rows_of_other_files_that_speak_of_the_person_are_wiped_too():
    cohort = factory.a_cohort()
    person = {"full_name": "Pema Lhaden", "date_of_birth": "27/3/1986"}
    first = factory.enrolled(cohort, factory.someone(**person))
    again = factory.enrolled(cohort, factory.someone(**person), other := factory.someone())
    erased = first.rows.get().enrolment.citizen
    later(erasing.ask(person=erased, by=erased))
    assert [row.raw.get("full_name") for row in again.rows.order_by("number")] == [None, other["full_name"]]


def test_each_part_is_carried_out_once_and_ours_comes_last():
    person = PersonFactory()
    asked = erasing.ask(person=person, by=person)
    Erasure.objects.filter(pk=asked.pk).update(due_at=timezone.now())
    erasing.begin(erasure=asked.pk)
    erasing.begin(erasure=asked.pk)
    assert apps()[-1] == "people"
    for app in apps():
        assert User.objects.get(pk=person.pk).full_name == person.full_name
        erasing.carry_out(erasure=asked.pk, app=app)
        erasing.carry_out(erasure=asked.pk, app=app)
    asked.refresh_from_db()
    assert (asked.state, asked.parts_done) == ("done", apps())
    carry()
    assert User.objects.get(pk=person.pk).full_name == "–"


def test_record_of_what_was_done_stays_whole():
    person = factory.a_proficient()
    seal()
    later(erasing.ask(person=person, by=person))
    while seal():
        pass
    verdict = prove()
    assert (verdict.broken, verdict.proven) == ("", audit.models.Entry.objects.count())


def test_number_that_was_erased_is_free_again():
    person, officer = PersonFactory(), PersonFactory()
    identity.see_card(person=person, number="11234567890", by=officer)
    later(erasing.ask(person=person, by=person))
    other = PersonFactory()
    assert identity.see_card(person=other, number="11234567890", by=officer).checked_at


def test_certificate_that_is_not_issued_yet_never_names_who_was_erased():
    person = PersonFactory()
    examined = factory.examination.a_signed(citizens=[person])
    assert examined
    award = Award.objects.get()
    Message.objects.filter(kind="certificates.issue").delete()
    later(erasing.ask(person=person, by=person))
    assert issue(award=award.pk).serial == ""


def test_what_others_wrote_of_the_person_goes_too():
    said, person, officer = "Her brother told us.", PersonFactory(), factory.an_officer()
    day = timezone.localdate() + timedelta(days=90)
    made = appointing.appoint(
        person=person, role="trainer", organisation=OrganisationFactory(), last_day=day, why=said, by=officer
    )
    leaving.end(membership=made.membership, reason=said, by=officer)
    proposal = merging.propose(survivor=person, loser=PersonFactory(), reason=said, by=officer)
    merging.decide(proposal=proposal, state="refused", reason=said, by=factory.an_officer())
    later(erasing.ask(person=person, by=person))
    kept = [Membership.objects.get(person=person).end_reason]
    kept += Appointment.objects.values_list("why", "decision_reason")[0]
    kept += MergeProposal.objects.values_list("reason", "decision_reason")[0]
    assert kept == ["", "–", "", "–", ""]
