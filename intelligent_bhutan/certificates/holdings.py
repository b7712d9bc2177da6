"""What this app holds of a person, and what becomes of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.certificates import actions
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.holdings import Fate, Holding, move_rows, register
from intelligent_bhutan.templatetags.dzongkha import day


def certificate(award):
    """A certificate and whether it holds."""
    said = {
        _("Certificate"): award.achievement.title,
        _("Serial number"): award.serial or "–",
        _("Given on"): day(award.issued_at or award.awarded_at),
        _("Name on it"): award.printed_name,
    }
    if award.revoked_at:
        said |= {_("Revoked on"): day(award.revoked_at), _("Why"): str(award.get_revoked_reason_display())}
    return said | ({_("Based on"): award.revoked_remark} if award.revoked_remark else {})


def doubles(loser, survivor):
    """Live certificates of the loser for what the survivor holds a live one for."""
    own = Award.objects.live().filter(citizen=survivor).values("achievement")
    return Award.objects.live().filter(citizen=loser, achievement__in=own).order_by("pk")


def conflicts(loser, survivor):
    """Which certificates will not be valid any more."""
    words = _("Certificate %(serial)s is revoked: the person already held one.")
    return [words % {"serial": award.serial or "–"} for award in doubles(loser, survivor)]


def move(loser, survivor):
    """Certificates follow; a second one for the same achievement is revoked."""
    revoked = [
        actions.revoke(award=award, reason=Award.Reason.DUPLICATE, by=None).pk for award in doubles(loser, survivor)
    ]
    return {"rows": move_rows("citizen", Award.objects.filter(citizen=loser), survivor), "revoked": revoked}


def move_back(loser, survivor, moved):
    """They go back, and what was revoked as a double holds again."""
    Award.objects.filter(pk__in=moved["rows"], citizen=survivor).update(citizen=loser)
    for award in Award.objects.filter(pk__in=moved["revoked"], citizen=loser).order_by("pk"):
        actions.restore(award=award, by=None)


register(
    Holding(
        name="certificates.awards",
        label=gettext_lazy("Certificates"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy(
            "Names and PDFs are wiped out. The code on paper then says only that the holder had their data erased."
        ),
        covers=("certificates.Award.citizen", "certificates.Award.replaces"),
        rows=lambda person: Award.objects.filter(citizen=person).select_related("achievement").order_by("-awarded_at"),
        tell=certificate,
        erase=lambda person: actions.erase_all(citizen=person),
        move=move,
        move_back=move_back,
        conflicts=conflicts,
        order=60,
    )
)
