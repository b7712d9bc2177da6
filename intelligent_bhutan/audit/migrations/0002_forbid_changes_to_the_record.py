"""The application's role may add to the record and read it, nothing else."""

from django.db import migrations

from intelligent_bhutan.audit.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_record_what_was_done")]
    operations = [forbid_changes(table) for table in ("audit_entry", "audit_link", "audit_head")]
