"""Pages of organisations: found, find, change, close."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership, Organisation
from intelligent_bhutan.places.models import Dzongkhag, Gewog
from tests.factories.appointing import officer
from tests.factories.people import OrganisationFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def answers(organisation=None, **given):
    """What the form sends for an organisation as it stands."""
    known = {"kind": "school", "name_en": "Khoma School", "name_dz": "", "gewog": "", "parent": "", "version": ""}
    if organisation:
        known |= {"name_en": organisation.name_en, "version": organisation.version}
    return known | given


def test_organisation_is_founded_below_another_by_its_name(client):
    above, gewog = OrganisationFactory(name="Lhuentse Education Office"), Gewog.objects.get(name_en="Khoma")
    client.force_login(officer())
    asked = answers(gewog=gewog.pk, parent="lhuentse education office", name_dz="མཁོ་མ་སློབ་གྲྭ།")
    made = client.post(reverse("people:organisation_found"), asked)
    held = Organisation.objects.get(name_en="Khoma School")
    assert (made.url, held.parent, held.gewog) == (held.get_absolute_url(), above, gewog)
    again = client.post(reverse("people:organisation_found"), asked)
    assert "There is an organisation of this name in this place already." in again.text


def test_body_above_must_be_one_open_organisation(client):
    for name in ("Twin School", "Twin School"):
        twin = OrganisationFactory(name=name, gewog=Gewog.objects.all()[Organisation.objects.count()])
    OrganisationFactory(name="Old School", closed_at=timezone.now())
    client.force_login(officer())

    def refusal(parent):
        return client.post(reverse("people:organisation_found"), answers(parent=parent)).context["form"].errors

    assert "No open organisation has this name" in refusal("Nowhere School")["parent"][0]
    assert "No open organisation has this name" in refusal("Old School")["parent"][0]
    assert "Several organisations" in refusal("Twin School")["parent"][0]
    client.post(reverse("people:organisation_found"), answers(parent=str(twin.public_id)))
    assert Organisation.objects.get(name_en="Khoma School").parent == twin


def test_of_two_editors_the_later_is_told(client):
    held = OrganisationFactory(name="Khoma School")
    client.force_login(officer())
    address = reverse("people:organisation_change", args=[held.public_id])
    first, second = answers(held, name_en="Khoma Central School"), answers(held, name_en="Khoma Lower School")
    assert client.post(address, first).url == held.get_absolute_url()
    page = client.post(address, second)
    assert (page.status_code, "Somebody else changed this meanwhile." in page.text) == (422, True)
    held.refresh_from_db()
    assert (held.name_en, held.version) == ("Khoma Central School", 2)
    assert Entry.objects.get(verb="organisation:changed").reason == "name_en"


def test_nothing_is_put_below_itself(client):
    above = OrganisationFactory(name="Upper Office")
    OrganisationFactory(name="Middle Office", parent=above)
    client.force_login(officer())
    asked = answers(above, parent="Middle Office")
    page = client.post(reverse("people:organisation_change", args=[above.public_id]), asked)
    assert "This body lies below the organisation itself." in page.text


def test_coordinator_mends_the_dzongkha_name_and_the_place_alone(client):
    held, gewog = OrganisationFactory(name="Khoma School"), Gewog.objects.get(name_en="Khoma")
    client.force_login(holder_of(Role.COORDINATOR, held))
    address = reverse("people:organisation_change", args=[held.public_id])
    client.post(address, answers(held, name_en="Palace", kind="court", name_dz="མཁོ་མ།", gewog=gewog.pk))
    held.refresh_from_db()
    assert (held.name_en, held.kind, held.name_dz, held.gewog) == ("Khoma School", "school", "མཁོ་མ།", gewog)


def test_closing_waits_until_nobody_works_here_and_nothing_open_lies_below(client):
    held = OrganisationFactory()
    child, trainer = OrganisationFactory(parent=held), holder_of(Role.TRAINER, held)
    client.force_login(officer())
    address = reverse("people:organisation_close", args=[held.public_id])
    assert "open organisations below" in client.post(address, {"reason": "Merged."}).text
    child.closed_at = timezone.now()
    child.save()
    assert "People hold roles here" in client.post(address, {"reason": "Merged."}).text
    trainer.memberships.update(ended_at=timezone.now())
    assert client.post(address, {"reason": "Merged."}).url == held.get_absolute_url()
    assert Entry.objects.get(verb="organisation:closed").reason == ""  # the record never forgets what people write
    assert "Merged." in client.get(held.get_absolute_url()).text
    page = client.get(held.get_absolute_url()).text
    assert ("Closed on" in page, "Appoint somebody here" in page) == (True, False)


def test_organisations_are_found_by_name_dzongkhag_and_kind(client):
    paro = Gewog.objects.filter(dzongkhag=Dzongkhag.objects.get(name_en="Paro")).first()
    OrganisationFactory(name="Taju School", name_dz="རྟ་འཇུ།", gewog=paro)
    OrganisationFactory(name="Khoma Office", kind="agency")
    client.force_login(officer())

    def names(**asked):
        return [one.name for one in client.get(reverse("people:organisations"), asked).context["page"]]

    assert names() == ["Khoma Office", "Taju School"]
    assert names(q="taju") == names(q="རྟ་") == names(dzongkhag=paro.dzongkhag_id) == ["Taju School"]
    assert names(kind="agency") == ["Khoma Office"]


@pytest.mark.parametrize("number", [1, 3])
def test_organisations_are_listed_with_a_steady_number_of_queries(client, django_assert_num_queries, number):
    above = OrganisationFactory()
    for _one in range(number):
        OrganisationFactory(parent=above, gewog=Gewog.objects.first())
    client.force_login(holder_of(Role.COORDINATOR, above))
    client.get(reverse("people:organisations"))
    with django_assert_num_queries(8):
        page = client.get(reverse("people:organisations"))
    assert len(page.context["page"]) == number + 1


def test_coordinator_reads_a_refusal_about_what_the_form_does_not_ask(client):
    above = OrganisationFactory()
    held = OrganisationFactory(parent=above)
    coordinator = holder_of(Role.COORDINATOR, held)
    above.closed_at = timezone.now()
    above.save()
    client.force_login(coordinator)
    answer = client.post(
        reverse("people:organisation_change", args=[held.public_id]), {"name_dz": "སྤ་རོ", "version": held.version}
    )
    assert (answer.status_code, "The body above is closed." in answer.text) == (422, True)
