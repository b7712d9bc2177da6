"""An attempt at one domain, its answers, the pass, and proficiency: the one thing that counts."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.models import User
from literacy.models.bank import Item
from literacy.models.domain import Domain, Standard
from literacy.models.sitting import Candidate


class AttemptQuerySet(models.QuerySet):
    """Adjectives of attempts."""

    def visible_to(self, user):
        """A person's own."""
        return self.filter(citizen=user) if user.is_authenticated else self.none()


class Attempt(models.Model):
    """One person's paper in one domain, in one sitting. The server draws it, times it and scores it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="attempts")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="attempts")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="attempts")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="attempts")
    # as drawn: [{"item": pk, "options": [keys as shown], "partners": [keys as shown]}, …]
    paper = models.JSONField()
    opened_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    points_possible = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(submitted_at__isnull=True), name="literacy_one_open_attempt_a_citizen"
            ),
            models.UniqueConstraint(fields=["candidate", "domain"], name="literacy_one_attempt_a_domain_a_sitting"),
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=True, points__isnull=True, points_possible__isnull=True, passed__isnull=True
                )
                | Q(
                    submitted_at__isnull=False,
                    points__isnull=False,
                    points_possible__isnull=False,
                    passed__isnull=False,
                ),
                name="literacy_scored_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=F("points_possible")),
                name="literacy_points_within_what_is_possible",
            ),
        ]
        indexes = [models.Index(fields=["citizen", "domain", "-opened_at"], name="literacy_attempts_of_citizen")]

    def __str__(self):
        return f"attempt {self.pk}"

    def get_absolute_url(self):
        return reverse("literacy:attempt", args=[self.public_id])


class Answer(models.Model):
    """The latest answer to one item. A lower client sequence number than the saved one changes nothing."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    # single, multiple: {"chosen": [keys]}; ordering: {"order": [keys]}; matching: {"pairs": {key: partner key}}
    response = models.JSONField()
    sequence = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "item"], name="literacy_one_answer_an_item")]

    def __str__(self):
        return f"answer to {self.item_id} in {self.attempt_id}"


class DomainPass(models.Model):
    """A pass in one domain. It waits until the sitting's protocol is signed; a voided sitting takes it away."""

    citizen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="domain_passes")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="passes")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="passes")
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="domain_pass")
    passed_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "domain passes"
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "domain", "standard"],
                condition=Q(voided_at__isnull=True),
                name="literacy_one_live_pass_a_domain",
            )
        ]

    def __str__(self):
        return f"pass of {self.citizen_id} in {self.domain_id}"


class Proficiency(models.Model):
    """A person who passed every domain of a standard under supervision. What is neither held nor revoked counts.

    `held_for_review`: the person has no checked identity number and resembles somebody else; an officer decides.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proficiencies")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="proficiencies")
    reached_at = models.DateTimeField()
    held_for_review = models.BooleanField(default=False)
    resembles = models.ManyToManyField(User, related_name="+", blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    award = models.OneToOneField(Award, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "proficiencies"
        constraints = [
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(revoked_at__isnull=True), name="literacy_one_live_proficiency_a_citizen"
            ),
            models.CheckConstraint(
                condition=Q(held_for_review=False) | Q(award__isnull=True), name="literacy_no_award_while_held"
            ),
        ]

    def __str__(self):
        return f"proficiency of {self.citizen_id}"
