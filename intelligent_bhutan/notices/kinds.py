"""The kinds of notices: their words in both languages, how their facts are written, and how pressing they are.

Facts are kept as JSON: texts, numbers, ISO dates and moments, or `both(thing, "name")`, a text in both languages. Words
are put together when somebody reads, so that an inbox speaks the language of its page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.templatetags import dzongkha

KINDS: dict[str, "Kind"] = {}


class Topic(models.TextChoices):
    """What a notice is about; people choose by topic where they want to hear of it."""

    ACCOUNT = "account", _("My account and its safety")  # always told, whatever was chosen
    EXAMINATION = "examination", _("Examinations and certificates")
    LEARNING = "learning", _("Classes and courses")
    WORK = "work", _("My work in the programme")


def plain(value):
    """As it is, digits as the page writes them."""
    return dzongkha.digits(value)


def on_day(value):
    """A date that was kept as ISO 8601."""
    return dzongkha.day(date.fromisoformat(value))


def at_moment(value):
    """A moment that was kept as ISO 8601, in Thimphu's time."""
    return dzongkha.moment(datetime.fromisoformat(value))


def named(value):
    """A text in both languages, in the page's; English where Dzongkha is missing."""
    return value.get(get_language() or "en") or value["en"]


def both(thing, attribute):
    """An editorial text of a thing as a fact, in both languages."""
    return {"en": getattr(thing, f"{attribute}_en"), "dz": getattr(thing, f"{attribute}_dz")}


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `words` of subject, body and text message are lazy texts with %(fact)s in them.

    `writes` says how a fact is written where `plain` is wrong; `page` gives the address that the notice opens, from its
    facts. A kind without `text` never goes out as a text message. `urgent` ones wait for no quiet hour and count toward
    no limit: codes, and what somebody must know at once for their safety.
    """

    name: str  # "literacy.seat_booked"
    topic: Topic
    subject: str
    body: str
    text: str = ""
    urgent: bool = False
    writes: Mapping[str, Callable] = field(default_factory=dict)
    page: Callable | None = None

    def __post_init__(self):
        if KINDS.setdefault(self.name, self) is not self:
            raise ValueError(f"Two notices are called {self.name!r}.")

    def written(self, part, facts):
        """The subject, body or text message with its facts, in the active language."""
        return str(getattr(self, part)) % {name: self.writes.get(name, plain)(fact) for name, fact in facts.items()}
