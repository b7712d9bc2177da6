"""What proves who somebody is: the citizenship number, the PIN, and the limits on trying."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from intelligent_bhutan.people.models.person import User


class IdentityNumber(models.Model):
    """A person's citizenship number, kept as a keyed digest to find doubles and as ciphertext; never whole in clear.

    Until an invigilator has checked it against the card it is only a claim: it neither counts nor blocks another's.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="identity_number")
    digest = models.BinaryField(max_length=32, db_index=True)  # HMAC-SHA256 under IDENTITY_KEY
    ciphertext = models.BinaryField(max_length=200)  # Fernet under IDENTITY_KEY
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(checked_at__isnull=False), name="people_checked_number_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="people_number_is_checked_by_somebody",
            ),
        ]

    def __str__(self):
        return f"identity number of person {self.person_id}"


class Pin(models.Model):
    """A picture PIN or number PIN: HMAC-SHA256 under PIN_KEY. Limits, not slow hashing, protect its few choices."""

    class Kind(models.TextChoices):
        PICTURE = "picture"
        NUMBER = "number"

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="pin")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    digest = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=16, blank=True, default="", db_default="")  # fingerprint of its PIN_KEY
    set_at = models.DateTimeField(default=timezone.now)
    must_change = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.kind} PIN of person {self.person_id}"


class SignInLimit(models.Model):
    """Failures under one key (a learner, a cohort): in the database, so that a restart of the cache forgets none."""

    key = models.CharField(max_length=120, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField(default=timezone.now)
    blocked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.key
