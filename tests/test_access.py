"""Who may open what: every address of the portal × every role × GET and POST, also on what belongs to somebody else.

An address without a row fails, and so does a row without an address. A cell reads "roles: answer, …, rest: answer";
"anonymous: login" is understood where a cell does not speak of "anyone". The answers: `in` (the page, or on to the
next one, or a refusal that can be mended), `login`, and 403, 404, 405 as such.
"""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import count

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from intelligent_bhutan.certificates import queries as certificates
from intelligent_bhutan.certificates import shelf
from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.models import User
from intelligent_bhutan.targets.actions import publish_release
from literacy.actions import assessing, cohorts
from literacy.models import Attempt, CohortImport, ConsentNotice, Enrolment, Proficiency, Sitting
from tests.factories.certificates import an_issued
from tests.factories.literacy_assessment import an_open
from tests.factories.literacy_learning import course
from tests.factories.outbox import DeadFactory
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

LOCAL = ("coordinator", "trainer")
PROGRAMME = ("invigilator", "editor", "publisher", "programme_officer", "analyst", "operator")
ROLES = ("anonymous", "citizen", *LOCAL, *PROGRAMME, "administrator")


@dataclass(frozen=True)
class Row:
    """What an address answers: to GET, to POST, and to both where the thing is somebody else's."""

    get: str
    post: str
    needs: str = ""  # attributes of `World` that stand in the address
    theirs: str = ""  # for addresses of things that belong to somebody
    theirs_post: str = ""  # where it differs from `theirs`


ANYONE, ANYONE_READS = "anyone: in", "anyone: 405"
EACH, EACH_READS = "rest: in", "rest: 405"
CLASS, CLASS_READS = "coordinator trainer: in, rest: 404", "coordinator trainer: 405, rest: 404"
MANAGES, MANAGES_READS = "coordinator: in, rest: 404", "coordinator: 405, rest: 404"
CHANGES = "coordinator: in, trainer: 403, rest: 404"
LEARNER, LEARNER_READS = "citizen: in, rest: 404", "citizen: 405, rest: 404"
EDITORIAL = "editor publisher: in, rest: 403"
HOLDS, PLANS = "invigilator: in, programme_officer: 403, rest: 404", "programme_officer: in, rest: 403"
PLANS_READS, SEES = "programme_officer: 405, rest: 403", "invigilator programme_officer: in, rest: 404"
OVERSEES, OFFICER_ALONE = "programme_officer: in, rest: 403", "programme_officer: in, rest: 404"
FIGURES, OPERATES = "analyst programme_officer: in, rest: 403", "operator administrator: in, rest: 403"
ONLY_POST = "rest: 405"

