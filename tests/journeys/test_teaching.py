"""A trainer with a phone, in both languages: plans a session, enters who came, and enters an older one later."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from literacy.models import Attendance, ClassSession
from tests.factories import literacy_teaching as factory
from tests.factories.literacy_classes import learner
from tests.journeys.visitors import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


def plan(trainer, cohort, day, times):
    """Plan sessions through the form."""
    trainer.go(f"learn/teaching/{cohort.public_id}/plan/")
    for part, value in enumerate((day.day, day.month, day.year)):
        trainer.page.fill(f"[name=day_{part}]", str(value))
    trainer.page.select_option("[name=weeks]", str(times))
    trainer.page.fill("[name=place]", "School hall")
    trainer.page.click("label[for=id_lessons_0]")
    trainer.shoot("plan")
    trainer.page.locator("main form button").click()
    trainer.page.wait_for_url(f"**/teaching/{cohort.public_id}/")


def test_a_trainer_plans_and_enters_who_came_now_and_later(portal, browser, language):
    cohort = factory.a_taught_class(learners=6)
    running = factory.a_session(cohort, begins=-timedelta(minutes=20), by=cohort.trainer)
    trainer, today = Visitor(browser, portal, language, cohort.trainer), timezone.localdate()

    plan(trainer, cohort, today + timedelta(days=7), 4)
    assert ClassSession.objects.filter(starts_at__gt=timezone.now()).count() == 4
    trainer.shoot("class")

    trainer.go("learn/teaching/")
    trainer.shoot("teaching")
    enter_all_but_one(trainer, running, cohort, "absent")
    assert not Attendance.objects.get(session=running, state="absent").was_entered_later

    plan(trainer, cohort, today - timedelta(days=2), 1)
    older = ClassSession.objects.earliest("starts_at")
    trainer.go("learn/teaching/")
    assert trainer.page.locator(f"main a[href$='{older.public_id}/attendance/']").count() == 1
    enter_all_but_one(trainer, older, cohort, "late")
    trainer.go(f"learn/teaching/sessions/{older.public_id}/attendance/")
    assert trainer.page.locator(".mark p").count() == 6  # each says that it was entered later, and by whom
    trainer.shoot("entered-later")

    own = Visitor(browser, portal, language, learner(cohort, 2))
    for show, tag in (("", "bad"), ("past", "warn")):
        own.go(f"learn/attendance/?show={show}")
        assert own.page.locator(f".slot .tag.{tag}").count() == 1
    own.shoot("my-attendance")
    connections.close_all()


def enter_all_but_one(trainer, session, cohort, state):
    """All were here, but for roll number 2."""
    trainer.go(f"learn/teaching/sessions/{session.public_id}/attendance/")
    trainer.page.locator("button[value=everybody]").click()
    trainer.page.wait_for_url("**page=1")
    second = cohort.enrolments.get(roll_number=2).public_id
    box = trainer.page.locator(f"label:has([name='is-{second}'][value={state}])")
    assert box.bounding_box()["height"] >= 48
    box.click()
    trainer.shoot("attendance")
    trainer.page.locator("button[value=done]").click()
    trainer.page.wait_for_url(f"**/sessions/{session.public_id}/")
    marks = dict(session.attendance.values_list("enrolment__roll_number", "state"))
    assert marks == dict.fromkeys(range(1, 7), "present") | {2: state}
    trainer.shoot("session")
