"""The two roles of the database, as SQL that can be run again at any time.

The owner migrates. The application's role reads and writes rows and nothing else: it owns nothing, cannot alter a
table, truncate it or go round a trigger. Migrations take further rights away from it where a table is append-only.
"""

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

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
