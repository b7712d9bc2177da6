"""What two people do to a centre at the same moment."""

from datetime import time

from intelligent_bhutan.people.models import Membership
from literacy.actions import centres
from literacy.models import Centre
from tests.factories.literacy_centres import a_centre
from tests.factories.people import OrganisationFactory, holder_of
from tests.moments import beside, many_at_once

Role = Membership.Role


def test_of_two_who_change_a_centre_at_once_one_is_told(committed):
    centre, officer = a_centre(), holder_of(Role.PROGRAMME_OFFICER)
    told = beside(
        lambda: centres.change(centre=centre, version=1, devices=5, by=officer),
        lambda: centres.set_hours(centre=centre, version=1, week={0: [(time(9), time(12))]}, by=officer),
    )
    assert "changed this meanwhile" in told
    kept = Centre.objects.get()
    assert (kept.devices, kept.version, kept.hours.count()) == (5, 2, 0)


def test_of_many_who_found_the_same_centre_at_once_one_does(committed):
    office = OrganisationFactory()
    said = many_at_once(lambda _: a_centre(organisation=office, name="Khoma Hall"), 4)
    assert Centre.objects.count() == 1
    assert said.count("There is a centre of this name in this gewog already.") == 3
