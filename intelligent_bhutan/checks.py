"""What the portal refuses to start with."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection

DEMONSTRATION_KEY_PREFIX = "demo-"
KEYS = ("SECRET_KEY", "IDENTITY_KEY", "PIN_KEY", "CERTIFICATE_KEY", "AUDIT_KEY", "MFA_KEY")


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
    if not settings.PUBLIC_URL.startswith("https://"):
        errors.append(Error("PUBLIC_URL must begin with https:// in production.", id="portal.E005"))
    return errors


ROLE_PRIVILEGES = """
select r.rolsuper, r.rolbypassrls,
       exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relowner = r.oid)
from pg_roles r where r.rolname = current_user
"""


def role_errors():
    """The privileges for which triggers and grants would be no wall; empty when the application's role has none."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE_PRIVILEGES)
        superuser, bypasses_rls, owns_tables = cursor.fetchone()
    found = {"is a superuser": superuser, "may bypass row security": bypasses_rls, "owns tables": owns_tables}
    return [
        Error(f"The application's database role {what}: give DATABASE_URL a plain role.", id="portal.E006")
        for what, so in found.items()
        if so
    ]


@register(Tags.database)
def application_role_is_plain(databases=None, **_):
    """Run by `check --database default`, which every start of the portal does."""
    return role_errors() if databases and "default" in databases else []
