"""Supervised sittings: where, when, who invigilates, who sat, what happened, what was signed."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.rules import Role, holds
from literacy.models.centre import Centre
from literacy.models.domain import Domain, Standard


class SittingQuerySet(models.QuerySet):
    """Adjectives of sittings."""

    def visible_to(self, user):
        """Those that the person invigilates; all of them for a programme officer."""
        if not user.is_authenticated:
            return self.none()
        if holds(user, Role.PROGRAMME_OFFICER):
            return self.all()
        return self.filter(invigilator=user) if holds(user, Role.INVIGILATOR) else self.none()


class Sitting(models.Model):
    """One supervised examination at a centre. Nothing that was passed in it counts before its protocol is signed."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed, not signed")
        SIGNED = "signed", _("Signed")
        VOIDED = "voided", _("Void")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="sittings")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="sittings")
    domains = models.ManyToManyField(Domain, related_name="sittings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.PLANNED)
    invigilator = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings_invigilated"
    )
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # the counts as signed: registered, admitted, refused, absent, attempts, submitted, passed, incidents
    protocol = models.JSONField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=400, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="literacy_sitting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | Q(signed_at__isnull=False, protocol__isnull=False, signed_by__isnull=False),
                name="literacy_signed_with_a_protocol",
            ),
            models.CheckConstraint(
                condition=~Q(state="voided") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="literacy_voided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="planned")
                | Q(state="voided")
                | Q(invigilator__isnull=False, opened_at__isnull=False),
                name="literacy_opened_by_an_invigilator",
            ),
        ]
        indexes = [models.Index(fields=["invigilator", "-starts_at"], name="literacy_sittings_to_hold")]

    def __str__(self):
        return f"{self.centre}, {timezone.localtime(self.starts_at):%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("literacy:sitting", args=[self.public_id])


class Candidate(models.Model):
    """One person on a sitting's register, and how the invigilator knew them."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("To check")
        ADMITTED = "admitted", _("Admitted")
        REFUSED = "refused", _("Not admitted")
        ABSENT = "absent", _("Did not come")

    class Evidence(models.TextChoices):
        CARD = "card", _("Identity card")
        WITNESSES = "witnesses", _("Two witnesses")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="candidates")
    citizen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="candidacies")
    seat = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.REGISTERED)
    evidence = models.CharField(max_length=9, choices=Evidence.choices, blank=True)
    first_witness = models.CharField(max_length=160, blank=True)
    second_witness = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why not admitted
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    extra_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sitting", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "citizen"], name="literacy_candidate_once_a_sitting"),
            models.UniqueConstraint(fields=["sitting", "seat"], name="literacy_seat_once_a_sitting"),
            models.CheckConstraint(
                condition=~Q(state="admitted")
                | Q(evidence="card")
                | Q(evidence="witnesses") & ~Q(first_witness="") & ~Q(second_witness=""),
                name="literacy_admitted_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "refused"]) | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="literacy_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(first_witness="") | ~Q(first_witness=F("second_witness")),
                name="literacy_two_witnesses_differ",
            ),
        ]
        indexes = [models.Index(fields=["citizen", "state"], name="literacy_candidacies")]

    def __str__(self):
        return f"seat {self.seat}"


class Incident(models.Model):
    """Something that happened in a sitting, as the invigilator wrote it down; lost minutes are given back."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="incidents")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents")
    text = models.CharField(max_length=1000)
    minutes_lost = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sitting", "recorded_at"]

    def __str__(self):
        return f"incident {self.recorded_at:%H:%M}"
