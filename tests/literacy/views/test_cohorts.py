"""The coordinator's desk."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import identity
from intelligent_bhutan.people.models import ConsentNotice, IdentityNumber, Membership, Pin, User
from intelligent_bhutan.templatetags.dzongkha import clock
from literacy.actions import cohorts as actions
from literacy.models import CohortImport, Enrolment
from literacy.queries import cohorts as queries
from tests.factories import literacy_classes as factory
from tests.factories import literacy_learning
from tests.factories.people import OrganisationFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def cohort():
    return factory.a_class(learners=2)


@pytest.fixture
def desk(client, cohort):
    """The coordinator's browser."""
    client.force_login(cohort.coordinator)
    return client


def address(name, cohort, roll=1):
    """A page of the class, or of its learner."""
    of_learner = [cohort.enrolments.get(roll_number=roll).public_id] if name in {"reset_pin", "leave"} else []
    return reverse(f"literacy:{name}", args=[cohort.public_id, *of_learner])


# --- who may ----------------------------------------------------------------------------------------------------------
READS, WRITES = ["cohort", "cards", "results", "reset_pin"], ["first_sign_ins", "reset_pin", "leave"]
OFFERS = [*(("get", name) for name in READS), *(("post", name) for name in WRITES)]


@pytest.mark.parametrize(("method", "name"), OFFERS)
def test_a_class_is_for_those_who_run_it(cohort, method, name):
    expected = {
        None: 302,
        factory.learner(cohort): 404,
        holder_of(Role.COORDINATOR, OrganisationFactory()): 404,
        holder_of(Role.PROGRAMME_OFFICER): 404,
        holder_of(Role.TRAINER, cohort.organisation): 403 if (method, name) not in OFFERS[:3] else 200,
    }
    for person, status in expected.items():
        client = Client()
        if person:
            client.force_login(person)
        answer = getattr(client, method)(address(name, cohort))
        assert answer.status_code == status, person
        if person is None:
            assert answer["Location"].startswith(reverse("account_login"))
    assert not Pin.objects.exists()
    assert not actions.first_sign_ins_are_open(cohort)
    assert Enrolment.objects.filter(left_at=None).count() == 2


@pytest.mark.parametrize("name", ["cohorts", "cohort_new"])
def test_the_desk_is_closed_to_learners_and_to_visitors(client, cohort, name):
    assert client.get(reverse(f"literacy:{name}")).status_code == 302
    client.force_login(factory.learner(cohort))
    assert client.get(reverse(f"literacy:{name}")).status_code == 403


def test_a_coordinator_whose_time_is_over_sees_nothing(desk, cohort):
    Membership.objects.update(valid_from=timezone.now() - timedelta(9), valid_until=timezone.now() - timedelta(1))
    assert desk.get(cohort.get_absolute_url()).status_code == 404


def test_a_learner_of_another_class_is_not_reached_through_ones_own(desk, cohort):
    stranger = factory.a_class().enrolments.get()
    for name in ("reset_pin", "leave"):
        there = reverse(f"literacy:{name}", args=[cohort.public_id, stranger.public_id])
        assert desk.post(there).status_code == 404
    stranger.refresh_from_db()
    assert (stranger.left_at, Pin.objects.count()) == (None, 0)


# --- lists ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("many", [1, 3])
def test_my_classes_take_the_same_queries_however_many(client, django_assert_num_queries, many):
    office = OrganisationFactory()
    coordinator = holder_of(Role.COORDINATOR, office)
    for _ in range(many):
        factory.a_class(organisation=office, learners=0)
    factory.a_class(learners=0)
    client.force_login(coordinator)
    with django_assert_num_queries(5):
        page = client.get(reverse("literacy:cohorts"))
    assert len(page.context["page"].object_list) == many


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("name", "queries_made"), [("cohort", 11), ("cards", 6)])
def test_a_class_takes_the_same_queries_however_large(client, django_assert_num_queries, many, name, queries_made):
    cohort = factory.a_class(learners=many)
    client.force_login(cohort.coordinator)
    with django_assert_num_queries(queries_made):
        page = client.get(address(name, cohort))
    assert page.text.count("Deki") >= many


