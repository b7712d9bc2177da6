"""What people are told before the portal keeps anything about them, and who agreed to it, for whom, and until when."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models.person import User

OF_AGE = 18  # years from which a person agrees alone

# what somebody agreed to must be read as they read it, for ever
KEEP_WHAT_WAS_AGREED_TO = """
    IF EXISTS (SELECT 1 FROM people_consent WHERE notice_id = OLD.id) THEN
        RAISE EXCEPTION 'Somebody agreed to this notice: write a new version.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class ConsentNoticeQuerySet(models.QuerySet):
    """Adjectives of notices."""

    def in_force(self, purpose, on=None):
        """Those that hold for the purpose on that day, the latest first."""
        return self.filter(purpose=purpose, in_force_from__lte=on or timezone.localdate())


class ConsentNotice(models.Model):
    """What people are told before they agree, for one purpose, in one version and both languages."""

    class Purpose(models.TextChoices):
        LEARNING = "learning", _("Learning and examinations")
        MESSAGES = "messages", _("Messages to your phone")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.LEARNING)
    version = models.CharField(max_length=20)
    short = models.CharField(max_length=300, blank=True)  # the one sentence beside the box to tick
    text = models.TextField(max_length=6000)
    in_force_from = models.DateField()

    objects = ConsentNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from", "-pk"]
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="people_notice_version_once")]
        triggers = [
            pgtrigger.Trigger(
                name="keep_what_was_agreed_to",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEEP_WHAT_WAS_AGREED_TO,
            )
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, {self.version}"

    def get_absolute_url(self):
        return reverse("ownership:notice", args=[self.public_id])


class ConsentQuerySet(models.QuerySet):
    """Adjectives of consents."""

    def living(self):
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """Somebody agreed to a notice: the person, or a guardian or a school for a child. Withdrawn ones stay as a record.

    A guardian who agrees on the child's own phone is named; where a school or coordinator says that a guardian agreed,
    the paper is theirs to keep.
    """

    class Basis(models.TextChoices):
        SELF = "self", _("The person")
        GUARDIAN = "guardian", _("A parent or guardian")
        SCHOOL = "school", _("The school")

    class Relation(models.TextChoices):
        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        GRANDPARENT = "grandparent", _("Grandparent")
        RELATIVE = "relative", _("Another relative")
        GUARDIAN = "guardian", _("Guardian")
        HEAD = "head", _("Head of the monastery or school")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="consents")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    guardian_name = models.CharField(max_length=120, blank=True)
    guardian_relation = models.CharField(max_length=11, choices=Relation.choices, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "notice"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_one_living_consent_a_notice",
            ),
            models.CheckConstraint(
                condition=Q(basis="guardian") | Q(guardian_name="", guardian_relation=""),
                name="people_only_guardians_are_named",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True),
                name="people_withdrawn_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(basis="guardian", given_by=F("person"), withdrawn_at__isnull=True) | ~Q(guardian_name=""),
                name="people_guardian_on_the_spot_is_named",
            ),
        ]

    def __str__(self):
        return f"consent of person {self.person_id} to {self.notice_id}"
