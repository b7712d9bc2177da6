"""What the portal refuses to start with."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import OperationalError, connection

from intelligent_bhutan.keyring import KEYS, fingerprint, ring

DEMONSTRATION_KEY_PREFIX = "demo-"


@register(Tags.security)
def production_is_not_a_demonstration(**_):
    """Production refuses debug, demonstration data, demonstration keys and keys that are too short or shared."""
    if not settings.PRODUCTION:
        return []
    errors = []
    if settings.DEBUG:
        errors.append(Error("DEBUG is on in production.", id="portal.E001"))
    if settings.DEMONSTRATION:
        errors.append(Error("DEMONSTRATION is on in production.", id="portal.E002"))
    if not settings.MFA_DEMANDED:
        errors.append(Error("MFA_DEMANDED is off in production: staff need a second factor.", id="portal.E007"))
    keys = {name: getattr(settings, name) for name in KEYS}
    for name, value in keys.items():
        if value.startswith(DEMONSTRATION_KEY_PREFIX) or len(value) < 40:
            errors.append(Error(f"{name} is a demonstration key or too short.", id="portal.E003"))
    if len(set(keys.values())) < len(keys):
        errors.append(Error("Two keys are the same; each needs its own.", id="portal.E004"))
    if not settings.CONTACT["email"]:
        errors.append(Error("CONTACT_EMAIL is missing: people must be able to ask somebody.", id="portal.E010"))
    if not settings.PUBLIC_URL.startswith("https://"):
        errors.append(Error("PUBLIC_URL must begin with https:// in production.", id="portal.E005"))
    return errors + gateway_errors()


def gateway_errors():
    """What keeps text messages from going out as the settings say."""
    if settings.SMS_GATEWAY not in {"", "console", "http"}:
        return [Error('SMS_GATEWAY may be "http", "console" or nothing.', id="portal.E008")]
    if settings.SMS_GATEWAY == "http" and not (settings.SMS_TOKEN and settings.SMS_URL.startswith("https://")):
        return [Error("SMS_GATEWAY=http needs SMS_TOKEN, and an SMS_URL that begins with https://.", id="portal.E009")]
    return []


# A role is as mighty as every role that it may become, whether it inherits from it or has to ask with SET ROLE.
ROLE_PRIVILEGES = """
with roles as (select * from pg_roles where pg_has_role(current_user, oid, 'member')),
tables as (select c.oid, c.relname, c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'public' and c.relkind in ('r', 'p'))
select bool_or(rolsuper), bool_or(rolbypassrls), bool_or(rolcreaterole),
       bool_or(rolname in ('pg_execute_server_program', 'pg_write_server_files')),
       bool_or(has_parameter_privilege(oid, 'session_replication_role', 'set')),
       bool_or(rolname = current_user and exists (select from tables where relowner = roles.oid)),
       bool_or(rolname <> current_user and exists (select from tables where relowner = roles.oid)),
       array(select relname::text from tables where relname = any(%s) and exists (
                 select from roles where has_any_column_privilege(roles.oid, tables.oid, 'update')
                                      or has_table_privilege(roles.oid, tables.oid, 'delete, truncate, trigger'))
             order by relname)
from roles
"""


def append_only_tables():
    """The tables whose triggers refuse every change."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name == "refuse_change" for trigger in getattr(model._meta, "triggers", ()))
    ]


def role_errors():
    """The privileges for which triggers and grants would be no wall; empty when the application's role has none."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE_PRIVILEGES, [append_only_tables()])
        *mighty, changeable = cursor.fetchone()
    found = dict(
        zip(
            (
                "is or may become a superuser",
                "may bypass row security",
                "may make roles",
                "may run programs or write files on the server",
                "may switch triggers off",
                "owns tables",
                "is a member of the role that owns tables",
            ),
            mighty,
            strict=True,
        )
    )
    found[f"may change what is append-only ({', '.join(changeable)})"] = bool(changeable)
    return [
        Error(f"The application's database role {what}: give DATABASE_URL a plain role.", id="portal.E006")
        for what, so in found.items()
        if so
    ]


LAST_NOTED = "select distinct on (name) name, fingerprint from operating_keyuse order by name, begun_at desc"


def key_errors():
    """The keys under which the data was not made, neither now nor before: whatever they wrote would be lost later."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('operating_keyuse') is not null")
        if not cursor.fetchone()[0]:
            return []  # before the first migration
        cursor.execute(LAST_NOTED)
        noted = cursor.fetchall()
    return [
        Error(f"{name} is not the key that the data was made under (fingerprint {mark}).", id="portal.E011")
        for name, mark in noted
        if name in KEYS and mark not in {fingerprint(name, key) for key in ring(name)}
    ]


@register(Tags.database)
def application_role_is_plain(databases=None, **_):
    """Run by `check --database default`, which every start of the portal does."""
    return (role_errors() or key_errors()) if databases and "default" in databases else []


def stop_where_unsound():
    """Called once by each process that serves or works: production stops here on what the checks above refuse.

    A few statements to the database; where that does not answer nobody knows what the role may do, so this stops too
    and whoever looks after the process starts it again. Raises: SystemExit with the sentences.
    """
    if not settings.PRODUCTION:
        return
    try:
        errors = [*production_is_not_a_demonstration(), *(role_errors() or key_errors())]
    except OperationalError:
        raise SystemExit("The portal does not start: the database does not answer.") from None
    finally:
        connection.close()  # what is forked from here must not share it
    if errors:
        raise SystemExit("\n".join(["The portal does not start:", *(f"{error.msg} ({error.id})" for error in errors)]))
