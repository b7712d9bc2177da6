"""Enrolments and files point to the foundation's notices. The ids are the same, so the columns stay as they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("literacy", "0090_give_the_notices_to_people")]
    operations = [
        migrations.AlterField(
            "enrolment",
            "consent_notice",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="people.consentnotice"
            ),
        ),
        migrations.AlterField(
            "cohortimport",
            "consent_notice",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.consentnotice"),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("ConsentNotice")]),
    ]
