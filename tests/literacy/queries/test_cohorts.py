"""How a cohort's learners are doing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from literacy.actions import cohorts as actions
from literacy.models import CourseVersion, Enrolment, Standard
from literacy.queries import cohorts
from tests.factories import literacy_assessment
from tests.factories import literacy_classes as factory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def progress(cohort, roll, *, done=1, days=0, completed=False, version=None):
    """The learner was there so many days ago."""
    return (version or cohort.course.versions.first()).progress.create(
        citizen=factory.learner(cohort, roll),
        lessons_done=done,
        last_at=NOW - timedelta(days=days),
        completed_at=NOW - timedelta(days=days) if completed else None,
    )


def rolls(found):
    return [row.roll_number for row in found]


@pytest.fixture
def cohort():
    """1 finished long ago, 2 is on the way, 3 stopped, 4 never began, 5 is new, 6 stopped and left."""
    cohort = factory.a_class(learners=6)
    cohort.enrolments.exclude(roll_number=5).update(enrolled_at=NOW - timedelta(days=30))
    progress(cohort, 1, done=2, days=20, completed=True)
    progress(cohort, 2, days=13)
    progress(cohort, 3, days=15)
    progress(cohort, 6, days=20)
    actions.leave(enrolment=cohort.enrolments.get(roll_number=6), by=cohort.coordinator)
    return cohort


def test_stuck_are_those_who_stopped_and_those_who_never_began(cohort):
    assert rolls(cohorts.stuck(cohorts.learners(cohort), at=NOW)) == [3, 4]
    assert rolls(cohorts.stuck(cohorts.learners(cohort), at=NOW + timedelta(days=15))) == [2, 3, 4, 5]


def test_an_overview_counts_what_the_list_shows(cohort):
    assert cohorts.overview(cohort, at=NOW) == cohorts.Overview(learners=5, begun=3, completed=1, stuck=2, lessons=2)
    factory.enrol(factory.a_class(learners=1), 3)
    assert cohorts.overview(cohort, at=NOW).learners == 5


def test_an_empty_cohort_has_an_overview():
    cohort = factory.a_class(learners=0)
    assert cohorts.overview(cohort) == cohorts.Overview(learners=0, begun=0, completed=0, stuck=0, lessons=2)


def test_a_learner_of_two_editions_counts_once_by_the_latest(cohort):
    later = CourseVersion.objects.create(
        course=cohort.course, number=2, state="draft", title="Again", summary="Again", minutes=5,
        written_by=cohort.coordinator,
    )  # fmt: skip
    progress(cohort, 1, done=0, days=1, version=later)
    row = cohorts.learners(cohort).get(roll_number=1)
    assert (row.done, row.completed_at) == (0, None)
    assert cohorts.overview(cohort, at=NOW) == cohorts.Overview(learners=5, begun=3, completed=0, stuck=2, lessons=2)


def test_progress_in_another_course_is_not_shown(cohort):
    other = factory.a_class(learners=1)
    other.course.versions.get().progress.create(citizen=factory.learner(cohort, 4), lessons_done=9)
    assert cohorts.learners(cohort).get(roll_number=4).done is None


def test_learners_carry_pin_passes_and_proficiency():
    cohort = factory.a_class(learners=2)
    person = factory.with_pin(cohort, 1)
    literacy_assessment.a_signed(citizens=[person])
    shown = [(row.has_pin, row.passes, row.proficient) for row in cohorts.learners(cohort)]
    assert shown == [(True, 2, True), (False, None, False)]
    assert Standard.objects.count() == 2
    person.proficiencies.update(revoked_at=NOW)
    person.domain_passes.update(voided_at=NOW)
    row = cohorts.learners(cohort).get(roll_number=1)
    assert (row.passes, row.proficient) == (None, False)


def test_a_page_begins_after_a_roll_number_and_knows_of_one_more(cohort, monkeypatch):
    monkeypatch.setattr(cohorts, "PAGE", 2)
    assert rolls(cohorts.after(cohorts.learners(cohort), 0)) == [1, 2, 3]
    assert rolls(cohorts.after(cohorts.learners(cohort), 4)) == [5]
    assert Enrolment.objects.filter(cohort=cohort).count() == 6
