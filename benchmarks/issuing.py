"""Certificates a second, through the outbox and a real worker: from the award to the number and to the PDF."""

import os
import tempfile
from pathlib import Path
from time import perf_counter, sleep

from benchmarks import Measurement, world

AWARDS = int(os.environ.get("BENCH_AWARDS", "400"))
LIMIT = 600  # seconds


def run():
    """Start a worker, award them all, and wait for the last PDF."""
    from intelligent_bhutan import celery_app
    from intelligent_bhutan.certificates.models import Award
    from tests.factories.certificates import an_award
    from tests.installation import Installation

    with world.database("ib_bench_issuing") as name, tempfile.TemporaryDirectory() as folder:
        installation = Installation(name, Path(folder))
        celery_app.conf.broker_url = installation.broker  # so that its worker is the one that is woken
        try:
            installation.start_worker()
            installation.start_beat()
            an_award()
            wait(Award.objects.exclude(pdf_sha256=""), 1, perf_counter())
            began = perf_counter()
            for _ in range(AWARDS):
                an_award()
            awarded = perf_counter() - began
            numbered = wait(Award.objects.filter(issued_at__isnull=False), AWARDS + 1, began)
            printed = wait(Award.objects.exclude(pdf_sha256=""), AWARDS + 1, began)
        finally:
            installation.stop()
    yield Measurement("awarded a second by one process meanwhile", f"{AWARDS / awarded:,.0f}")
    yield Measurement("certificates numbered a second", f"{AWARDS / numbered:,.0f}")
    yield Measurement("certificates printed a second", f"{AWARDS / printed:,.0f}")


def wait(done, number, began):
    """Seconds until so many awards are among these."""
    while done.count() < number:
        assert perf_counter() - began < LIMIT, f"{done.count()} of {number} after {LIMIT} s"
        sleep(0.05)
    return perf_counter() - began
