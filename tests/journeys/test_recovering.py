"""Two people in trouble, on a phone, in both languages: one lost everything, the other's name is wrong on paper."""

import re

import pytest
from django.db import connections
from playwright.sync_api import expect

from intelligent_bhutan.certificates import queries
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.models import Correction, Membership, Organisation, Recovery
from literacy.models import Proficiency
from tests.factories.literacy_assessment import a_signed
from tests.factories.outbox import carry_all
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of
from tests.factories.recovering import number_of, with_card
from tests.installation import until
from tests.journeys.test_main_job import PASSWORD, Person

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
Role = Membership.Role
NEW = "four-red-dzongs"


def staff():
    """Who works at the centre and at the office, with passwords."""
    centre = OrganisationFactory(name="Khoma Community Centre", kind=Organisation.Kind.COMMUNITY_CENTRE)
    people = [
        holder_of(Role.COORDINATOR, centre, username="centre", full_name="Aum Centre"),
        holder_of(Role.PROGRAMME_OFFICER, username="officer", full_name="Ap Officer"),
    ]
    for person in people:
        person.set_password(PASSWORD)
        person.save()


def wide_enough(person):
    """No page is wider than the phone."""
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 360, person.page.url


def look(person, name):
    """Keep a picture of the page."""
    wide_enough(person)
    person.shoot(name)


def find(helper, learner):
    """The card in the hand of whoever helps leads to the person."""
    helper.go("people/recovery/")
    helper.page.fill("[name=number]", number_of(learner))
    look(helper, "recovery-find")
    helper.press("main form button")
    helper.page.wait_for_url("**/recovery/person/")


@pytest.mark.parametrize("language", ["en", "dz"])
def test_a_learner_who_lost_everything_recovers_at_a_centre(portal, browser, language):
    staff()
    learner = with_card(username="dorji", full_name="Dorji Wangmo", phone="+97517123456", phone_verified=True)
    here, helper, officer = (Person(browser, portal, language) for _ in range(3))
    here.go("account/password/reset/")
    look(here, "recovery-forgotten")

    helper.sign_in("centre")
    find(helper, learner)
    helper.press("label[for=id_evidence_0]")
    helper.press("label[for=id_drops_0]")
    look(helper, "recovery-person")
    helper.press("main form button")
    helper.page.wait_for_url(re.compile(r"/recovery/[0-9a-f-]{36}/"))
    look(helper, "recovery-waits")

    held = Recovery.objects.get()
    officer.sign_in("officer")
    officer.go(f"people/recovery/{held.public_id}/")
    look(officer, "recovery-decide")
    officer.press("button[value=approved]")
    officer.page.wait_for_url("**/people/recovery/")

    helper.go(f"people/recovery/{held.public_id}/")
    helper.press("form[action$='/slip/'] button")
    helper.page.wait_for_selector(".cno")
    look(helper, "recovery-slip")
    slip = helper.page.locator(".cno").inner_text()

    here.go("account/login/")
    here.press("a[href$='/people/recover/']")
    here.page.fill("[name=slip]", slip)
    look(here, "recovery-type-slip")
    here.press("main form button")
    here.page.wait_for_url("**/recover/new/")
    expect(here.page.locator("main")).to_contain_text("dorji")
    here.page.fill("[name=password]", NEW)
    look(here, "recovery-new")
    here.press("main form button")
    here.page.wait_for_url("**/me/")
    expect(here.page.locator("h1")).to_have_text("Dorji Wangmo")
    expect(here.page.locator("main .note.warn")).to_be_visible()
    look(here, "recovery-back")
    here.go("me/sessions/")
    look(here, "sessions")
    learner.refresh_from_db()
    assert (learner.check_password(NEW), learner.phone) == (True, None)
    connections.close_all()


@pytest.mark.parametrize("language", ["en", "dz"])
def test_a_wrong_name_is_corrected_and_the_certificate_reissued(portal, browser, language):
    staff()
    learner = PersonFactory(username="pema", full_name="Pema Lhamu")
    learner.set_password(PASSWORD)
    learner.save()
    a_signed(citizens=[learner])
    carry_all()
    old = Award.objects.get()
    portal.start_worker()

    pema, helper, officer = (Person(browser, portal, language) for _ in range(3))
    pema.sign_in("pema")
    pema.go("me/details/")
    look(pema, "correction-details")
    pema.press("a[href$='/corrections/mine/']")
    pema.press("a[href$='/corrections/new/']")
    pema.page.fill("[name=full_name]", "Pema Lhamo")
    pema.page.fill("[name=reason]", "My card says Lhamo. I bring it.")
    look(pema, "correction-ask")
    pema.press("main form button")
    pema.page.wait_for_url("**/corrections/mine/")
    look(pema, "correction-mine")

    helper.sign_in("centre")
    find(helper, learner)
    helper.press("a[href*='/corrections/']")
    helper.press("label[for=id_evidence_0]")
    look(helper, "correction-evidence")
    helper.press("form[action$='/evidence/'] button")
    helper.page.wait_for_selector(".state")

    held = Correction.objects.get()
    officer.sign_in("officer")
    officer.go("people/corrections/")
    look(officer, "corrections")
    officer.press(f"a[href*='{held.public_id}']")
    look(officer, "correction-decide")
    officer.press("button[value=approved]")
    officer.page.wait_for_url("**/people/corrections/")

    new = until(lambda: Award.objects.filter(printed_name="Pema Lhamo").first(), within=60, what="the new certificate")
    until(lambda: Proficiency.objects.filter(award=new, revoked_at=None).exists(), what="the count follows")
    pema.go("certificates/")
    look(pema, "correction-certificates")
    pema.go(f"certificates/{new.public_id}/")
    expect(pema.page.locator(".who")).to_have_text("Pema Lhamo")
    look(pema, "correction-certificate")
    stranger = Person(browser, portal, language)
    old.refresh_from_db()
    stranger.page.goto(f"{portal.address}{queries.verify_address(old).split('localhost:8000')[-1]}?lang={language}")
    expect(stranger.page.locator("main")).to_contain_text(new.serial)
    look(stranger, "correction-verify-old")
    connections.close_all()
