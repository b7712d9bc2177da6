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
from tests.journeys.visitors import Visitor, with_password

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
    with_password(*people)


def find(helper, learner):
    """The card in the hand of whoever helps leads to the person."""
    helper.go("people/recovery/")
    helper.page.fill("[name=number]", number_of(learner))
    helper.shoot("recovery-find")
    helper.press("main form button")
    helper.page.wait_for_url("**/recovery/person/")


def test_a_learner_who_lost_everything_recovers_at_a_centre(portal, browser, language):
    staff()
    learner = with_card(username="dorji", full_name="Dorji Wangmo", phone="+97517123456", phone_verified=True)
    here, helper, officer = (Visitor(browser, portal, language) for _ in range(3))
    here.go("account/password/reset/")
    here.shoot("recovery-forgotten")

    helper.sign_in("centre")
    find(helper, learner)
    helper.press("label[for=id_evidence_0]")
    helper.press("label[for=id_drops_0]")
    helper.shoot("recovery-person")
    helper.press("main form button")
    helper.page.wait_for_url(re.compile(r"/recovery/[0-9a-f-]{36}/"))
    helper.shoot("recovery-waits")

    held = Recovery.objects.get()
    officer.sign_in("officer")
    officer.go(f"people/recovery/{held.public_id}/")
    officer.shoot("recovery-decide")
    officer.press("button[value=approved]")
    officer.page.wait_for_url("**/people/recovery/")

    helper.go(f"people/recovery/{held.public_id}/")
    helper.press("form[action$='/slip/'] button")
    helper.page.wait_for_selector(".cno")
    helper.shoot("recovery-slip")
    slip = helper.page.locator(".cno").inner_text()

    here.go("account/login/")
    here.press("a[href$='/people/recover/']")
    here.page.fill("[name=slip]", slip)
    here.shoot("recovery-type-slip")
    here.press("main form button")
    here.page.wait_for_url("**/recover/new/")
    expect(here.page.locator("main")).to_contain_text("dorji")
    here.page.fill("[name=password]", NEW)
    here.shoot("recovery-new")
    here.press("main form button")
    here.page.wait_for_url("**/me/")
    expect(here.page.locator("h1")).to_have_text("Dorji Wangmo")
    expect(here.page.locator("main .note.warn")).to_be_visible()
    here.shoot("recovery-back")
    here.go("me/sessions/")
    here.shoot("sessions")
    learner.refresh_from_db()
    assert (learner.check_password(NEW), learner.phone) == (True, None)
    connections.close_all()


def test_a_wrong_name_is_corrected_and_the_certificate_reissued(portal, browser, language):
    staff()
    learner = PersonFactory(username="pema", full_name="Pema Lhamu")
    with_password(learner)
    a_signed(citizens=[learner])
    carry_all()
    old = Award.objects.get()
    portal.start_worker()

    pema, helper, officer = (Visitor(browser, portal, language) for _ in range(3))
    pema.sign_in("pema")
    pema.go("me/details/")
    pema.shoot("correction-details")
    pema.press("a[href$='/corrections/mine/']")
    pema.press("a[href$='/corrections/new/']")
    pema.page.fill("[name=full_name]", "Pema Lhamo")
    pema.page.fill("[name=reason]", "My card says Lhamo. I bring it.")
    pema.shoot("correction-ask")
    pema.press("main form button")
    pema.page.wait_for_url("**/corrections/mine/")
    pema.shoot("correction-mine")

    helper.sign_in("centre")
    find(helper, learner)
    helper.press("a[href*='/corrections/']")
    helper.press("label[for=id_evidence_0]")
    helper.shoot("correction-evidence")
    helper.press("form[action$='/evidence/'] button")
    helper.page.wait_for_selector(".state")

    held = Correction.objects.get()
    officer.sign_in("officer")
    officer.go("people/corrections/")
    officer.shoot("corrections")
    officer.press(f"a[href*='{held.public_id}']")
    officer.shoot("correction-decide")
    officer.press("button[value=approved]")
    officer.page.wait_for_url("**/people/corrections/")

    new = until(lambda: Award.objects.filter(printed_name="Pema Lhamo").first(), within=60, what="the new certificate")
    until(lambda: Proficiency.objects.filter(award=new, revoked_at=None).exists(), what="the count follows")
    pema.go("certificates/")
    pema.shoot("correction-certificates")
    pema.go(f"certificates/{new.public_id}/")
    expect(pema.page.locator(".who")).to_have_text("Pema Lhamo")
    pema.shoot("correction-certificate")
    stranger = Visitor(browser, portal, language)
    old.refresh_from_db()
    stranger.page.goto(f"{portal.address}{queries.verify_address(old).split('localhost:8000')[-1]}?lang={language}")
    expect(stranger.page.locator("main")).to_contain_text(new.serial)
    stranger.shoot("correction-verify-old")
    connections.close_all()
