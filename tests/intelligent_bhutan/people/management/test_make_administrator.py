"""`manage.py make_administrator`."""

import io
import re
import sys

import pytest
from django.core.management import CommandError, call_command

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership, User
from intelligent_bhutan.people.rules import is_operator
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"


def run(username="pema.lhaden", *flags):
    said = io.StringIO()
    call_command("make_administrator", username, *flags, stdout=said)
    return said.getvalue()


def with_password(monkeypatch, *flags, password=PASSWORD):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    return run("pema.lhaden", "--password-from-stdin", *flags)


def test_administrator_looks_after_the_machinery_and_is_no_superuser():
    run("pema.lhaden", "--full-name", "Pema Lhaden")
    person = User.objects.get(username="pema.lhaden")
    assert (person.full_name, person.is_staff, person.is_superuser) == ("Pema Lhaden", True, False)
    assert is_operator(person)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "membership:begun",
        "administrator:made",
    ]


def test_link_sets_a_password_once(client):
    link = re.search(r"https?://[^/]+(/\S+)", run()).group(1)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert client.post(address, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    person = User.objects.get(username="pema.lhaden")
    assert person.check_password(PASSWORD)
    client.cookies.clear()
    assert "password1" not in client.get(link, follow=True).text


def test_password_comes_from_standard_input(monkeypatch):
    said = with_password(monkeypatch)
    assert User.objects.get(username="pema.lhaden").check_password(PASSWORD)
    assert said == "pema.lhaden is an administrator.\n"


def test_weak_password_makes_nobody_an_administrator(monkeypatch):
    with pytest.raises(CommandError, match="too short"):
        with_password(monkeypatch, password="abc")
    assert not User.objects.exists()


def test_second_run_changes_nothing(monkeypatch):
    with_password(monkeypatch)
    before = User.objects.values().get(), list(Membership.objects.values()), Entry.objects.count()
    assert run() == "pema.lhaden is an administrator already.\n"
    assert (User.objects.values().get(), list(Membership.objects.values()), Entry.objects.count()) == before


def test_second_run_never_overwrites_a_password(monkeypatch):
    with_password(monkeypatch)
    with pytest.raises(CommandError, match="only they change it"):
        with_password(monkeypatch, password="another-blue-yak-nine")
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("there", "flags", "words"),
    [
        ({}, ["--full-name", "Somebody Else"], "with another full name"),
        ({"is_active": False}, [], "account is closed"),
    ],
)
def test_somebody_else_of_that_name_is_left_alone(there, flags, words):
    PersonFactory(username="pema.lhaden", full_name="Pema Lhaden", **there)
    with pytest.raises(CommandError, match=words):
        run("pema.lhaden", *flags)
    assert not Membership.objects.exists()


def test_user_name_of_the_wrong_shape_is_refused_in_words():
    with pytest.raises(CommandError, match="3 to 32 small letters"):
        run("p!")
