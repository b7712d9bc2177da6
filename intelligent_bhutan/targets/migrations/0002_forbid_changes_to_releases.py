"""The application's role may publish releases and read them, nothing else."""

from django.db import migrations

from intelligent_bhutan.audit.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_set_targets_and_publish_releases")]
    operations = [forbid_changes("targets_release")]
