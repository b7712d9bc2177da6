"""Who may open what: every address of the portal × every role × GET and POST, also on what belongs to somebody else.

An address without a row fails, and so does a row without an address. A cell reads "roles: answer, …, rest: answer";
"anonymous: login" is understood where a cell does not speak of "anyone". The answers: `in` (the page, or on to the
next one, or a refusal that can be mended), `login`, and 403, 404, 405 as such. Whatever is opened, nobody finds an exam
item in it but the candidate, on their own running paper.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import count

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from intelligent_bhutan.certificates import queries as certificates
from intelligent_bhutan.certificates import shelf
from intelligent_bhutan.people.actions import appointing, correcting, roles
from intelligent_bhutan.people.models import ConsentNotice, DataCopy, Merge, MergeProposal, UndoProposal, User
from intelligent_bhutan.targets.actions import publish_release
from literacy.actions import assessing, booking, cohorts
from literacy.models import Attempt, CohortImport, Enrolment, Proficiency, Sitting
from tests.factories.certificates import an_issued
from tests.factories.literacy_assessment import an_open, sit
from tests.factories.literacy_booking import a_coming
from tests.factories.literacy_centres import a_centre
from tests.factories.literacy_learning import course
from tests.factories.literacy_teaching import a_session, an_assignment
from tests.factories.outbox import DeadFactory
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of
from tests.factories.recovering import a_recovery
from tests.factories.service import ProblemFactory

pytestmark = pytest.mark.django_db

LOCAL = ("coordinator", "trainer")
PROGRAMME = ("invigilator", "editor", "publisher", "programme_officer", "analyst", "operator")
ITEM = re.compile(r"Secret stem|Option [abcd]|Partner [abcd]")  # of tests/factories/literacy_assessment.py
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
KEEPS = "coordinator programme_officer: in, rest: 403"
FIGURES, OPERATES = "analyst programme_officer: in, rest: 403", "operator administrator: in, rest: 403"
MENDERS = "operator administrator programme_officer editor publisher"
MENDS, MENDS_READS = f"{MENDERS}: in, rest: 403", f"{MENDERS}: 405, rest: 403"
GUIDED = "coordinator trainer editor publisher: in, rest: 403"
GUIDED_READS = "coordinator trainer editor publisher: 405, rest: 403"
ONLY_POST = "rest: 405"
STAFFING = "coordinator programme_officer operator administrator: in, rest: 403"
STAFFING_READS = "coordinator programme_officer operator administrator: 405, rest: 403"
HOUSE = "coordinator programme_officer operator administrator: in, rest: 404"
OVERALL = "programme_officer operator administrator: in, rest: 404"
OF_HOUSE = "coordinator programme_officer: in, operator administrator: 403, rest: 404"
OFFICE_OF_HOUSE = "programme_officer: in, operator administrator: 403, rest: 404"
WHOLE = "programme_officer operator administrator: in, rest: 403"
WHOLE_READS = "programme_officer operator administrator: 405, rest: 403"
HELPS, HELPS_READS = (f"programme_officer operator administrator: {answer}, rest: 403" for answer in ("in", "405"))
SEES_CORRECTION = "programme_officer: in, operator administrator: 404, rest: 403"

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
    # what a public service owes
    "service:privacy": Row(ANYONE, ANYONE_READS),
    "service:terms": Row(ANYONE, ANYONE_READS),
    "service:accessibility": Row(ANYONE, ANYONE_READS),
    "service:contact": Row(ANYONE, ANYONE_READS),
    "service:report": Row(ANYONE, ANYONE),
    "service:problem": Row(ANYONE, ANYONE_READS, "problem"),
    "service:problems": Row(MENDS, MENDS_READS),
    "service:answer": Row(MENDS, MENDS, "problem"),
    "security_txt": Row(ANYONE, ANYONE_READS),
    # notices
    "sms_callback": Row(ANYONE_READS, "anyone: 403"),
    "notices:inbox": Row(EACH, EACH_READS),
    "notices:read_all": Row(EACH_READS, EACH),
    "notices:choices": Row(EACH, EACH),
    "notices:detail": Row(LEARNER, EACH_READS, "told", theirs="rest: 404", theirs_post=EACH_READS),
    "notices:deliveries": Row(OPERATES, "operator administrator: 405, rest: 403"),
    "notices:retry": Row(
        "operator administrator: 405, rest: 403",
        OPERATES,
        "failed",
        theirs="operator administrator: 405, rest: 403",
        theirs_post=OPERATES,
    ),
    # organisations and roles
    "people:organisations": Row(STAFFING, STAFFING_READS),
    "people:organisation_found": Row(PLANS, PLANS),
    "people:organisation": Row(HOUSE, EACH_READS, "house", theirs=OVERALL, theirs_post=EACH_READS),
    "people:organisation_change": Row(OF_HOUSE, OF_HOUSE, "house", theirs=OFFICE_OF_HOUSE),
    "people:organisation_close": Row(PLANS, PLANS, "house", theirs=PLANS),
    "people:appoint": Row(WHOLE, WHOLE),
    "people:appoint_here": Row(OF_HOUSE, OF_HOUSE, "house", theirs=OFFICE_OF_HOUSE),
    "people:roles": Row(STAFFING, STAFFING_READS),
    "people:my_roles": Row(EACH, EACH_READS),
    "people:roles_csv": Row(WHOLE, WHOLE_READS),
    "people:role": Row(HOUSE, EACH_READS, "role", theirs=OVERALL, theirs_post=EACH_READS),
    "people:role_end": Row(OF_HOUSE, OF_HOUSE, "role", theirs=OFFICE_OF_HOUSE),
    "people:role_extend": Row(OF_HOUSE, OF_HOUSE, "role", theirs=OFFICE_OF_HOUSE),
    "people:role_lay_down": Row("trainer: in, rest: 404", "trainer: in, rest: 404", "role", theirs="rest: 404"),
    "people:leave": Row(WHOLE, WHOLE, "trainer", theirs=WHOLE),
    "people:waiting": Row(WHOLE, WHOLE_READS),
    "people:approvals": Row(WHOLE, WHOLE_READS),
    "people:appointment": Row(HOUSE, EACH_READS, "appointment", theirs=OVERALL, theirs_post=EACH_READS),
    # whoever sees the page may press without deciding; deciding asks for the right to give the role
    "people:decide": Row(WHOLE_READS, WHOLE, "appointment", theirs=WHOLE_READS, theirs_post=WHOLE),
    "people:take_back": Row(EACH_READS, OF_HOUSE, "appointment", theirs=EACH_READS, theirs_post=OFFICE_OF_HOUSE),
    "people:renew": Row(EACH_READS, OF_HOUSE, "appointment", theirs=EACH_READS, theirs_post=OFFICE_OF_HOUSE),
    "people:invitations": Row(STAFFING, STAFFING_READS),
    "people:offer": Row(ANYONE, ANYONE, "invitation_code"),
    "people:join": Row(ANYONE, ANYONE),
    "my_sessions": Row(EACH, EACH_READS),
    "end_session": Row(EACH_READS, EACH),
    # getting back in, and corrections
    "people:recover": Row(ANYONE, ANYONE),
    "people:recover_code": Row(ANYONE, ANYONE),
    "people:recover_new": Row(ANYONE, ANYONE),
    "people:recoveries": Row(HELPS, HELPS),
    "people:recovery_person": Row(HELPS, HELPS),
    "people:recovery": Row(HELPS, HELPS, "recovery", theirs=HELPS),
    "people:recovery_slip": Row(
        HELPS_READS, "programme_officer: in, rest: 403", "recovery", theirs=HELPS_READS, theirs_post="rest: 403"
    ),
    "people:corrections": Row(OVERSEES, "programme_officer: 405, rest: 403"),
    "people:my_corrections": Row(EACH, EACH_READS),
    "people:my_correction_new": Row(EACH, EACH),
    "people:correction_person": Row(HELPS, HELPS),
    "people:correction": Row(SEES_CORRECTION, SEES_CORRECTION, "correction", theirs=SEES_CORRECTION),
    "people:correction_evidence": Row(
        HELPS_READS, SEES_CORRECTION, "correction", theirs=HELPS_READS, theirs_post=SEES_CORRECTION
    ),
    "people:correction_scan": Row(
        SEES_CORRECTION, HELPS_READS, "correction", theirs=SEES_CORRECTION, theirs_post=HELPS_READS
    ),
    "people:correction_withdraw": Row(EACH_READS, LEARNER, "correction", theirs=EACH_READS, theirs_post="rest: 404"),
    # one's own data
    "ownership:consent": Row(EACH, EACH_READS),
    "ownership:ask": Row(EACH, EACH),
    "ownership:agree": Row(EACH, EACH, "purpose"),
    "ownership:withdraw": Row(EACH, EACH, "purpose"),
    "ownership:notice": Row(ANYONE, ANYONE_READS, "notice"),
    "ownership:data": Row(EACH, EACH_READS),
    "ownership:group": Row(EACH, EACH_READS, "holding"),
    "ownership:copy_ask": Row(EACH_READS, EACH),
    "ownership:copy_take": Row(EACH, EACH_READS, "copy"),  # each to their password first; see views/test_data.py
    "ownership:erase": Row(EACH, EACH),
    # two records of one person
    "people:merging": Row(PLANS, PLANS_READS),
    "people:merge": Row(PLANS, PLANS, "survivor loser", theirs=PLANS),
    "people:merge_proposal": Row(PLANS, PLANS_READS, "proposal", theirs=PLANS, theirs_post=PLANS_READS),
    "people:merge_decide": Row(PLANS_READS, PLANS, "proposal", theirs=PLANS_READS, theirs_post=PLANS),
    "people:merge_undo": Row(PLANS, PLANS, "merge", theirs=PLANS),
    "people:merge_undo_decide": Row(PLANS_READS, PLANS, "undoing", theirs=PLANS_READS, theirs_post=PLANS),
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
    # teaching, its guide, and what organisations ask
    "literacy:teaching": Row("coordinator trainer: in, rest: 403", "coordinator trainer: 405, rest: 403"),
    "literacy:teaching_class": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:class_trainer": Row(EACH_READS, CHANGES, "cohort", theirs=EACH_READS, theirs_post="rest: 404"),
    "literacy:session_plan": Row(CLASS, CLASS, "cohort", theirs="rest: 404"),
    "literacy:regularity": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:regularity_csv": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:attendance_list": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:poster": Row(CLASS, EACH_READS, "cohort", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:session": Row(CLASS, EACH_READS, "session", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:session_change": Row(CLASS, CLASS, "session", theirs="rest: 404"),
    "literacy:session_cancel": Row(CLASS, CLASS, "session", theirs="rest: 404"),
    "literacy:attendance": Row(CLASS, CLASS, "session", theirs="rest: 404"),
    "literacy:my_attendance": Row(EACH, EACH_READS),
    "literacy:guides": Row(GUIDED, GUIDED_READS),
    "literacy:guide": Row(GUIDED, GUIDED_READS, "slug"),
    "literacy:lesson_guide": Row(GUIDED, GUIDED_READS, "slug lesson"),
    "literacy:handout": Row(GUIDED, GUIDED_READS, "slug lesson"),
    "literacy:assignments": Row("coordinator: in, rest: 403", "coordinator: 405, rest: 403"),
    "literacy:assignment_new": Row("coordinator: in, rest: 403", "coordinator: in, rest: 403"),
    "literacy:assignment": Row(MANAGES, EACH_READS, "assignment", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:assignment_csv": Row(MANAGES, EACH_READS, "assignment", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:assignment_people": Row(MANAGES, MANAGES, "assignment", theirs="rest: 404"),
    "literacy:assignment_due": Row(MANAGES, MANAGES, "assignment", theirs="rest: 404"),
    "literacy:assignment_withdraw": Row(EACH_READS, MANAGES, "assignment", theirs=EACH_READS, theirs_post="rest: 404"),
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
    # centres
    "literacy:centres": Row(ANYONE, ANYONE_READS),
    "literacy:centres_near": Row(ANYONE, ANYONE),
    "literacy:centres_csv": Row(ANYONE, ANYONE_READS),
    "literacy:centre": Row(ANYONE, ANYONE_READS, "centre", theirs=ANYONE, theirs_post=ANYONE_READS),
    "literacy:centre_new": Row(PLANS, PLANS),
    "literacy:centre_edit": Row(KEEPS, KEEPS, "centre", theirs=PLANS),
    "literacy:centre_hours": Row(KEEPS, KEEPS, "centre", theirs=PLANS),
    "literacy:centre_close": Row(PLANS, PLANS, "centre", theirs=PLANS),
    "literacy:centre_reopen": Row(PLANS_READS, PLANS, "centre", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:walk_in": Row(
        EACH_READS, HOLDS, "sitting", theirs=EACH_READS, theirs_post="programme_officer: 403, rest: 404"
    ),
    "literacy:reschedule": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:sitting_seats": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    "literacy:cancel_sitting": Row(PLANS_READS, PLANS, "sitting", theirs=PLANS_READS, theirs_post=PLANS),
    # seats
    "literacy:find_sittings": Row(ANYONE, ANYONE_READS),
    "literacy:book": Row(EACH, EACH, "coming"),
    "literacy:booking": Row(LEARNER, EACH_READS, "seat", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:booking_calendar": Row(LEARNER, EACH_READS, "seat", theirs="rest: 404", theirs_post=EACH_READS),
    "literacy:give_back": Row(LEARNER, LEARNER, "seat", theirs="rest: 404"),
    "literacy:move_seat": Row(LEARNER, LEARNER, "seat coming", theirs="rest: 404"),
    "literacy:cohort_seats": Row(CHANGES, CHANGES, "cohort", theirs="rest: 404"),
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
    "usersessions_list": Row(EACH, EACH_READS),
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

    purpose, holding = "learning", "people.me"
    kind, act, one, zero, no_key, nobody, file = "csv", "close", 1, 0, "MQ:nothing", "zzz", "lessons/none.mp3"

    def __init__(self, people):
        self.people = people
        self.learning(people["coordinator"])
        self.examination(people["invigilator"], people["citizen"])
        self.seats(people["citizen"])
        self.award_of(people["citizen"])
        self.notices_of(people["citizen"])
        self.staffing(people["coordinator"], people["trainer"])
        self.at_centre(people["citizen"], people["programme_officer"])
        self.two_records(people["citizen"], people["programme_officer"])
        self.dead = DeadFactory().pk
        self.problem = ProblemFactory().public_id

    def staffing(self, coordinator, trainer):
        """The school, a role held in it, and a trainer who is invited to it."""
        school = coordinator.memberships.get().organisation
        day = timezone.localdate() + timedelta(days=300)
        what = {"role": "trainer", "organisation": school, "last_day": day}
        made, self.invitation_code = appointing.invite(called="Sonam", why="Teaches.", by=coordinator, **what)
        self.house, self.appointment = school.public_id, made.appointment.public_id
        self.role, self.trainer = trainer.memberships.get().public_id, trainer.public_id

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
        self.centre = a_centre(organisation=school).public_id
        self.meeting(held)
        self.cohort, self.enrolment, self.sheet = held.public_id, enrolment.public_id, sheet.public_id

    def meeting(self, held):
        """A session of the class that is going on, and what the school asks of its people."""
        held.trainer = self.people["trainer"]
        held.save()
        self.session = a_session(held, begins=-timedelta(minutes=30)).public_id
        self.assignment = an_assignment(held).public_id

    def examination(self, invigilator, citizen):
        """An open sitting with an attempt, and a person who resembles another."""
        sitting = an_open(citizens=[citizen])
        Sitting.objects.filter(pk=sitting.pk).update(invigilator=invigilator)
        candidate = sitting.candidates.select_related("sitting", "citizen").get()
        domain, done = sitting.domains.order_by("pk")[:2]
        sit(candidate, done, 2)
        attempt = assessing.open_attempt(candidate=candidate, domain=domain, by=citizen)
        self.sitting, self.candidate, self.domain = sitting.public_id, candidate.public_id, domain.key
        self.attempt = Attempt.objects.get(pk=attempt.pk).public_id
        double = Proficiency.objects.create(
            citizen=PersonFactory(), standard=sitting.standard, reached_at=timezone.now(), held_for_review=True
        )
        self.double = double.public_id

    def at_centre(self, citizen, officer):
        """A way in that an officer has given anew, and a correction whose evidence a stranger to the crew has seen."""
        self.recovery = a_recovery(citizen, by=officer).public_id
        held = correcting.ask(person=citizen, changes={"full_name": "Pema Lhadon"}, reason="the card", by=citizen)
        seer, scan = holder_of("programme_officer"), (b"%PDF-1.7", "application/pdf")
        correcting.see_evidence(correction=held, evidence="card", scan=scan, by=seer)
        self.correction = held.public_id

    def seats(self, citizen):
        """A seat that the person has booked, and another sitting that everybody may book."""
        self.seat = booking.book(sitting=a_coming(days=3), citizen=citizen, by=citizen).public_id
        self.coming = a_coming(days=5).public_id

    def award_of(self, citizen):
        """An issued certificate, printed."""
        award = an_issued(citizen)
        award.pdf_sha256 = shelf.put(certificates.folder(), b"%PDF-1.7")
        award.save()
        self.award, self.code = award.public_id, award.code
        self.secret = certificates.verify_address(award).rstrip("/").rsplit("/", 1)[1]

    def notices_of(self, citizen):
        """What the citizen was told of the certificate, and a copy of it that failed."""
        told = citizen.notices.get(kind="certificates.issued")
        copy = told.deliveries.get(channel="text")
        copy.state, copy.reason, copy.ended_at = "failed", "gave_up", timezone.now()
        copy.save()
        self.told, self.failed = told.public_id, copy.reference

    def two_records(self, citizen, officer):
        """Two records that may be one person, two that became one, and a copy of somebody's data."""
        one, other, third = PersonFactory(), PersonFactory(), PersonFactory()
        self.survivor, self.loser = one.public_id, other.public_id
        proposed = {"survivor": one, "reason": "They say so", "proposed_by": officer}
        self.proposal = MergeProposal.objects.create(loser=other, **proposed).public_id
        done = MergeProposal.objects.create(loser=third, **proposed)
        merge = Merge.objects.create(proposal=done, survivor=one, loser=third, moved={})
        undoing = UndoProposal.objects.create(merge=merge, reason="They say no", proposed_by=officer)
        self.merge, self.undoing = merge.public_id, undoing.public_id
        self.copy = DataCopy.objects.create(person=citizen).public_id
        self.notice = ConsentNotice.objects.first().public_id

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
        self.client, self.found_items = client, set()
        if person is not None:
            client.force_login(person)
        self.cookies = client.cookies.output(header="", sep=";")

    def answer(self, method, address):
        """What the portal answers."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if ITEM.search(body.decode(errors="replace")):
            self.found_items.add(address)
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
    assert visitor.found_items == ({mine.address("literacy:attempt")} if role == "citizen" else set())


COURSES = {"block", "checkoption", "courseversion", "guide", "lesson", "module", "recording"}
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
    assert visitor.found_items == set()
