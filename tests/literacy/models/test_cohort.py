"""Who sees and who runs a class: the same answer from the list and from the rule, however deep organisations stand."""

import pytest

from intelligent_bhutan.people.models import Membership, Organisation
from intelligent_bhutan.people.rules import is_coordinator_of, is_trainer_of
from literacy.forms.cohorts import CohortForm
from literacy.models import Cohort
from tests.factories import literacy_classes as factory
from tests.factories.people import OrganisationFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def a_line(depth=4):
    """Organisations, each below the one before."""
    line = [OrganisationFactory()]
    while len(line) < depth:
        line.append(OrganisationFactory(parent=line[-1]))
    return line


@pytest.mark.parametrize("level", range(4))
def test_list_and_rule_agree_at_every_depth(level):
    line = a_line()
    classes = [factory.a_class(organisation=one, learners=0) for one in [*line, OrganisationFactory()]]
    below = {one.pk for one in classes[level:4]}
    coordinator, trainer = holder_of(Role.COORDINATOR, line[level]), holder_of(Role.TRAINER, line[level])
    assert {one.pk for one in Cohort.objects.managed_by(coordinator)} == below
    assert {one.pk for one in classes if is_coordinator_of(coordinator, one.organisation)} == below
    assert {one.pk for one in Cohort.objects.visible_to(trainer)} == below
    assert {one.pk for one in classes if is_trainer_of(trainer, one.organisation)} == below
    assert list(Cohort.objects.managed_by(trainer)) == []
    assert set(CohortForm(user=coordinator).fields["organisation"].queryset) == set(line[level:])


def test_organisations_that_stand_in_a_ring_are_each_below_the_other():
    one = OrganisationFactory()
    other = OrganisationFactory(parent=one)
    Organisation.objects.filter(pk=one.pk).update(parent=other)
    coordinator = holder_of(Role.COORDINATOR, one)
    assert is_coordinator_of(coordinator, other)
    assert not is_coordinator_of(coordinator, OrganisationFactory())
