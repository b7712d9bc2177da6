"""What monitoring reads, computed from the database at the moment that it asks, so that every server says the same.

Requests alone are counted as they come: each process adds to a hash in the cache every few seconds, see `requests.py`.
`docs/alerts.yml` holds the rules over these; a test keeps both together.
"""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from intelligent_bhutan.audit.models import Head, Pending
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.operating import keys, requests
from intelligent_bhutan.operating.models import Backup, Maintenance, Round
from intelligent_bhutan.operating.tasks import ROUNDS
from intelligent_bhutan.outbox.actions import shows_life
from intelligent_bhutan.outbox.handlers import HANDLERS
from intelligent_bhutan.outbox.models import Message
from literacy.models import ReconciliationAlarm, StandingDelta

PREFIX = "portal_"
NEVER = -1  # what an age says where there was nothing yet
LATENCY = """
select percentile_cont(array[0.5, 0.95, 1]) within group (order by extract(epoch from issued_at - awarded_at))
from certificates_award where issued_at > %s and replaces_id is null
"""  # one that replaces another was awarded when that one was


class Portal:
    """Collects everything once a scrape."""

    def __init__(self, at):
        self.at = at

    def collect(self):
        """Each family of figures."""
        yield from self.outbox()
        yield from self.certificates()
        yield from self.counts()
        yield from self.record()
        yield from self.installation()
        yield from counted_requests()

    def age(self, moment):
        """Seconds since then."""
        return (self.at - moment).total_seconds() if moment else NEVER

    def outbox(self):
        """What waits in each queue and for how long, and what was given up."""
        waiting = gauge("outbox_waiting", "Messages that wait, by queue.", "queue")
        oldest = gauge("outbox_oldest_seconds", "How long the oldest due message of a queue has waited.", "queue")
        dead = gauge("outbox_dead", "Messages that were given up and wait for a person, by kind.", "kind")
        queues = {one.queue: [] for one in HANDLERS.values()}
        rows = Message.objects.filter(state="waiting").values("kind")
        for row in rows.annotate(n=Count("pk"), since=Min("created_at", filter=Q(next_at__lte=self.at))):
            queue = HANDLERS[row["kind"]].queue if row["kind"] in HANDLERS else "unknown"
            queues.setdefault(queue, []).append((row["n"], row["since"]))
        for queue, found in queues.items():
            due = [since for _n, since in found if since]
            waiting.add_metric([queue], sum(n for n, _since in found))
            oldest.add_metric([queue], self.age(min(due)) if due else 0)
        for kind, n in Message.objects.dead().values_list("kind").annotate(n=Count("pk")):
            dead.add_metric([kind], n)
        yield from (waiting, oldest, dead)
        yield single("worker_alive", "Whether a worker that beat reaches showed life within a minute.", shows_life())

    def certificates(self):
        """How long a certificate took from being awarded to its number, in the last hour, and how many wait."""
        took = gauge("certificate_seconds", "From award to number in the last hour.", "quantile")
        with connection.cursor() as cursor:
            cursor.execute(LATENCY, [self.at - timedelta(hours=1)])
            (found,) = cursor.fetchone()
        for quantile, seconds in zip(("0.5", "0.95", "1"), found or (), strict=False):
            took.add_metric([quantile], seconds)
        waits = (
            Award.objects.live()
            .borne()
            .filter(Q(issued_at=None) | Q(pdf_sha256=""))
            .aggregate(
                unnumbered=Count("pk", filter=Q(issued_at=None)),
                unprinted=Count("pk", filter=Q(issued_at__isnull=False)),
            )
        )
        yield took
        yield single("certificates_unnumbered", "Awards that wait for their number.", waits["unnumbered"])
        yield single("certificates_unprinted", "Certificates that wait for their PDF.", waits["unprinted"])

    def counts(self):
        """The counts toward the target against the facts."""
        open_alarms = ReconciliationAlarm.objects.filter(resolved_at=None).count()
        yield single("reconciliation_alarms", "Differences between counts and facts nobody looked into.", open_alarms)
        yield single("standings_to_fold", "Changes of standing that wait to be counted.", StandingDelta.objects.count())

    def record(self):
        """The audit record."""
        head = Head.objects.order_by("-position").values_list("signed_at", flat=True).first()
        yield single(
            "audit_pending", "Lines of the record that wait for their place in the chain.", Pending.objects.count()
        )
        yield single("audit_head_age_seconds", "Since the chain's head was last signed.", self.age(head))

    def installation(self):
        """Backups, rounds, keys, maintenance."""
        backup = Backup.objects.first()
        on = Maintenance.objects.filter(on=True).exists()
        yield single(
            "backup_age_seconds", "Since the last backup was made; -1 for never.", self.age(backup and backup.made_at)
        )
        yield single("backup_bytes", "Size of the last sealed dump.", backup.size if backup else 0)
        rounds = gauge("round_age_seconds", "Since a task of an hour or a night last ended well; -1 for never.", "task")
        ended = dict(Round.objects.values_list("task", "at"))
        for task in ROUNDS:
            rounds.add_metric([task], self.age(ended.get(task)))
        yield rounds
        yield single("keys_wrong", "Keys under which the data was not made.", len(keys.wrong()))
        yield single("maintenance", "Whether the maintenance page is on.", on)


def counted_requests():
    """Requests by view and what came of them, and how long they took."""
    words = 'Requests by class of status; "busy" and "closed" were asked to come back.'
    counted = CounterMetricFamily(f"{PREFIX}requests", words, labels=["view", "status"])
    took = HistogramMetricFamily(f"{PREFIX}request_seconds", "How long requests took.", labels=["view"])
    found = requests.totals()
    for (view, status), n in found.answers.items():
        counted.add_metric([view, status], n)
    for view, buckets in found.buckets.items():
        took.add_metric([view], buckets, found.seconds[view])
    return counted, took


def gauge(name, words, *labels):
    """A family of figures."""
    return GaugeMetricFamily(PREFIX + name, words, labels=labels)


def single(name, words, value):
    """One figure."""
    return GaugeMetricFamily(PREFIX + name, words, value=float(value))


def text(*, at=None):
    """Everything, as Prometheus reads it."""
    registry = CollectorRegistry(auto_describe=False)
    portal = Portal(at or timezone.now())
    registry.register(portal)
    return generate_latest(registry)
