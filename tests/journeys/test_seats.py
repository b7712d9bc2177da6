"""Seats in a real browser, in both languages, on a phone: a farmer books the nearest; a coordinator books 180 monks."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
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
from tests.installation import session_of

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
PICTURES = Path(settings.BASE_DIR) / "var" / "journeys"


@pytest.fixture(params=["en", "dz"])
def language(request):
    return request.param


@pytest.fixture(autouse=True)
def let_go(browser):
    """What the test opened beside the browser is closed there, before its database goes."""
    yield
    connections.close_all()


class Visitor:
    """Somebody signed in at a phone; looks for things by address and name, so that both languages are served."""

    def __init__(self, portal, phone, language, person):
        phone.add_cookies([{"name": "sessionid", "value": session_of(person), "url": portal.address}])
        self.page, self.root, self.language = phone.new_page(), f"{portal.address}/{language}/", language

    def go(self, path):
        self.page.goto(self.root + path)

    def press(self, selector):
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.fits()

    def fits(self):
        """Nothing stands beside the 360 pixels of the phone."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360, self.page.url

    def shoot(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}-{self.language}.png", full_page=True)


def morning(days, hour=9):
    """A moment so many days ahead, Thimphu's time."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def test_a_farmer_finds_and_books_the_nearest_sitting_and_gets_the_reminder(portal, phone, language, django_db_blocker):
    khoma, paro = Gewog.objects.get(name_en="Khoma"), Gewog.objects.get(name_en="Wangchang")
    a_coming(centre=a_centre(gewog=paro), start=morning(2))
    nearest = a_coming(centre=a_centre(gewog=khoma), start=morning(9), seats=4)
    farmer = PersonFactory(full_name="Tshering Wangmo", gewog=khoma, language=language)
    visitor = Visitor(portal, phone, language, farmer)
    visitor.go("me/")
    visitor.press("main a[href$='/learn/sittings/find/']")
    visitor.shoot("find")
    visitor.press("main .slot a[href$='/book/']")
    assert str(nearest.public_id) in visitor.page.url
    visitor.press("main form button")
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


def test_a_coordinator_books_180_monks_in_three_batches(portal, browser, phone, language, django_db_blocker):
    centre = a_centre(seats=60)
    cohort = a_class(learners=180)
    officer = Visitor(portal, phone, language, holder_of(Membership.Role.PROGRAMME_OFFICER))
    plan_three(officer, centre)
    desk = browser.new_context(viewport={"width": 360, "height": 740})
    coordinator = Visitor(portal, desk, language, cohort.coordinator)
    coordinator.go(f"learn/cohorts/{cohort.public_id}/")
    coordinator.press("main a[href$='/seats/']")
    coordinator.page.select_option("[name=centre]", str(centre.public_id))
    coordinator.press("main form[method=get] button")
    assert coordinator.page.locator("main .stp > li").count() == 3
    coordinator.shoot("batches")
    coordinator.press("main form[method=post] button")
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
    officer.fits()
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
    officer.press("main form button")
    assert Sitting.objects.filter(centre=centre, seats=60).count() == 3
