"""The inbox as its owner sees it."""

import pytest
from django.urls import reverse
from django.utils import translation

from intelligent_bhutan import notices
from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Choices, Notice
from tests.factories.notices import a_kind, reachable
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Who is signed in."""
    made = reachable()
    client.force_login(made)
    return made


@pytest.fixture
def kind():
    """A kind whose notices open the courses."""
    with a_kind(subject="To %(place)s", page=lambda facts: reverse("literacy:courses")) as made:
        yield made


def tell(person, kind, *places):
    """A notice for each place."""
    return [notices.tell(person=person, kind=kind, place=place) for place in places]


@pytest.mark.parametrize("number", [1, 3])
def test_inbox_is_read_with_as_many_queries_for_one_as_for_many(
    client, person, kind, number, django_assert_num_queries
):
    tell(person, kind, *["Paro", "Haa", "Gasa"][:number])
    client.get(reverse("notices:inbox"))
    with django_assert_num_queries(4):
        page = client.get(reverse("notices:inbox")).content.decode()
    assert page.count('class="panel"') == number


def test_inbox_has_the_newest_first_and_marks_what_is_new(client, person, kind):
    first, _second = tell(person, kind, "Paro", "Haa")
    client.get(first.get_absolute_url())
    page = client.get(reverse("notices:inbox")).content.decode()
    assert page.index("<strong>To Haa</strong>") < page.index("To Paro")
    assert "<strong>To Paro" not in page
    assert "1 is new." in page


def test_inbox_is_paged(client, person, kind):
    tell(person, kind, *[f"Place {n}" for n in range(21)])
    assert client.get(reverse("notices:inbox")).content.decode().count('class="panel"') == 20
    assert client.get(reverse("notices:inbox") + "?page=2").content.decode().count('class="panel"') == 1


def test_inbox_without_notices_says_what_comes(client, person):
    assert "There is nothing here yet." in client.get(reverse("notices:inbox")).content.decode()


def test_opening_a_notice_reads_it_and_leads_on(client, person, kind):
    (notice,) = tell(person, kind, "Paro")
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "Come to Paro." in page
    assert f'href="{reverse("literacy:courses")}"' in page
    read_at = Notice.objects.get().read_at
    assert read_at is not None
    client.get(notice.get_absolute_url())
    assert Notice.objects.get().read_at == read_at


def test_looking_ahead_reads_nothing(client, person, kind):
    (notice,) = tell(person, kind, "Paro")
    client.head(notice.get_absolute_url())
    assert Notice.objects.get().read_at is None


def test_notice_of_another_is_not_there(client, person, kind):
    (notice,) = tell(PersonFactory(), kind, "Paro")
    assert client.get(notice.get_absolute_url()).status_code == 404
    client.post(reverse("notices:read_all"))
    assert Notice.objects.get().read_at is None


def test_all_are_read_at_once(client, person, kind):
    tell(person, kind, "Paro", "Haa")
    assert client.post(reverse("notices:read_all")).url == reverse("notices:inbox")
    assert "You have read everything." in client.get(reverse("notices:inbox")).content.decode()


def test_every_page_says_how_many_are_new_without_a_query_of_its_own(client, person, kind, django_assert_num_queries):
    home = reverse("home")
    client.get(home)
    with django_assert_num_queries(7):
        assert 'class="tag new"' not in client.get(home).content.decode()
    notice, *_ = tell(person, kind, "Paro", "Haa", "Gasa")
    with django_assert_num_queries(7):
        assert '<span class="tag new">3<span class="vh"> new</span></span>' in client.get(home).content.decode()
    assert '<span class="tag new">2<' in client.get(notice.get_absolute_url()).content.decode()


def test_page_for_everyone_says_nothing_of_notices(client, kind):
    assert reverse("notices:inbox") not in client.get(reverse("home")).content.decode()


def test_notice_is_read_in_dzongkha(client, person):
    with translation.override("dz"):
        address = reverse("notices:inbox")
    with a_kind(subject="To %(n)s", body="%(n)s", text="") as kind:
        notices.tell(person=person, kind=kind, n=12)
        assert "To ༡༢" in client.get(address).content.decode()


# --- what one chooses ------------------------------------------------------------------------------------------------


def test_choices_are_shown_as_they_stand(client, person):
    Choices.objects.create(person=person, no_text=["learning", "work"], phone_shows_dzongkha="no")
    form = client.get(reverse("notices:choices")).context["form"]
    assert form["email"].value() == ["examination", "learning", "work"]
    assert form["text"].value() == ["examination"]
    assert form["phone_shows_dzongkha"].value() == "no"


def test_choices_are_kept(client, person):
    given = {"email": ["work"], "text": [], "phone_shows_dzongkha": "yes"}
    assert client.post(reverse("notices:choices"), given).url == reverse("notices:choices")
    kept = Choices.objects.get(person=person)
    assert (kept.no_email, kept.no_text) == (["examination", "learning"], ["examination", "learning", "work"])
    assert kept.phone_shows_dzongkha == "yes"
    assert Entry.objects.filter(verb="notice_choices:changed", actor=str(person.public_id)).count() == 1


@pytest.mark.parametrize("given", [{"email": ["work"]}, {"phone_shows_dzongkha": "yes", "email": ["account"]}])
def test_choices_that_make_no_sense_are_asked_again(client, person, given):
    assert client.post(reverse("notices:choices"), given).status_code == 422
    assert not Choices.objects.exists()


def test_choices_say_which_address_is_not_checked(client, person):
    person.phone_verified = False
    person.save()
    page = client.get(reverse("notices:choices")).content.decode()
    assert page.count("Not checked yet") == 1
    assert "pema@example.bt" in page
    assert "between 20:00 and 07:00" in page
