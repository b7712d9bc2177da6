"""Where a person is signed in: in words, the address for staff alone, and ended by themselves."""

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from intelligent_bhutan.people.models import Membership
from tests.factories.people import PersonFactory
from tests.factories.recovering import PASSWORD

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0.0.0 Mobile Safari/537.36"
COMPUTER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def person():
    person = PersonFactory(username="pema")
    person.set_password(PASSWORD)
    person.save()
    return person


def signed_in(client, user_agent):
    """A browser of its own in which the person has signed in."""
    browser = type(client)(headers={"user-agent": user_agent}, REMOTE_ADDR="10.7.8.9")
    browser.post(reverse("account_login"), {"login": "pema", "password": PASSWORD})
    return browser


def test_devices_are_told_in_words_and_one_is_signed_out(client, person):
    phone, computer = signed_in(client, PHONE), signed_in(client, COMPUTER)
    page = phone.get(reverse("my_sessions"))
    assert page.text.index("Android phone, Chrome") < page.text.index("Windows computer, Firefox")
    name = next(row["name"] for row in page.context["rows"] if not row["here"])
    phone.post(reverse("end_session"), {"name": name})
    assert computer.get(reverse("my_sessions")).status_code == 302
    assert "Windows" not in phone.get(reverse("my_sessions")).text


def test_all_others_are_signed_out(client, person):
    here, others = signed_in(client, PHONE), [signed_in(client, COMPUTER) for _ in range(2)]
    here.post(reverse("end_session"))
    assert [other.get(reverse("my_page")).status_code for other in others] == [302, 302]
    assert here.get(reverse("my_page")).status_code == 200


def test_address_is_kept_of_staff_alone(client, person):
    assert "10.7.8.9" not in signed_in(client, PHONE).get(reverse("my_sessions")).text
    assert [held.ip for held in UserSession.objects.all()] == ["0.0.0.0"]  # noqa: S104 nowhere
    Membership.objects.create(person=person, role=Membership.Role.EDITOR)
    assert "10.7.8.9" in signed_in(client, PHONE).get(reverse("my_sessions")).text


def test_password_change_signs_the_others_out_and_is_told(client, person):
    here, other = signed_in(client, PHONE), signed_in(client, COMPUTER)
    new = "four-red-dzongs"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert other.get(reverse("my_page")).status_code == 302
    assert here.get(reverse("my_page")).status_code == 200
    assert [notice.kind for notice in person.notices.all()] == ["people.password_changed"]
