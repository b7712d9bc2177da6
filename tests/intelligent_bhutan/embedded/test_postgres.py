"""The embedded PostgreSQL: stale locks, roles, grants. Uses the server the suite runs on."""

import os
import subprocess
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from psycopg2 import errors, sql

from intelligent_bhutan.embedded import postgres, roles

NAME = "ib_embedded_roles"


def connect(url):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


def database_url(variable):
    return os.environ[variable].rsplit("/", 1)[0] + f"/{NAME}"


ADDRESSES = [database_url(f"DATABASE_{name}URL") for name in ("ADMIN_", "OWNER_", "")]


@pytest.fixture
def admin():
    """The superuser, connected to a new database made from template1."""
    with closing(connect(os.environ["DATABASE_ADMIN_URL"])) as maintenance, maintenance.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        roles.create_database(maintenance, NAME)
        with closing(connect(database_url("DATABASE_ADMIN_URL"))) as admin:
            yield admin
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture
def application(admin):
    """The application's role, in a database where the owner has made a table."""
    with closing(connect(database_url("DATABASE_OWNER_URL"))) as owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE place (id serial PRIMARY KEY, name text)")
    with closing(connect(database_url("DATABASE_URL"))) as application, application.cursor() as cursor:
        yield cursor


def catalog(admin):
    """Everything that preparing a database changes."""
    with admin.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension ORDER BY 1")
        extensions = cursor.fetchall()
        cursor.execute("SELECT defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1")
        defaults = cursor.fetchall()
        cursor.execute("SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'")
        return extensions, defaults, cursor.fetchall()


def role_attributes(admin):
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin"
            " FROM pg_roles WHERE rolname IN %s ORDER BY 1",
            [(roles.OWNER, roles.APPLICATION)],
        )
        return cursor.fetchall()


def prepare_again(admin):
    roles.prepare_cluster(
        admin,
        owner_password=settings.DATABASES["owner"]["PASSWORD"],
        application_password=settings.DATABASES["default"]["PASSWORD"],
    )
    roles.prepare_database(admin)


def test_database_made_from_the_template_is_ready(admin):
    extensions, defaults, _ = catalog(admin)
    assert [name for (name,) in extensions] == sorted([*roles.EXTENSIONS, "plpgsql"])
    assert [kind for kind, _ in defaults] == ["S", "r"]


def test_preparing_twice_changes_nothing(admin):
    before = catalog(admin), role_attributes(admin)
    prepare_again(admin)
    prepare_again(admin)
    roles.create_database(admin, NAME)
    assert (catalog(admin), role_attributes(admin)) == before


def test_roles_are_plain(admin):
    plain = (False, False, False, False, False, True)
    assert role_attributes(admin) == [(roles.APPLICATION, *plain), (roles.OWNER, *plain)]


def test_role_that_was_given_more_is_brought_back(admin):
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL("ALTER ROLE {} BYPASSRLS CREATEDB").format(sql.Identifier(roles.APPLICATION)))
    prepare_again(admin)
    test_roles_are_plain(admin)


def test_application_reads_and_writes_rows(application):
    application.execute("INSERT INTO place (name) VALUES ('Thimphu') RETURNING id")
    application.execute("UPDATE place SET name = 'Paro'")
    application.execute("SELECT name FROM place")
    assert application.fetchall() == [("Paro",)]
    application.execute("DELETE FROM place")


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE place",
        "ALTER TABLE place ADD COLUMN kind text",
        "ALTER TABLE place DISABLE TRIGGER ALL",
        "DROP TABLE place",
        "CREATE TABLE another (id int)",
        "SET session_replication_role = replica",
        "SET ROLE intelligent_bhutan_owner",
    ],
)
def test_application_can_do_nothing_else(application, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute(statement)


def test_server_of_somebody_elses_making_is_prepared_from_three_addresses(admin):
    admin.close()
    roles.prepare_server(*ADDRESSES)
    with closing(connect(ADDRESSES[0])) as again:
        test_database_made_from_the_template_is_ready(again)
        test_roles_are_plain(again)


def test_address_with_another_role_is_refused():
    with pytest.raises(ValueError, match=r"^The address names the role postgres; migrations grant rights to "):
        roles.prepare_server(*[ADDRESSES[0]] * 3)


def test_text_search_splits_dzongkha_at_the_tsheg(application):
    application.execute("SELECT to_tsvector('simple', 'བཀྲ་ཤིས་བདེ་ལེགས།')::text")
    assert application.fetchone()[0].split() == ["'བཀྲ':1", "'བདེ':3", "'ལེགས':4", "'ཤིས':2"]


def test_lock_of_a_server_that_is_gone_is_removed(tmp_path):
    with subprocess.Popen(["true"]) as gone:
        pass
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{gone.pid}\n{tmp_path}\n")
    postgres.clear_stale_lock(tmp_path)
    assert not lock.exists()


def test_stranger_with_the_number_in_a_lock_lives_on(tmp_path):
    with subprocess.Popen(["sleep", "60"]) as stranger:
        lock = tmp_path / "postmaster.pid"
        lock.write_text(f"{stranger.pid}\n{tmp_path}\n")
        postgres.clear_stale_lock(tmp_path)
        assert not lock.exists()
        assert stranger.poll() is None
        stranger.kill()
