"""A country of a given size in a database of its own, loaded by COPY: what other benchmarks measure against."""

import random
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from itertools import islice

SEED = 20261125
BATCH = 20_000
TOGETHER = 100  # people of a class, whose standings come in with one COPY
LESSONS_EACH = 4
FIRST_DAY = date(2024, 7, 12)
DAYS = 830


@contextmanager
def database(name):
    """An empty, migrated database under that name; gone afterwards."""
    from tests import databases

    databases.build_template(name)
    databases.point_to(name)
    try:
        yield name
    finally:
        databases.point_to("postgres")
        databases.drop(name)


def copy(model, rows, columns):
    """COPY rows (lists of texts) into these columns (names between spaces) of the model's table, in batches."""
    from django.db import connection

    rows = iter(rows)
    names = ", ".join(columns.split())
    while batch := list(islice(rows, BATCH)):
        lines = StringIO("".join("\t".join(row) + "\n" for row in batch))
        with connection.cursor() as cursor:
            cursor.copy_expert(f"copy {model._meta.db_table} ({names}) from stdin", lines)


def add_people(first, last):
    """People numbered from `first` up to but not including `last`, each with a standing that reached everything.

    The number is the primary key beyond a fixed start, so that what is added later can find them.
    """
    from intelligent_bhutan.people.models import User
    from intelligent_bhutan.places.models import Gewog

    gewogs = list(Gewog.objects.values_list("pk", flat=True))
    draw = random.Random(SEED + first)
    copy(User, (person(number, draw, gewogs) for number in range(first, last)), PERSON)
    copy_standings(first, last, gewogs, draw)


START = 1_000_000  # primary keys of these people begin here
PERSON = (
    "id public_id username full_name full_name_dz password gender audience disability gewog_id language spoken_language"
    " phone_verified is_active is_staff is_superuser is_demonstration joined_at"
)


def key(number):
    """The primary key of the person with that number, as COPY reads it."""
    return str(START + number)


def person(number, draw, gewogs):
    """One person as COPY reads them."""
    from intelligent_bhutan.people.models import User

    kind = [draw.choice(choices.values) for choices in (User.Gender, User.Audience, User.Disability)]
    name = [f"{draw.getrandbits(128):032x}", f"bench-{number}", f"Bench {number}", "", "!"]
    return [key(number), *name, *kind, str(draw.choice(gewogs)), "en", "dz", "f", "t", "f", "f", "f", "2026-01-01"]


def copy_standings(first, last, gewogs, draw):
    """A standing each, class by class: a class comes from one gewog and audience and is examined on one day."""
    from intelligent_bhutan.people.models import User
    from literacy.models import AgeBand, Standing

    columns = "citizen_id gewog_id audience gender age_band disability"
    columns += " enrolled_on completed_on assessed_on proficient_on changed_at"

    def row(number, same, days):
        kind = [draw.choice(choices.values) for choices in (User.Gender, AgeBand, User.Disability)]
        return [key(number), *same, *kind, *days, "2026-11-25"]

    for start in range(first, last, TOGETHER):
        same = [str(draw.choice(gewogs)), draw.choice(User.Audience.values)]
        begun = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        days = [(begun + timedelta(days=later)).isoformat() for later in (0, 20, 30, 30)]
        copy(Standing, (row(number, same, days) for number in range(start, min(start + TOGETHER, last))), columns)


def add_learning(first, last, version):
    """Each of these people began the edition and did some of its lessons."""
    from literacy.models import CourseProgress, LessonProgress

    lessons = [str(pk) for pk in version.lessons.order_by("position").values_list("pk", flat=True)]
    at = "2026-03-01"
    copy(
        CourseProgress,
        ([key(n), str(version.pk), at, at, lessons[LESSONS_EACH - 1], str(LESSONS_EACH)] for n in range(first, last)),
        "citizen_id version_id started_at last_at last_lesson_id lessons_done",
    )
    copy(
        LessonProgress,
        ([key(n), lesson, "1", at, at] for n in range(first, last) for lesson in lessons[:LESSONS_EACH]),
        "citizen_id lesson_id screen opened_at done_at",
    )


def add_courses():
    """The shipped courses and items; returns the published edition of the first course."""
    from intelligent_bhutan.people.models import Membership
    from literacy import content
    from literacy.actions import loading
    from literacy.models import Course
    from tests.factories.people import holder_of

    editor, publisher = holder_of(Membership.Role.EDITOR), holder_of(Membership.Role.PUBLISHER)
    for course in content.courses():
        loading.load_course(course, by_editor=editor, by_publisher=publisher)
    loading.load_items(content.items(), by=editor)
    return Course.objects.get(slug="first-steps-online").versions.get()


def settle():
    """What autovacuum does in its time."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum analyze")
