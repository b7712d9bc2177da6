"""The two roles of the database, as SQL that can be run again at any time.

The owner migrates. The application's role reads and writes rows and nothing else: it owns nothing, cannot alter a
table, truncate it or go round a trigger. Migrations take further rights away from it where a table is append-only.

`python -m intelligent_bhutan.embedded.roles` does the same for a server that is not embedded; it reads its three
addresses from DATABASE_ADMIN_URL, DATABASE_OWNER_URL and DATABASE_URL.
"""

import os
from contextlib import closing

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import make_dsn, parse_dsn

DATABASE = "intelligent_bhutan"
OWNER = "intelligent_bhutan_owner"
APPLICATION = "intelligent_bhutan_application"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "pg_stat_statements")
GRANTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {application}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO {application}",
)
ROLE = "{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {password}"


def prepare_cluster(admin: Connection, *, owner_password: str, application_password: str) -> None:
    """Make both roles, or bring existing ones back to what they may be. `admin` is a superuser in autocommit mode."""
    with admin.cursor() as cursor:
        for role, password in ((OWNER, owner_password), (APPLICATION, application_password)):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            statement = sql.SQL(ROLE).format(
                verb=sql.SQL(verb), role=sql.Identifier(role), password=sql.Literal(password)
            )
            cursor.execute(statement)


def prepare_database(admin: Connection) -> None:
    """Extensions and default grants for the database `admin` is connected to.

    Run in `template1` too, so that every database made from it, test databases among them, has both from the start.
    """
    roles = {"owner": sql.Identifier(OWNER), "application": sql.Identifier(APPLICATION)}
    with admin.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        for grant in GRANTS:
            cursor.execute(sql.SQL(grant).format(**roles))


def create_database(admin: Connection, name: str = DATABASE) -> None:
    """Make the owner's database from `template1` unless it is there."""
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER)))


def prepare_server(admin_url: str, owner_url: str, application_url: str) -> None:
    """Bring a server of somebody else's making to the state that migrations expect: roles, database, extensions.

    Raises ValueError when an address names another role than the one that migrations grant rights to.
    """
    owner, application = parse_dsn(owner_url), parse_dsn(application_url)
    for role, address in ((OWNER, owner), (APPLICATION, application)):
        if address["user"] != role:
            raise ValueError(f"The address names the role {address['user']}; migrations grant rights to {role}.")
    with closing(connect(admin_url)) as admin:
        prepare_cluster(admin, owner_password=owner["password"], application_password=application["password"])
        create_database(admin, application["dbname"])
    with closing(connect(make_dsn(admin_url, dbname=application["dbname"]))) as database:
        prepare_database(database)


def connect(address: str) -> Connection:
    """A connection in autocommit mode: databases are not made in transactions."""
    connection = psycopg2.connect(address, connect_timeout=5)
    connection.autocommit = True
    return connection


if __name__ == "__main__":
    prepare_server(*(os.environ[f"DATABASE_{name}URL"] for name in ("ADMIN_", "OWNER_", "")))
