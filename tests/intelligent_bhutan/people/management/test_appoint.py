"""`manage.py found_organisation` and `manage.py appoint`, as somebody types them."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from intelligent_bhutan.people.models import Membership, Organisation
from intelligent_bhutan.people.rules import is_coordinator_of
from intelligent_bhutan.places.models import Gewog
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def run(*words):
    said = io.StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_an_empty_portal_gets_an_organisation_with_its_coordinator():
    person = PersonFactory(username="pema.lhaden")
    run("found_organisation", "agency", "Education Office", "--gewog", "Khoma, Lhuentse")
    run("found_organisation", "school", "Khoma School", "--gewog", "khoma", "--parent", "Education Office")
    run("appoint", "Pema.Lhaden", "coordinator", "--organisation", "Khoma School", "--until", "2099-12-31")
    school = Organisation.objects.get(name_en="Khoma School")
    assert (school.gewog.name_en, school.parent.name_en) == ("Khoma", "Education Office")
    assert is_coordinator_of(person, school)
    assert person.memberships.get().valid_until == datetime(2099, 12, 31, 18, tzinfo=UTC)  # midnight in Thimphu
    run("appoint", "pema.lhaden", "coordinator", "--organisation", "Khoma School", "--until", "2099-12-31")
    assert Membership.objects.count() == 1


def test_organisations_of_one_name_are_told_apart_by_id():
    PersonFactory(username="pema.lhaden")
    one, _other = (OrganisationFactory(name="Khoma School", gewog=gewog) for gewog in Gewog.objects.all()[:2])
    with pytest.raises(CommandError, match=f"give the id of one: .*{one.public_id}"):
        run("appoint", "pema.lhaden", "trainer", "--organisation", "Khoma School")
    run("appoint", "pema.lhaden", "trainer", "--organisation", str(one.public_id))
    assert Membership.objects.get().organisation == one


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["appoint", "nobody", "editor"], "nobody who may sign in has the user name nobody"),
        (["appoint", "gone.away", "editor"], "nobody who may sign in"),
        (["appoint", "pema.lhaden", "king"], "invalid choice"),
        (["appoint", "pema.lhaden", "trainer"], "Choose the organisation"),
        (["appoint", "pema.lhaden", "trainer", "--organisation", "Nowhere"], "no organisation is called 'Nowhere'"),
        (["appoint", "pema.lhaden", "editor", "--until", "soon"], "'soon' is no day"),
        (["appoint", "pema.lhaden", "editor", "--until", "2020-01-01"], "must end after it begins"),
        (["found_organisation", "school", "Some School", "--gewog", "Khomaa"], "perhaps Khoma, Lhuentse"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(words, said):
    PersonFactory(username="pema.lhaden")
    PersonFactory(username="gone.away", is_active=False)
    with pytest.raises(CommandError, match=said):
        run(*words)
    assert not Membership.objects.exists()
    assert not Organisation.objects.exists()


def test_an_organisation_that_is_there_is_not_founded_again():
    run("found_organisation", "court", "High Court")
    with pytest.raises(CommandError, match="in this place already"):
        run("found_organisation", "court", "High Court")
