"""What happens when a person's details are corrected: they count elsewhere, once, and hold a new certificate."""

import pytest

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.actions import correcting
from intelligent_bhutan.places.models import Gewog
from literacy.models import Proficiency, StandingDelta
from literacy.queries.standing import cells
from tests.factories.literacy_assessment import a_signed
from tests.factories.outbox import carry_all
from tests.factories.people import PersonFactory
from tests.factories.recovering import a_proven_correction, an_officer

pytestmark = pytest.mark.django_db


def test_corrected_person_counts_once_where_they_belong_and_holds_a_new_certificate():
    person, elsewhere = PersonFactory(full_name="Pema Lhamu"), Gewog.objects.order_by("pk").last()
    a_signed(citizens=[person])
    carry_all()
    held = a_proven_correction(person, full_name="Pema Lhamo", gewog_id=elsewhere.pk)
    correcting.decide(correction=held, state="approved", by=an_officer())
    carry_all()
    assert cells().of("gewog") == {elsewhere.pk: 1}
    assert cells().totals["proficient"] == 1
    new = Award.objects.live().get()
    assert (new.printed_name, new.replaces.printed_name) == ("Pema Lhamo", "Pema Lhamu")
    assert Proficiency.objects.get(revoked_at=None).award == new
    moves = StandingDelta.objects.filter(metric="proficient", gewog=elsewhere).values_list("n", flat=True)
    assert list(moves) == [1]
