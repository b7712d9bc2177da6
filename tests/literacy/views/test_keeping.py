"""The desk of those who keep centres, and of the officers who found and close them."""

from datetime import time

import pytest
from django.urls import reverse

from intelligent_bhutan.people.models import Membership
from literacy.actions import centres
from literacy.models import Centre
from tests.factories.literacy_assessment import a_planned
from tests.factories.literacy_centres import a_centre, gewog_of
from tests.factories.people import OrganisationFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def there(name, centre):
    return reverse(f"literacy:centre_{name}", args=[centre.public_id])


@pytest.fixture
def officer(client):
    """A programme officer, signed in."""
    person = holder_of(Role.PROGRAMME_OFFICER)
    client.force_login(person)
    return person


def daily(**changes):
    """What the form of whoever keeps a centre sends."""
    answers = {"admission": "public", "phone": "17 12 34 56", "email": "", "devices": "7", "link": "weak"}
    return answers | {"closed_days_en": "", "closed_days_dz": "", "version": "1"} | changes


def whole(**changes):
    """What the officer's form sends."""
    answers = daily() | {"name_en": "Khoma Hall", "name_dz": "", "seats": "12", "step_free": "yes"}
    answers |= {"gewog": gewog_of("Khoma").pk, "address_en": "", "address_dz": "", "position": "27.68, 91.22"}
    return answers | {"languages": ["dz", "tsj"]} | changes


