"""What an erasure does to codes, recoveries and corrections. Called by `erasing` alone; safe to repeat."""

from django.utils import timezone

from intelligent_bhutan.people.models import Code, Correction, CorrectionScan, Recovery
from intelligent_bhutan.people.models.proposal import Proposal

NAMELESS = {"first_witness": "–", "second_witness": "–", "remark": "", "decision_reason": ""}


def wipe_recovering(person):
    """That it happened, who decided and when stays; what was said, shown and written down of the person goes."""
    Code.objects.filter(person=person).delete()
    CorrectionScan.objects.filter(correction__person=person).delete()
    recoveries = Recovery.objects.filter(person=person)
    recoveries.update(number_digest=None, number_ciphertext=None, **NAMELESS)
    recoveries.filter(used_at=None).update(slip_digest=None, slip_until=None)
    corrections = Correction.objects.filter(person=person)
    corrections.update(before={}, changes={}, reason="–", **NAMELESS)
    for proposals in (recoveries, corrections):
        proposals.waiting().update(state=Proposal.State.WITHDRAWN, decided_at=timezone.now())
