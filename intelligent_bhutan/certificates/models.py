"""An achievement, the award of it to a person, and the certificate issued for the award."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User


class Achievement(models.Model):
    """What a certificate says was achieved, in one version for good: a changed standard is a new version."""

    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    statement = models.CharField(max_length=300)  # the sentence on the certificate, after the person's name
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="certificates_achievement_version_once")
        ]

    def __str__(self):
        return f"{self.title} ({self.version})"


class AwardQuerySet(models.QuerySet):
    """Adjectives of awards."""

    def live(self):
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)

    def borne(self):
        """By somebody whose data was not erased."""
        return self.filter(erased_at__isnull=True)

    def issued(self):
        """With a serial number."""
        return self.filter(issued_at__isnull=False)

    def visible_to(self, user):
        """A person's own."""
        return self.filter(citizen=user) if user.is_authenticated else self.none()


class Award(models.Model):
    """One person's achievement. At most one live award of an achievement a person: the last wall against doubles."""

    class Reason(models.TextChoices):
        IDENTITY = "identity", _("It was not the person named on it")
        SITTING_VOIDED = "sitting_voided", _("The sitting was declared void")
        CHEATING = "cheating", _("The rules of the examination were broken")
        DUPLICATE = "duplicate", _("The person already held one")
        MISTAKE = "mistake", _("It was issued by mistake")
        REPLACED = "replaced", _("It was replaced by a corrected one")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="awards")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="awards")
    awarded_at = models.DateTimeField(default=timezone.now)
    # the facts as printed: list of {"key", "en", "dz", "on"}: what was tested and when
    evidence = models.JSONField(default=list)
    is_demonstration = models.BooleanField(default=False)

    # issuing: all empty, then all set, in one transaction
    issued_at = models.DateTimeField(null=True, blank=True)
    serial_year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial_number = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=16, null=True, blank=True, unique=True)
    key_id = models.CharField(max_length=16, blank=True, default="", db_default="")  # of its CERTIFICATE_KEY
    printed_name = models.CharField(max_length=120, blank=True)
    printed_name_dz = models.CharField(max_length=240, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    # the PDF, made later in its own queue: name of the stored file, which is its SHA-256
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=14, choices=Reason.choices, blank=True)
    revoked_remark = models.CharField(max_length=300, blank=True, db_default="")  # what it rests on, such as a letter
    # the holder had their data erased: name, facts and PDF are gone, the code still answers that much
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "achievement"],
                condition=Q(revoked_at__isnull=True),
                name="certificates_one_live_award_a_citizen",
            ),
            models.UniqueConstraint(fields=["serial_year", "serial_number"], name="certificates_serial_once"),
            models.CheckConstraint(
                condition=Q(
                    issued_at__isnull=True, serial_year__isnull=True, serial_number__isnull=True, code__isnull=True
                )
                | Q(
                    issued_at__isnull=False, serial_year__isnull=False, serial_number__isnull=False, code__isnull=False
                ),
                name="certificates_issued_whole_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="certificates_revoked_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(printed_name="", printed_name_dz="", pdf_sha256=""),
                name="certificates_erased_bear_no_name",
            ),
        ]
        indexes = [models.Index(fields=["citizen", "-awarded_at"], name="certificates_of_a_citizen")]

    def __str__(self):
        return self.serial or f"award {self.pk}"

    def get_absolute_url(self):
        return reverse("certificates:detail", args=[self.public_id])

    @property
    def serial(self):
        """The number on the certificate, or an empty text before it is issued."""
        return f"IB-{self.serial_year}-{self.serial_number:06d}" if self.serial_number else ""


class SerialCounter(models.Model):
    """The last serial number of a year; its row is the lock under which numbers are given, without gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"
