"""Names of places are mended in the admin; places are neither added nor deleted there."""

import pytest
from django.urls import reverse

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Alias, Gewog
from intelligent_bhutan.places.queries import place_book
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    person = holder_of(Membership.Role.PROGRAMME_OFFICER)
    client.force_login(person)
    return person


def page(thing, name="change"):
    return reverse(f"admin:places_{thing._meta.model_name}_{name}", args=[thing.pk])


def khoma():
    return Gewog.objects.get(dzongkhag__name_en="Lhuentse", name_en="Khoma")


def test_a_gewog_gets_its_confirmed_name_and_nothing_else_changes(client, officer):
    columns = ("dzongkhag", "kind", "code", "name_en", "name_dz")
    before = Gewog.objects.values(*columns).get(pk=khoma().pk)
    sent = {"name_en": "Khoma", "name_dz": "མཁོ་མ", "code": "forged", "kind": "thromde"}
    assert client.post(page(khoma()), sent).status_code == 302
    assert Gewog.objects.values(*columns).get(pk=khoma().pk) == before | {"name_dz": "མཁོ་མ"}
    entry = Entry.objects.get(verb="place:named")
    assert (entry.actor, entry.subject) == (str(officer.public_id), str(khoma().pk))


def test_a_name_of_a_neighbour_is_refused_in_words(client, officer):
    neighbour = Gewog.objects.filter(dzongkhag=khoma().dzongkhag, kind="gewog").exclude(pk=khoma().pk).first()
    refused = client.post(page(khoma()), {"name_en": neighbour.name_en, "name_dz": ""})
    assert (refused.status_code, "Another place of this dzongkhag has this name." in refused.text) == (200, True)
    assert khoma().name_en == "Khoma"


def test_files_are_understood_by_a_spelling_as_soon_as_it_is_mended(client, officer):
    alias = Alias.objects.create(gewog=khoma(), name="Khomba", folded="khomba")
    assert client.post(page(alias), {"name": "Khoma Chhu-Zur", "note": ""}).status_code == 302
    assert place_book().resolve("khoma chhuzur").place.key == khoma().pk
    other = Alias.objects.create(gewog=khoma(), name="Khomba", folded="khomba")
    for name, words in (("Khoma-Chhu Zur", "This place has this spelling already."), ("--", "This is no name.")):
        assert words in client.post(page(other), {"name": name, "note": ""}).text
    assert Alias.objects.get(pk=other.pk).folded == "khomba"


@pytest.mark.parametrize("model", ["dzongkhag", "gewog", "alias"])
def test_nobody_adds_or_deletes(client, model):
    administrator = PersonFactory()
    roles.make_administrator(person=administrator, by=None)
    client.force_login(administrator)
    thing = khoma() if model == "gewog" else khoma().dzongkhag
    if model == "alias":
        thing = Alias.objects.create(gewog=khoma(), name="Khomba", folded="khomba")
    assert client.get(page(thing)).status_code == 200
    assert client.get(reverse(f"admin:places_{model}_add")).status_code == 403
    assert client.post(page(thing, "delete"), {"post": "yes"}).status_code == 403
    assert type(thing).objects.filter(pk=thing.pk).exists()