def test_a_class_shows_how_far_each_is_and_who_is_stuck(desk, cohort):
    learning, idle = factory.learner(cohort, 1), factory.learner(cohort, 2)
    version = cohort.course.versions.get()
    version.progress.create(citizen=learning, lessons_done=1)
    cohort.enrolments.update(enrolled_at=timezone.now() - timedelta(days=15))
    page = desk.get(cohort.get_absolute_url()).text
    assert (learning.full_name in page, idle.full_name in page, "1 / 2" in page) == (True, True, True)
    page = desk.get(cohort.get_absolute_url(), {"show": "stuck"}).text
    assert (learning.full_name in page, idle.full_name in page) == (False, True)


def test_pages_of_a_class_follow_each_other_without_hole_or_repeat(client, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    cohort = factory.a_class(learners=5)
    client.force_login(cohort.coordinator)
    seen, after = [], 0
    while after is not None:
        context = client.get(cohort.get_absolute_url(), {"after": after}).context
        seen.append([row.roll_number for row in context["rows"]])
        after = context["more"]
    assert seen == [[1, 2], [3, 4], [5]]
    assert len(client.get(cohort.get_absolute_url(), {"after": "x' or 1=1"}).context["rows"]) == 2


def test_a_large_class_is_searched_by_name_and_by_roll_number(client):
    cohort = factory.a_class(learners=26)
    client.force_login(cohort.coordinator)
    wanted = factory.learner(cohort, 26)
    User.objects.filter(pk=wanted.pk).update(full_name="Aum Choden")
    assert 'name="q"' in client.get(cohort.get_absolute_url()).text
    for words, rolls in {"choden": [26], "༢༦": [26], "3": [3], "nobody": []}.items():
        page = client.get(cohort.get_absolute_url(), {"q": words})
        assert [row.roll_number for row in page.context["rows"]] == rolls
        assert f'value="{words}"' in page.text


def test_a_small_class_is_seen_at_a_glance_and_not_searched(desk, cohort):
    assert 'name="q"' not in desk.get(cohort.get_absolute_url()).text


def test_a_class_says_what_its_numbers_mean_on_a_phone_too(desk, cohort):
    page = desk.get(cohort.get_absolute_url()).text
    assert "Stuck: not finished, and not here for two weeks or longer." in page
    assert page.count('data-label="Lessons done"') == page.count('data-label="Last here"') == 2


def test_the_first_sign_in_says_until_when_and_is_closed_by_hand(desk, cohort):
    desk.post(address("first_sign_ins", cohort))
    until = timezone.localtime(actions.first_sign_ins_until(cohort))
    assert f"It closes by itself at {clock(until)}." in desk.get(cohort.get_absolute_url()).text
    page = desk.post(address("first_sign_ins", cohort), {"act": "close"}, follow=True).text
    assert "The first sign-in is closed." in page
    assert not actions.first_sign_ins_are_open(cohort)
    assert Entry.objects.get(verb="cohort:first_sign_ins_closed").subject == str(cohort.public_id)


def test_a_class_lists_the_latest_files_sent_to_those_who_may_read_their_reports(desk, cohort):
    notice = ConsentNotice.objects.first()
    for number in range(12):
        CohortImport.objects.create(
            cohort=cohort,
            uploaded_by=cohort.coordinator,
            consent_notice=notice,
            file_name=f"list-{number:02}.csv",
            sha256=str(number),
            uploaded_at=timezone.now() + timedelta(seconds=number),
        )
    page = desk.get(cohort.get_absolute_url()).text
    assert re.findall(r"list-\d\d", page) == [f"list-{number:02}" for number in range(11, 1, -1)]
    latest = cohort.imports.first()
    assert f'href="{latest.get_absolute_url()}"' in page
    desk.force_login(holder_of(Role.TRAINER, cohort.organisation))
    assert "list-11" not in desk.get(cohort.get_absolute_url()).text


def test_who_left_is_on_no_list(desk, cohort):
    gone = factory.learner(cohort, 2)
    assert desk.post(address("leave", cohort, 2))["Location"] == cohort.get_absolute_url()
    for name in ("cohort", "cards"):
        assert gone.full_name not in desk.get(address(name, cohort)).text
    assert desk.get(address("reset_pin", cohort, 2)).status_code == 404


def test_cards_carry_code_roll_number_and_name_and_no_pin(desk, cohort):
    person = factory.with_pin(cohort)
    page = desk.get(address("cards", cohort))
    assert page.text.count(f'<p class="cno">{cohort.code}</p>') == 2
    assert person.full_name in page.text
    assert '<p class="cno">1</p>' in page.text
    assert not any(word in page.text for word in ("Yak", "Moon", "385201"))


# --- results ----------------------------------------------------------------------------------------------------------
def results_of(client, cohort):
    """The answer, and its rows."""
    answer = client.get(address("results", cohort))
    text = b"".join(answer.streaming_content).decode()
    return answer, text, list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_results_are_streamed_with_one_row_a_learner(desk, cohort):
    done = factory.learner(cohort)
    cohort.course.versions.get().progress.create(
        citizen=done, lessons_done=2, completed_at=datetime(2026, 11, 24, 19, tzinfo=UTC)
    )
    answer, text, rows = results_of(desk, cohort)
    assert (answer.streaming, answer["Content-Type"]) == (True, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == f'attachment; filename="class-{cohort.code}.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.get(verb="people:downloaded").subject == str(cohort.public_id)
    assert text.startswith("\ufeff")
    assert rows == [
        ["Roll number", "Full name", "Lessons done", "Finished", "Domains passed", "Proficient"],
        ["1", done.full_name, "2", "2026-11-25", "0", ""],
        ["2", factory.learner(cohort, 2).full_name, "0", "", "0", ""],
    ]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+975", "-2+3", "@SUM(A1)"])
def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(desk, cohort, name):
    person = factory.learner(cohort)
    person.full_name = name
    person.save()
    assert results_of(desk, cohort)[2][1][1] == f"'{name}"


def test_results_hold_no_identity_number_phone_or_user_name(desk, cohort):
    person = factory.learner(cohort)
    person.phone = "+97517123456"
    person.save()
    identity.claim(person=person, number="10701000123", by=person)
    assert IdentityNumber.objects.filter(person=person).exists()
    text = results_of(desk, cohort)[1]
    assert [one for one in ("10701000123", "17123456", person.username) if one in text] == []


# --- PINs -------------------------------------------------------------------------------------------------------------
def test_opening_first_sign_ins_lasts_two_hours_and_says_so(desk, cohort):
    page = desk.post(address("first_sign_ins", cohort), follow=True)
    assert "For two hours, learners of this class may choose their first PIN." in page.text
    assert "The first sign-in is open" in page.text


def test_opening_first_sign_ins_while_the_cache_is_down_says_so(desk, cohort, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/1"}}
    page = desk.post(address("first_sign_ins", cohort), follow=True)
    assert "The first sign-in could not be opened. Wait a minute and press again." in page.text


@pytest.mark.parametrize(("kind", "signs"), [("picture", 4), ("number", 6)])
def test_a_new_pin_is_shown_once_and_opens(desk, cohort, kind, signs):
    there = address("reset_pin", cohort)
    assert "symbols" not in desk.get(there).context
    page = desk.post(there, {"kind": kind})
    symbols = [symbol for symbol, _words in page.context["symbols"]]
    assert (len(symbols), page.context["kind"]) == (signs, kind)
    assert "no-store" in page["Cache-Control"]
    again = desk.get(there)
    assert "symbols" not in again.context
    learner = Client()
    factory.sign_in(learner, cohort, symbols=symbols)
    assert int(learner.session[SESSION_KEY]) == factory.learner(cohort).pk


def test_looking_at_the_page_of_a_new_pin_changes_nothing(desk, cohort):
    factory.with_pin(cohort)
    before = Pin.objects.get()
    desk.get(address("reset_pin", cohort), {"kind": "number"})
    after = Pin.objects.get()
    assert (bytes(after.digest), after.kind) == (bytes(before.digest), before.kind)


def test_a_new_pin_signs_out_whoever_used_the_old_one(desk, cohort):
    factory.with_pin(cohort)
    learner = Client()
    factory.sign_in(learner, cohort)
    assert learner.get(reverse("my_page")).status_code == 200
    desk.post(address("reset_pin", cohort), {"kind": "number"})
    assert learner.get(reverse("my_page")).status_code == 302


def test_no_pin_for_who_has_a_password(desk, cohort):
    person = factory.learner(cohort)
    person.set_password("yak-blue-river-seven")
    person.save()
    page = desk.post(address("reset_pin", cohort), {"kind": "number"})
    assert (page.status_code, "This person signs in with a password, not with a PIN." in page.text) == (422, True)
    assert not Pin.objects.exists()


# --- a new class ------------------------------------------------------------------------------------------------------
def test_a_coordinator_makes_a_class_of_the_own_organisation_only(client):
    course, office = literacy_learning.course().course, OrganisationFactory()
    client.force_login(holder_of(Role.COORDINATOR, office))
    there = reverse("literacy:cohort_new")
    refused = client.post(there, {"organisation": OrganisationFactory().pk, "name": "Weavers", "course": course.pk})
    assert (refused.status_code, "organisation" in refused.context["form"].errors) == (422, True)
    made = client.post(there, {"organisation": office.pk, "name": "Weavers", "course": course.pk})
    cohort = office.cohorts.get()
    assert made["Location"] == cohort.get_absolute_url()
    again = client.post(there, {"organisation": office.pk, "name": "Weavers", "course": course.pk})
    assert "Your organisation has a class of this name. Choose another name." in again.text


def test_a_class_gets_a_trainer_of_its_own_organisation(client):
    course, office, other = literacy_learning.course().course, OrganisationFactory(), OrganisationFactory()
    coordinator, trainer = holder_of(Role.COORDINATOR, office), holder_of(Role.TRAINER, office)
    Membership.objects.create(person=coordinator, role=Role.COORDINATOR, organisation=other)
    stranger = holder_of(Role.TRAINER, OrganisationFactory())
    client.force_login(coordinator)
    there, wanted = reverse("literacy:cohort_new"), {"organisation": other.pk, "name": "Weavers", "course": course.pk}
    for wrong in (trainer, stranger):
        refused = client.post(there, wanted | {"trainer": wrong.pk})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["trainer"])
    client.post(there, wanted | {"organisation": office.pk, "trainer": trainer.pk})
    assert (office.cohorts.get().trainer, other.cohorts.count()) == (trainer, 0)
    client.force_login(trainer)
    assert client.get(office.cohorts.get().get_absolute_url()).status_code == 200


def test_a_trainer_sees_the_desk_and_makes_no_class(client):
    client.force_login(holder_of(Role.TRAINER, OrganisationFactory()))
    assert client.get(reverse("literacy:cohorts")).status_code == 200
    assert client.get(reverse("literacy:cohort_new")).status_code == 403


def test_a_coordinator_of_the_parent_runs_the_classes_of_its_children(client):
    parent = OrganisationFactory()
    cohort = factory.a_class(organisation=OrganisationFactory(parent=parent))
    client.force_login(holder_of(Role.COORDINATOR, parent))
    assert client.get(cohort.get_absolute_url()).context["manages"]
