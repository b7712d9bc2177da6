"""Supervised sittings: where, when, who invigilates, who sat, what happened, what was signed."""

from datetime import timedelta
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.rules import Role, holds
from literacy.models.centre import Centre
from literacy.models.domain import Domain, Standard


class TimeRange(Func):
    """From one moment to another, the latter not included, as PostgreSQL compares stretches of time."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


# Where the time or the seats of a sitting change, or it ends, so does what each of its people holds.
TAKE_PEOPLE_ALONG = pgtrigger.Trigger(
    name="take_people_along",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at OR OLD.seats <> NEW.seats"
        " OR (OLD.state IN ('planned', 'open', 'closed')) <> (NEW.state IN ('planned', 'open', 'closed'))"
    ),
    func="UPDATE literacy_candidate SET period = NULL WHERE sitting_id = NEW.id; RETURN NULL;",
)

# A sitting that says nothing of seats has those of its centre.
SEATS_OF_THE_CENTRE = pgtrigger.Trigger(
    name="seats_of_the_centre",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NEW.seats IS NULL THEN SELECT seats INTO NEW.seats FROM literacy_centre WHERE id = NEW.centre_id; END IF;
        RETURN NEW;
    """,
)

# A place holds its person for the time of the sitting, whatever is written into `period`; its seat must be there.
HOLD_THE_PERSON = pgtrigger.Trigger(
    name="hold_the_person",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("held", "literacy_sitting%ROWTYPE")],
    func="""
        SELECT * INTO held FROM literacy_sitting WHERE id = NEW.sitting_id FOR SHARE;
        NEW.period := NULL;
        IF NEW.state IN ('registered', 'admitted') THEN
            IF NEW.seat > held.seats THEN
                RAISE EXCEPTION 'The sitting has no seat %.', NEW.seat
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'literacy_seat_within_the_sitting';
            END IF;
            IF held.state IN ('planned', 'open', 'closed') THEN
                NEW.period := tstzrange(held.starts_at, held.ends_at);
            END IF;
        END IF;
        RETURN NEW;
    """,
)


