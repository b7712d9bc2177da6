"""Taking in what is wrong, and answering."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.service.models import Problem
from intelligent_bhutan.service.notices import PROBLEM_ANSWERED

A_LINE = 100  # reports a day without an account: a school, or all phones of a mobile operator


def report(*, once, kind, text, page="", reach="", language, origin, by=None):
    """Keep what somebody says is wrong; the same form sent again returns what stands.

    `origin` is the network address that a limit counts where nobody is signed in; it is not kept.
    Raises: ValidationError when too many came from there.
    """
    known = Problem.objects.filter(once=once).first()
    if known:
        return known
    if not limits.take(limits.of_reports(by, origin), free=0 if by else A_LINE):
        raise ValidationError(_("Many reports came from here just now. Wait some minutes, then send it again."))
    return keep(once, by, kind=kind, text=text, page=page, reach="" if by else reach, language=language)


@transaction.atomic
def keep(once, by, **told):
    """Write it down once, also where the form comes twice at the same moment."""
    problem, is_new = Problem.objects.get_or_create(once=once, defaults={"reported_by": by, **told})
    if is_new:
        audit.record("problem:reported", subject=problem, by=by)
    return problem


@transaction.atomic
def answer(*, problem, text, by):
    """Answer, and tell whoever has an account. Raises: ValidationError without words, or where it was answered."""
    held = Problem.objects.select_for_update(of=("self",)).select_related("reported_by").get(pk=problem.pk)
    if held.answered_at:
        raise ValidationError(_("A colleague has answered this already. Load the page again to read it."))
    if not text.strip():
        raise ValidationError(_("Write an answer: what was mended, or why it stays."))
    held.answer, held.answered_at, held.answered_by = text.strip(), timezone.now(), by
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record("problem:answered", subject=held, by=by)
    if held.reported_by:
        notices.tell(
            person=held.reported_by,
            kind=PROBLEM_ANSWERED,
            once=str(held.public_id),
            reference=held.reference,
            problem=str(held.public_id),
        )
    return held
