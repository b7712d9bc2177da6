"""Organisations, and who does what in them from when to when."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.places.models import Gewog


class OrganisationQuerySet(models.QuerySet):
    """Adjectives of organisations."""

    def open(self):
        """Not closed."""
        return self.filter(closed_at=None)

    def within(self, ids):
        """Those with these ids and everything below them, however deep. One rule for whoever holds a role above."""
        return self.filter(pk__in=RawSQL(BELOW, [list(ids)]))  # noqa: S611 a constant; the ids are a parameter

    def above(self, ids):
        """Those with these ids and everything above them, whose roles count in them too."""
        return self.filter(pk__in=RawSQL(ABOVE, [list(ids)]))  # noqa: S611 a constant; the ids are a parameter


BELOW = """
    with recursive below as (
        select id from people_organisation where id = any(%s)
        union
        select child.id from people_organisation child join below on child.parent_id = below.id
    )
    select id from below
"""
ABOVE = """
    with recursive above as (
        select id, parent_id from people_organisation where id = any(%s)
        union
        select parent.id, parent.parent_id from people_organisation parent join above on above.parent_id = parent.id
    )
    select id from above
"""


class Organisation(models.Model):
    """A school, monastery, office or other body that enrols, teaches, examines or steers."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        MONASTERY = "monastery", _("Monastery")
        NUNNERY = "nunnery", _("Nunnery")
        COMMUNITY_CENTRE = "community_centre", _("Community centre")
        AGENCY = "agency", _("Government agency")
        CSO = "cso", _("Civil society organisation")
        COURT = "court", _("Court")
        POLICE = "police", _("Police unit")
        OTHER = "other", _("Other")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    gewog = models.ForeignKey(Gewog, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_demonstration = models.BooleanField(default=False)
    # each change counts up: of two editors at once one is told
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=400, blank=True, db_default="")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="people_organisation_is_not_its_own_parent"),
            models.UniqueConstraint("name", "gewog", name="people_organisation_once_a_gewog", nulls_distinct=False),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:organisation", args=[self.public_id])


SOON = timedelta(days=30)


def last_day_of(moment):
    """The last whole day in Thimphu before a role that ends at this moment."""
    return timezone.localdate(moment - timedelta(seconds=1))


class MembershipQuerySet(models.QuerySet):
    """Adjectives of memberships."""

    def current(self, at=None):
        """In force at that moment: begun, not run out, not ended."""
        at = at or timezone.now()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=at), valid_from__lte=at, ended_at__isnull=True
        )


class Membership(models.Model):
    """A role that a person holds in an organisation, or in the whole programme where there is none."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        TRAINER = "trainer", _("Trainer")
        INVIGILATOR = "invigilator", _("Invigilator")
        EDITOR = "editor", _("Editor")
        PUBLISHER = "publisher", _("Publisher")
        PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
        ANALYST = "analyst", _("Analyst")
        OPERATOR = "operator", _("Operator")
        MEMBER = "member", _("Member")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=17, choices=Role.choices)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=400, blank=True, default="", db_default="")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="people_membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="people_one_open_membership_a_role",
            ),
            # these roles serve one organisation; the others serve the whole programme
            models.CheckConstraint(
                condition=~Q(role__in=["coordinator", "trainer", "member"]) | Q(organisation__isnull=False),
                name="people_local_roles_have_an_organisation",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}"

    def get_absolute_url(self):
        return reverse("people:role", args=[self.public_id])

    @property
    def last_day(self):
        """The last whole day of the role, or None where it has no end."""
        return last_day_of(self.valid_until) if self.valid_until else None

    @property
    def ends_soon(self):
        """Whether it ends within thirty days."""
        return bool(self.valid_until) and not self.ended_at and self.valid_until - timezone.now() <= SOON
