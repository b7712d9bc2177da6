"""A cohort, who is enrolled in it, and the files it was enrolled from."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import Consent, ConsentNotice, Organisation, User
from intelligent_bhutan.people.rules import Role, organisations_as
from literacy.models.course import Course


class CohortQuerySet(models.QuerySet):
    """Adjectives of cohorts."""

    def visible_to(self, user):
        """Those of the organisations that the person coordinates or teaches in, and of all below them."""
        if not user.is_authenticated:
            return self.none()
        mine = organisations_as(user, Role.COORDINATOR, Role.TRAINER)
        return self.filter(organisation__in=Organisation.objects.within(mine))

    def managed_by(self, user):
        """Those that the person may change: a trainer sees, a coordinator changes."""
        if not user.is_authenticated:
            return self.none()
        mine = organisations_as(user, Role.COORDINATOR)
        return self.filter(organisation__in=Organisation.objects.within(mine))

    def taught_by(self, user):
        """Those that the person coordinates, and those they see and teach: as the trainer, or a session of it."""
        teaches = Q(trainer=user.pk) | Q(pk__in=self.model.objects.filter(sessions__taught_by=user.pk).values("pk"))
        return self.visible_to(user).filter(teaches | Q(pk__in=self.model.objects.managed_by(user).values("pk")))


class Cohort(models.Model):
    """A class that learns together. Its code is the first thing that learners type when they sign in."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=8, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    coordinator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cohorts_coordinated")
    trainer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts_taught")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    last_roll_number = models.PositiveIntegerField(default=0)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="literacy_cohort_once_an_organisation"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="literacy_cohort_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("literacy:cohort", args=[self.public_id])


class Enrolment(models.Model):
    """One person in one cohort, under a roll number, with who agreed to it."""

    Basis = Consent.Basis

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    citizen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    roll_number = models.PositiveIntegerField()
    consent_basis = models.CharField(max_length=8, choices=Basis.choices)
    consent_notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "citizen"], name="literacy_enrolled_once_a_cohort"),
            models.UniqueConstraint(fields=["cohort", "roll_number"], name="literacy_roll_number_once_a_cohort"),
        ]
        indexes = [models.Index(fields=["citizen", "-enrolled_at"], name="literacy_enrolments_of_citizen")]

    def __str__(self):
        return f"{self.roll_number} in {self.cohort}"


class CohortImport(models.Model):
    """A file of people for a cohort: read and checked first, then enrolled in chunks, each all or nothing."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        BROKEN = "broken", _("Could not be read")
        CHECKED = "checked", _("Checked")
        ENROLLING = "enrolling", _("Enrolling")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="imports")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    consent_notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="imports/")  # sealed, and gone once its rows are kept
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State.choices, default=State.READING)
    problem = models.JSONField(null=True, blank=True)  # {"code", "details"} when the file could not be read
    columns = models.JSONField(default=list)  # the file's own headers, for the report
    rows_read = models.PositiveIntegerField(default=0)
    rows_enrolled = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            # the same file sent again is the same import
            models.UniqueConstraint(fields=["cohort", "sha256"], name="literacy_file_once_a_cohort")
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("literacy:import", args=[self.cohort.public_id, self.public_id])


class ImportRow(models.Model):
    """One row of the file: as it stood, as it was understood, what is wrong, and whom it enrolled."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To check")
        READY = "ready", _("Ready to enrol")
        TO_CONFIRM = "to_confirm", _("To confirm")
        TO_FIX = "to_fix", _("To fix")
        ALREADY = "already", _("Already enrolled")
        ENROLLED = "enrolled", _("Enrolled")
        LEFT_OUT = "left_out", _("Left out")

    cohort_import = models.ForeignKey(CohortImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet counts, the header being row 1
    raw = models.JSONField()  # identity numbers are sealed before they are stored
    cleaned = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["cohort_import", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort_import", "number"], name="literacy_import_row_once"),
        ]
        indexes = [models.Index(fields=["cohort_import", "state", "number"], name="literacy_rows_by_state")]

    def __str__(self):
        return f"row {self.number}"
