"""What happens when…? Every consequence that crosses strands, one receiver each.

A receiver only posts to the outbox: it runs inside the transaction of the fact that it answers.
"""

from django.dispatch import receiver

from intelligent_bhutan import outbox
from intelligent_bhutan.certificates.signals import award_revoked
from intelligent_bhutan.people.signals import consent_withdrawn


@receiver(award_revoked)
def stop_counting(award, **_):
    """Whoever's certificate is revoked does not count as proficient any more."""
    outbox.post("literacy.withdraw_proficiency", key=str(award.pk), award=award.pk)


@receiver(consent_withdrawn)
def leave_classes(person, purpose, **_):
    """Whoever takes back that their learning is kept leaves their classes."""
    if purpose == "learning":
        outbox.post("literacy.leave_classes", key=str(person.pk), person=person.pk)
