"""The retention schedule: how long each table is kept, why, and what happens then.

One row a model: `kept(PURPOSE, "app.Model", …)` for what stays, `deleted("app.Model", PURPOSE, …)` for what goes, with
the rows that are due at a moment. A test fails on a model that no row names. `manage.py keep --carry-out` does what the
schedule says, beat does so every night, `/keeping/` tells everyone in plain words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Purpose:
    """What things are kept for, in the words that everyone reads."""

    title: str
    long: str
    why: str


@dataclass(frozen=True)
class Rule:
    """What happens to one table. `due(rows, at)` are the rows whose time is over; without it everything stays."""

    label: str
    purpose: Purpose
    after: timedelta | None = None
    due: Callable | None = None

    def rows(self, at):
        """The rows that must go at that moment; none where the table stays."""
        model = apps.get_model(self.label)
        return self.due(model._base_manager.all(), at) if self.due else model._base_manager.none()


def kept(purpose, *labels):
    """These stay for as long as the purpose says."""
    return [Rule(label, purpose) for label in labels]


def deleted(label, purpose, *, after=timedelta(0), due):
    """Rows of this table go; `due` is given all rows and the moment before which they are over."""
    return [Rule(label, purpose, after, lambda rows, at: due(rows, at - after))]


ACCOUNT = Purpose(
    _("Your account and your details"),
    _("As long as you have an account."),
    _("So that you can sign in, and your certificate bears the right name."),
)
SIGNING_IN = Purpose(
    _("Signing in"),
    _("Two weeks after you were last here. Wrong tries: one day. Links to confirm an e-mail address: 30 days."),
    _("So that you stay signed in and nobody else can guess your PIN or password."),
)
LEARNING = Purpose(
    _("Your lessons"),
    _("As long as you have an account."),
    _("So that you go on where you stopped."),
)
EXAMINING = Purpose(
    _("Your examinations"),
    _("Results and the record of the sitting: for good. Each single answer: five years."),
    _("So that a result can be looked into again. After five years only the result counts."),
)
CERTIFYING = Purpose(
    _("Your certificates"),
    _("For good."),
    _("Anyone to whom you show a certificate must be able to check it, also in many years."),
)
CLASSES = Purpose(
    _("Lists of classes"),
    _("Who is in a class: as long as they have an account. The rows of a spreadsheet that was sent in: 90 days."),
    _("So that a coordinator can correct a list and send it again."),
)
TELLING = Purpose(
    _("Notices to you"),
    _("Two years."),
    _("So that you can read again what you were told."),
)
RECORD = Purpose(
    _("The record of who did what"),
    _("For good. It holds no names, only numbers that mean nothing outside the portal."),
    _("So that nobody can change a result or a certificate without a trace."),
)
FIGURES = Purpose(
    _("Figures"),
    _("For good. They count people and name nobody."),
    _("So that everyone sees how far the country is."),
)
PUBLISHED = Purpose(
    _("Courses, questions and places"),
    _("For good. They say nothing about you."),
    _("So that everyone can learn and be examined by the same standard."),
)
COPIES = Purpose(
    _("Copies of your data"),
    _("Seven days after you asked for them."),
    _("So that you can take your data away, and nobody finds it later."),
)
MENDING = Purpose(
    _("What you say is wrong"),
    _("Two years."),
    _("So that we mend it, and see whether it comes back."),
)
MACHINERY = Purpose(
    _("The portal's own work"),
    _("Work that is done: 14 days. What administrators changed, and what was cleared away: one year."),
    _("So that the people who run the portal find out what went wrong."),
)

DAY = timedelta(days=1)
YEAR = 365 * DAY


def of_sessions_that_ended(rows, at):
    """Lines in people's lists of sessions whose session is no more."""
    sessions = apps.get_model("sessions.Session").objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=at
    )
    return rows.filter(~Exists(sessions))


