"""What is read: the bounded tables plus the deltas that are not folded yet, as views. Exact at any moment.

`MarginCount` keeps each dimension by itself, to date (`month` is null) and a month, so that a dashboard reads the same
few thousand rows whether four thousand people are counted or four hundred thousand.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Dzongkhag
from literacy.models.standing import Metric


class Margin(models.Model):
    """A cell of one dimension within a dzongkhag and an audience; `value` is the gewog's id, the gender, and so on."""

    class Dimension(models.TextChoices):
        PEOPLE = "people", _("People")
        GEWOG = "gewog", _("Gewog")
        GENDER = "gender", _("Gender")
        AGE_BAND = "age_band", _("Age")
        DISABILITY = "disability", _("Disability")

    month = models.DateField(null=True)
    metric = models.CharField(max_length=10, choices=Metric.choices)
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    audience = models.CharField(max_length=13, choices=User.Audience.choices)
    value = models.CharField(max_length=20, blank=True)
    n = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.metric} {self.dimension} {self.value} {self.n}"


class MarginCount(Margin):
    """People in each cell of one dimension: to date where there is no month."""

    dzongkhag = models.ForeignKey(Dzongkhag, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "metric", "dimension", "dzongkhag", "audience", "value"],
                nulls_distinct=False,
                name="literacy_margin_count_cell",
            )
        ]


class MarginTally(Margin):
    """The view over `MarginCount` and pending deltas; several rows may speak of one cell: add them up."""

    dzongkhag = models.ForeignKey(Dzongkhag, on_delete=models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        managed = False
        db_table = "literacy_margintally"


class DayTally(models.Model):
    """The view over `DayCount` and pending deltas; several rows may speak of one cell: add them up."""

    metric = models.CharField(max_length=10, choices=Metric.choices)
    dzongkhag = models.ForeignKey(Dzongkhag, on_delete=models.DO_NOTHING, null=True, related_name="+")
    audience = models.CharField(max_length=13, choices=User.Audience.choices)
    day = models.DateField()
    n = models.IntegerField()

    class Meta:
        managed = False
        db_table = "literacy_daytally"

    def __str__(self):
        return f"{self.metric} {self.day} {self.n}"
