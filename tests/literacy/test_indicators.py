"""What the strand reports upward, exact before anything is folded."""

from datetime import date

import pytest

from intelligent_bhutan.places.models import Gewog
from literacy import indicators
from literacy.actions import standing
from tests.factories.literacy_counting import DAY, citizen, proficient

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """Three proficient people in two dzongkhags and months, and one who is only enrolled."""
    here = Gewog.objects.order_by("pk").first()
    there = Gewog.objects.exclude(dzongkhag=here.dzongkhag).order_by("pk").first()
    proficient(2, gewog=here, audience="student")
    proficient(1, gewog=there, on=date(2026, 12, 1), audience="monk_body")
    standing.reach_many(citizens=[citizen(gewog=here, audience="student")], metric="enrolled", on=DAY)
    return here.dzongkhag_id, there.dzongkhag_id


def test_total_is_the_sum_of_months_and_of_dzongkhags(counted):
    here, there = counted
    assert indicators.proficient_total() == 3
    assert indicators.proficient_months() == [(date(2026, 11, 1), 2), (date(2026, 12, 1), 1)]
    assert indicators.counts_by_dzongkhag("proficient") == {here: 2, there: 1}
    assert indicators.counts_by("audience", "enrolled") == {"student": 3, "monk_body": 1}


def test_funnel_counts_a_person_in_every_milestone_reached(counted):
    here, _ = counted
    assert indicators.funnel() == [("enrolled", 4), ("completed", 3), ("assessed", 3), ("proficient", 3)]
    assert indicators.funnel(dzongkhag=here, audience="student")[0] == ("enrolled", 3)
    assert indicators.funnel(dzongkhag=here, audience="monk_body")[0] == ("enrolled", 0)
