"""A class of 10,000: its first progress page, the page of those who are stuck, and its results streamed as CSV.

Works on a database of its own, which it makes anew each time.
"""

import random
from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter

from benchmarks import Measurement

LEARNERS, LESSONS = 10_000, 6
PAGES, FILES = 40, 7
DATABASE = "ib_bench_classes"


def run():
    """Load the class, then look at it as its coordinator does."""
    from tests import databases

    databases.build_template(DATABASE)
    databases.point_to(DATABASE)
    cohort = load()
    analyze()
    client, address = client_of(cohort), cohort.get_absolute_url()
    yield measured(f"first page of a class of {LEARNERS:,}, median", lambda: page(client, address), PAGES, 0.1)
    yield measured("its first page of those who are stuck", lambda: page(client, f"{address}?show=stuck"), PAGES, 0.1)
    yield measured(
        f"its results, {LEARNERS:,} rows streamed as CSV", lambda: file(client, f"{address}results.csv"), FILES, 1
    )
    databases.point_to("postgres")
    databases.drop(DATABASE)


def load():
    """Some finished and passed, some are on their way, some are stuck and some never began."""
    from django.utils import timezone

    from intelligent_bhutan.people.models import ConsentNotice, Pin, User
    from literacy.models import CourseProgress, Enrolment
    from tests.factories import literacy_learning

    draw, now = random.Random(LEARNERS), timezone.now()
    version = literacy_learning.course(lessons=LESSONS)
    cohort, notice = cohort_in(version.course), ConsentNotice.objects.first()
    people = bulk(
        User(username=f"bench-{number}", full_name=f"Bench {number}", password="!") for number in range(LEARNERS)
    )
    bulk(
        Enrolment(
            cohort=cohort,
            citizen=person,
            roll_number=roll,
            consent_basis=Enrolment.Basis.SELF,
            consent_notice=notice,
            enrolled_at=now - timedelta(days=60),
        )
        for roll, person in enumerate(people, start=1)
    )
    bulk(Pin(person=person, kind=Pin.Kind.PICTURE, digest=bytes(32)) for person in people)
    progress = bulk(
        CourseProgress(
            citizen=person,
            version=version,
            lessons_done=done,
            last_at=now - timedelta(days=draw.randrange(30)),
            completed_at=now if done == LESSONS else None,
        )
        for person in people
        if (done := draw.randint(-1, LESSONS)) >= 0
    )
    examine([one.citizen for one in progress if one.completed_at], now)
    return cohort


def cohort_in(course):
    """The class, and whoever coordinates it."""
    from intelligent_bhutan.people.models import Membership
    from literacy.models import Cohort
    from tests.factories.people import OrganisationFactory, holder_of

    office = OrganisationFactory()
    coordinator = holder_of(Membership.Role.COORDINATOR, office)
    return Cohort.objects.create(
        organisation=office, name="Bench", code="BENCH2", course=course, coordinator=coordinator
    )


def examine(people, now):
    """These people passed all domains of the standard in force."""
    from literacy.models import Attempt, Candidate, DomainPass, Proficiency, Sitting
    from literacy.queries import standards
    from tests.factories import literacy_assessment

    standard = standards.in_force()
    sitting = literacy_assessment.a_planned(standard)
    Sitting.objects.filter(pk=sitting.pk).update(seats=30_000)
    candidates = bulk(
        Candidate(sitting=sitting, citizen=person, seat=seat) for seat, person in enumerate(people, start=100)
    )
    attempts = bulk(
        Attempt(
            citizen=candidate.citizen,
            candidate=candidate,
            domain=domain,
            standard=standard,
            paper=[],
            deadline_at=now,
            submitted_at=now,
            points=Decimal(5),
            points_possible=Decimal(5),
            passed=True,
        )
        for domain in standard.domains.all()
        for candidate in candidates
    )
    bulk(
        DomainPass(citizen=one.citizen, domain=one.domain, standard=standard, attempt=one, confirmed_at=now)
        for one in attempts
    )
    bulk(Proficiency(citizen=person, standard=standard, reached_at=now) for person in people)


def bulk(things):
    """Save them all, whatever they are."""
    things = list(things)
    return type(things[0]).objects.bulk_create(things, batch_size=5_000)


def analyze():
    """What autovacuum does in its time."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum analyze")


def client_of(cohort):
    """The coordinator's browser."""
    from django.test import Client

    client = Client()
    client.force_login(cohort.coordinator)
    return client


def page(client, address):
    """Ask for a page."""
    assert client.get(address).status_code == 200


def file(client, address):
    """Take the whole file, to the last row."""
    taken = b"".join(client.get(address).streaming_content)
    assert taken.count(b"\r\n") == LEARNERS + 1


def measured(what, ask, times, aim):
    """The median of so many asks, after one that warms up; `aim` in seconds."""
    ask()
    taken = []
    for _ in range(times):
        began = perf_counter()
        ask()
        taken.append(perf_counter() - began)
    return Measurement(what, f"{1_000 * median(taken):.0f} ms", f"under {1_000 * aim:.0f} ms")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")
    django.setup()
    for one in run():
        print(f"{one.what:<60}{one.result:>22}  {one.aim}", flush=True)
