"""Which of the two database roles does what."""

from django.conf import settings


class OwnerMigrates:
    """Schema changes run as the owner of the tables wherever such a role is configured."""

    def allow_migrate(self, database, app_label, **hints):
        return database == "owner" or "owner" not in settings.DATABASES

    def db_for_read(self, model, **hints):
        return "default"

    db_for_write = db_for_read

    def allow_relation(self, *objects, **hints):
        return True


def migrating_alias():
    """The connection that may alter tables."""
    return "owner" if "owner" in settings.DATABASES else "default"
