"""Where each citizen stands, and the counts that triggers and the folder keep from it.

The milestones' dates and the dimensions of a `Standing` are the truth. Statement-level triggers append what changed to
`StandingDelta`; the folder moves deltas into three bounded tables; a page reads the tables plus the pending deltas in
one statement. Nothing but the triggers writes deltas, and nothing but the folder writes counts.
"""

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Dzongkhag, Gewog


class Metric(models.TextChoices):
    """The milestones that are counted; each citizen once in each."""

    ENROLLED = "enrolled", _("Enrolled")
    COMPLETED = "completed", _("Finished a course")
    ASSESSED = "assessed", _("Examined")
    PROFICIENT = "proficient", _("Proficient")


class AgeBand(models.TextChoices):
    """Age on the day of the latest milestone."""

    UNDER_18 = "under_18", _("Under 18")
    FROM_18 = "18_34", _("18 to 34")
    FROM_35 = "35_59", _("35 to 59")
    FROM_60 = "60_up", _("60 and over")
    UNKNOWN = "unknown", _("Not known")


MILESTONES = """
cross join lateral (values ('enrolled', s.enrolled_on), ('completed', s.completed_on), ('assessed', s.assessed_on),
                           ('proficient', s.proficient_on)) m(metric, day)
"""
CELL = "m.metric, m.day, s.gewog_id, s.audience, s.gender, s.age_band, s.disability"
COLUMNS = "metric, day, gewog_id, audience, gender, age_band, disability, n"


def count_rows(rows, sign):
    """SQL that appends `sign` for every milestone of the transition table's rows."""
    return f"""
        INSERT INTO literacy_standingdelta ({COLUMNS})
        SELECT {CELL}, {sign} * count(*) FROM {rows} s {MILESTONES}
        WHERE m.day IS NOT NULL GROUP BY {CELL};
        RETURN NULL;
    """


COUNT_MOVES = f"""
    INSERT INTO literacy_standingdelta ({COLUMNS})
    SELECT {CELL}, sum(s.n) FROM (SELECT o.*, -1 AS n FROM old_rows o UNION ALL SELECT w.*, 1 AS n FROM new_rows w) s
    {MILESTONES}
    WHERE m.day IS NOT NULL GROUP BY {CELL} HAVING sum(s.n) <> 0;
    RETURN NULL;
"""


def counting_trigger(name, operation, func, **tables):
    """A statement-level trigger with transition tables."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=func,
    )


class Dimensions(models.Model):
    """The dimensions by which people are counted."""

    gewog = models.ForeignKey(Gewog, on_delete=models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=13, choices=User.Audience.choices)
    gender = models.CharField(max_length=6, choices=User.Gender.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    disability = models.CharField(max_length=6, choices=User.Disability.choices)

    class Meta:
        abstract = True


class Standing(Dimensions):
    """One row a citizen: the day of each milestone, and the dimensions as they were on the day of the latest."""

    citizen = models.OneToOneField(User, on_delete=models.PROTECT, related_name="standing")
    enrolled_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    proficient_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            counting_trigger("count_arrivals", pgtrigger.Insert, count_rows("new_rows", 1), new="new_rows"),
            counting_trigger("count_moves", pgtrigger.Update, COUNT_MOVES, old="old_rows", new="new_rows"),
            counting_trigger("count_departures", pgtrigger.Delete, count_rows("old_rows", -1), old="old_rows"),
            pgtrigger.Trigger(
                name="refuse_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'A truncate would not be counted.';",
            ),
        ]

    def __str__(self):
        return f"standing of {self.citizen_id}"


class StandingDelta(Dimensions):
    """A change that is not folded yet: ±n in one whole cell."""

    metric = models.CharField(max_length=10, choices=Metric.choices)
    day = models.DateField()
    n = models.IntegerField()

    def __str__(self):
        return f"{self.metric} {self.n:+d}"


class PlaceCount(Dimensions):
    """People to date in each cell of place and person."""

    metric = models.CharField(max_length=10, choices=Metric.choices)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "gewog", "audience", "gender", "age_band", "disability"],
                nulls_distinct=False,
                name="literacy_place_count_cell",
            )
        ]

    def __str__(self):
        return f"{self.metric} {self.n}"


class DayCount(models.Model):
    """People a day, by dzongkhag and audience."""

    metric = models.CharField(max_length=10, choices=Metric.choices)
    dzongkhag = models.ForeignKey(Dzongkhag, on_delete=models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=13, choices=User.Audience.choices)
    day = models.DateField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "dzongkhag", "audience", "day"], nulls_distinct=False, name="literacy_day_count_cell"
            )
        ]
        indexes = [models.Index(fields=["metric", "day"], name="literacy_day_count_metric_day")]

    def __str__(self):
        return f"{self.metric} {self.day} {self.n}"


class MonthCount(models.Model):
    """People a month, by gewog and audience. `month` is its first day."""

    metric = models.CharField(max_length=10, choices=Metric.choices)
    gewog = models.ForeignKey(Gewog, on_delete=models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=13, choices=User.Audience.choices)
    month = models.DateField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "gewog", "audience", "month"], nulls_distinct=False, name="literacy_month_count_cell"
            )
        ]

    def __str__(self):
        return f"{self.metric} {self.month} {self.n}"


class ReconciliationAlarm(models.Model):
    """A difference between the counts and a recount from the facts; a person must look."""

    found_at = models.DateTimeField(default=timezone.now)
    table = models.CharField(max_length=40)
    differing_cells = models.PositiveIntegerField()
    counted = models.BigIntegerField()
    recounted = models.BigIntegerField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-found_at"]

    def __str__(self):
        return f"{self.table}: {self.differing_cells} cells"
