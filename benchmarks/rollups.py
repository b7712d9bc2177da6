"""Events folded a second, and the pages' time with 4,000 and with 400,000 citizens loaded by COPY.

Works on a database of its own, which it makes anew each time.
"""

import random
from datetime import date, timedelta
from io import StringIO
from statistics import quantiles
from time import perf_counter

from benchmarks import Measurement

FEW, MANY = 4_000, 400_000
REPEATS = 40


def run():
    """Measure; the numbers of people grow from one step to the next."""
    from tests import databases

    databases.build_template("ib_bench_rollups")
    databases.point_to("ib_bench_rollups")
    load(0, FEW)
    fold()
    few = {name: p95(ask) for name, ask in pages().items()}
    load(FEW, MANY)
    events, seconds = fold()
    yield Measurement("changes folded a second", f"{events / seconds:,.0f}", "50,000")
    analyze()
    for name, ask in pages().items():
        many = p95(ask)
        yield Measurement(
            f"{name}, p95 with 4,000 and 400,000 citizens",
            f"{few[name]:.1f} and {many:.1f} ms",
            f"within 1.5 times; is {many / few[name]:.2f}",
        )
    databases.point_to("postgres")
    databases.drop("ib_bench_rollups")


def load(first, last):
    """People with standings by COPY, a hundred at once, so that there is much to fold."""
    from django.db import connection

    from intelligent_bhutan.people.models import User
    from intelligent_bhutan.places.models import Gewog

    draw = random.Random(first)
    gewogs = list(Gewog.objects.values_list("pk", flat=True))
    for start in range(first, last, 20_000):
        numbers = range(start, min(start + 20_000, last))
        people = User.objects.bulk_create(
            [User(username=f"bench-{n}", full_name=f"Bench {n}", password="!") for n in numbers], batch_size=5_000
        )
        with connection.cursor() as cursor:
            for part in range(0, len(people), 100):
                rows = "".join(row(person.pk, gewogs, draw) for person in people[part : part + 100])
                cursor.copy_expert(
                    "copy literacy_standing (citizen_id, gewog_id, audience, gender, age_band, disability, enrolled_on,"
                    " completed_on, assessed_on, proficient_on, changed_at) from stdin",
                    StringIO(rows),
                )


def row(person, gewogs, draw):
    """One standing as COPY reads it; every person has reached everything."""
    from intelligent_bhutan.people.models import User
    from literacy.models import AgeBand

    day = (date(2024, 7, 12) + timedelta(days=draw.randrange(860))).isoformat()
    kind = (draw.choice(choices.values) for choices in (User.Audience, User.Gender, AgeBand, User.Disability))
    return "\t".join([str(person), str(draw.choice(gewogs)), *kind, day, day, day, day, "2026-11-25"]) + "\n"


def fold():
    """Fold all; returns how many changes and in how many seconds."""
    from literacy.actions import counting

    began = perf_counter()
    return counting.fold_all(), perf_counter() - began


def analyze():
    """What autovacuum does in its time."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum analyze")


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


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")
    django.setup()
    for one in run():
        print(f"{one.what:<60}{one.result:>22}  {one.aim}", flush=True)
