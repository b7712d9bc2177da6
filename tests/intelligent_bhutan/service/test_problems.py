"""Saying that something is wrong: kept once, bounded, answered once, read by whoever has the address."""

import uuid

import pytest
from django.urls import reverse

from intelligent_bhutan.people.rules import Role
from intelligent_bhutan.service import actions
from intelligent_bhutan.service.models import Problem
from tests.factories.people import PersonFactory, holder_of
from tests.factories.service import ProblemFactory

pytestmark = pytest.mark.django_db

REPORT = reverse("service:report")


def told(**fields):
    return {"kind": "broken", "text": "Nothing happens.", "page": "/en/learn/", "once": str(uuid.uuid4())} | fields


def test_footer_leads_to_the_form_with_the_page_in_it(client):
    page = client.get(reverse("literacy:courses")).content.decode()
    assert f'href="{REPORT}?page=/en/learn/"' in page
    assert 'name="page" value="/en/learn/"' in client.get(REPORT, {"page": "/en/learn/"}).content.decode()


def test_problem_is_kept_once_however_often_it_is_sent(client):
    sent = told(reach="17 12 34 56")
    first, second = client.post(REPORT, sent), client.post(REPORT, sent)
    problem = Problem.objects.get()
    assert first.url == second.url == problem.get_absolute_url()
    assert (problem.page, problem.reach, problem.reported_by, problem.language) == (
        "/en/learn/",
        "17 12 34 56",
        None,
        "en",
    )


def test_problem_of_somebody_signed_in_needs_no_number(client):
    person = PersonFactory()
    client.force_login(person)
    assert 'name="reach"' not in client.get(REPORT).content.decode()
    client.post(REPORT, told(reach="17 12 34 56"))
    problem = Problem.objects.get()
    assert (problem.reported_by, problem.reach) == (person, "")


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/en/learn/?name=Pema", "/en/learn/"),
        ("https://elsewhere.example/en/", "/en/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", ""),
        ("/\\else.example/", ""),
        ("/\t/else.example/", "/"),
        ("", ""),
        ("/" + "a" * 400, "/" + "a" * 299),
    ],
)
def test_problem_keeps_the_path_of_our_page_alone(client, page, kept):
    client.post(REPORT, told(page=page))
    assert Problem.objects.get().page == kept


@pytest.mark.parametrize("missing", ["kind", "text"])
def test_problem_without_its_words_is_asked_for_again(client, missing):
    answer = client.post(REPORT, told(**{missing: ""}))
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Problem.objects.exists()


def test_many_problems_from_one_place_wait(client, monkeypatch):
    monkeypatch.setattr(actions, "A_LINE", 12)
    for _ in range(12):
        assert client.post(REPORT, told()).status_code == 302
    late = client.post(REPORT, told(text="The last one."))
    assert late.status_code == 422
    assert "Wait some minutes" in late.content.decode()
    assert "The last one." in late.content.decode()  # nothing is lost
    client.force_login(PersonFactory())
    assert client.post(REPORT, told()).status_code == 302


def test_page_of_a_problem_shows_what_was_told_but_no_number(client):
    problem = ProblemFactory(text="<b>Look</b>", reach="17 12 34 56")
    page = client.get(problem.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Look&lt;/b&gt;" in page
    assert problem.reference in page
    assert "17 12 34 56" not in page


def test_answer_is_told_to_whoever_has_an_account(client):
    officer, person = holder_of(Role.PROGRAMME_OFFICER), PersonFactory()
    problem = ProblemFactory(reported_by=person)
    client.force_login(officer)
    client.post(reverse("service:answer", args=[problem.public_id]), {"text": "We mended it."})
    notice = person.notices.get()
    assert problem.reference in notice.body
    client.force_login(person)
    assert "We mended it." in client.get(problem.get_absolute_url()).content.decode()


def test_problem_is_answered_once(client):
    problem, officer = ProblemFactory(), holder_of(Role.OPERATOR)
    actions.answer(problem=problem, text="First", by=officer)
    client.force_login(officer)
    late = client.post(reverse("service:answer", args=[problem.public_id]), {"text": "Second"})
    assert late.status_code == 422
    assert Problem.objects.get().answer == "First"


def test_answer_needs_words():
    with pytest.raises(Exception, match="Write an answer"):
        actions.answer(problem=ProblemFactory(), text=" ", by=holder_of(Role.OPERATOR))


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_of_the_database_however_long(client, django_assert_num_queries, number):
    ProblemFactory.create_batch(number)
    client.force_login(holder_of(Role.OPERATOR))
    client.get(reverse("service:problems"))
    with django_assert_num_queries(5):
        page = client.get(reverse("service:problems")).content.decode()
    assert page.count('<th scope="row">') == number


def test_answered_problems_stand_apart(client):
    officer = holder_of(Role.OPERATOR)
    ProblemFactory(text="Waits")
    actions.answer(problem=ProblemFactory(text="Is done"), text="Mended", by=officer)
    client.force_login(officer)
    waiting = client.get(reverse("service:problems")).content.decode()
    answered = client.get(reverse("service:problems"), {"state": "answered"}).content.decode()
    assert ("Waits" in waiting, "Is done" in waiting) == (True, False)
    assert ("Waits" in answered, "Is done" in answered) == (False, True)
