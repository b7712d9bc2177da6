"""How people get back in, and how what is known of them is put right after it has counted."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models.organisation import Organisation
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proposal import Proposal


class Code(models.Model):
    """Six digits on their way to a verified e-mail or to a phone: HMAC-SHA256 under PIN_KEY, never in clear.

    One without a person answers a name that nobody has, or that nothing can be sent to: it is typed, counted and used
    up like any other, so that nobody learns which names exist.
    """

    class Purpose(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 a purpose
        PHONE = "phone"

    class Way(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    way = models.CharField(max_length=5, choices=Way.choices)
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="codes")
    digest = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the right digits were typed
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="people_code_expires")]

    def __str__(self):
        return f"code {self.pk}"


class Evidence(models.TextChoices):
    """What an officer was shown."""

    CARD = "card", _("Citizenship identity card")
    BIRTH = "birth", _("Birth certificate or health card")
    COURT = "court", _("Court order or letter of an office")
    WITNESSES = "witnesses", _("Two witnesses who know the person")


class Seen(models.Model):
    """What was shown to prove something, and to whom."""

    evidence = models.CharField(max_length=9, choices=Evidence.choices, blank=True)
    first_witness = models.CharField(max_length=120, blank=True)
    second_witness = models.CharField(max_length=120, blank=True)
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True


def witnesses_have_names(name):
    """Two witnesses are two names."""
    return models.CheckConstraint(
        condition=~Q(evidence=Evidence.WITNESSES) | ~Q(first_witness="") & ~Q(second_witness=""), name=name
    )


class Recovery(Seen, Proposal):
    """A person who stands at a centre gets back in by a slip of paper; by two people where that changes who they are.

    One officer alone is enough for a person whose checked number stands on the card that they show: then it is approved
    as it is made, by nobody. The slip is one code, kept as a digest, for one day and one use.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recoveries")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="recoveries"
    )
    # the number on the card, where it was not checked before: it is, once a second person agrees
    number_digest = models.BinaryField(max_length=32, null=True, blank=True)
    number_ciphertext = models.BinaryField(max_length=200, null=True, blank=True)
    facts_differ = models.BooleanField(default=False)
    drops_phone = models.BooleanField(default=False)
    drops_email = models.BooleanField(default=False)
    drops_factors = models.BooleanField(default=False)
    needs_second = models.BooleanField(default=True)

    slip_digest = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    slip_until = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            witnesses_have_names("people_recovery_names_its_witnesses"),
            models.CheckConstraint(
                condition=Q(needs_second=False) | ~Q(state="approved") | Q(decided_by__isnull=False),
                name="people_recovery_by_two_where_it_must_be",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("person")) & (Q(state="withdrawn") | ~Q(decided_by=F("person"))),
                name="people_recovery_never_of_oneself",
            ),
            models.CheckConstraint(
                condition=Q(slip_digest__isnull=True, slip_until__isnull=True)
                | Q(slip_digest__isnull=False, slip_until__isnull=False, state="approved"),
                name="people_recovery_slip_only_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(slip_digest__isnull=False), name="people_recovery_used_by_slip"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-proposed_at"], name="people_recovery_waiting"),
            models.Index(fields=["proposed_by", "proposed_at"], name="people_recovery_of_officer"),
        ]

    def __str__(self):
        return f"recovery of person {self.person_id}"


class Correction(Seen, Proposal):
    """Another name, birth date or gewog for somebody who has passed already: asked, proven, and decided by another.

    `before` and `changes` hold fields of `User` by name, dates in ISO 8601. Whoever decides has neither asked nor
    looked at the evidence, and is not the person.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrections")
    before = models.JSONField()
    changes = models.JSONField()
    reason = models.CharField(max_length=400)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            witnesses_have_names("people_correction_names_its_witnesses"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="people_one_open_correction_a_person"
            ),
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True, seen_at__isnull=True, evidence="")
                | Q(seen_by__isnull=False, seen_at__isnull=False) & ~Q(evidence="") & ~Q(seen_by=F("person")),
                name="people_correction_evidence_whole_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(seen_by__isnull=False, decided_by__isnull=False),
                name="people_correction_approved_on_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"])
                | ~Q(decided_by=F("person")) & ~Q(decided_by=F("seen_by")),
                name="people_correction_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="people_correction_waiting")]

    def __str__(self):
        return f"correction of person {self.person_id}"


class CorrectionScan(models.Model):
    """A picture of the evidence, sealed under IDENTITY_KEY; it goes some weeks after the decision."""

    correction = models.OneToOneField(Correction, on_delete=models.CASCADE, related_name="scan")
    sealed = models.BinaryField()
    media_type = models.CharField(max_length=20)
    kept_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"scan of correction {self.correction_id}"
