"""Somebody at a phone of 360 pixels; things are looked for by address and name, so that both languages are served."""

from pathlib import Path

from django.conf import settings

from tests.installation import session_of

PHONE = {"viewport": {"width": 360, "height": 740}}
PASSWORD = "yak-blue-river-seven"
PICTURES = Path(settings.BASE_DIR) / "var" / "journeys"


def with_password(*people):
    """They sign in with the one password of all journeys."""
    for person in people:
        person.set_password(PASSWORD)
        person.save()


class Visitor:
    """Has a phone of their own, on which `person`, where there is one, is signed in already."""

    def __init__(self, browser, portal, language, person=None):
        phone = browser.new_context(**PHONE)
        phone.set_default_timeout(15_000)
        if person is not None:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": portal.address}
            phone.add_cookies([cookie])
        self.page, self.root, self.language = phone.new_page(), f"{portal.address}/{language}/", language

    def go(self, path):
        """Open a page below the language."""
        self.page.goto(self.root + path)

    def press(self, selector):
        """Press the first of these."""
        self.page.locator(selector).first.click()

    def follow(self, selector):
        """Press what leads to another page, which must fit."""
        with self.page.expect_navigation():
            self.press(selector)
        self.fits()

    def sign_in(self, username):
        """By the door, with the password of all journeys."""
        self.go("account/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main button[type=submit]")
        self.page.wait_for_url("**/me/")

    def fits(self):
        """Nothing is wider than the phone."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["viewport"]["width"], self.page.url

    def shoot(self, name):
        """The page fits; its picture stays to be looked at."""
        self.fits()
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}-{self.language}.png", full_page=True)