class SittingQuerySet(models.QuerySet):
    """Adjectives of sittings."""

    def ahead(self, at=None):
        """Planned, and not begun at that moment."""
        return self.filter(state=Sitting.State.PLANNED, starts_at__gt=at or timezone.now())

    def bookable(self, at=None):
        """Those in which anybody may book a seat at that moment, were one free."""
        at = models.Value(at or timezone.now(), output_field=DateTimeField())
        before = ExpressionWrapper(F("closes_hours_before") * timedelta(hours=1), output_field=DurationField())
        closing = ExpressionWrapper(at + before, output_field=DateTimeField())
        return self.filter(state=Sitting.State.PLANNED, is_public=True, starts_at__gt=closing)

    def with_free_seats(self):
        """Each with `free`, the number of its seats that nobody holds."""
        held = Candidate.objects.holding().filter(sitting=OuterRef("pk")).order_by().values("sitting")
        taken = Subquery(held.annotate(n=Count("pk")).values("n"))
        return self.annotate(free=F("seats") - Coalesce(taken, 0))

    def during(self, starts_at, ends_at):
        """Not over, and overlapping with that time."""
        return self.filter(state__in=Sitting.LIVING, starts_at__lt=ends_at, ends_at__gt=starts_at)

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
        CANCELLED = "cancelled", _("Cancelled")  # before anybody sat

    LIVING = (State.PLANNED, State.OPEN, State.CLOSED)  # hold their people, their seats and their invigilator

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="sittings")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="sittings")
    domains = models.ManyToManyField(Domain, related_name="sittings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField()
    is_public = models.BooleanField(default=False, db_default=False)  # anybody books; else only staff and coordinators
    closes_hours_before = models.PositiveSmallIntegerField(default=2, db_default=2)  # when booking ends
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
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
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=400, blank=True, default="", db_default="")
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
                condition=Q(state__in=["planned", "voided", "cancelled"])
                | Q(invigilator__isnull=False, opened_at__isnull=False),
                name="literacy_opened_by_an_invigilator",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="literacy_cancelled_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="literacy_sitting_has_a_seat"),
            ExclusionConstraint(
                name="literacy_invigilator_in_one_place",
                expressions=[
                    ("invigilator", RangeOperators.EQUAL),
                    (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(invigilator__isnull=False, state__in=["planned", "open", "closed"]),
            ),
        ]
        indexes = [
            models.Index(fields=["invigilator", "-starts_at"], name="literacy_sittings_to_hold"),
            models.Index(fields=["starts_at"], condition=Q(state="planned"), name="literacy_sittings_ahead"),
        ]
        triggers = [TAKE_PEOPLE_ALONG, SEATS_OF_THE_CENTRE]

    def __str__(self):
        return f"{self.centre}, {timezone.localtime(self.starts_at):%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("literacy:sitting", args=[self.public_id])

    @property
    def booking_closes_at(self):
        """Until when people book for themselves."""
        return self.starts_at - timedelta(hours=self.closes_hours_before)


class CandidateQuerySet(models.QuerySet):
    """Adjectives of places in sittings."""

    def registered(self):
        """All that stand on the register, whatever came of them: only what was given back does not."""
        return self.exclude(state=Candidate.State.CANCELLED)

    def holding(self):
        """Those that hold their seat. Who did not come, or was not let in, has left it to others."""
        return self.filter(state__in=Candidate.HOLDING)

    def ahead(self, at=None):
        """Booked in sittings that are neither opened nor over at that moment."""
        at = at or timezone.now()
        waits = Q(state=Candidate.State.REGISTERED, sitting__state=Sitting.State.PLANNED)
        return self.filter(waits, sitting__ends_at__gt=at)

    def visible_to(self, user):
        """A person's own."""
        return self.filter(citizen=user) if user.is_authenticated else self.none()


class Candidate(models.Model):
    """One person's place in a sitting: who booked it, which seat, and how the invigilator knew the person.

    `period` is the time for which it holds the person, none where it does not: the database keeps it and refuses that
    a person is held in two places at once.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("To check")
        ADMITTED = "admitted", _("Admitted")
        REFUSED = "refused", _("Not admitted")
        ABSENT = "absent", _("Did not come")
        CANCELLED = "cancelled", _("Given back")

    HOLDING = (State.REGISTERED, State.ADMITTED)

    class Source(models.TextChoices):
        SELF = "self", _("The person")
        COORDINATOR = "coordinator", _("The coordinator of their class")
        OFFICER = "officer", _("A programme officer")
        WALK_IN = "walk_in", _("Came without a booking")

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
    source = models.CharField(
        max_length=11, choices=Source.choices, default=Source.OFFICER, db_default=Source.OFFICER.value
    )
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now, db_default=Now())
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    period = DateTimeRangeField(null=True, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "seat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "citizen"],
                condition=~Q(state="cancelled"),
                name="literacy_candidate_once_a_sitting",
            ),
            models.UniqueConstraint(
                fields=["sitting", "seat"],
                condition=Q(state__in=["registered", "admitted"]),
                name="literacy_seat_once_a_sitting",
            ),
            ExclusionConstraint(
                name="literacy_nobody_in_two_places",
                expressions=[("citizen", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(period__isnull=False),
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="literacy_seats_begin_at_one"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | ~Q(state="cancelled") & Q(cancelled_at__isnull=True),
                name="literacy_given_back_at_some_moment",
            ),
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
        triggers = [HOLD_THE_PERSON]

    def __str__(self):
        return f"seat {self.seat}"

    def get_absolute_url(self):
        return reverse("literacy:booking", args=[self.public_id])

    @property
    def holds_seat(self):
        """Whether nobody else may sit there."""
        return self.state in self.HOLDING

    @property
    def row(self):
        """What their row on the register is called: the seat, which others may have taken since they left it."""
        return str(self.seat) if self.holds_seat else f"{self.seat}-{self.public_id.hex[:6]}"

    @property
    def can_be_changed(self):
        """Whether it may be moved or given back: until the sitting is opened."""
        return self.state == self.State.REGISTERED and self.sitting.state == Sitting.State.PLANNED


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
