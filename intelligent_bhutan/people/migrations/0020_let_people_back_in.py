import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0010_appoint_by_two"),
        ("places", "0003_load_the_other_spellings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=400)),
                (
                    "evidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("card", "Citizenship identity card"),
                            ("birth", "Birth certificate or health card"),
                            ("court", "Court order or letter of an office"),
                            ("witnesses", "Two witnesses who know the person"),
                        ],
                        max_length=9,
                    ),
                ),
                ("first_witness", models.CharField(blank=True, max_length=120)),
                ("second_witness", models.CharField(blank=True, max_length=120)),
                ("remark", models.CharField(blank=True, max_length=400)),
                ("before", models.JSONField()),
                ("changes", models.JSONField()),
                ("reason", models.CharField(max_length=400)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at"],
                "abstract": False,
                "indexes": [models.Index(fields=["state", "-proposed_at"], name="people_correction_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["approved", "refused"]),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            models.Q(("decided_at__isnull", False), ("state", "withdrawn")),
                            _connector="OR",
                        ),
                        name="people_correction_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", "witnesses"), _negated=True),
                            models.Q(
                                models.Q(("first_witness", ""), _negated=True),
                                models.Q(("second_witness", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_correction_names_its_witnesses",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("person",),
                        name="people_one_open_correction_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("seen_at__isnull", True), ("seen_by__isnull", True)),
                            models.Q(
                                ("seen_at__isnull", False),
                                ("seen_by__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                                models.Q(("seen_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_correction_evidence_whole_or_not_at_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_correction_approved_on_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "refused"]), _negated=True),
                            models.Q(
                                models.Q(("decided_by", models.F("person")), _negated=True),
                                models.Q(("decided_by", models.F("seen_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_correction_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("media_type", models.CharField(max_length=20)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scan", to="people.correction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=400)),
                (
                    "evidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("card", "Citizenship identity card"),
                            ("birth", "Birth certificate or health card"),
                            ("court", "Court order or letter of an office"),
                            ("witnesses", "Two witnesses who know the person"),
                        ],
                        max_length=9,
                    ),
                ),
                ("first_witness", models.CharField(blank=True, max_length=120)),
                ("second_witness", models.CharField(blank=True, max_length=120)),
                ("remark", models.CharField(blank=True, max_length=400)),
                ("number_digest", models.BinaryField(blank=True, max_length=32, null=True)),
                ("number_ciphertext", models.BinaryField(blank=True, max_length=200, null=True)),
                ("facts_differ", models.BooleanField(default=False)),
                ("drops_phone", models.BooleanField(default=False)),
                ("drops_email", models.BooleanField(default=False)),
                ("drops_factors", models.BooleanField(default=False)),
                ("needs_second", models.BooleanField(default=True)),
                ("slip_digest", models.BinaryField(blank=True, max_length=32, null=True, unique=True)),
                ("slip_until", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["state", "-proposed_at"], name="people_recovery_waiting"),
                    models.Index(fields=["proposed_by", "proposed_at"], name="people_recovery_of_officer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["approved", "refused"]),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            models.Q(("decided_at__isnull", False), ("state", "withdrawn")),
                            _connector="OR",
                        ),
                        name="people_recovery_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", "witnesses"), _negated=True),
                            models.Q(
                                models.Q(("first_witness", ""), _negated=True),
                                models.Q(("second_witness", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_recovery_names_its_witnesses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_second", False),
                            models.Q(("state", "approved"), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="people_recovery_by_two_where_it_must_be",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposed_by", models.F("person")), _negated=True),
                            models.Q(
                                ("state", "withdrawn"),
                                models.Q(("decided_by", models.F("person")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="people_recovery_never_of_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slip_digest__isnull", True), ("slip_until__isnull", True)),
                            models.Q(
                                ("slip_digest__isnull", False), ("slip_until__isnull", False), ("state", "approved")
                            ),
                            _connector="OR",
                        ),
                        name="people_recovery_slip_only_when_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("slip_digest__isnull", False), _connector="OR"),
                        name="people_recovery_used_by_slip",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("purpose", models.CharField(choices=[("password", "Password"), ("phone", "Phone")], max_length=8)),
                ("way", models.CharField(choices=[("email", "Email"), ("phone", "Phone")], max_length=5)),
                ("digest", models.BinaryField(max_length=32)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="people_code_expires")],
            },
        ),
    ]
