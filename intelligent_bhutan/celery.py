"""The Celery application: the carrier of the outbox, never the record of what must be done."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")

app = Celery("intelligent_bhutan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
