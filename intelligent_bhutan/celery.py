"""The Celery application: the carrier of the outbox, never the record of what must be done."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")

app = Celery("intelligent_bhutan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def stop_where_unsound(**_):
    """Workers and beat look at settings and role before they take anything on, as the web server does."""
    from intelligent_bhutan import checks  # needs Django, which is set up by now

    checks.stop_where_unsound()
