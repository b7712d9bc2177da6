"""Events folded a second, and the pages' time with 4,000 and with 400,000 citizens.

An event is one person who reaches one milestone. People come class by class, as they do in life.
"""

from statistics import quantiles
from time import perf_counter

from benchmarks import Measurement, world

FEW, MANY = 4_000, 400_000
REPEATS = 40


def run():
    """Measure; the numbers of people grow from one step to the next."""
    from literacy.actions import counting

    with world.database("ib_bench_rollups"):
        world.add_people(0, FEW)
        counting.fold_all()
        world.settle()
        few = {name: p95(ask) for name, ask in pages().items()}
        world.add_people(FEW, MANY)
        events, deltas, seconds = fold()
        yield Measurement("events folded a second", f"{events / seconds:,.0f}", "50,000")
        yield Measurement("deltas that carried them, folded a second", f"{deltas / seconds:,.0f}")
        world.settle()
        for name, ask in pages().items():
            many = p95(ask)
            yield Measurement(
                f"{name}, p95 with 4,000 and 400,000 citizens",
                f"{few[name]:.1f} and {many:.1f} ms",
                f"within 1.5 times; is {many / few[name]:.2f}",
            )


def fold():
    """Fold all that waits; returns how many events, in how many deltas, in how many seconds."""
    from django.db.models import Sum
    from django.db.models.functions import Abs

    from literacy.actions import counting
    from literacy.models import StandingDelta

    events = StandingDelta.objects.aggregate(n=Sum(Abs("n")))["n"]
    began = perf_counter()
    return events, counting.fold_all(), perf_counter() - began


def pages():
    """How to ask for each page."""
    from django.test import Client

    from intelligent_bhutan.people.models import Membership, User

    analyst, made = User.objects.get_or_create(username="analyst", defaults={"full_name": "Analyst"})
    if made:
        Membership.objects.create(person=analyst, role=Membership.Role.ANALYST)
    client = Client()
    client.force_login(analyst)
    return {
        "public progress page": lambda: client.get("/en/progress/"),
        "staff dashboard": lambda: client.get("/en/progress/staff/"),
    }


def p95(ask):
    """The 95th percentile of a page's time in milliseconds, after one look that warms up."""
    assert ask().status_code == 200
    times = []
    for _ in range(REPEATS):
        began = perf_counter()
        ask()
        times.append(1_000 * (perf_counter() - began))
    return quantiles(times, n=20)[-1]
