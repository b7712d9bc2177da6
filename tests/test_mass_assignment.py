"""Fields that nobody asked for change nothing: every form is posted once as it should be and once with every field of
every model beside it, and the database must end up the same (CWE-915).
"""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import Organisation, User
from intelligent_bhutan.places.models import Gewog
from literacy.models import Centre, Course, Domain
from tests.factories.recovering import number_of
from tests.test_access import ROLES, TABLE, Visitor, World, a_crew, expected

pytestmark = pytest.mark.django_db

OURS = {"people", "places", "notices", "certificates", "literacy", "targets", "service", "outbox", "audit"}
UNTOUCHED = {"places", "outbox", "audit"}  # what every action writes by itself, and what nothing but the admin writes
CHANCE = {"code", "password", "once", "last_login", "facts"}  # facts of notices name public ids
VOLATILE = (models.DateTimeField, models.UUIDField, models.BinaryField, models.FileField)
BY_KIND = {models.BooleanField: "1", models.DateTimeField: "2020-01-01T00:00", models.DateField: "2020-01-01"}


def on(name, days):
    """A day so many days ahead, as its three fields take it."""
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def appointed(world, role):
    """Whoever has an account is appointed by user name."""
    person = world.people["citizen"]
    given = {"role": role, "called": person.full_name, "username": person.username, "why": "Knows the work."}
    return given | on("last_day", 300)


def a_centre(world):
    """What a centre is founded with."""
    place = {"organisation": Organisation.objects.get(public_id=world.house).pk, "gewog": Gewog.objects.first().pk}
    return place | {"name_en": "Khoma Hall", "seats": "20"} | DAILY


def a_session(world):
    """What a session is planned with."""
    who = {"taught_by": world.people["trainer"].pk, "spoken_language": "dz", "place": "School hall"}
    return who | {"hour": "09:00", "minutes": "60", "weeks": "1"} | on("day", 7)


def a_sitting(world):
    """What a sitting is planned with."""
    centre = Centre.objects.get(public_id=world.centre)
    return {"centre": centre.pk, "domains": [Domain.objects.first().pk], "hour": "09:00", "hours": "3"} | on("day", 30)


def of_house(world):
    """The school, as a form takes it."""
    return {"organisation": Organisation.objects.get(public_id=world.house).pk}


DAILY = {"admission": "public", "link": "weak", "step_free": "yes"}
# what each form needs to be taken, some from the world; the others are posted empty, as buttons are
GOOD = {
    "notices:choices": {"phone_shows_dzongkha": "yes", "email": ["learning"]},
    "people:organisation_found": {"kind": "school", "name_en": "Khoma School"},
    "people:organisation_change": {"version": "1", "name_dz": "མཁོ་མ་སློབ་གྲྭ།"},
    "people:appoint": lambda world: appointed(world, "editor"),
    "people:appoint_here": lambda world: appointed(world, "member"),
    "people:role_end": {"reason": "Moved to another office."},
    "people:role_lay_down": {"sure": "on"},
    "people:leave": {"reason": "Moved to another office."},
    "people:join": lambda world: {"code": world.invitation_code},
    "people:recoveries": lambda world: {"number": number_of(world.people["citizen"])},
    "people:correction": {"decision": "approved"},
    "people:correction_evidence": {"evidence": "card"},
    "people:merge": {"reason": "One card."},
    "people:merge_decide": {"decision": "withdrawn"},
    "people:merge_undo": {"reason": "Two cards."},
    "people:merge_undo_decide": {"decision": "withdrawn"},
    "ownership:ask": {"agreed": "on"},
    "ownership:agree": {"agreed": "on"},
    "literacy:cohort_new": lambda world: (
        of_house(world) | {"name": "Weavers", "course": Course.objects.get(slug=world.slug).pk}
    ),
    "literacy:session_plan": a_session,
    "literacy:session_change": a_session,
    "literacy:session_cancel": {"reason": "It rains."},
    "literacy:class_trainer": lambda world: {"trainer": world.people["trainer"].pk},
    "literacy:assignment_new": lambda world: (
        of_house(world) | {"what": "examination", "whom": "all"} | on("due_on", 40)
    ),
    "literacy:assignment_due": on("due_on", 40),
    "literacy:sitting_plan": a_sitting,
    "literacy:assign": lambda world: {"invigilator": world.people["invigilator"].pk},
    "literacy:centre_new": a_centre,
    "literacy:centre_edit": DAILY | {"version": "1"},
    "literacy:centre_hours": {"version": "1", "day_1": "9-12"},
    "literacy:centre_close": {"reason": "The roof leaks."},
    "literacy:register_person": lambda world: {"username": world.people["trainer"].username},
    "my_details": {
        "full_name": "Tashi Dema",
        "gender": "female",
        "audience": "public",
        "disability": "no",
        "language": "en",
        "spoken_language": "dz",
    },
    "account_signup": {
        "username": "somebody.new",
        "password1": "a long and quiet sentence",
        "full_name": "Tashi Dema",
        "date_of_birth_0": "27",
        "date_of_birth_1": "3",
        "date_of_birth_2": "1986",
        "gender": "female",
        "audience": "public",
        "spoken_language": "dz",
        "agreed": "on",
    },
    "literacy:incident": {"text": "The power failed.", "minutes_lost": "5"},
    "literacy:save_answer": {"sequence": "5", "chosen": "1"},
    "literacy:void": {"void-reason": "The power failed."},
    "literacy:decide_double": {"decision": "other"},
    "certificates:revoke": {"reason": "mistake", "remark": "Letter 7", "sure": "on"},
    "service:report": {"kind": "broken", "text": "Nothing happens.", "once": "8d1b52a4-6f0c-4b7d-9a57-3f3c8f2b8a11"},
    "service:answer": {"text": "We mended it."},
}


