"""What beat asks for at night and in between."""

from datetime import timedelta

from celery import shared_task
from celery.signals import task_success
from django.conf import settings
from django.utils import timezone

from intelligent_bhutan.operating import clearing, keys, maintenance
from intelligent_bhutan.operating.models import Round

BITE = 60  # seconds
OFTEN = timedelta(hours=1)
# what beat asks for once an hour or less often: nobody would notice for days that it does not run
ROUNDS = sorted(
    asked["task"]
    for asked in settings.CELERY_BEAT_SCHEDULE.values()
    if not isinstance(asked["schedule"], timedelta) or asked["schedule"] >= OFTEN
)


@task_success.connect
def note_round(sender, **_):
    """Write down when such a task ended well."""
    if sender.name in ROUNDS:
        Round.objects.update_or_create(task=sender.name, defaults={"at": timezone.now()})


@shared_task(name="operating.keep")
def keep():
    """Delete what the retention schedule says, in bites that end well before a task's time limit."""
    if not clearing.carry_out(within=BITE, by=None).is_whole:
        keep.delay()


@shared_task(name="operating.note_keys")
def note_keys():
    """Note the fingerprint of a key that was never noted, so that a wrong one is told later."""
    keys.note_new()


@shared_task(name="operating.publish_switch")
def publish_switch():
    """A cache that was emptied learns again whether the maintenance page is on."""
    maintenance.publish()
