"""The main job in a real browser, in both languages: a class learns, is examined, certified, and the count moves."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect

from intelligent_bhutan.certificates import codes
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Gewog
from literacy import content
from literacy.actions import loading, sittings
from literacy.models import Centre, Cohort, Course, Domain, Enrolment, Item, StandardDomain
from literacy.queries import assessing, standards
from tests.factories.people import OrganisationFactory, holder_of
from tests.installation import until
from tests.journeys.visitors import Visitor, with_password

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
HEADINGS = "Roll number,Full name,Date of birth,Gender,Gewog,Dzongkhag,Consent\n"
WRONG = (
    HEADINGS
    + "1,Sonam Choden,31/2/1986,female,Khoma,Lhuentse,self\n2,Karma Dorji,1990-05-01,male,Khomaa,Lhuentse,self\n"
)
RIGHT = (
    HEADINGS
    + "1,Sonam Choden,27/3/1986,female,Khoma,Lhuentse,self\n2,Karma Dorji,1990-05-01,male,Khoma,Lhuentse,self\n"
)


@pytest.fixture
def world(installation):
    """What is there before the story begins, in a portal that serves, works and beats."""
    world = make_world()
    installation.start_web()
    installation.start_worker()
    installation.start_beat()
    return world


def make_world():
    """Staff, one course, the item bank, one class, a planned sitting: what is there before the story begins."""
    school, office = OrganisationFactory(name="Khoma School"), OrganisationFactory(name="Examination Office")
    people = {
        "coordinator": holder_of(
            Membership.Role.COORDINATOR, school, username="coordinator", full_name="Aum Coordinator"
        ),
        "invigilator": holder_of(
            Membership.Role.INVIGILATOR, office, username="invigilator", full_name="Ap Invigilator"
        ),
        "officer": holder_of(Membership.Role.PROGRAMME_OFFICER, username="officer", full_name="Ap Officer"),
    }
    with_password(*people.values())
    editor, publisher = holder_of(Membership.Role.EDITOR), holder_of(Membership.Role.PUBLISHER)
    for course in content.courses():
        loading.load_course(course, by_editor=editor, by_publisher=publisher)
    loading.load_items(content.items(), by=editor)
    StandardDomain.objects.update(blueprint={"single": 2, "matching": 1})
    cohort = Cohort.objects.create(
        organisation=school,
        name="Weavers",
        code="KHM4T7",
        course=Course.objects.get(slug="first-steps-online"),
        coordinator=people["coordinator"],
    )
    centre = Centre.objects.create(
        name_en="Khoma Centre", gewog=Gewog.objects.get(name_en="Khoma"), organisation=office, seats=10
    )
    return {"cohort": cohort, "centre": centre, **people}


def test_main_job(installation, world, browser, language, django_db_blocker):
    cohort = world["cohort"]
    before = public_count(browser, installation, language)

    coordinator = Visitor(browser, installation, language)
    coordinator.sign_in("coordinator")
    send(coordinator, cohort, "wrong.csv", WRONG)
    coordinator.page.wait_for_selector("[name=rows], #rows")
    assert Enrolment.objects.count() == 0
    coordinator.shoot("import")
    send(coordinator, cohort, "right.csv", RIGHT)
    coordinator.press("button[value=begin]")
    until(lambda: Enrolment.objects.filter(cohort=cohort).count() == 2, what="enrolled")

    learner_record = Enrolment.objects.select_related("citizen").get(cohort=cohort, roll_number=1)
    symbols = pin_actions.reset_pin(person=learner_record.citizen, kind="picture", by=world["coordinator"])
    learner = Visitor(browser, installation, language)
    sign_in_with_class(learner, cohort, symbols)
    take_course(learner)

    sitting = plan_sitting(world, learner_record.citizen)
    invigilator = Visitor(browser, installation, language)
    invigilator.sign_in("invigilator")
    invigilator.go(f"learn/sittings/{sitting.public_id}/")
    invigilator.press("form[action$='/open/'] button")
    invigilator.press("details.cand summary")
    invigilator.page.locator("[name=number]").first.fill("11007002345")
    invigilator.shoot("admit")
    invigilator.press("button[value=admit]")
    invigilator.page.wait_for_selector("#seat1 .tag.ok")
    sit_all(learner, learner_record.citizen)
    invigilator.go(f"learn/sittings/{sitting.public_id}/")
    invigilator.press("form[action$='/close/'] button")
    invigilator.press("details:has(form[action$='/sign/']) summary")
    invigilator.press("form[action$='/sign/'] button")
    invigilator.shoot("signed")

    award = until(lambda: Award.objects.exclude(pdf_sha256="").first(), within=60, what="the certificate")
    learner.go(f"certificates/{award.public_id}/")
    expect(learner.page.locator(".who")).to_have_text("Sonam Choden")
    learner.shoot("certificate")
    secret = codes.secret(award.code, settings.CERTIFICATE_KEY.encode())
    stranger = Visitor(browser, installation, language)
    verify = f"{installation.address}/verify/{award.code}/{secret}/?lang={language}"
    stranger.page.goto(verify)
    expect(stranger.page.locator(".dn:not(.off)")).to_be_visible()
    stranger.shoot("verify")
    assert public_count(browser, installation, language) == before + 1

    officer = Visitor(browser, installation, language)
    officer.sign_in("officer")
    officer.go(f"certificates/staff/{award.public_id}/revoke/")
    officer.press("div.radio:has(input[value=cheating]) label")
    officer.page.fill("[name=remark]", "Decision 12 of the examination office")
    officer.press("div.tick label")
    officer.press("main form button")
    officer.page.wait_for_url("**/certificates/staff/")
    stranger.page.goto(verify)
    expect(stranger.page.locator(".dn.off")).to_be_visible()
    until(lambda: public_count(browser, installation, language) == before, what="the count goes back")
    connections.close_all()


def public_count(browser, installation, language):
    """The number on the public page."""
    visitor = Visitor(browser, installation, language)
    visitor.go("progress/")
    text = visitor.page.locator(".answer .num").first.inner_text()
    visitor.page.context.close()
    return int("".join(re.findall(r"\d", text)) or 0)


def send(coordinator, cohort, name, text):
    """Upload a list and wait for its report."""
    coordinator.go(f"learn/cohorts/{cohort.public_id}/import/")
    coordinator.page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    coordinator.press("main form button[type=submit]")
    coordinator.page.wait_for_selector("table", timeout=30_000)


def sign_in_with_class(learner, cohort, symbols):
    """Class code, roll number, four pictures."""
    learner.go("learn/class/")
    learner.page.fill("[name=code]", f"{cohort.code[:3].lower()} {cohort.code[3:]}")
    learner.press("main form button")
    learner.page.fill("[name=roll_number]", "༡")
    learner.press("main form button")
    learner.shoot("pictures")
    for symbol in symbols:
        learner.press(f"button[value={symbol}]")
    learner.page.wait_for_url("**/me/")


def take_course(learner):
    """Every screen of every lesson, by the buttons on them."""
    version = Course.objects.get(slug="first-steps-online").versions.get()
    for lesson in version.lessons.all():
        learner.go(f"learn/courses/first-steps-online/{lesson.slug}/")
        learner.shoot(f"lesson-{lesson.position}")
        finish = learner.page.locator("form[action$='/finish/'] button")
        onward = learner.page.locator("main a.btn[href*='screen=']").last
        while not finish.count():
            with learner.page.expect_navigation():
                onward.click()
        with learner.page.expect_navigation():
            finish.click()
    until(lambda: version.progress.filter(completed_at__isnull=False).exists(), what="the course is completed")


def plan_sitting(world, citizen):
    """The officer's part, before the day."""
    standard, now = standards.in_force(), timezone.now()
    sitting = sittings.plan(
        centre=world["centre"],
        standard=standard,
        domains=Domain.objects.all(),
        starts_at=now,
        ends_at=now + timedelta(hours=3),
        by=world["officer"],
    )
    sittings.register(sitting=sitting, citizens=[citizen], by=world["officer"])
    return sittings.assign(sitting=sitting, invigilator=world["invigilator"], by=world["officer"])


def sit_all(learner, citizen):
    """All five papers, with what is right."""
    for _domain in Domain.objects.all():
        learner.go("learn/exam/")
        learner.press("form[action*='/begin/'] button")
        learner.page.wait_for_selector(".js-answer")
        attempt = citizen.attempts.get(submitted_at=None)
        for question in assessing.questions(attempt):
            form = learner.page.locator(f"#q{question.number}")
            form.wait_for(state="visible")
            fill(form, question)
            form.locator("button").click()
        learner.press("form.js-hand-in button")
        learner.press("button[name=sure]")
        learner.page.wait_for_selector(".dn")


def fill(form, question):
    """The right answer to one question."""
    options = {option.key: option for option in question.options}
    key = assessing.key_of(question.item, options)
    if question.item.kind == Item.Kind.MATCHING:
        for number, option in enumerate(question.options, start=1):
            place = [partner.key for partner in question.partners].index(key.pairs[option.key]) + 1
            form.locator(f"[name=pair_{number}]").select_option(str(place))
        return
    for number, option in enumerate(question.options, start=1):
        if option.key in key.correct:
            form.locator(f"label[for=q{question.number}_{number}]").click()
