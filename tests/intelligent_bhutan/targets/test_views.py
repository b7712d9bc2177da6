"""The public page, the staff dashboard and the alarms."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intelligent_bhutan.people.models import Membership, User
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.targets.actions import publish_release
from literacy.actions import counting, standing
from literacy.models import ReconciliationAlarm
from tests.factories.literacy_counting import citizen, proficient

pytestmark = pytest.mark.django_db
Role = Membership.Role


def gewog(code):
    return Gewog.objects.filter(dzongkhag__code=code).order_by("pk").first()


def with_role(client, role):
    person = citizen()
    if role:
        Membership.objects.create(person=person, role=role)
    client.force_login(person)
    return person


def read(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


# --- the public page ---


@pytest.mark.parametrize("people", [1, 3])
def test_progress_takes_six_queries_whoever_is_counted(client, people, django_assert_num_queries):
    for code in ("BT-11", "BT-15", "BT-GA")[:people]:
        proficient(6, gewog=gewog(code), on=timezone.localdate())
    publish_release()
    with django_assert_num_queries(6):
        response = client.get("/en/progress/")
    assert response.status_code == 200


def test_progress_shows_the_total_live_and_cells_as_released(client):
    proficient(40, gewog=gewog("BT-11"))
    proficient(20, gewog=gewog("BT-15"))
    publish_release()
    proficient(7, gewog=gewog("BT-11"))
    page = client.get("/en/progress/").context["page"]
    assert page.answer.reached == 67
    assert {row.code: row.people for row in page.dzongkhags}["BT-11"] == 40


def test_progress_names_withheld_cells(client):
    proficient(40, gewog=gewog("BT-11"))
    publish_release()
    html = client.get("/en/progress/").content.decode()
    assert "fewer than 5 or withheld" in html
    assert "Release 1 of" in html
    assert "40 people are proficient" in html


def test_progress_goes_down_when_a_pass_is_revoked(client):
    [person, _] = proficient(2)
    standing.withdraw(citizen=person, metric="proficient")
    assert client.get("/en/progress/").context["answer"].reached == 1


def test_progress_before_the_first_release(client):
    html = client.get("/en/progress/").content.decode()
    assert "with the first daily release" in html
    assert client.get("/en/progress/figures.csv").status_code == 404


def test_progress_touches_no_session_and_may_be_cached(client):
    response = client.get("/en/progress/")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=10"


def test_progress_in_dzongkha_has_tibetan_digits(client):
    proficient(12)
    response = client.get("/dz/progress/")
    assert response.status_code == 200
    assert "༡༢" in response.content.decode()


def test_progress_csv_is_the_release_and_adds_up(client):
    proficient(40, gewog=gewog("BT-11"))
    proficient(2, gewog=gewog("BT-15"))
    publish_release(day=date(2026, 11, 20))
    header, *rows = read(client.get("/en/progress/figures.csv"))
    assert header == ["release", "day", "dimension", "code", "name", "proficient people"]
    assert rows[0] == ["1", "2026-11-20", "country", "BT", "Bhutan", "42"]
    assert ["1", "2026-11-20", "dzongkhag", "BT-15", "Thimphu", "fewer than 5 or withheld"] in rows


def test_progress_refuses_to_be_written_to(client):
    assert client.post("/en/progress/").status_code == 405


# --- who may see the dashboard ---

STAFF = ["dashboard", "dashboard_csv", "alarms"]


@pytest.mark.parametrize("name", STAFF)
def test_stranger_is_asked_to_sign_in(client, name):
    response = client.get(reverse(f"targets:{name}"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("dashboard", None, 403),
        ("dashboard", Role.EDITOR, 403),
        ("dashboard", Role.OPERATOR, 403),
        ("dashboard", Role.ANALYST, 200),
        ("dashboard", Role.PROGRAMME_OFFICER, 200),
        ("dashboard_csv", Role.EDITOR, 403),
        ("dashboard_csv", Role.ANALYST, 200),
        ("alarms", Role.PROGRAMME_OFFICER, 403),
        ("alarms", Role.OPERATOR, 200),
        ("alarms", Role.ANALYST, 200),
    ],
)
def test_staff_pages_ask_for_a_role(client, name, role, status):
    with_role(client, role)
    assert client.get(reverse(f"targets:{name}")).status_code == status


# --- what the dashboard shows ---


@pytest.fixture
def analyst(client):
    return with_role(client, Role.ANALYST)


@pytest.mark.parametrize("places", [1, 3])
def test_dashboard_takes_the_same_queries_whoever_is_counted(client, analyst, places, django_assert_num_queries):
    for code in ("BT-11", "BT-15", "BT-GA")[:places]:
        proficient(2, gewog=gewog(code), on=timezone.localdate())
    with django_assert_num_queries(QUERIES_OF_DASHBOARD):
        response = client.get(reverse("targets:dashboard"))
    assert len(response.context["gewogs"].object_list) == places


QUERIES_OF_DASHBOARD = 11


def test_dashboard_is_exact_for_small_cells_and_pending_deltas(client, analyst):
    proficient(2, gewog=gewog("BT-GA"), gender=User.Gender.FEMALE)
    counting.fold(limit=2)
    page = client.get(reverse("targets:dashboard")).context["page"]
    assert page.people == 2
    assert page.share("gender", "female").people == 2
    assert [row.people for row in page.dzongkhags if row.code == "BT-GA"] == [2]
    assert [(step.metric, step.people) for step in page.funnel] == [
        ("enrolled", 2),
        ("completed", 2),
        ("assessed", 2),
        ("proficient", 2),
    ]


def test_dashboard_is_narrowed_by_its_address(client, analyst):
    proficient(3, gewog=gewog("BT-11"), audience=User.Audience.STUDENT, on=date(2025, 3, 4))
    proficient(2, gewog=gewog("BT-11"), on=date(2026, 3, 4))
    proficient(4, gewog=gewog("BT-15"), on=date(2026, 3, 4))
    address = reverse("targets:dashboard")

    def people(query):
        return client.get(f"{address}?{query}").context["page"].people

    assert people("dzongkhag=BT-11") == 5
    assert people("dzongkhag=BT-11&audience=student") == 3
    assert people("period=2026") == 6
    assert people("period=2026&dzongkhag=BT-11") == 2
    assert people("dzongkhag=nowhere&period=soon") == 9


def test_dashboard_ranks_the_furthest_behind_first(client, analyst):
    proficient(3, gewog=gewog("BT-GA"))
    page = client.get(reverse("targets:dashboard")).context["page"]
    gaps = [row.gap for row in page.dzongkhags]
    assert gaps == sorted(gaps, reverse=True)
    assert page.furthest_behind.dzongkhag.name == "Thimphu"


def test_dashboard_says_what_it_means(client, analyst):
    proficient(1)
    for _ in range(4):
        standing.reach(citizen=citizen(), metric="enrolled")
    html = client.get(reverse("targets:dashboard")).content.decode()
    assert "Thimphu is furthest behind" in html
    assert "Most people wait between “Enrolled” and “Finished a course”: 4." in html


def test_dashboard_of_a_group_compares_nothing_with_a_plan_that_is_not_there(client, analyst):
    proficient(3, gewog=gewog("BT-11"), audience=User.Audience.STUDENT)
    address = reverse("targets:dashboard")
    of_all, of_group = (client.get(f"{address}?dzongkhag=BT-11{more}") for more in ("", "&audience=student"))
    for words in ("Dzongkhags behind plan", "Planned by now", "under 25% of the plan", "furthest behind first"):
        assert (words in of_all.text, words in of_group.text) == (True, False), words
    assert {tile.step for tile in of_group.context["tiles"]} == {0}
    name = client.get(reverse("targets:dashboard_csv") + "?dzongkhag=BT-11&audience=student&period=2026")
    assert "dashboard-BT-11-student-2026.csv" in name["Content-Disposition"]


def test_alarms_are_reached_from_the_dashboard_without_any_and_lead_back(client, analyst):
    alarms, dashboard = reverse("targets:alarms"), reverse("targets:dashboard")
    assert f'href="{alarms}"' in client.get(dashboard).text
    assert re.search(
        rf'class="back"[^>]*href="{dashboard}"|href="{dashboard}"[^>]*class="back"', client.get(alarms).text
    )


def test_dashboard_in_dzongkha(client, analyst):
    proficient(3)
    with translation.override("dz"):
        assert client.get(reverse("targets:dashboard") + "?dzongkhag=BT-11&audience=student").status_code == 200


def test_dashboard_csv_has_what_the_page_shows(client, analyst):
    proficient(2, gewog=gewog("BT-GA"))
    answer = client.get(reverse("targets:dashboard_csv") + "?dzongkhag=BT-GA")
    place, group, period, header, *rows = read(answer)
    assert 'filename="intelligent-bhutan-dashboard-BT-GA.csv"' in answer["Content-Disposition"]
    assert (place, group, period) == (["Dzongkhag", "Gasa"], ["Group", "Everyone"], ["Period", "To date"])
    assert header == ["dimension", "code", "name", "enrolled", "completed", "assessed", "proficient"]
    assert rows[0] == ["all", "", "", "2", "2", "2", "2"]
    assert ["dzongkhag", "BT-GA", "Gasa", "2", "2", "2", "2"] in rows


# --- alarms ---


def alarm(table="literacy_placecount"):
    return ReconciliationAlarm.objects.create(table=table, differing_cells=1, counted=2, recounted=3)


@pytest.mark.parametrize("how_many", [1, 3])
def test_alarms_are_listed(client, analyst, how_many, django_assert_num_queries):
    for number in range(how_many):
        alarm(f"table_{number}")
    with django_assert_num_queries(5):
        response = client.get(reverse("targets:alarms"))
    assert len(response.context["page"].object_list) == how_many


def test_alarm_shows_on_the_dashboard_until_it_is_resolved(client, analyst):
    shown = alarm()
    assert client.get(reverse("targets:dashboard")).context["page"].alarms == 1
    client.post(reverse("targets:alarms"), {"table": shown.table})
    assert client.get(reverse("targets:dashboard")).context["page"].alarms == 0
    shown.refresh_from_db()
    assert shown.resolved_by == analyst


def test_alarm_of_another_table_stays(client, analyst):
    alarm()
    client.post(reverse("targets:alarms"), {"table": "other"})
    assert ReconciliationAlarm.objects.filter(resolved_at=None).count() == 1


def test_programme_officer_cannot_resolve(client):
    with_role(client, Role.PROGRAMME_OFFICER)
    shown = alarm()
    assert client.post(reverse("targets:alarms"), {"table": shown.table}).status_code == 403
    shown.refresh_from_db()
    assert shown.resolved_at is None
