"""What learners and trainers hear of their classes, and people of what their organisation asks."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Kind, Topic, at_moment, both, named, on_day
from intelligent_bhutan.templatetags.dzongkha import moment


def my_classes(facts):
    """The learner's page of classes and attendance."""
    return reverse("literacy:my_attendance")


def my_teaching(facts):
    """The trainer's page."""
    return reverse("literacy:teaching")


def my_page(facts):
    """Where stands what was asked."""
    return reverse("my_page")


SESSION_MOVED = Kind(
    name="literacy.session_moved",
    topic=Topic.LEARNING,
    subject=_("%(cohort)s: another time or place"),
    body=_("Your class meets on %(starts_at)s. Place: %(place)s."),
    text=_("%(cohort)s now meets on %(starts_at)s. Place: %(place)s."),
    writes={"starts_at": at_moment, "place": named},
    page=my_classes,
)
SESSION_CANCELLED = Kind(
    name="literacy.session_cancelled",
    topic=Topic.LEARNING,
    subject=_("%(cohort)s does not meet on %(starts_at)s"),
    body=_("Your class does not meet on %(starts_at)s. The reason: %(reason)s"),
    text=_("%(cohort)s does not meet on %(starts_at)s. %(reason)s"),
    writes={"starts_at": at_moment},
    page=my_classes,
)
CLASS_GIVEN = Kind(
    name="literacy.class_given",
    topic=Topic.WORK,
    subject=_("You are the trainer of %(cohort)s"),
    body=_("%(cohort)s of %(organisation)s is yours to teach. Plan its first session, and look at the teaching guide."),
    writes={"organisation": named},
    page=my_teaching,
)
SESSIONS_GIVEN = Kind(
    name="literacy.sessions_given",
    topic=Topic.WORK,
    subject=_("You teach %(cohort)s"),
    body=_("Sessions planned for you: %(sessions)s. The first one is on %(starts_at)s. Place: %(place)s."),
    writes={"starts_at": at_moment, "place": named},
    page=my_teaching,
)
SESSION_MOVED_FOR_TRAINER = Kind(
    name="literacy.session_moved_for_trainer",
    topic=Topic.WORK,
    subject=_("You teach %(cohort)s at another time or place"),
    body=_("You teach %(cohort)s on %(starts_at)s. Place: %(place)s."),
    text=_("You now teach %(cohort)s on %(starts_at)s. Place: %(place)s."),
    writes={"starts_at": at_moment, "place": named},
    page=my_teaching,
)
SESSIONS_TAKEN_AWAY = Kind(
    name="literacy.sessions_taken_away",
    topic=Topic.WORK,
    subject=_("You do not teach %(cohort)s on %(starts_at)s"),
    body=_(
        "Sessions that were cancelled or given to somebody else: %(sessions)s. The first one was to be on"
        " %(starts_at)s."
    ),
    text=_("You do not teach %(cohort)s on %(starts_at)s. It was cancelled or given to somebody else."),
    writes={"starts_at": at_moment},
    page=my_teaching,
)
ASKED = Kind(
    name="literacy.asked",
    topic=Topic.LEARNING,
    subject=_("%(organisation)s asks you: %(what)s"),
    body=_("%(organisation)s asks you to do this by %(due_on)s: %(what)s. They see whether it is done, nothing more."),
    text=_("%(organisation)s asks you to do this by %(due_on)s: %(what)s"),
    writes={"organisation": named, "what": named, "due_on": on_day},
    page=my_page,
)
DUE_SOON = Kind(
    name="literacy.due_soon",
    topic=Topic.LEARNING,
    subject=_("Only until %(due_on)s: %(what)s"),
    body=_("%(organisation)s asked you to do this by %(due_on)s: %(what)s. Is something in the way? Ask your trainer."),
    text=_("Only until %(due_on)s: %(what)s. Asked by %(organisation)s."),
    writes={"organisation": named, "what": named, "due_on": on_day},
    page=my_page,
)
DUE_MOVED = Kind(
    name="literacy.due_moved",
    topic=Topic.LEARNING,
    subject=_("Another day for: %(what)s"),
    body=_("%(organisation)s now asks you to do this by %(due_on)s: %(what)s."),
    text=_("%(organisation)s: %(what)s. The new day is %(due_on)s."),
    writes={"organisation": named, "what": named, "due_on": on_day},
    page=my_page,
)
ASKED_NO_MORE = Kind(
    name="literacy.asked_no_more",
    topic=Topic.LEARNING,
    subject=_("No longer asked: %(what)s"),
    body=_(
        "%(organisation)s no longer asks you for this by %(due_on)s: %(what)s. You may do it all the same. "
        "What you have done stays."
    ),
    writes={"organisation": named, "what": named, "due_on": on_day},
    page=my_page,
)

EXAMINATION = gettext_noop("Be examined in the standard")
SITTING = gettext_noop("Come to the examination at %(centre)s, %(start)s")


def place_of(session):
    """Where a session meets, as a fact."""
    return both(session.centre, "name") if session.centre else {"en": session.place, "dz": ""}


def what_of(assignment, version):
    """What an assignment asks for, as a fact: the title of the course's edition, the sitting, or the examination."""
    if assignment.course_id:
        return both(version, "title")
    said, sitting = {}, assignment.sitting
    for language in ("en", "dz"):
        with translation.override(language):
            there = {"centre": sitting.centre.name, "start": moment(sitting.starts_at)} if sitting else {}
            said[language] = gettext(SITTING if sitting else EXAMINATION) % there
    return said
