"""The service domains, and the standard that says what proficient means: versioned data, never code."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Domain(models.Model):
    """A field of service in which people are examined; `key` is public-services, banking, …, online-safety."""

    key = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.name


class Standard(models.Model):
    """A version of what "proficient" means. The one in force is the newest whose day has come; awards name theirs."""

    version = models.CharField(max_length=20, unique=True)
    in_force_from = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)
    domains = models.ManyToManyField(Domain, through="StandardDomain", related_name="standards")

    class Meta:
        ordering = ["-in_force_from"]

    def __str__(self):
        return self.version


class StandardDomain(models.Model):
    """What the standard asks in one domain."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="requirements")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")
    pass_percent = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    minutes = models.PositiveSmallIntegerField()
    retake_pause_days = models.PositiveSmallIntegerField(default=1)
    blueprint = models.JSONField(default=dict)  # items a paper by kind: {"single": 6, "multiple": 2, …}

    class Meta:
        ordering = ["domain__position"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "domain"], name="literacy_standard_names_a_domain_once"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="literacy_pass_mark_is_a_percentage"
            ),
        ]

    def __str__(self):
        return f"{self.standard} {self.domain}"
