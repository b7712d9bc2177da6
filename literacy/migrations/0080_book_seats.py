"""Sittings have seats of their own that people book, move and give back; the database keeps who is held where."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0070_say_what_a_centre_is"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="candidate",
            options={"ordering": ["sitting", "seat", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="candidate",
            name="literacy_candidate_once_a_sitting",
        ),
        migrations.RemoveConstraint(
            model_name="candidate",
            name="literacy_seat_once_a_sitting",
        ),
        migrations.RemoveConstraint(
            model_name="sitting",
            name="literacy_opened_by_an_invigilator",
        ),
        migrations.AddField(
            model_name="candidate",
            name="booked_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="booked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="candidate",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="moved_from",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_to",
                to="literacy.candidate",
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="period",
            field=django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="candidate",
            name="source",
            field=models.CharField(
                choices=[
                    ("self", "The person"),
                    ("coordinator", "The coordinator of their class"),
                    ("officer", "A programme officer"),
                    ("walk_in", "Came without a booking"),
                ],
                db_default="officer",
                default="officer",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="sitting",
            name="cancel_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=400),
        ),
        migrations.AddField(
            model_name="sitting",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sitting",
            name="closes_hours_before",
            field=models.PositiveSmallIntegerField(db_default=2, default=2),
        ),
        migrations.AddField(
            model_name="sitting",
            name="is_public",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sitting",
            name="seats",
            field=models.PositiveSmallIntegerField(default=20),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="candidate",
            name="state",
            field=models.CharField(
                choices=[
                    ("registered", "To check"),
                    ("admitted", "Admitted"),
                    ("refused", "Not admitted"),
                    ("absent", "Did not come"),
                    ("cancelled", "Given back"),
                ],
                default="registered",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="sitting",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("open", "Open"),
                    ("closed", "Closed, not signed"),
                    ("signed", "Signed"),
                    ("voided", "Void"),
                    ("cancelled", "Cancelled"),
                ],
                default="planned",
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="sitting",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["starts_at"], name="literacy_sittings_ahead"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="hold_the_person",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held literacy_sitting%ROWTYPE;",
                    func="\n        SELECT * INTO held FROM literacy_sitting WHERE id = NEW.sitting_id FOR SHARE;\n        NEW.period := NULL;\n        IF NEW.state IN ('registered', 'admitted') THEN\n            IF NEW.seat > held.seats THEN\n                RAISE EXCEPTION 'The sitting has no seat %.', NEW.seat\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'literacy_seat_within_the_sitting';\n            END IF;\n            IF held.state IN ('planned', 'open', 'closed') THEN\n                NEW.period := tstzrange(held.starts_at, held.ends_at);\n            END IF;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="d5f6173103b994a26df91722b02058d89eea485a",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_hold_the_person_4efb5",
                    table="literacy_candidate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitting",
            trigger=pgtrigger.compiler.Trigger(
                name="take_people_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at OR OLD.seats <> NEW.seats OR (OLD.state IN ('planned', 'open', 'closed')) <> (NEW.state IN ('planned', 'open', 'closed')))",
                    func="UPDATE literacy_candidate SET period = NULL WHERE sitting_id = NEW.id; RETURN NULL;",
                    hash="c2e2d5c7b5040b3469e6e288e9671ccd2c4dd957",
                    operation="UPDATE",
                    pgid="pgtrigger_take_people_along_b8dea",
                    table="literacy_sitting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitting",
            trigger=pgtrigger.compiler.Trigger(
                name="seats_of_the_centre",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF NEW.seats IS NULL THEN SELECT seats INTO NEW.seats FROM literacy_centre WHERE id = NEW.centre_id; END IF;\n        RETURN NEW;\n    ",
                    hash="798ee98f8c7d231ffa9671cf9ce944e8fc12c319",
                    operation="INSERT",
                    pgid="pgtrigger_seats_of_the_centre_298d3",
                    table="literacy_sitting",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("sitting", "citizen"),
                name="literacy_candidate_once_a_sitting",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["registered", "admitted"])),
                fields=("sitting", "seat"),
                name="literacy_seat_once_a_sitting",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(condition=models.Q(("seat__gte", 1)), name="literacy_seats_begin_at_one"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                    models.Q(models.Q(("state", "cancelled"), _negated=True), ("cancelled_at__isnull", True)),
                    _connector="OR",
                ),
                name="literacy_given_back_at_some_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "voided", "cancelled"]),
                    models.Q(("invigilator__isnull", False), ("opened_at__isnull", False)),
                    _connector="OR",
                ),
                name="literacy_opened_by_an_invigilator",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancelled_at__isnull", False), models.Q(("cancel_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="literacy_cancelled_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1)), name="literacy_sitting_has_a_seat"
            ),
        ),
    ]
