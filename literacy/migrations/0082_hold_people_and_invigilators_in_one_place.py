"""Nobody sits in two places at once, and nobody invigilates in two."""

import django.contrib.postgres.constraints
from django.db import migrations, models

import literacy.models.sitting


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0081_give_sittings_the_seats_of_their_centres"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="candidate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("period__isnull", False)),
                expressions=[("citizen", "="), ("period", "&&")],
                name="literacy_nobody_in_two_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("invigilator__isnull", False), ("state__in", ["planned", "open", "closed"])),
                expressions=[("invigilator", "="), (literacy.models.sitting.TimeRange("starts_at", "ends_at"), "&&")],
                name="literacy_invigilator_in_one_place",
            ),
        ),
    ]
