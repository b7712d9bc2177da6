"""Rows of a file are kept before they are checked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0061_remember_the_file_of_an_edition"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "To check"),
                    ("ready", "Ready to enrol"),
                    ("to_confirm", "To confirm"),
                    ("to_fix", "To fix"),
                    ("already", "Already enrolled"),
                    ("enrolled", "Enrolled"),
                    ("left_out", "Left out"),
                ],
                max_length=10,
            ),
        ),
    ]
