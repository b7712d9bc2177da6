"""Organisations ask their people to come to a given sitting."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0102_ask_people_for_courses"),
        ("people", "0091_keep_why_an_organisation_closed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="asked",
            name="literacy_asked_once_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="literacy_asked_once_by_a_day",
        ),
        migrations.AddField(
            model_name="asked",
            name="sitting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="literacy.sitting",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="sitting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="literacy.sitting",
            ),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_open", True), ("sitting__isnull", True)),
                fields=("organisation", "person", "course"),
                name="literacy_asked_once_at_a_time",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_open", True), ("sitting__isnull", False)),
                fields=("organisation", "person", "sitting"),
                name="literacy_asked_once_for_a_sitting",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sitting__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("organisation", "course", "whom", "cohort", "due_on"),
                name="literacy_asked_once_by_a_day",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sitting__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("organisation", "sitting", "whom", "cohort"),
                name="literacy_sitting_asked_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("course__isnull", True), ("sitting__isnull", True), _connector="OR"),
                name="literacy_asked_for_one_thing",
            ),
        ),
    ]
