"""One person's own page: what the strands and the foundation know of them, put together for the portal."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.rules import Role, holds
from literacy.queries.learning import Dashboard, dashboard

# the role, its page, what people read, its icon
DESKS = (
    ((Role.COORDINATOR, Role.TRAINER), "literacy:cohorts", _("My classes"), "users"),
    ((Role.INVIGILATOR, Role.PROGRAMME_OFFICER), "literacy:sittings", _("Sittings"), "clipboard-list"),
    ((Role.PROGRAMME_OFFICER,), "certificates:staff", _("Certificates"), "award"),
    ((Role.ANALYST, Role.PROGRAMME_OFFICER), "targets:dashboard", _("Staff dashboard"), "chart-line"),
    ((Role.EDITOR, Role.PUBLISHER), "literacy:editing", _("Courses in the making"), "pencil"),
    ((Role.OPERATOR,), "outbox:dead", _("Work that got stuck"), "triangle-alert"),
    ((Role.OPERATOR,), "operating:keys", _("Keys"), "key-round"),
    ((Role.OPERATOR,), "operating:schedule", _("What is cleared away"), "trash-2"),
)


@dataclass(frozen=True)
class Desk:
    """A page that a role opens."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True)
class MyPage:
    """All that the page shows."""

    learning: Dashboard
    awards: list[Award]
    desks: list[Desk]


def page_of(person) -> MyPage:
    """The person's page; three queries beside those of the strands."""
    awards = Award.objects.visible_to(person).select_related("achievement").order_by("-awarded_at")
    return MyPage(learning=dashboard(person), awards=list(awards), desks=desks_of(person))


def desks_of(person):
    """The pages of the person's roles."""
    return [Desk(reverse(page), label, icon) for roles, page, label, icon in DESKS if holds(person, *roles)]