# what a form takes whose page stands under another address
TAKES = {
    "literacy:incident": {"candidate"},
    "people:correction_evidence": {"first_witness", "second_witness", "remark", "scan"},
    "people:merge_decide": {"reason"},
    "people:merge_undo_decide": {"reason"},
}


def our_models():
    """Every model of the portal with a table of its own; the folded counts have no keys and are written by triggers."""
    found = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def hostile():
    """Every field of every model, with a value that it could take."""
    someone = User.objects.order_by("-pk").first().pk
    found = {}
    for model in our_models():
        for field in model._meta.concrete_fields:
            value = next((text for kind, text in BY_KIND.items() if isinstance(field, kind)), "7")
            if field.choices:
                value = str(field.choices[-1][0])
            if field.related_model is User:
                value = str(someone)
            found[field.name] = found[field.attname] = value
    return found


def columns(model, newest):
    """The columns whose values are decided by what was asked for, and by nothing else; sequences go on after an undo,
    so a key of something new is written as -1."""
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in CHANCE or isinstance(field, VOLATILE):
            continue
        if newest.get(field.related_model):
            yield f'case when "{field.column}" > {newest[field.related_model]} then -1 else "{field.column}" end'
        else:
            yield f'"{field.column}"'


def newest_keys():
    """The last key of each model that has numbers for keys."""
    return {model: model.objects.aggregate(last=models.Max("pk"))["last"] for model in our_models()}


def digest_of_everything(newest):
    """One statement: a digest of what stands in each table."""
    return " union all ".join(  # names of our own models and columns alone
        f"select '{model._meta.label}', md5(string_agg(line::text, ',' order by line::text)) "
        f'from (select {", ".join(columns(model, newest))} from "{model._meta.db_table}") as line'
        for model in our_models()
        if model._meta.app_label not in UNTOUCHED and any(columns(model, newest))
    )


def snapshot(statement):
    """The digest of each table now."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return dict(cursor.fetchall())


def names_on(response):
    """The names of everything that the page asks for."""
    page = "" if response.streaming else response.content.decode(errors="replace")
    return set(re.findall(r'\bname="([^"]+)"', page))


class Poster(Visitor):
    """Asks and posts, looks at what came of it, and undoes it."""

    def asked(self, address):
        """The names that the page under this address asks for."""
        with transaction.atomic():
            found = names_on(self.client.get(address))
            transaction.set_rollback(True)
        return found

    def outcome(self, address, data, statement):
        """The answer and the database after it."""
        with transaction.atomic():
            response = self.client.post(address, data)
            found = snapshot(statement)
            transaction.set_rollback(True)
        return response, found


def forms(world):
    """Each address that takes a form, with a role that may post there: name, role, address."""
    yield "account_signup", "anonymous", reverse("account_signup")
    for name, row in TABLE.items():
        role = next((role for role in ROLES if expected(row.post, role) == "in"), None)
        if role:
            yield name, role, world.address(name)


def test_fields_that_nobody_asked_for_change_nothing(client):
    crew = a_crew()
    world = World(crew)
    evil, statement, wrong, refused = hostile(), digest_of_everything(newest_keys()), [], []
    for name, role, address in forms(world):
        poster, good = Poster(client, crew.get(role)), GOOD.get(name, {})
        good = good(world) if callable(good) else good
        known = good.keys() | TAKES.get(name, set()) | poster.asked(address)
        response, due = poster.outcome(address, good, statement)
        extra = {key: value for key, value in evil.items() if key not in known | names_on(response)}
        assert len(extra) > 100
        found = poster.outcome(address, good | extra, statement)[1]
        wrong += [f"{name}: {table}" for table in due if found[table] != due[table]]
        if good and response.status_code != 302:
            refused.append(name)  # two refusals would be the same and say nothing
        client.logout()
    assert (wrong, refused) == ([], [])


def test_a_form_that_takes_what_it_is_given_is_seen(client):
    """The test can fail: a person made staff behind a form's back is another database."""
    person, statement = a_crew()["citizen"], digest_of_everything(newest_keys())
    due = snapshot(statement)
    User.objects.filter(pk=person.pk).update(is_staff=True, joined_at=timezone.now())
    assert snapshot(statement) != due
