"""What production refuses to start with, and what the application's database role must not be able to do."""

import os
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

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
    "CONTACT_EMAIL": "help@example.bt",
    **{name: token_urlsafe(48) for name in KEYS},
}
OF_THE_SUITE = {"DEMONSTRATION", "DEBUG", "MFA_DEMANDED", "HASHED_STATIC", "DJANGO_SETTINGS_MODULE"}


def manage(*command, **changes):
    """`manage.py` in a process of its own, in production."""
    return production("manage.py", *command, **changes)


def production(*arguments, **changes):
    """Python in a process of its own, on production settings with these changes; None takes one away."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
    environment |= PRODUCTION | changes
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
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
        ({"CONTACT": {"email": ""}}, "portal.E010"),
        ({"PUBLIC_URL": "http://portal.example.bt"}, "portal.E005"),
        *(({name: f"demo-{token_urlsafe(48)}"}, "portal.E003") for name in KEYS),
        ({"PIN_KEY": "short"}, "portal.E003"),
        ({"SMS_GATEWAY": "pigeon"}, "portal.E008"),
        ({"SMS_GATEWAY": "http", "SMS_URL": "http://sms.example.bt", "SMS_TOKEN": "key"}, "portal.E009"),
        ({"SMS_GATEWAY": "http", "SMS_URL": "https://sms.example.bt", "SMS_TOKEN": ""}, "portal.E009"),
        ({"PIN_KEY": PRODUCTION["MFA_KEY"], "MFA_KEY": PRODUCTION["MFA_KEY"]}, "portal.E004"),
    ],
)
def test_production_refuses(settings, changes, complaint):
    sound = {name: PRODUCTION[name] for name in (*KEYS, "PUBLIC_URL")}
    sound |= {
        "PRODUCTION": True,
        "CONTACT": {"email": "help@example.bt"},
        "DEBUG": False,
        "DEMONSTRATION": False,
        "MFA_DEMANDED": True,
    }
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
for path in ("/health/", "/health/live/"):
    print("Location" in Client().get(path, headers={"host": "portal.example.bt"}))
from django.conf import settings
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME)
"""


def test_production_speaks_https_alone():
    said = manage("shell", "--no-imports", "--command", HEADERS)
    assert said.returncode == 0, said.stderr
    headers, location, *health, cookies = said.stdout.strip().splitlines()[-5:]
    transport, policy, frame = headers.split("|")
    assert transport == "max-age=31536000; includeSubDomains; preload"
    assert "default-src 'none'" in policy
    assert frame == "DENY"
    assert location == "https://portal.example.bt/en/"
    assert health == ["False", "False"]  # who asks from inside speaks no TLS
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
    [
        ("superuser", "may become a superuser"),
        ("bypassrls", "may bypass row security"),
        ("createrole", "may make roles"),
        ("in role pg_execute_server_program", "may run programs"),
        ("noinherit in role intelligent_bhutan_owner", "is a member of the role that owns tables"),
        ("nosuperuser", None),
    ],
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
        assert any("role owns tables" in error.msg for error in role_errors())
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def as_administrator(database, statement, *names):
    """One statement of a superuser in this database."""
    name, *others = (sql.Identifier(name) for name in names)
    admin = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"], dbname=database)
    with closing(admin), admin, admin.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(name, *others))


APPLICATION = "intelligent_bhutan_application"


@pytest.mark.parametrize(
    ("granted", "table"),
    [
        ("update", "audit_entry"),
        ("update (verb)", "audit_entry"),
        ("delete", "audit_link"),
        ("truncate", "audit_head"),
        ("trigger", "targets_release"),
    ],
)
def test_role_that_may_change_what_is_append_only_is_refused(committed, granted, table):
    assert role_errors() == []
    as_administrator(committed, f"grant {granted} on {table} to {{}}", APPLICATION)
    assert [(error.id, f"({table})" in error.msg) for error in role_errors()] == [("portal.E006", True)]


def test_role_that_may_switch_triggers_off_is_refused(committed, worker_name):
    with a_role(worker_name, "nosuperuser") as name:
        as_administrator(committed, "grant set on parameter session_replication_role to {}", name)
        try:
            assert ["may switch triggers off" in error.msg for error in role_errors()] == [True]
        finally:
            as_administrator(committed, "revoke set on parameter session_replication_role from {}", name)


@pytest.mark.django_db
def test_role_is_looked_at_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        role_errors()


PROGRAMS = {
    "web": ["-c", "import intelligent_bhutan.wsgi"],
    "worker": ["-m", "celery", "--app", "intelligent_bhutan.celery:app", "worker", "--pool", "solo"],
    "beat": ["-m", "celery", "--app", "intelligent_bhutan.celery:app", "beat", "--pidfile", ""],
}


def start(program, database, **changes):
    """One of the portal's programs in production on this database, until it stops by itself."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    return production(*PROGRAMS[program], DATABASE_URL=url, **changes)


@pytest.mark.parametrize("program", PROGRAMS)
def test_production_program_stops_on_a_role_that_could_do_more(committed, program):
    as_administrator(committed, "grant delete on audit_entry to {}", APPLICATION)
    said = start(program, committed)
    assert said.returncode == 1
    assert "The portal does not start:" in said.stderr
    assert "The application's database role may change what is append-only (audit_entry)" in said.stderr
    assert "Traceback" not in said.stderr


def test_production_web_server_stops_on_debug(committed):
    said = start("web", committed, DEBUG="1")
    assert (said.returncode, complaints(said)) == (1, {"portal.E001"})


def test_production_web_server_stops_while_nobody_knows_the_role():
    said = start("web", "nowhere")
    assert said.stderr.strip().endswith("The portal does not start: the database does not answer.")


def test_production_web_server_starts_on_a_plain_role(committed):
    said = start("web", committed)
    assert said.returncode == 0, said.stderr


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