def test_an_officer_founds_a_centre_and_goes_on_to_its_hours(client, officer):
    office = OrganisationFactory()
    answer = client.post(reverse("literacy:centre_new"), whole(organisation=office.pk))
    made = Centre.objects.get()
    assert answer["Location"] == there("hours", made)
    assert (made.name_en, made.organisation, made.gewog.name_en, made.seats, made.devices) == (
        "Khoma Hall", office, "Khoma", 12, 7,
    )  # fmt: skip
    assert (made.position, made.languages, made.phone) == ((27.68, 91.22), ["dz", "tsj"], "+97517123456")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_en": ""}, "name_en"),
        ({"seats": "0"}, "seats"),
        ({"seats": "5000"}, "seats"),
        ({"position": "27.68"}, "position"),
        ({"position": "91.22, 27.68"}, "position"),
        ({"position": "nan, nan"}, "position"),
        ({"phone": "1"}, "phone"),
        ({"languages": ["xx"]}, "languages"),
        ({"gewog": "0"}, "gewog"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(client, officer, changes, field):
    answer = client.post(reverse("literacy:centre_new"), whole(organisation=OrganisationFactory().pk, **changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Centre.objects.exists()


def test_a_name_that_the_gewog_has_already_is_said_on_top(client, officer):
    a_centre("Khoma", name="Khoma Hall")
    answer = client.post(reverse("literacy:centre_new"), whole(organisation=OrganisationFactory().pk))
    assert "There is a centre of this name in this gewog already." in answer.text
    assert Centre.objects.count() == 1


def test_what_is_optional_may_be_left_out_and_a_position_typed_with_tibetan_digits(client, officer):
    office = OrganisationFactory()
    client.post(reverse("literacy:centre_new"), whole(organisation=office.pk, position="", phone="", devices=""))
    client.post(reverse("literacy:centre_new"), whole(organisation=office.pk, name_en="B", position="༢༧.༥ ༩༠.༥"))
    assert [(centre.position, centre.phone, centre.devices) for centre in Centre.objects.order_by("pk")] == [
        (None, "", None),
        ((27.5, 90.5), "+97517123456", 7),
    ]


def test_the_form_begins_with_what_is_known_and_saves_it_unchanged(client, officer):
    centre = a_centre(
        phone="+97517123456", latitude=27.68, longitude=91.22, languages=["ne"], link="good", step_free="no", devices=3,
        name_dz="ཁོ་མ།", address_en="Behind the dzong",
    )  # fmt: skip
    before = Centre.objects.values().get()
    form = client.get(there("edit", centre)).context["form"]
    answers = {name: form[name].value() for name in form.fields}
    answers = {name: "" if value is None else value for name, value in answers.items()}
    answers["organisation"] = centre.organisation.pk
    assert client.post(there("edit", centre), answers)["Location"] == centre.get_absolute_url()
    assert Centre.objects.values().get() == before | {"version": 2}


def test_whoever_keeps_a_centre_changes_the_daily_facts_and_nothing_else(client):
    centre = a_centre(seats=20)
    client.force_login(holder_of(Role.COORDINATOR, centre.organisation))
    page = client.get(centre.get_absolute_url()).text
    assert there("edit", centre) in page
    assert there("close", centre) not in page
    form = client.get(there("edit", centre)).text
    assert 'name="devices"' in form
    assert 'name="seats"' not in form
    client.post(there("edit", centre), whole(organisation=OrganisationFactory().pk, seats="1"))
    kept = Centre.objects.get()
    assert (kept.devices, kept.link, kept.phone) == (7, "weak", "+97517123456")
    assert (kept.seats, kept.name_en, kept.organisation) == (20, centre.name_en, centre.organisation)


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(client, officer):
    centre = a_centre()
    centres.change(centre=centre, version=1, devices=5, by=officer)
    answer = client.post(there("edit", centre), whole(organisation=centre.organisation.pk))
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile." in answer.text
    answer = client.post(there("hours", centre), {"version": "1", "day_0": "9-12"})
    assert "Somebody else changed this meanwhile." in answer.text
    kept = Centre.objects.get()
    assert (kept.devices, kept.name_en, kept.hours.count()) == (5, centre.name_en, 0)


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999"])
def test_without_the_version_that_was_seen_nothing_is_changed(client, officer, version):
    centre = a_centre()
    answer = client.post(there("edit", centre), whole(organisation=centre.organisation.pk, version=version))
    assert answer.status_code == 422
    answer = client.post(there("hours", centre), {"version": version, "day_0": "9-12"})
    assert answer.status_code == 422
    assert Centre.objects.get().version == 1


def test_hours_are_written_a_line_a_day(client):
    centre = a_centre(week={2: [(time(9), time(12)), (time(13), time(17))]})
    client.force_login(holder_of(Role.COORDINATOR, centre.organisation))
    assert 'value="09:00–12:00, 13:00–17:00"' in client.get(there("hours", centre)).text
    answer = client.post(there("hours", centre), {"version": "1", "day_0": "9-12, 13-17", "day_6": "༡༠-༡༤"})
    assert answer["Location"] == centre.get_absolute_url()
    assert set(centre.hours.values_list("weekday", "opens", "closes")) == {
        (0, time(9), time(12)), (0, time(13), time(17)), (6, time(10), time(14)),
    }  # fmt: skip


def test_hours_that_cannot_be_read_are_said_beside_their_day(client, officer):
    centre = a_centre()
    answer = client.post(there("hours", centre), {"version": "1", "day_0": "9-12", "day_3": "17-9"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day_3"])
    assert 'value="17-9"' in answer.text
    assert answer.text.count("Thursday: write hours such as") == 2  # in the summary and beside the day
    assert not centre.hours.exists()


def test_a_centre_is_closed_with_a_reason_and_opened_again(client, officer):
    centre = a_centre()
    assert client.post(there("close", centre), {"reason": ""}).status_code == 422
    assert client.post(there("close", centre), {"reason": "The roof leaks."})["Location"] == centre.get_absolute_url()
    assert there("reopen", centre) in client.get(centre.get_absolute_url()).text
    client.post(there("reopen", centre))
    assert Centre.objects.working().get() == centre


def test_a_centre_with_a_planned_sitting_is_not_closed(client, officer):
    planned = a_planned()
    answer = client.post(there("close", planned.centre), {"reason": "The roof leaks."})
    assert answer.status_code == 422
    assert "Sittings are planned here." in answer.text


def test_sittings_are_planned_only_at_centres_that_work(client, officer):
    works, closed = a_centre(), a_centre()
    centres.close(centre=closed, reason="The roof leaks.", by=officer)
    choices = client.get(reverse("literacy:sitting_plan")).context["form"].fields["centre"].queryset
    assert list(choices) == [works]
