"""Another name, birth date or gewog after a pass: asked, proven, decided by somebody else, and what follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.operating import clearing
from intelligent_bhutan.people.actions import correcting
from intelligent_bhutan.people.models import Correction, CorrectionScan, User
from intelligent_bhutan.places.models import Gewog
from tests.factories.certificates import an_issued
from tests.factories.outbox import carry_all
from tests.factories.people import PersonFactory
from tests.factories.recovering import a_centre_coordinator, a_correction, a_proven_correction, an_officer
from tests.moments import alone, at_once

SCANS = "people.CorrectionScan"
SCAN = (b"\x89PNG\r\n\x1a\n a picture of a card", "image/png")


@pytest.mark.django_db
def test_correction_is_asked_proven_and_decided_by_another():
    person = PersonFactory(full_name="Pema Lhamu")
    held = a_proven_correction(person)
    correcting.decide(correction=held, state="approved", by=an_officer())
    assert User.objects.get(pk=person.pk).full_name == "Pema Lhamo"
    assert [one.kind for one in person.notices.all()] == ["people.correction_approved", "people.correction_asked"]


@pytest.mark.django_db
def test_record_bears_the_fields_and_never_what_stood_in_them():
    held = a_proven_correction()
    correcting.decide(correction=held, state="approved", by=an_officer())
    lines = Entry.objects.filter(verb__startswith="correction:").order_by("pk")
    assert list(lines.values_list("verb", "reason")) == [
        ("correction:asked", "full_name"),
        ("correction:evidence_seen", "card"),
        ("correction:approved", "card"),
    ]
    assert [row for row in map(str, Entry.objects.values()) if "Lham" in row] == []


@pytest.mark.django_db
def test_every_fact_is_put_right():
    person, gewog = PersonFactory(), Gewog.objects.last()
    changes = {"full_name_dz": "པདྨ།", "date_of_birth": date(1990, 5, 1), "gewog_id": gewog.pk}
    held = a_proven_correction(person, **changes, full_name=person.full_name)
    assert set(held.changes) == set(changes)  # the name is what it was
    correcting.decide(correction=held, state="approved", by=an_officer())
    person = User.objects.get(pk=person.pk)
    assert (person.full_name_dz, person.date_of_birth, person.gewog) == ("པདྨ།", date(1990, 5, 1), gewog)


@pytest.mark.django_db
def test_nothing_but_who_one_is_can_be_asked_for():
    with pytest.raises(ValidationError, match="what we have already"):
        a_correction(is_staff=True, username="root")
    with pytest.raises(ValidationError, match="what we have already"):
        a_correction(PersonFactory(full_name="Pema"), full_name="Pema")


@pytest.mark.django_db
def test_one_waits_at_a_time_and_can_be_taken_back():
    person = PersonFactory(full_name="Pema Lhamu")
    first = a_correction(person)
    with pytest.raises(ValidationError, match="waits already"):
        a_correction(person, full_name="Pema")
    with pytest.raises(ValidationError, match="Only the person who proposed"):
        correcting.withdraw(correction=first, by=an_officer())
    assert correcting.withdraw(correction=first, by=person).state == "withdrawn"
    a_correction(person, full_name="Pema")


@pytest.mark.django_db
def test_who_may_ask_for_whom():
    person = PersonFactory(full_name="Pema Lhamu")
    with pytest.raises(PermissionDenied):
        a_correction(person, by=PersonFactory())
    helper = a_centre_coordinator()
    assert a_correction(person, by=helper).proposed_by == helper


@pytest.mark.django_db
def test_decider_has_neither_asked_nor_looked_and_is_somebody_else():
    officer = an_officer()
    waiting = a_correction()
    with pytest.raises(ValidationError, match="Nobody has looked"):
        correcting.decide(correction=waiting, state="approved", by=officer)
    seen = a_proven_correction(by=officer)
    with pytest.raises(ValidationError, match="You looked at the evidence"):
        correcting.decide(correction=seen, state="approved", by=officer)
    asked = correcting.ask(person=PersonFactory(), changes={"full_name": "X"}, reason="card", by=officer)
    correcting.see_evidence(correction=asked, evidence="card", by=an_officer())
    with pytest.raises(ValidationError, match="proposed this yourself"):
        correcting.decide(correction=asked, state="approved", by=officer)
    own = a_proven_correction(an_officer(full_name="Pema Lhamu"))
    with pytest.raises(ValidationError, match="about yourself"):
        correcting.decide(correction=own, state="approved", by=own.person)
    with pytest.raises(PermissionDenied):
        correcting.decide(correction=seen, state="approved", by=a_centre_coordinator())


@pytest.mark.django_db
def test_database_refuses_a_decision_by_who_saw_the_evidence():
    held = a_proven_correction()
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        Correction.objects.filter(pk=held.pk).update(
            state="approved", decided_by=held.seen_by, decided_at=timezone.now()
        )


@pytest.mark.django_db
def test_refusal_has_a_reason_that_the_person_reads():
    held = a_proven_correction()
    with pytest.raises(ValidationError, match="why you refuse"):
        correcting.decide(correction=held, state="refused", by=an_officer())
    correcting.decide(correction=held, state="refused", reason="The card shows Lhamu.", by=an_officer())
    assert User.objects.get(pk=held.person_id).full_name == "Pema Lhamu"
    assert "The card shows Lhamu." in held.person.notices.first().body


@pytest.mark.django_db
def test_what_has_changed_since_is_not_written_over():
    held = a_proven_correction()
    User.objects.filter(pk=held.person_id).update(full_name="Pema Lham")
    with pytest.raises(ValidationError, match="has changed since"):
        correcting.decide(correction=held, state="approved", by=an_officer())
    assert User.objects.get(pk=held.person_id).full_name == "Pema Lham"


@pytest.mark.django_db
def test_nobody_sees_their_own_evidence_and_two_witnesses_are_two():
    officer = an_officer(full_name="Pema Lhamu")
    with pytest.raises(ValidationError, match="your own evidence"):
        a_proven_correction(officer, by=officer)
    with pytest.raises(ValidationError, match="two witnesses"):
        correcting.see_evidence(correction=a_correction(), evidence="witnesses", witnesses=("Ap Dorji", ""), by=officer)
    with pytest.raises(PermissionDenied):
        a_proven_correction(by=PersonFactory())


@pytest.mark.django_db
def test_scan_is_sealed_its_opening_is_on_record_and_it_goes_after_the_decision():
    held, officer = a_correction(), an_officer()
    correcting.see_evidence(correction=held, evidence="card", scan=SCAN, by=an_officer())
    assert b"picture of a card" not in bytes(CorrectionScan.objects.get().sealed)
    assert correcting.open_scan(correction=held, by=officer) == SCAN
    assert Entry.objects.filter(verb="correction:scan_opened").count() == 1
    later = timezone.now() + timedelta(days=31)
    assert clearing.due(at=later).get(SCANS) is None
    correcting.decide(correction=held, state="approved", by=officer)
    assert clearing.due(at=timezone.now() + timedelta(days=29)).get(SCANS) is None
    assert clearing.due(at=later)[SCANS] == 1


@pytest.mark.django_db
def test_certificate_is_issued_anew_and_the_old_one_says_so():
    person = PersonFactory(full_name="Pema Lhamu")
    old = an_issued(person)
    correcting.decide(correction=a_proven_correction(person), state="approved", by=an_officer())
    carry_all()
    old.refresh_from_db()
    new = Award.objects.get(replaces=old)
    assert (old.revoked_reason, old.printed_name) == ("replaced", "Pema Lhamu")
    assert (new.printed_name, new.awarded_at, new.evidence) == ("Pema Lhamo", old.awarded_at, old.evidence)
    assert new.serial_number == old.serial_number + 1


@pytest.mark.django_db
def test_another_gewog_prints_no_new_certificate():
    person = PersonFactory()
    old = an_issued(person)
    held = a_proven_correction(person, gewog_id=Gewog.objects.last().pk)
    correcting.decide(correction=held, state="approved", by=an_officer())
    carry_all()
    assert list(Award.objects.live()) == [old]


def test_of_two_who_decide_at_once_one_is_refused(committed):
    held = a_proven_correction()
    officers = [an_officer(), an_officer()]
    came = at_once(
        *[
            lambda by=by: alone(lambda: correcting.decide(correction=held, state="approved", by=by).state)
            for by in officers
        ]
    )
    assert sorted(came) == ["This was decided already. Load the page again to see how.", "approved"]


def test_of_two_who_ask_at_once_one_is_refused(committed):
    person = PersonFactory(full_name="Pema Lhamu")
    came = at_once(*[lambda: alone(lambda: a_correction(person).state)] * 2)
    assert sorted(came) == ["A correction waits already. It must be decided or taken back first.", "waiting"]
