"""Seats in a real browser, in both languages, on a phone: a farmer books the nearest; a coordinator books 180 monks."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connections
from django.utils import timezone, translation

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Gewog
from literacy.models import Candidate, Enrolment, Sitting
from literacy.tasks.reminding import remind_of_sittings
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.literacy_classes import a_class
from tests.factories.literacy_teaching import carry
from tests.factories.people import PersonFactory, holder_of
from tests.journeys.visitors import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture(autouse=True)
def let_go(browser):
    """What the test opened beside the browser is closed there, before its database goes."""
    yield
    connections.close_all()


def morning(days, hour=9):
    """A moment so many days ahead, Thimphu's time."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def test_a_farmer_finds_and_books_the_nearest_sitting_and_gets_the_reminder(
    portal, browser, language, django_db_blocker
):
    khoma, paro = Gewog.objects.get(name_en="Khoma"), Gewog.objects.get(name_en="Wangchang")
    a_coming(centre=a_centre(gewog=paro), start=morning(2))
    nearest = a_coming(centre=a_centre(gewog=khoma), start=morning(9), seats=4)
    farmer = PersonFactory(full_name="Tshering Wangmo", gewog=khoma, language=language)
    visitor = Visitor(browser, portal, language, farmer)
    visitor.go("me/")
    visitor.follow("main a[href$='/learn/sittings/find/']")
    visitor.shoot("find")
    visitor.follow("main .slot a[href$='/book/']")
    assert str(nearest.public_id) in visitor.page.url
    visitor.follow("main form button")
    place = Candidate.objects.get(citizen=farmer)
    assert place.sitting == nearest
    assert visitor.page.url.endswith(place.get_absolute_url().removeprefix("/en"))
    visitor.shoot("booked")
    visitor.go("me/")
    assert visitor.page.locator(f"main a[href$='{place.public_id}/']").count() == 1
    tomorrow = timezone.now() + timedelta(hours=24)
    Sitting.objects.filter(pk=nearest.pk).update(starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=3))
    for _hour in range(2):
        remind_of_sittings()
        carry()
    reminder = Notice.objects.get(person=farmer, kind="literacy.sitting_reminder")
    with translation.override(language):
        assert reminder.subject


def test_a_coordinator_books_180_monks_in_three_batches(portal, browser, language, django_db_blocker):
    centre = a_centre(seats=60)
    cohort = a_class(learners=180)
    officer = Visitor(browser, portal, language, holder_of(Membership.Role.PROGRAMME_OFFICER))
    plan_three(officer, centre)
    coordinator = Visitor(browser, portal, language, cohort.coordinator)
    coordinator.go(f"learn/cohorts/{cohort.public_id}/")
    coordinator.follow("main a[href$='/seats/']")
    coordinator.page.select_option("[name=centre]", str(centre.public_id))
    coordinator.follow("main form[method=get] button")
    assert coordinator.page.locator("main .stp > li").count() == 3
    coordinator.shoot("batches")
    coordinator.follow("main form[method=post] button")
    coordinator.shoot("batches-booked")
    made = Sitting.objects.filter(centre=centre).order_by("starts_at")
    rolls = [
        sorted(Enrolment.objects.filter(citizen__candidacies__sitting=one).values_list("roll_number", flat=True))
        for one in made
    ]
    assert rolls == [list(range(1, 61)), list(range(61, 121)), list(range(121, 181))]
    carry()
    assert Notice.objects.filter(kind="literacy.seat_booked_for_you").count() == 180
    assert coordinator.page.locator("main form[method=post]").count() == 0  # nothing is left to book


def plan_three(officer, centre):
    """Three sittings on one day, planned in one go."""
    officer.go("learn/sittings/plan/")
    page, day = officer.page, timezone.localdate() + timedelta(days=3)
    page.select_option("[name=centre]", str(centre.pk))
    for number, part in enumerate((day.day, day.month, day.year)):
        page.fill(f"[name=day_{number}]", str(part))
    page.select_option("[name=hour]", "08:00")
    page.select_option("[name=hours]", "3")
    for box in page.locator("[name=domains]").all():
        box.check(force=True)
    page.fill("[name=times_over]", "3")
    page.fill("[name=a_day]", "3")
    officer.shoot("plan-three")
    officer.follow("main form button")
    assert Sitting.objects.filter(centre=centre, seats=60).count() == 3
