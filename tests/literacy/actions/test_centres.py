"""Founding, changing and closing centres."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Gewog
from literacy.actions import booking, centres
from literacy.models import Centre
from tests.factories.literacy_assessment import a_planned, a_signed
from tests.factories.literacy_centres import a_centre
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role
WEEK = {0: [(time(9), time(12)), (time(13), time(17))], 5: [(time(10), time(14))]}


def officer():
    return holder_of(Role.PROGRAMME_OFFICER)


def spans_of(centre):
    """The hours as a set."""
    return set(centre.hours.values_list("weekday", "opens", "closes"))


def test_a_centre_is_founded_once_a_gewog_and_on_record():
    founder, office, gewog = PersonFactory(), OrganisationFactory(), Gewog.objects.first()
    wanted = {"organisation": office, "name": "Khoma Hall", "gewog": gewog, "seats": 12, "by": founder}
    made = centres.found(**wanted)
    with pytest.raises(ValidationError, match="in this gewog already"):
        centres.found(**wanted)
    assert (Centre.objects.get(), made.seats) == (made, 12)
    assert list(Entry.objects.values_list("verb", "actor", "subject")) == [
        ("centre:founded", str(founder.public_id), str(made.public_id))
    ]


def test_two_centres_of_a_gewog_need_no_dzongkha_names_but_share_none():
    a_centre(name="First"), a_centre(name="Second")
    a_centre(name="Third", name_dz="ཁོ་མ།")
    with pytest.raises(ValidationError, match="in this gewog already"):
        a_centre(name="Fourth", name_dz="ཁོ་མ།")


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": 0},
        {"name": ""},
        {"link": "fast"},
        {"email": "nobody"},
        {"languages": ["xx"]},
        {"week": {0: [(time(12), time(9))]}},
        {"week": {0: [(time(9), time(12)), (time(11), time(13))]}},
    ],
)
def test_a_centre_that_makes_no_sense_is_refused(changes):
    wanted = {"organisation": OrganisationFactory(), "name": "Khoma Hall", "gewog": Gewog.objects.first(), "seats": 1}
    with pytest.raises(ValidationError):
        centres.found(**wanted | changes, by=None)


def test_a_centre_is_founded_with_all_its_facts():
    made = a_centre(week=WEEK, devices=8, latitude=27.68, longitude=91.22, languages=["dz", "tsj"], step_free="partly")
    assert spans_of(made) == {(0, *WEEK[0][0]), (0, *WEEK[0][1]), (5, *WEEK[5][0])}
    assert (made.position, made.spoken, made.at_once) == ((27.68, 91.22), ["Dzongkha", "Tshangla"], 8)
    assert made.get_step_free_display() == "Partly"


@pytest.mark.parametrize(("seats", "devices", "at_once"), [(20, None, 20), (20, 8, 8), (20, 40, 20), (20, 0, 0)])
def test_as_many_can_be_examined_at_once_as_seats_and_devices_allow(seats, devices, at_once):
    assert Centre(seats=seats, devices=devices).at_once == at_once


def test_an_officer_changes_everything_and_whoever_keeps_it_the_daily_facts_alone():
    house = OrganisationFactory()
    keeper, centre = holder_of(Role.COORDINATOR, house), a_centre(organisation=house)
    centre = centres.change(centre=centre, version=1, phone="+97517123456", devices=3, link="weak", by=keeper)
    with pytest.raises(ValidationError, match="Only a programme officer changes that"):
        centres.change(centre=centre, version=2, seats=99, by=keeper)
    centre = centres.change(centre=centre, version=2, seats=30, name_en="New Hall", by=officer())
    kept = Centre.objects.get()
    assert (kept.version, kept.phone, kept.devices, kept.seats, kept.name_en) == (3, "+97517123456", 3, 30, "New Hall")
    assert (
        list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["centre:founded"] + ["centre:changed"] * 2
    )


def test_a_role_above_the_organisation_counts_and_one_beside_it_does_not():
    house = OrganisationFactory()
    centre = a_centre(organisation=OrganisationFactory(parent=house))
    centres.change(centre=centre, version=1, devices=3, by=holder_of(Role.COORDINATOR, house))
    for stranger in (holder_of(Role.COORDINATOR, OrganisationFactory()), holder_of(Role.TRAINER, house)):
        with pytest.raises(ValidationError, match="Only those who keep this centre"):
            centres.change(centre=centre, version=2, devices=4, by=stranger)
        with pytest.raises(ValidationError, match="Only those who keep this centre"):
            centres.set_hours(centre=centre, version=2, week=WEEK, by=stranger)


def test_whoever_saw_an_older_version_is_told_and_changes_nothing():
    centre, first, second = a_centre(), officer(), officer()
    centres.change(centre=centre, version=1, devices=5, by=first)
    for late in (
        lambda: centres.change(centre=centre, version=1, devices=9, by=second),
        lambda: centres.set_hours(centre=centre, version=1, week=WEEK, by=second),
    ):
        with pytest.raises(ValidationError, match="changed this meanwhile"):
            late()
    kept = Centre.objects.get()
    assert (kept.devices, kept.version, spans_of(kept)) == (5, 2, set())


def test_hours_are_replaced_as_a_whole():
    centre = a_centre(week={2: [(time(9), time(17))]})
    centres.set_hours(centre=centre, version=1, week=WEEK, by=officer())
    assert {day for day, _, _ in spans_of(centre)} == {0, 5}


def test_seats_are_not_taken_from_under_people_on_a_register():
    planned = a_planned(citizens=[PersonFactory(), PersonFactory()])
    with pytest.raises(ValidationError, match="more people on its register"):
        centres.change(centre=planned.centre, version=1, seats=1, by=officer())
    with pytest.raises(ValidationError, match="more people on its register"):
        centres.change(centre=planned.centre, version=1, devices=1, by=officer())
    assert centres.change(centre=planned.centre, version=1, seats=2, by=officer()).seats == 2


def test_a_seat_that_was_given_back_hinders_no_change_and_a_crowd_none_of_other_facts():
    planned = a_planned(citizens=[PersonFactory(), PersonFactory()])
    Centre.objects.update(seats=1)
    assert centres.change(centre=planned.centre, version=1, phone="+97517123456", seats=1, by=officer()).seats == 1
    Centre.objects.update(seats=2)
    booking.give_back(candidate=planned.candidates.first(), by=planned.assigned_by)
    assert centres.change(centre=planned.centre, version=2, seats=1, by=officer()).seats == 1


def test_a_centre_is_not_closed_while_a_sitting_is_planned_there():
    planned = a_planned()
    with pytest.raises(ValidationError, match="Sittings are planned here"):
        centres.close(centre=planned.centre, reason="The roof leaks.", by=officer())
    assert planned.centre in Centre.objects.working()


def test_a_closed_centre_leaves_the_lists_keeps_its_history_and_may_work_again():
    signed = a_signed()
    closed = centres.close(centre=signed.centre, reason=" The roof leaks. ", by=officer())
    assert (closed.closed_reason, closed.sittings.get()) == ("The roof leaks.", signed)
    assert not Centre.objects.working().exists()
    with pytest.raises(ValidationError, match="closed already"):
        centres.close(centre=closed, reason="Again", by=officer())
    centres.reopen(centre=closed, by=officer())
    again = centres.reopen(centre=closed, by=officer())
    assert (Centre.objects.working().get(), again.closed_since, again.closed_reason) == (closed, None, "")
    assert list(Entry.objects.filter(verb__startswith="centre:").order_by("pk").values_list("verb", flat=True)) == [
        "centre:closed",
        "centre:reopened",
    ]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_centre_closes_for_a_reason(reason):
    with pytest.raises(ValidationError, match="Write why"):
        centres.close(centre=a_centre(), reason=reason, by=officer())


def test_whoever_keeps_a_centre_neither_closes_nor_reopens_it():
    house = OrganisationFactory()
    keeper, centre = holder_of(Role.COORDINATOR, house), a_centre(organisation=house)
    for act in (
        lambda: centres.close(centre=centre, reason="x", by=keeper),
        lambda: centres.reopen(centre=centre, by=keeper),
    ):
        with pytest.raises(ValidationError, match="Only a programme officer"):
            act()
