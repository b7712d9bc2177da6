"""What trainers may choose."""

import pytest
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.people.rules import Role
from literacy.forms.teaching import near, who_teach
from literacy.models import Cohort
from tests.factories.literacy_booking import a_centre
from tests.factories.literacy_teaching import a_taught_class
from tests.factories.people import OrganisationFactory, holder_of

pytestmark = pytest.mark.django_db


def test_sessions_are_offered_centres_that_work():
    works = a_centre()
    a_centre(closed_since=timezone.localdate(), closed_reason="The roof leaks")
    assert list(near(None)) == list(near(works.gewog)) == [works]


@pytest.mark.parametrize("levels", [1, 3])
def test_whoever_teaches_above_teaches_here_at_the_same_cost(levels, django_assert_num_queries):
    cohort = a_taught_class(learners=0)
    house = cohort.organisation
    for _ in range(levels):
        house.parent = OrganisationFactory()
        house.save()
        house = house.parent
    above = holder_of(Membership.Role.TRAINER, house)
    holder_of(Membership.Role.TRAINER, OrganisationFactory(parent=cohort.organisation))  # below
    cohort = Cohort.objects.select_related("organisation", "trainer").get(pk=cohort.pk)
    with django_assert_num_queries(1):
        assert set(who_teach(cohort, Role.TRAINER)) == {cohort.trainer, above}
