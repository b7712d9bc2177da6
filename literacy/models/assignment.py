"""What an organisation asks of its people by a day: a course, to be examined, or to come to a given sitting."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import Organisation, User
from intelligent_bhutan.people.rules import Role, organisations_as
from literacy.models.cohort import Cohort
from literacy.models.course import Course
from literacy.models.sitting import Sitting


class AssignmentQuerySet(models.QuerySet):
    """Adjectives of assignments."""

    def managed_by(self, user):
        """Those of the organisations that the person coordinates, and of all below them."""
        if not user.is_authenticated:
            return self.none()
        mine = organisations_as(user, Role.COORDINATOR)
        return self.filter(organisation__in=Organisation.objects.within(mine))

    def in_force(self):
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class Assignment(models.Model):
    """An organisation asks its people for a course, to be examined in the standard, or to come to a given sitting.

    Without a course or a sitting it is the examination, whenever they like until the day. With a sitting the day is the
    sitting's, and follows it. Asking again for the same by the same day adds people to what stands.
    """

    class Whom(models.TextChoices):
        ALL = "all", _("Everybody in the organisation")
        CLASS = "class", _("One class")
        CHOSEN = "chosen", _("Some people")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    whom = models.CharField(max_length=6, choices=Whom.choices)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    due_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "course", "whom", "cohort", "due_on"],
                condition=Q(withdrawn_at__isnull=True, sitting__isnull=True),
                nulls_distinct=False,
                name="literacy_asked_once_by_a_day",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sitting", "whom", "cohort"],
                condition=Q(withdrawn_at__isnull=True, sitting__isnull=False),
                nulls_distinct=False,
                name="literacy_sitting_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=True) | Q(sitting__isnull=True), name="literacy_asked_for_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(whom="class", cohort__isnull=False) | ~Q(whom="class") & Q(cohort__isnull=True),
                name="literacy_asked_of_a_class_names_it",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="literacy_withdrawn_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="literacy_assignments_due")]

    def __str__(self):
        return f"{self.course or self.sitting or 'examination'} by {self.due_on}"

    def get_absolute_url(self):
        return reverse("literacy:assignment", args=[self.public_id])


class Asked(models.Model):
    """One person of whom an assignment asks something.

    Organisation, course and sitting repeat the assignment's, so that the database holds what people expect: an
    organisation asks one person for one thing once at a time. `is_open` ends with the assignment.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="asked")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_open = models.BooleanField(default=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "asked"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "course"],
                condition=Q(is_open=True, sitting__isnull=True),
                nulls_distinct=False,
                name="literacy_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "sitting"],
                condition=Q(is_open=True, sitting__isnull=False),
                name="literacy_asked_once_for_a_sitting",
            ),
        ]
        indexes = [models.Index(fields=["assignment", "person"], name="literacy_asked_people")]

    def __str__(self):
        return f"person {self.person_id} in assignment {self.assignment_id}"
