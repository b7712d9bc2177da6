"""What production refuses to start with, and what the application's database role must not be able to do."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe

import psycopg2
import pytest
from django.conf import settings as live_settings
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from psycopg2 import sql

from intelligent_bhutan.checks import KEYS, role_errors
from tests import databases

PRODUCTION = {
    "DJANGO_ENV": "production",
    "ALLOWED_HOSTS": "portal.example.bt",
    "PUBLIC_URL": "https://portal.example.bt",
    **{name: token_urlsafe(48) for name in KEYS},
}
OF_THE_SUITE = {"DEMONSTRATION", "DEBUG", "MFA_DEMANDED", "HASHED_STATIC", "DJANGO_SETTINGS_MODULE"}


def manage(*command, **changes):
    """`manage.py` in a process of its own, on production settings with these changes; None takes one away."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
    environment |= PRODUCTION | changes
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=Path(live_settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def complaints(said):
    """The identifiers of the portal's own errors."""
    words = (word.strip("():") for word in said.stderr.split())
    return {word for word in words if word.startswith("portal.")}


def test_production_with_keys_of_its_own_passes_every_check():
    said = manage("check", "--deploy", "--fail-level", "WARNING")
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"DEBUG": True}, "portal.E001"),
        ({"DEMONSTRATION": True}, "portal.E002"),
        ({"MFA_DEMANDED": False}, "portal.E007"),
        ({"PUBLIC_URL": "http://portal.example.bt"}, "portal.E005"),
        *(({name: f"demo-{token_urlsafe(48)}"}, "portal.E003") for name in KEYS),
        ({"PIN_KEY": "short"}, "portal.E003"),
        ({"PIN_KEY": PRODUCTION["MFA_KEY"], "MFA_KEY": PRODUCTION["MFA_KEY"]}, "portal.E004"),
    ],
)
def test_production_refuses(settings, changes, complaint):
    sound = {name: PRODUCTION[name] for name in (*KEYS, "PUBLIC_URL")}
    sound |= {"PRODUCTION": True, "DEBUG": False, "DEMONSTRATION": False, "MFA_DEMANDED": True}
    for name, value in (sound | changes).items():
        setattr(settings, name, value)
    assert {error.id for error in run_checks(tags=["security"]) if error.id.startswith("portal.")} == {complaint}


def test_production_does_not_migrate_as_a_demonstration():
    said = manage("migrate", "--plan", DEMONSTRATION="1", DEBUG="1")
    assert said.returncode != 0
    assert complaints(said) == {"portal.E001", "portal.E002"}


def test_production_names_a_key_that_is_missing():
    said = manage("check", MFA_KEY=None)
    assert said.returncode != 0
    assert "MFA_KEY" in said.stderr


@pytest.mark.parametrize(("production", "demonstration"), [(True, True), (False, False)])
def test_demonstration_data_are_refused(settings, production, demonstration):
    settings.PRODUCTION, settings.DEMONSTRATION = production, demonstration
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("load_starter_world")


HEADERS = """
import django; django.setup()
from django.test import Client
page = Client().get("/health/", secure=True, headers={"host": "portal.example.bt"})
print(page["Strict-Transport-Security"], page["Content-Security-Policy"], page["X-Frame-Options"], sep="|")
print(Client().get("/en/", headers={"host": "portal.example.bt"})["Location"])
from django.conf import settings
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME)
"""


def test_production_speaks_https_alone():
    said = manage("shell", "--no-imports", "--command", HEADERS)
    assert said.returncode == 0, said.stderr
    headers, location, cookies = said.stdout.strip().splitlines()[-3:]
    transport, policy, frame = headers.split("|")
    assert transport == "max-age=31536000; includeSubDomains; preload"
    assert "default-src 'none'" in policy
    assert frame == "DENY"
    assert location == "https://portal.example.bt/en/"
    assert cookies == "True True __Host-session"


@contextmanager
def a_role(worker_name, privileges):
    """A database role that could do more than the application's, on the test database."""
    name = f"ib_mighty_{worker_name}"
    with databases.administrator() as cursor:
        cursor.execute(sql.SQL("create role {} login password 'only-here' " + privileges).format(sql.Identifier(name)))
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=name, PASSWORD="only-here")
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict.update(kept)
        with databases.administrator() as cursor:
            cursor.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


@pytest.mark.parametrize(
    ("privileges", "words"),
    [("superuser", "is a superuser"), ("bypassrls", "may bypass row security"), ("nosuperuser", None)],
)
def test_database_role_that_could_do_more_is_refused(committed, worker_name, privileges, words):
    with a_role(worker_name, privileges):
        said = [error.msg for error in role_errors()]
        if words:
            assert any(words in message for message in said)
            with pytest.raises(Exception, match=words):
                call_command("check", databases=["default"])
        else:
            assert said == []


def test_owner_of_the_tables_is_refused(committed):
    owner, kept = live_settings.DATABASES["owner"], dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
    try:
        assert [error.id for error in role_errors()] == ["portal.E006"]
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@pytest.mark.django_db
def test_role_of_the_application_passes():
    assert role_errors() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "alter table people_user add column hole text",
        "alter table audit_entry disable trigger all",
        "drop table audit_entry",
        "set session_replication_role = replica",
        "truncate literacy_standing",
        "update audit_entry set verb = 'forged'",
        "delete from audit_link",
        "update targets_release set number = 1",
        "create table public.hole (id int)",
    ],
)
def test_role_of_the_application_may_not(statement):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)
