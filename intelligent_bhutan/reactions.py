"""What happens when…? Every consequence that crosses strands, one receiver each.

A receiver only posts to the outbox: it runs inside the transaction of the fact that it answers.
"""

from django.dispatch import receiver

from intelligent_bhutan import outbox
from intelligent_bhutan.certificates.signals import award_replaced, award_revoked
from intelligent_bhutan.people.signals import consent_withdrawn, details_corrected


@receiver(award_revoked)
def stop_counting(award, **_):
    """Whoever's certificate is revoked does not count as proficient any more."""
    outbox.post("literacy.withdraw_proficiency", key=str(award.pk), award=award.pk)


@receiver(award_replaced)
def go_on_counting(replaced, **_):
    """Whoever's certificate is replaced by a corrected one counts as before, by the new one."""
    outbox.post("literacy.follow_award", key=str(replaced.pk), award=replaced.pk)


@receiver(details_corrected)
def count_where_they_belong(person, **_):
    """Another gewog or birth date moves a person to another cell: −1 there, +1 here."""
    outbox.post("literacy.correct_standing", key=str(person.pk), person=person.pk)


@receiver(details_corrected)
def issue_anew(person, **_):
    """A certificate that bears an old name is replaced."""
    outbox.post("certificates.reissue", key=str(person.pk), person=person.pk)


@receiver(consent_withdrawn)
def leave_classes(person, purpose, **_):
    """Whoever takes back that their learning is kept leaves their classes."""
    if purpose == "learning":
        outbox.post("literacy.leave_classes", key=str(person.pk), person=person.pk)
