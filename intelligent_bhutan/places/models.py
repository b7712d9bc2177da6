"""Dzongkhags, and the gewogs and thromdes in them."""

from django.db import models
from django.db.models import Q


class Dzongkhag(models.Model):
    """One of the 20 districts. `code` is ISO 3166-2:BT; population is that of PHCB 2017.

    The position, in degrees, is that of the town that it is run from.
    """

    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=60)
    population = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="places_dzongkhag_has_both_degrees",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def position(self):
        """Latitude and longitude of its town in degrees, or None."""
        return None if self.latitude is None else (self.latitude, self.longitude)


class Gewog(models.Model):
    """Where a person is registered: a gewog, or a thromde, which stands beside the gewogs of its dzongkhag."""

    class Kind(models.TextChoices):
        GEWOG = "gewog"
        THROMDE = "thromde"

    dzongkhag = models.ForeignKey(Dzongkhag, on_delete=models.PROTECT, related_name="gewogs")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.GEWOG)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [
            # two gewog names repeat in the country (Gakiling, Norboogang), none within a dzongkhag
            models.UniqueConstraint(fields=["dzongkhag", "kind", "name"], name="places_gewog_once_in_a_dzongkhag"),
            models.CheckConstraint(condition=Q(kind__in=["gewog", "thromde"]), name="places_gewog_kind_is_known"),
        ]

    def __str__(self):
        return self.name


class ThromdeManager(models.Manager):
    """Only the thromdes."""

    def get_queryset(self):
        return super().get_queryset().filter(kind=Gewog.Kind.THROMDE)


class Thromde(Gewog):
    """A municipality with its own civil registration: Thimphu, Phuentsholing, Gelephu, Samdrup Jongkhar."""

    objects = ThromdeManager()

    class Meta:
        proxy = True


class Alias(models.Model):
    """Another spelling of a place: census, election, news or an old name. `folded` is `spelling.fold(name)`."""

    dzongkhag = models.ForeignKey(Dzongkhag, on_delete=models.CASCADE, null=True, blank=True, related_name="aliases")
    gewog = models.ForeignKey(Gewog, on_delete=models.CASCADE, null=True, blank=True, related_name="aliases")
    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, db_index=True)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.CheckConstraint(
                condition=Q(dzongkhag__isnull=False, gewog__isnull=True)
                | Q(dzongkhag__isnull=True, gewog__isnull=False),
                name="places_alias_of_one_place",
            ),
            models.UniqueConstraint(fields=["dzongkhag", "folded"], name="places_alias_once_a_dzongkhag"),
            models.UniqueConstraint(fields=["gewog", "folded"], name="places_alias_once_a_gewog"),
        ]

    def __str__(self):
        return self.name
