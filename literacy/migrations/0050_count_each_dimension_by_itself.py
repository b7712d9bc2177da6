"""Keep each dimension by itself, to date and a month, so that a dashboard reads as many rows however many are counted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0001_teach_examine_and_count"),
        ("places", "0003_load_the_other_spellings"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("enrolled", "Enrolled"),
                            ("completed", "Finished a course"),
                            ("assessed", "Examined"),
                            ("proficient", "Proficient"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "General public"),
                            ("monk_body", "Monk or nun"),
                            ("student", "Student"),
                            ("civil_servant", "Civil servant"),
                            ("other", "Other"),
                        ],
                        max_length=13,
                    ),
                ),
                ("day", models.DateField()),
                ("n", models.IntegerField()),
            ],
            options={
                "db_table": "literacy_daytally",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="MarginTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(null=True)),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("enrolled", "Enrolled"),
                            ("completed", "Finished a course"),
                            ("assessed", "Examined"),
                            ("proficient", "Proficient"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("people", "People"),
                            ("gewog", "Gewog"),
                            ("gender", "Gender"),
                            ("age_band", "Age"),
                            ("disability", "Disability"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "General public"),
                            ("monk_body", "Monk or nun"),
                            ("student", "Student"),
                            ("civil_servant", "Civil servant"),
                            ("other", "Other"),
                        ],
                        max_length=13,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=20)),
                ("n", models.IntegerField()),
            ],
            options={
                "db_table": "literacy_margintally",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="MarginCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(null=True)),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("enrolled", "Enrolled"),
                            ("completed", "Finished a course"),
                            ("assessed", "Examined"),
                            ("proficient", "Proficient"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("people", "People"),
                            ("gewog", "Gewog"),
                            ("gender", "Gender"),
                            ("age_band", "Age"),
                            ("disability", "Disability"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "General public"),
                            ("monk_body", "Monk or nun"),
                            ("student", "Student"),
                            ("civil_servant", "Civil servant"),
                            ("other", "Other"),
                        ],
                        max_length=13,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=20)),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="daycount",
            index=models.Index(fields=["metric", "day"], name="literacy_day_count_metric_day"),
        ),
        migrations.AddField(
            model_name="margincount",
            name="dzongkhag",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.dzongkhag",
            ),
        ),
        migrations.AddConstraint(
            model_name="margincount",
            constraint=models.UniqueConstraint(
                fields=("month", "metric", "dimension", "dzongkhag", "audience", "value"),
                name="literacy_margin_count_cell",
                nulls_distinct=False,
            ),
        ),
    ]
