"""Trainers have a guide beside each lesson."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("literacy", "0100_plan_sessions_and_keep_attendance")]

    operations = [
        migrations.CreateModel(
            name="Guide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minutes", models.PositiveSmallIntegerField()),
                ("objective", models.TextField(max_length=600)),
                ("objective_en", models.TextField(max_length=600, null=True)),
                ("objective_dz", models.TextField(max_length=600, null=True)),
                ("materials", models.TextField(blank=True, max_length=1000)),
                ("materials_en", models.TextField(blank=True, max_length=1000, null=True)),
                ("materials_dz", models.TextField(blank=True, max_length=1000, null=True)),
                ("steps", models.TextField(max_length=3000)),
                ("steps_en", models.TextField(max_length=3000, null=True)),
                ("steps_dz", models.TextField(max_length=3000, null=True)),
                ("mistakes", models.TextField(blank=True, max_length=1500)),
                ("mistakes_en", models.TextField(blank=True, max_length=1500, null=True)),
                ("mistakes_dz", models.TextField(blank=True, max_length=1500, null=True)),
                ("adapting", models.TextField(blank=True, max_length=1500)),
                ("adapting_en", models.TextField(blank=True, max_length=1500, null=True)),
                ("adapting_dz", models.TextField(blank=True, max_length=1500, null=True)),
                ("checks", models.TextField(blank=True, max_length=1500)),
                ("checks_en", models.TextField(blank=True, max_length=1500, null=True)),
                ("checks_dz", models.TextField(blank=True, max_length=1500, null=True)),
                (
                    "lesson",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guide",
                        to="literacy.lesson",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guides", to="literacy.courseversion"
                    ),
                ),
            ],
            options={
                "ordering": ["version", models.OrderBy(models.F("lesson__position"), nulls_first=True)],
            },
        ),
        migrations.AddConstraint(
            model_name="guide",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lesson__isnull", True)), fields=("version",), name="literacy_one_guide_an_edition"
            ),
        ),
    ]
