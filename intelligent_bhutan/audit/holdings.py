"""What the record says of a person. Nothing of it is ever changed: it holds opaque ids and no names."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.audit.queries import words_of
from intelligent_bhutan.holdings import Fate, Holding, register
from intelligent_bhutan.templatetags.dzongkha import moment

BECAUSE = gettext_lazy(
    "The record cannot be changed by anyone. It knows you by a number alone, and that leads nowhere."
)


def about_me(entry):
    """What was done to the person's record, and by whom."""
    if not entry.actor:
        who = _("The portal itself")
    else:
        who = _("You") if entry.actor == entry.subject else _("Somebody who works here")
    return {_("When"): moment(entry.at), _("What"): words_of(entry.verb), _("Who"): who}


def by_me(entry):
    """What the person did."""
    return {_("When"): moment(entry.at), _("What"): words_of(entry.verb)}


register(
    Holding(
        name="audit.about_me",
        label=gettext_lazy("What was done to your record"),
        fate=Fate.KEPT,
        because=BECAUSE,
        covers=(),
        rows=lambda person: Entry.objects.filter(
            subject_kind=person._meta.label_lower, subject=str(person.public_id)
        ).order_by("-pk"),
        tell=about_me,
        order=80,
    )
)
register(
    Holding(
        name="audit.by_me",
        label=gettext_lazy("What you did here"),
        fate=Fate.KEPT,
        because=BECAUSE,
        covers=(),
        rows=lambda person: Entry.objects.filter(actor=str(person.public_id)).order_by("-pk"),
        tell=by_me,
        order=81,
    )
)