TABLE = {
    # the portal
    "door": Row(ANYONE, ANYONE_READS),
    "health": Row(ANYONE, ANYONE_READS),
    "alive": Row(ANYONE, ANYONE_READS),
    "metrics": Row("anyone: 404", ANYONE_READS),
    "home": Row(ANYONE, ANYONE_READS),
    "gallery": Row(ANYONE, ANYONE_READS),
    "my_page": Row(EACH, EACH_READS),
    "my_details": Row(EACH, EACH),
    # certificates
    "verify:form": Row(ANYONE, ANYONE),
    "verify:show": Row(ANYONE, ANYONE_READS, "code secret"),
    "certificates:mine": Row(EACH, EACH_READS),
    "certificates:detail": Row(LEARNER, EACH_READS, "award", theirs="rest: 404", theirs_post=EACH_READS),
    "certificates:download": Row(LEARNER, EACH_READS, "award", theirs="rest: 404", theirs_post=EACH_READS),
    "certificates:staff": Row(OVERSEES, "programme_officer: 405, rest: 403"),
    "certificates:revoke": Row(OVERSEES, OVERSEES, "award", theirs=OVERSEES),
    "certificates:retry": Row(PLANS_READS, OVERSEES, "award", theirs=PLANS_READS, theirs_post=OVERSEES),
    # learning
    "lesson_file": Row("anyone: 404", ANYONE_READS, "file"),
    "literacy:courses": Row(ANYONE, ANYONE_READS),
    "literacy:course": Row(ANYONE, ANYONE_READS, "slug"),
    "literacy:lesson": Row(ANYONE, ANYONE, "slug lesson"),
    "literacy:lesson_finish": Row(EACH_READS, EACH, "slug lesson"),
    "literacy:editing": Row(EDITORIAL, EACH_READS),
    "literacy:editing_start": Row(EACH_READS, "editor: in, rest: 403", "slug"),
    "literacy:editing_version": Row(EDITORIAL, EDITORIAL, "slug number"),
    "literacy:preview": Row(EDITORIAL, EACH_READS, "slug number lesson"),
    # classes
    "literacy:class_sign_in": Row(ANYONE, ANYONE),
    "literacy:class_roll": Row(ANYONE, ANYONE),
    "literacy:class_pin": Row(ANYONE, ANYONE),
    "literacy:cohorts": Row("coordinator trainer: in, rest: 403", "coordinator trainer: 405, rest: 403"),
    "literacy:cohort_new": Row("coordinator: in, rest: 403", "coordinator: in, rest: 403"),
    "literacy:cohort": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:cards": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:results": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:first_sign_ins": Row(EACH_READS, CHANGES, "cohort", theirs=EACH_READS, theirs_post="rest: 404"),
    "literacy:reset_pin": Row(CHANGES, CHANGES, "cohort enrolment", theirs="rest: 404"),
    "literacy:leave": Row(EACH_READS, CHANGES, "cohort enrolment", theirs=EACH_READS, theirs_post="rest: 404"),
    "literacy:import_upload": Row(MANAGES, MANAGES, "cohort", theirs="rest: 404"),
    "literacy:import_template": Row(MANAGES, EACH_READS, "cohort kind", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:import": Row(MANAGES, EACH_READS, "cohort sheet", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:import_act": Row(EACH_READS, MANAGES, "cohort sheet", theirs=EACH_READS, theirs_post="rest: 404"),
    "literacy:import_download": Row(
        MANAGES, EACH_READS, "cohort sheet kind", theirs="rest: 404", theirs_post=EACH_READS
    ),
    # sittings
    "literacy:sittings": Row(
        "invigilator programme_officer: in, rest: 403", "invigilator programme_officer: 405, rest: 403"
    ),
    "literacy:sitting_plan": Row(PLANS, PLANS),
    "literacy:doubles": Row(PLANS, PLANS_READS),
    "literacy:decide_double": Row(PLANS_READS, PLANS, "double", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:sitting": Row(SEES, EACH_READS, "sitting", theirs=OFFICER_ALONE, theirs_post=EACH_READS),
    "literacy:sitting_step": Row(
        EACH_READS, HOLDS, "sitting act", theirs=EACH_READS, theirs_post="programme_officer: 403, rest: 404"
    ),
    "literacy:incident": Row(
        EACH_READS, HOLDS, "sitting", theirs=EACH_READS, theirs_post="programme_officer: 403, rest: 404"
    ),
    "literacy:check_candidate": Row(
        HOLDS,
        HOLDS,
        "sitting candidate",
        theirs="programme_officer: 403, rest: 404",
        theirs_post="programme_officer: 403, rest: 404",
    ),
    "literacy:assign": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:register": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:register_person": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:void": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    # the examination
    "literacy:exam": Row(EACH, EACH_READS),
    "literacy:begin": Row(EACH_READS, LEARNER, "candidate domain", theirs=EACH_READS, theirs_post="rest: 404"),
    "literacy:sitting_results": Row(LEARNER, EACH_READS, "candidate", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:attempt": Row(LEARNER, EACH_READS, "attempt", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:exam_voice": Row("rest: 404", EACH_READS, "attempt one zero", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:save_answer": Row(EACH_READS, LEARNER, "attempt one", theirs=EACH_READS, theirs_post="rest: 404"),
    "literacy:hand_in": Row(EACH_READS, LEARNER, "attempt", theirs=EACH_READS, theirs_post="rest: 404"),
    # figures and machinery
    "targets:progress": Row(ANYONE, ANYONE_READS),
    "targets:progress_csv": Row(ANYONE, ANYONE_READS),
    "targets:dashboard": Row(FIGURES, "analyst programme_officer: 405, rest: 403"),
    "targets:dashboard_csv": Row(FIGURES, "analyst programme_officer: 405, rest: 403"),
    "targets:alarms": Row(
        "analyst operator administrator: in, rest: 403", "analyst operator administrator: in, rest: 403"
    ),
    "outbox:dead": Row(OPERATES, "operator administrator: 405, rest: 403"),
    "operating:kept": Row(ANYONE, ANYONE_READS),
    "operating:keys": Row(OPERATES, "operator administrator: 405, rest: 403"),
    "operating:schedule": Row(OPERATES, "operator administrator: 405, rest: 403"),
    "outbox:retry": Row("operator administrator: 405, rest: 403", OPERATES, "dead"),
}

# signing in and the account: allauth's pages, which ask for no role; three of them are enough
ACCOUNT = {
    "account_login": Row(ANYONE, ANYONE),
    "account_logout": Row(ANYONE, ANYONE),
    "account_signup": Row(ANYONE, ANYONE),
    "account_inactive": Row(ANYONE, ANYONE_READS),
    "account_reauthenticate": Row(EACH, EACH),
    "account_email": Row(EACH, EACH),
    "account_email_verification_sent": Row(ANYONE, ANYONE_READS),
    "account_confirm_email": Row(ANYONE, "anyone: 404", "no_key"),
    "account_change_password": Row(EACH, EACH),
    "account_set_password": Row(EACH, EACH),
    "account_reset_password": Row(ANYONE, ANYONE),
    "account_reset_password_done": Row(ANYONE, ANYONE_READS),
    "account_reset_password_from_key": Row(ANYONE, ANYONE, "nobody no_key"),
    "account_reset_password_from_key_done": Row(ANYONE, ANYONE_READS),
    "account_confirm_login_code": Row(EACH, EACH),
    "account_verify_phone": Row(EACH, EACH),
    "account_change_phone": Row(EACH, EACH),
    "usersessions_list": Row(EACH, EACH),
    "mfa_index": Row(EACH, EACH_READS),
    "mfa_authenticate": Row(EACH, EACH),
    "mfa_reauthenticate": Row(EACH, EACH),
    "mfa_activate_totp": Row(EACH, EACH),
    "mfa_deactivate_totp": Row("rest: 404", "rest: 404"),
    "mfa_view_recovery_codes": Row("rest: 404", EACH_READS),
    "mfa_generate_recovery_codes": Row(EACH, EACH),
    "mfa_download_recovery_codes": Row("rest: 404", "rest: 404"),
    "mfa_list_webauthn": Row(EACH, EACH_READS),
    "mfa_add_webauthn": Row(EACH, EACH),
    "mfa_reauthenticate_webauthn": Row(EACH, EACH),
    "mfa_remove_webauthn": Row(EACH, EACH, "one"),
    "mfa_edit_webauthn": Row(EACH, EACH, "one"),
    "mfa_login_webauthn": Row(EACH, EACH),
}

EVERYTHING = TABLE | ACCOUNT
FOR_ACCOUNT = ("anonymous", "citizen", "administrator")
NUMBERS = count(1)


class World:
    """One school with its class, one sitting, one learner: whatever can stand in an address."""

    kind, act, one, zero, no_key, nobody, file = "csv", "close", 1, 0, "MQ:nothing", "zzz", "lessons/none.mp3"

    def __init__(self, people):
        self.people = people
        self.learning(people["coordinator"])
        self.examination(people["invigilator"], people["citizen"])
        self.award_of(people["citizen"])
        self.dead = DeadFactory().pk

    def learning(self, coordinator):
        """A course, a class of one, a file."""
        version = course()
        lesson = version.lessons.first()
        self.slug, self.number, self.lesson = version.course.slug, version.number, lesson.slug
        school = coordinator.memberships.get().organisation
        held = cohorts.found(organisation=school, name=f"Class {next(NUMBERS)}", course=version.course, by=coordinator)
        notice = ConsentNotice.objects.first()
        enrolment = Enrolment.objects.create(
            cohort=held,
            citizen=self.people["citizen"],
            roll_number=1,
            consent_basis="self",
            consent_notice=notice,
        )
        sheet = CohortImport.objects.create(
            cohort=held, uploaded_by=coordinator, consent_notice=notice, file_name="a.csv", sha256="0", state="checked"
        )
        self.cohort, self.enrolment, self.sheet = held.public_id, enrolment.public_id, sheet.public_id

    def examination(self, invigilator, citizen):
        """An open sitting with an attempt, and a person who resembles another."""
        sitting = an_open(citizens=[citizen])
        Sitting.objects.filter(pk=sitting.pk).update(invigilator=invigilator)
        candidate = sitting.candidates.select_related("sitting", "citizen").get()
        domain = sitting.domains.order_by("pk").first()
        attempt = assessing.open_attempt(candidate=candidate, domain=domain, by=citizen)
        self.sitting, self.candidate, self.domain = sitting.public_id, candidate.public_id, domain.key
        self.attempt = Attempt.objects.get(pk=attempt.pk).public_id
        double = Proficiency.objects.create(
            citizen=PersonFactory(), standard=sitting.standard, reached_at=timezone.now(), held_for_review=True
        )
        self.double = double.public_id

    def award_of(self, citizen):
        """An issued certificate, printed."""
        award = an_issued(citizen)
        award.pdf_sha256 = shelf.put(certificates.folder(), b"%PDF-1.7")
        award.save()
        self.award, self.code = award.public_id, award.code
        self.secret = certificates.verify_address(award).rstrip("/").rsplit("/", 1)[1]

    def address(self, name):
        """The address of the row's thing in this world."""
        return reverse(name, args=[getattr(self, need) for need in EVERYTHING[name].needs.split()])


def a_crew():
    """One person in each role, the local ones in a school of their own."""
    school = OrganisationFactory()
    people = {role: PersonFactory() for role in ROLES[1:]}
    for role in LOCAL:
        roles.appoint(person=people[role], role=role, organisation=school, by=None)
    for role in PROGRAMME:
        roles.appoint(person=people[role], role=role, by=None)
    roles.make_administrator(person=people["administrator"], by=None)
    return {role: User.objects.get(pk=person.pk) for role, person in people.items()}


def expected(cell, role):
    """What the cell says of the role."""
    if role == "anonymous" and "anyone" not in cell:
        return "login"
    for clause in cell.split(", "):
        who, answer = clause.split(": ")
        if who in ("anyone", "rest") or role in who.split():
            return answer
    raise ValueError(f"{cell!r} says nothing of {role}")


def found(response):
    """The answer as the table writes it."""
    doors = (reverse("account_login"), reverse("admin:login"))
    if response.status_code == 302 and response.url.startswith(doors):
        return "login"
    return "in" if response.status_code in (200, 302, 400, 422, 503) else str(response.status_code)


class Visitor:
    """Asks as one role; whatever a request changes is undone after it."""

    def __init__(self, client, person):
        self.client = client
        if person is not None:
            client.force_login(person)
        self.cookies = client.cookies.output(header="", sep=";")

    def answer(self, method, address):
        """What the portal answers."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(address)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        return found(response)


def patterns(resolver=None, names=()):
    """The whole name of every address of the portal."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield ":".join([*names, pattern.name or str(pattern.pattern)])


def test_every_address_has_a_row_and_every_row_an_address():
    assert {name for name in patterns() if not name.startswith("admin:")} == set(EVERYTHING)


@pytest.mark.parametrize("role", ROLES)
def test_role_opens_what_the_table_says(client, role):
    crew = a_crew()
    mine, theirs = World(crew), World(a_crew())
    publish_release()
    visitor, wrong = Visitor(client, crew.get(role)), []
    for name, row in (EVERYTHING if role in FOR_ACCOUNT else TABLE).items():
        cells = [("get", mine, row.get), ("post", mine, row.post)]
        if row.theirs:
            cells += [("get", theirs, row.theirs), ("post", theirs, row.theirs_post or row.theirs)]
        for method, world, cell in cells:
            answer, due = visitor.answer(method, world.address(name)), expected(cell, role)
            if answer != due:
                wrong.append(f"{method} {name} of {'mine' if world is mine else 'theirs'}: {answer}, not {due}")
    assert wrong == [], "\n".join(wrong)


COURSES = {"block", "checkoption", "courseversion", "lesson", "module", "recording"}
PLACES = {"alias", "dzongkhag", "gewog"}
ADMIN = {"editor": COURSES, "publisher": COURSES, "programme_officer": PLACES}  # the pages that each opens


@pytest.mark.parametrize("role", ROLES)
def test_admin_opens_to_each_role_what_is_its_own(client, role):
    visitor = Visitor(client, a_crew().get(role))
    names = {name for name in patterns() if name.startswith("admin:") and name.endswith("_changelist")}
    kinds = {name: name.split("_")[-2] for name in names}
    own = (
        {kind for kind in kinds.values() if kind not in COURSES} if role == "administrator" else ADMIN.get(role, set())
    )
    due = {name: "in" if kind in own else "403" if own else "login" for name, kind in kinds.items()}
    due["admin:index"] = "in" if own else "login"
    assert set(kinds.values()) > COURSES | PLACES
    for method in ("get", "post"):
        assert {name: visitor.answer(method, reverse(name)) for name in due} == due
