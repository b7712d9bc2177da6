"""Sessions of a class: when and where it meets, who teaches, and who came."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User
from literacy.models.centre import Centre
from literacy.models.cohort import Cohort, Enrolment
from literacy.models.course import Lesson
from literacy.models.sitting import TimeRange


class ClassSessionQuerySet(models.QuerySet):
    """Adjectives of sessions."""

    def of_classes(self, cohorts):
        """Those of these classes."""
        return self.filter(cohort__in=cohorts)

    def on_the_plan(self):
        """Not cancelled."""
        return self.exclude(state=ClassSession.State.CANCELLED)


class ClassSession(models.Model):
    """One meeting of a class. Whoever teaches it is in one place at a time: the database sees to that.

    `revision` counts the changes of time and place that learners were told of. `series` is common to those that were
    planned together, week by week.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    series = models.UUIDField(default=uuid4, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)  # in words, where it is no centre
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="class_sessions")
    lessons = models.ManyToManyField(Lesson, related_name="class_sessions", blank=True)
    taught_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions_taught")
    spoken_language = models.CharField(max_length=3, choices=User.SpokenLanguage.choices)
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    cancel_reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="literacy_session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(centre__isnull=False, place="") | Q(centre__isnull=True) & ~Q(place=""),
                name="literacy_session_is_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancel_reason="") | ~Q(state="cancelled") & Q(cancel_reason=""),
                name="literacy_session_cancelled_with_a_reason",
            ),
            ExclusionConstraint(
                name="literacy_trainer_in_one_session_at_a_time",
                expressions=[
                    ("taught_by", RangeOperators.EQUAL),
                    (TimeRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
        ]
        indexes = [models.Index(fields=["cohort", "starts_at"], name="literacy_sessions_of_cohort")]

    def __str__(self):
        return f"{self.cohort}, {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("literacy:session", args=[self.public_id])

    @property
    def where(self):
        """The centre's name, or the place as it was written."""
        return self.centre.name if self.centre_id else self.place

    @property
    def minutes(self):
        """How long it takes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    def has_begun(self, at=None):
        """Whether its time has come."""
        return self.starts_at <= (at or timezone.now())


class Attendance(models.Model):
    """Whether one learner came to one session, as it was entered last."""

    class State(models.TextChoices):
        PRESENT = "present", _("Here")
        LATE = "late", _("Late")
        ABSENT = "absent", _("Not here")
        EXCUSED = "excused", _("Excused")

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=7, choices=State.choices)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="literacy_attendance_once_a_session"),
        ]

    def __str__(self):
        return f"{self.enrolment_id}: {self.state}"

    @property
    def was_entered_later(self):
        """Whether it was written down on a later day, in Thimphu, than the session's last."""
        return timezone.localdate(self.entered_at) > timezone.localdate(self.session.ends_at)
