"""What an upgrade must know before it touches anything."""

from datetime import timedelta

from django.db import ProgrammingError, connections, transaction
from django.db.migrations import AddField, CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from intelligent_bhutan.databases import migrating_alias
from intelligent_bhutan.operating.models import Backup

RECENT = timedelta(hours=24)
# What the previous release lives with while it is done and afterwards; anything else needs the maintenance page.
ADDITIVE = {
    "CreateModel", "AddField", "AddIndex", "AddIndexConcurrently", "AddConstraintNotValid", "ValidateConstraint",
    "AlterModelOptions", "AlterModelManagers", "AddTrigger", "RemoveIndexConcurrently",
}  # fmt: skip


def waiting():
    """The migrations that are not applied yet, in their order."""
    executor = MigrationExecutor(connections[migrating_alias()])
    return [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def disturbing(migrations):
    """The operations among them during which people should wait, as words; a table that is new disturbs nobody."""
    new = made(migrations)
    return [
        f"{app}.{name}: {each.describe()}"
        for app, name, each in operations(migrations)
        if type(each).__name__ not in ADDITIVE and table_of(app, each) not in new
    ]


def left_empty(migrations):
    """Columns among them that must hold something, added to tables that the release before writes to: it knows neither
    the column nor a default that the database gives, and fails.
    """
    new = made(migrations)
    return [
        f"{app}.{name}: {each.model_name}.{each.name} has no db_default"
        for app, name, each in operations(migrations)
        if isinstance(each, AddField) and table_of(app, each) not in new
        if not (each.field.null or each.field.many_to_many or each.field.has_db_default())
    ]


def operations(migrations):
    """Each operation with its app and the name of its migration."""
    return [(one.app_label, one.name, each) for one in migrations for each in one.operations]


def made(migrations):
    """The tables that they make."""
    return {(app, each.name_lower) for app, _name, each in operations(migrations) if isinstance(each, CreateModel)}


def table_of(app, operation):
    """The table that an operation changes, as `made` names it."""
    return app, getattr(operation, "model_name", "").lower()


def recent_backup(*, at=None):
    """The newest backup of the last 24 hours, or None, as also before backups were noted at all."""
    try:
        with transaction.atomic():
            return Backup.objects.filter(made_at__gt=(at or timezone.now()) - RECENT).first()
    except ProgrammingError:
        return None
