"""Rows a second and peak memory of a class list from the upload to the last enrolment, as CSV and as XLSX.

Every task is carried as a worker would carry it. Each list is taken by a process and a database of its own, because a
process's peak memory never falls.
"""

import json
import resource
import subprocess
import sys
from time import perf_counter

from benchmarks import Measurement

LISTS = ((10_000, "csv", 15), (10_000, "xlsx", 15), (100_000, "csv", 150), (100_000, "xlsx", 150))
PLACES = (("Lhuentse", "Khoma"), ("Bumthang", "Chumey"), ("Haa", "Bji"), ("Gasa", "Laya"), ("Trashigang", "Merak"))


def run():
    """Measure each list."""
    for rows, kind, seconds in LISTS:
        said = measured(rows, kind)
        who = f"{rows:,} people from {kind.upper()}"
        took = f"{rows / said['seconds']:,.0f} rows/s, {said['seconds']:.1f} s"
        yield Measurement(f"{who}, checked and enrolled", took, f"under {seconds} s")
        yield Measurement(f"{who}, peak memory", f"{said['megabytes']:.0f} MB", "400 MB")
        yield Measurement(f"{who}, longest task", f"{said['longest']:.1f} s", "well under 100 s")


def measured(rows, kind):
    """What a process of its own says of one list, which it is given ready-made."""
    command = [sys.executable, "-m", "benchmarks.importing"]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, input=a_list(rows, kind)).stdout
    return json.loads(said.splitlines()[-1])


def take(content):
    """Upload, check and enrol one list on a database of its own; what that took."""
    from tests import databases

    databases.build_template("ib_bench_importing")
    databases.point_to("ib_bench_importing")
    cohort, notice = a_cohort()
    began = perf_counter()
    longest = enrol(cohort, content, notice)
    seconds = perf_counter() - began
    sheet = cohort.imports.get()
    assert cohort.enrolments.count() == sheet.rows_read == sheet.rows_enrolled
    databases.point_to("postgres")
    databases.drop("ib_bench_importing")
    return {"seconds": seconds, "longest": longest, "megabytes": megabytes()}


def enrol(cohort, content, notice):
    """From the upload to the last enrolment, one task after the other; returns the longest one's seconds."""
    from literacy.actions import importing

    sheet = importing.upload(cohort=cohort, content=content, file_name="list", notice=notice, by=cohort.coordinator)
    longest = carry_all()
    importing.begin(cohort_import=sheet, by=cohort.coordinator)
    return max(longest, carry_all())


def carry_all():
    """Carry what waits until nothing does; returns the longest task's seconds."""
    from intelligent_bhutan.outbox import actions
    from intelligent_bhutan.outbox.models import Message

    longest = 0
    while message := Message.objects.filter(state=Message.State.WAITING).order_by("pk").first():
        began = perf_counter()
        assert actions.carry(message.pk), Message.objects.get(pk=message.pk).error
        longest = max(longest, perf_counter() - began)
    return longest


def a_cohort():
    """An empty class and the notice that its people were given."""
    from intelligent_bhutan.people.models import ConsentNotice, Membership
    from literacy.actions import cohorts
    from tests.factories.literacy_learning import course
    from tests.factories.people import OrganisationFactory, holder_of

    school = OrganisationFactory()
    coordinator = holder_of(Membership.Role.COORDINATOR, school)
    cohort = cohorts.found(organisation=school, name="Bench", course=course().course, by=coordinator)
    return cohort, ConsentNotice.objects.create(version="bench", text="Told.", in_force_from="2026-01-01")


def a_list(rows, kind):
    """A file of that many people, each with every column filled."""
    from intelligent_bhutan import tables
    from literacy.checking import HEADERS

    table = [[names[0] for names in HEADERS.values()], *(person(number) for number in range(rows))]
    return "".join(tables.lines(table)).encode() if kind == "csv" else tables.xlsx(table)


def person(number):
    """One row of the list."""
    day, month, year = number % 28 + 1, number // 28 % 12 + 1, 1950 + number // 336 % 50
    return (
        number + 1, f"Pema {word(number)}", "པདྨ་ལྷ་ལྡན།", f"{day}/{month}/{year}", "female", "public",
        *PLACES[number % len(PLACES)], 10_000_000_000 + number, 17_000_000 + number, "self",
    )  # fmt: skip


def word(number):
    """A name of letters for each number."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def megabytes():
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")
    django.setup()
    print(json.dumps(take(sys.stdin.buffer.read())))
