"""Where people are examined: the place, what it has, when it is open."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people import phones
from intelligent_bhutan.people.models import Organisation, User
from intelligent_bhutan.people.rules import Role, organisations_as
from intelligent_bhutan.places.models import Gewog
from literacy import hours

# Bhutan lies within these degrees, with some kilometres to spare: what is outside was mistyped
SOUTH, NORTH, WEST, EAST = 26.65, 28.30, 88.70, 92.15


class CentreQuerySet(models.QuerySet):
    """Adjectives of centres."""

    def working(self):
        """Those that have not been closed for good."""
        return self.filter(closed_since=None)

    def kept_by(self, user):
        """Those of the organisations that the person coordinates, and of all below them, closed ones too."""
        if not user.is_authenticated:
            return self.none()
        mine = organisations_as(user, Role.COORDINATOR)
        return self.filter(organisation__in=Organisation.objects.within(mine)) if mine else self.none()

    def in_dzongkhag(self, code):
        """Those in the dzongkhag with this code."""
        return self.filter(gewog__dzongkhag__code=code)


class Centre(models.Model):
    """A place where people are examined. All of it is public, but who works there.

    `version` goes up with every change, so that of two who change it at once the second is told. What was added after
    the first release has defaults in the database too, so that the release before still founds centres.
    """

    class Link(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        NONE = "none", _("No internet")
        WEAK = "weak", _("Weak")
        GOOD = "good", _("Good")

    class StepFree(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    class Admission(models.TextChoices):
        PUBLIC = "public", _("Open to everyone")
        ARRANGEMENT = "arrangement", _("By arrangement: call before you come")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    gewog = models.ForeignKey(Gewog, on_delete=models.PROTECT, related_name="centres")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="centres")
    address = models.CharField(max_length=200, blank=True, default="", db_default="")
    latitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)
    seats = models.PositiveSmallIntegerField(default=20)
    devices = models.PositiveSmallIntegerField(null=True, blank=True)  # none where nobody has counted them
    link = models.CharField(max_length=7, choices=Link.choices, default=Link.UNKNOWN, db_default=Link.UNKNOWN)
    step_free = models.CharField(
        max_length=7, choices=StepFree.choices, default=StepFree.UNKNOWN, db_default=StepFree.UNKNOWN
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=User.SpokenLanguage.choices), default=list, db_default=[], blank=True
    )
    phone = models.CharField(max_length=16, blank=True, default="", db_default="")  # E.164
    email = models.EmailField(blank=True, default="", db_default="")
    admission = models.CharField(
        max_length=11, choices=Admission.choices, default=Admission.PUBLIC, db_default=Admission.PUBLIC
    )
    closed_days = models.CharField(max_length=300, blank=True, default="", db_default="")
    closed_since = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=400, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    is_demonstration = models.BooleanField(default=False)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["gewog", "name"], name="literacy_centre_once_a_gewog"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False, longitude__isnull=False
                )  # else half a position would be neither true nor false
                & Q(latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST),
                name="literacy_centre_lies_in_bhutan",
            ),
            models.CheckConstraint(
                condition=Q(languages__contained_by=User.SpokenLanguage.values),
                name="literacy_centre_speaks_known_languages",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__startswith="+"), name="literacy_centre_phone_is_e164"
            ),
            models.CheckConstraint(
                condition=Q(closed_since=None, closed_reason="") | Q(closed_since__isnull=False) & ~Q(closed_reason=""),
                name="literacy_centre_closed_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("literacy:centre", args=[self.public_id])

    @property
    def at_once(self):
        """How many people can be examined at once: no more than there are seats, nor than there are devices."""
        return self.seats if self.devices is None else min(self.seats, self.devices)

    @property
    def position(self):
        """Latitude and longitude in degrees, or None."""
        return None if self.latitude is None else (float(self.latitude), float(self.longitude))

    @property
    def geo(self):
        """Its position as an address that opens maps (RFC 5870), or an empty text."""
        return "" if self.latitude is None else f"geo:{self.latitude},{self.longitude}"

    @property
    def phone_in_groups(self):
        """The phone number as people read it: +975 17 12 34 56."""
        return phones.in_groups(self.phone)

    @property
    def spoken(self):
        """The names of the languages that are spoken there."""
        return [User.SpokenLanguage(code).label for code in self.languages]

    def now(self, at=None):
        """What its opening hours say, by Thimphu's clock; see `hours.Now`. Its hours should be prefetched."""
        spans = [(span.weekday, span.opens, span.closes) for span in self.hours.all()]
        return hours.at(spans, timezone.localtime(at))


class TimeRange(Func):
    """From the first minute to before the last one, as a range that PostgreSQL can compare."""

    function = "numrange"

    def __init__(self, opens, closes):
        super().__init__(*(Func(F(field), template="extract(epoch from %(expressions)s)") for field in (opens, closes)))


class OpeningHours(models.Model):
    """One stretch on one day of the week during which a centre is open; a day may have several."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name_plural = "opening hours"
        ordering = ["centre", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="literacy_hours_close_after_they_open"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="literacy_hours_of_a_day_of_the_week"),
            ExclusionConstraint(
                name="literacy_hours_do_not_overlap",
                expressions=[
                    ("centre", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (TimeRange("opens", "closes"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
