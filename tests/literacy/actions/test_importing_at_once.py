"""Several workers on one class, with real threads and commits."""

import pytest

from literacy.actions import importing, reading
from literacy.models import CohortImport, Enrolment, Standing
from tests.factories.literacy_importing import a_cohort, a_list, begun, carry, checked, sent, someone, states
from tests.moments import at_once

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 5)
    monkeypatch.setattr(reading, "SLICE", 5)


def test_two_workers_commit_each_chunk_once():
    sheet = begun(checked(a_cohort(), *[someone() for _ in range(23)]))

    def work():
        while importing.enrol_chunk(cohort_import=sheet.pk).state == "enrolling":
            pass

    at_once(work, work)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows_enrolled, states(sheet)) == ("done", 23, ["enrolled"] * 23)
    assert sorted(Enrolment.objects.values_list("roll_number", flat=True)) == list(range(1, 24))
    assert Standing.objects.count() == 23
    carry()
    assert Enrolment.objects.count() == 23


def test_two_workers_check_each_row_once():
    twin = someone()
    sheet = sent(a_cohort(), a_list(*[someone() for _ in range(11)], twin, twin))
    at_once(*[lambda: reading.read(cohort_import=sheet.pk)] * 2)

    def work():
        while reading.check_rows(cohort_import=sheet.pk).state == "reading":
            pass

    at_once(work, work)
    assert states(sheet) == ["ready"] * 12 + ["to_confirm"]


def test_two_files_of_the_same_people_at_once_enrol_each_person_once():
    cohort, people = a_cohort(), [someone() for _ in range(12)]
    sheets = [checked(cohort, *people), checked(cohort, *people, someone(consent=""))]
    for sheet in sheets:
        begun(sheet)

    def work(sheet):
        while importing.enrol_chunk(cohort_import=sheet.pk).state == "enrolling":
            pass

    at_once(*[lambda sheet=sheet: work(sheet) for sheet in sheets])
    assert sorted(name for (name,) in Enrolment.objects.values_list("citizen__full_name")) == sorted(
        person["full_name"] for person in people
    )
    assert sum(CohortImport.objects.values_list("rows_enrolled", flat=True)) == 12


def test_the_same_file_sent_at_once_is_one_import():
    cohort, content = a_cohort(), a_list(someone())
    found = at_once(*[lambda: sent(cohort, content).pk] * 4)
    assert set(found) == {CohortImport.objects.get().pk}
