"""What stays of recoveries and corrections of somebody who was erased: that it happened, and nothing of them."""

import pytest

from intelligent_bhutan.people.actions import correcting, recovering
from intelligent_bhutan.people.actions.erasing_recovering import wipe_recovering
from intelligent_bhutan.people.models import Code, Correction, CorrectionScan, Recovery
from tests.factories.people import PersonFactory
from tests.factories.recovering import a_correction, a_number, an_officer

pytestmark = pytest.mark.django_db


def test_nothing_of_the_person_stays_and_no_slip_works():
    person = PersonFactory(full_name="Pema Lhamu")
    held = recovering.begin(person=person, evidence="card", number=a_number(), remark="Pema of Khoma", by=an_officer())
    recovering.decide(recovery=held, state="approved", by=an_officer())
    slip = recovering.make_slip(recovery=held, by=held.proposed_by)
    recovering.begin(person=person, evidence="witnesses", witnesses=("Ap Dorji", "Aum Pema"), by=an_officer())
    asked = a_correction(person)
    correcting.see_evidence(
        correction=asked,
        evidence="witnesses",
        witnesses=("Ap Dorji", "Aum Pema"),
        scan=(b"%PDF-1.7", "application/pdf"),
        by=an_officer(),
    )
    for _ in range(2):
        wipe_recovering(person)
    kept = str([*Recovery.objects.values(), *Correction.objects.values()])
    assert [words for words in ("Pema", "Dorji", "Lham", "number_ciphertext': <") if words in kept] == []
    assert recovering.by_slip(recovering.slip_digest(slip)) is None
    assert Correction.objects.get().state == "withdrawn"
    assert list(Recovery.objects.order_by("pk").values_list("state", flat=True)) == ["approved", "withdrawn"]
    assert not CorrectionScan.objects.exists()
    assert not Code.objects.filter(person=person).exists()