SCHEDULE = [
    # people
    *kept(ACCOUNT, "people.User", "people.IdentityNumber", "people.Pin", "people.Membership", "people.Organisation"),
    *kept(ACCOUNT, "account.EmailAddress", "mfa.Authenticator"),
    *deleted("sessions.Session", SIGNING_IN, due=lambda rows, at: rows.filter(expire_date__lt=at)),
    *deleted("usersessions.UserSession", SIGNING_IN, due=of_sessions_that_ended),
    *deleted(
        "people.SignInLimit",
        SIGNING_IN,
        after=DAY,
        due=lambda rows, at: rows.filter(first_at__lt=at).exclude(blocked_until__gt=at),
    ),
    *deleted("people.Code", SIGNING_IN, after=DAY, due=lambda rows, at: rows.filter(expires_at__lt=at)),
    *kept(ACCOUNT, "people.Recovery", "people.Correction", "people.Appointment", "people.Consent"),
    *kept(PUBLISHED, "people.ConsentNotice"),
    *kept(RECORD, "people.Erasure", "people.Merge", "people.MergeProposal", "people.UndoProposal"),
    *deleted("people.Invitation", MACHINERY, after=YEAR, due=lambda rows, at: rows.filter(expires_at__lt=at)),
    *kept(COPIES, "people.DataCopy"),  # each has a file, which goes with it: `people.sweep_copies`
    *kept(ACCOUNT, "notices.Choices"),
    *deleted(
        "people.CorrectionScan",
        ACCOUNT,
        after=30 * DAY,
        due=lambda rows, at: rows.filter(correction__decided_at__lt=at),
    ),
    *deleted("account.EmailConfirmation", SIGNING_IN, after=30 * DAY, due=lambda rows, at: rows.filter(created__lt=at)),
    *deleted("notices.Delivery", TELLING, after=2 * YEAR, due=lambda rows, at: rows.filter(planned_at__lt=at)),
    *deleted("notices.Notice", TELLING, after=2 * YEAR, due=lambda rows, at: rows.filter(told_at__lt=at)),
    # certificates
    *kept(CERTIFYING, "certificates.Achievement", "certificates.Award", "certificates.SerialCounter"),
    # literacy
    *kept(LEARNING, "literacy.CourseProgress", "literacy.LessonProgress", "literacy.CheckAnswer"),
    *kept(CLASSES, "literacy.Cohort", "literacy.Enrolment", "literacy.CohortImport", "literacy.ClassSession"),
    *kept(CLASSES, "literacy.Attendance", "literacy.Assignment", "literacy.Asked"),
    *deleted(
        "literacy.ImportRow",
        CLASSES,
        after=90 * DAY,
        due=lambda rows, at: rows.filter(cohort_import__uploaded_at__lt=at).exclude(
            cohort_import__state__in=["reading", "enrolling"]
        ),
    ),
    *kept(PUBLISHED, "literacy.Centre", "literacy.OpeningHours", "literacy.Guide"),
    *kept(EXAMINING, "literacy.Sitting", "literacy.Candidate", "literacy.Incident"),
    *kept(EXAMINING, "literacy.Attempt", "literacy.DomainPass", "literacy.Proficiency"),
    *deleted(
        "literacy.Answer", EXAMINING, after=5 * YEAR, due=lambda rows, at: rows.filter(attempt__submitted_at__lt=at)
    ),
    *kept(PUBLISHED, "literacy.Competence", "literacy.Domain", "literacy.Standard", "literacy.StandardDomain"),
    *kept(PUBLISHED, "literacy.Course", "literacy.CourseVersion", "literacy.Module", "literacy.Lesson"),
    *kept(PUBLISHED, "literacy.Block", "literacy.CheckOption", "literacy.Recording"),
    *kept(PUBLISHED, "literacy.Item", "literacy.ItemOption"),
    *kept(FIGURES, "literacy.Standing", "literacy.StandingDelta", "literacy.ReconciliationAlarm"),
    *kept(FIGURES, "literacy.PlaceCount", "literacy.DayCount", "literacy.MonthCount", "literacy.MarginCount"),
    # the portal
    *kept(PUBLISHED, "places.Dzongkhag", "places.Gewog", "places.Thromde", "places.Alias"),
    *deleted("service.Problem", MENDING, after=2 * YEAR, due=lambda rows, at: rows.filter(reported_at__lt=at)),
    *kept(FIGURES, "targets.Target", "targets.PlanPoint", "targets.Release"),
    *kept(RECORD, "audit.Entry", "audit.Pending", "audit.Link", "audit.Head", "operating.KeyUse"),
    *kept(MACHINERY, "auth.Permission", "auth.Group", "contenttypes.ContentType", "operating.Maintenance"),
    *kept(MACHINERY, "operating.Round"),
    *deleted(
        "outbox.Message",
        MACHINERY,
        after=14 * DAY,
        due=lambda rows, at: rows.filter(state="done", finished_at__lt=at),
    ),
    *deleted("admin.LogEntry", MACHINERY, after=YEAR, due=lambda rows, at: rows.filter(action_time__lt=at)),
    *deleted("operating.KeepingRun", MACHINERY, after=YEAR, due=lambda rows, at: rows.filter(at__lt=at)),
    *deleted("operating.Backup", MACHINERY, after=YEAR, due=lambda rows, at: rows.filter(made_at__lt=at)),
]


def purposes():
    """Each purpose once, in the order of the schedule."""
    return list(dict.fromkeys(rule.purpose for rule in SCHEDULE))


def staying():
    """The tables that stay, by what they are kept for."""
    found = {}
    for rule in SCHEDULE:
        if not rule.due:
            found.setdefault(rule.purpose, []).append(rule.label)
    return found


def unnamed():
    """Models of which the schedule says nothing: there must be none."""
    named = {rule.label for rule in SCHEDULE}
    return sorted({model._meta.label for model in apps.get_models() if model._meta.managed} - named)
