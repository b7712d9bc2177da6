"""What this app holds of a person, and what becomes of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.holdings import Fate, Holding, move_rows, register
from intelligent_bhutan.notices.models import Choices, Notice
from intelligent_bhutan.templatetags.dzongkha import moment


def told(notice):
    """When the person was told what."""
    return {_("Told on"): moment(notice.told_at), _("About"): notice.subject, _("Words"): notice.body}


def move(loser, survivor):
    """Notices follow, but for what the survivor was told under the same key."""
    said = {(one.kind, one.once) for one in Notice.objects.filter(person=survivor, once__isnull=False)}
    own = [one.pk for one in Notice.objects.filter(person=loser) if (one.kind, one.once) not in said]
    return {"rows": move_rows("person", Notice.objects.filter(pk__in=own), survivor)}


def move_back(loser, survivor, moved):
    """They go back."""
    Notice.objects.filter(pk__in=moved["rows"], person=survivor).update(person=loser)


def wipe(person):
    """The inbox with all copies, and what was chosen."""
    Notice.objects.filter(person=person).delete()
    Choices.objects.filter(person=person).delete()


register(
    Holding(
        name="notices.inbox",
        label=gettext_lazy("Inbox"),
        fate=Fate.REMOVED,
        because=gettext_lazy("Your inbox is wiped out."),
        covers=("notices.Notice.person", "notices.Delivery.notice", "notices.Choices.person"),
        rows=lambda person: Notice.objects.filter(person=person),
        tell=told,
        erase=wipe,
        move=move,
        move_back=move_back,
        order=70,
    )
)
