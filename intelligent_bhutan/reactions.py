"""What happens when…? Every consequence that crosses strands, one receiver each.

A receiver only posts to the outbox: it runs inside the transaction of the fact that it answers.
"""

from django.dispatch import receiver

from intelligent_bhutan import outbox
from intelligent_bhutan.certificates.signals import award_revoked


@receiver(award_revoked)
def stop_counting(award, **_):
    """Whoever's certificate is revoked does not count as proficient any more."""
    outbox.post("literacy.withdraw_proficiency", key=str(award.pk), award=award.pk)
