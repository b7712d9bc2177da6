"""What invigilators and programme officers see and do."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.templatetags.dzongkha import clock, moment
from literacy.models import Candidate, Incident, Proficiency, Sitting
from literacy.views.sittings import ACTS
from tests.factories.literacy_assessment import a_planned, a_signed, a_standard, an_open, sit, sit_everything
from tests.factories.literacy_classes import a_class
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def address(name, sitting, *more):
    return reverse(f"literacy:{name}", args=[sitting.public_id, *more])


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_sittings_takes_the_same_queries(client, how_many, django_assert_num_queries):
    standard = a_standard()
    planned = [a_planned(standard) for _ in range(how_many)]
    client.force_login(holder_of(Role.PROGRAMME_OFFICER))
    with django_assert_num_queries(5):
        page = client.get(reverse("literacy:sittings")).text
    assert [sitting.get_absolute_url() in page for sitting in planned] == [True] * how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_register_takes_the_same_queries(client, how_many, django_assert_num_queries):
    sitting = an_open(citizens=[PersonFactory() for _ in range(how_many)])
    client.force_login(sitting.invigilator)
    with django_assert_num_queries(14):
        page = client.get(sitting.get_absolute_url()).text
    assert f"{how_many} admitted + 0 not admitted + 0 did not come = {how_many} on the register" in page
    assert page.count('class="cand"') == how_many


def test_the_sum_on_the_register_is_true_while_people_are_still_to_check(client):
    sitting = an_open(citizens=[PersonFactory() for _ in range(3)])
    sitting.candidates.filter(seat=3).update(state="registered")
    client.force_login(sitting.invigilator)
    page = client.get(sitting.get_absolute_url()).text
    assert "2 admitted + 0 not admitted + 0 did not come + 1 still to check = 3 on the register" in page


def test_register_uses_each_id_once(client):
    planned = a_planned(citizens=[PersonFactory() for _ in range(3)])
    client.force_login(planned.invigilator)
    client.post(address("sitting_step", planned, "open"))
    page = client.get(planned.get_absolute_url()).text
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, times in ids.items() if times > 1] == []


def test_an_invigilator_leads_a_sitting_from_opening_to_signature(client):
    people = [PersonFactory() for _ in range(4)]
    planned = a_planned(citizens=people)
    client.force_login(planned.invigilator)
    first, second, third, fourth = planned.candidates.all()
    client.post(address("sitting_step", planned, "open"))
    card = {"act": "admit", "evidence": "card", "number": "༡༡༠༠༧ ༠༠༢ ༣༤༥"}
    client.post(address("check_candidate", planned, first.public_id), card)
    witnesses = {"act": "admit", "evidence": "witnesses", "first_witness": "Dorji", "second_witness": "Pema"}
    client.post(address("check_candidate", planned, second.public_id), witnesses)
    client.post(address("check_candidate", planned, third.public_id), {"act": "refuse", "reason": "Another face"})
    client.post(address("check_candidate", planned, fourth.public_id), {"act": "absent"})
    client.post(address("incident", planned), {"text": "Power cut", "minutes_lost": "6"})
    client.post(address("incident", planned), {"text": "Screen", "minutes_lost": "2", "candidate": second.pk})
    assert list(planned.candidates.values_list("state", flat=True)) == ["admitted", "admitted", "refused", "absent"]
    sit_everything(planned)
    client.post(address("sitting_step", planned, "close"))
    client.post(address("sitting_step", planned, "sign"))
    page = client.get(planned.get_absolute_url()).text
    assert "2 admitted + 1 not admitted + 1 did not come = 4 on" in page
    assert list(Incident.objects.values_list("text", "candidate")) == [("Power cut", None), ("Screen", second.pk)]
    assert "Power cut" in page
    assert Proficiency.objects.count() == 2


def test_a_refusal_is_said_on_the_page(client):
    planned = a_planned()
    client.force_login(planned.invigilator)
    client.post(address("sitting_step", planned, "open"))
    client.post(address("sitting_step", planned, "close"))
    page = client.post(address("sitting_step", planned, "sign"), follow=True).text
    assert page.count("Some people are not checked yet. Resume the sitting") == 2
    client.post(address("sitting_step", planned, "resume"))
    page = client.post(address("incident", planned), {"text": "", "minutes_lost": "6"})
    assert page.status_code == 422


def row_of(page, seat):
    """What stands in one person's row."""
    return page.split(f'id="seat{seat}"')[1].split(f'id="seat{seat + 1}"')[0]


@pytest.mark.parametrize(
    ("typed", "sentence", "kept"),
    [
        ({"act": "admit", "evidence": "card", "number": "123"}, "eleven digits", 'value="123"'),
        (
            {"act": "admit", "evidence": "witnesses", "first_witness": "Ap Wangdi", "second_witness": "ap wangdi"},
            "must be two people",
            'value="ap wangdi"',
        ),
        ({"act": "admit", "evidence": "card", "extra_minutes": "500"}, "from 0 to 120", 'value="500"'),
        ({"act": "refuse", "reason": "", "number": "77"}, "Write why", 'value="77"'),
    ],
)
def test_a_refused_check_keeps_what_was_typed_in_the_open_row_and_names_the_person(client, typed, sentence, kept):
    planned = a_planned(citizens=[PersonFactory(), PersonFactory(full_name="Sonam Choden"), PersonFactory()])
    client.force_login(planned.invigilator)
    client.post(address("sitting_step", planned, "open"))
    second = planned.candidates.get(seat=2)
    answer = client.post(address("check_candidate", planned, second.public_id) + "?state=registered", typed)
    row = row_of(answer.text, 2)
    assert answer.status_code == 422
    assert re.search(r"Sonam Choden: [^<]*" + sentence, row)
    assert kept in row
    assert row.startswith('><details class="cand" open>')
    assert answer.text.count('<details class="cand" open>') == 1
    assert "<title>Error:" in answer.text
    anew = client.get(address("check_candidate", planned, second.public_id))
    assert anew["Location"] == planned.get_absolute_url()


def test_a_refused_check_shows_the_page_of_the_register_on_which_the_person_stands(client):
    planned = a_planned(citizens=[PersonFactory()])
    Sitting.objects.update(seats=27)
    Candidate.objects.bulk_create(Candidate(sitting=planned, citizen=PersonFactory(), seat=n) for n in range(2, 28))
    client.force_login(planned.invigilator)
    client.post(address("sitting_step", planned, "open"))
    last = planned.candidates.get(seat=27)
    page = client.post(address("check_candidate", planned, last.public_id), {"act": "refuse"}).text
    assert 'id="seat27"><details class="cand" open>' in page
    assert 'id="seat25"' not in page


@pytest.mark.parametrize(
    ("state", "between"),
    [("", ("{row}", "seat3")), ("registered", ("register", "seat1"))],
)
def test_a_good_check_is_said_near_the_row(client, state, between):
    planned = a_planned(citizens=[PersonFactory(), PersonFactory(full_name="Sonam Choden"), PersonFactory()])
    client.force_login(planned.invigilator)
    client.post(address("sitting_step", planned, "open"))
    second = planned.candidates.get(seat=2)
    check = address("check_candidate", planned, second.public_id)
    answer = client.post(f"{check}?state={state}", {"act": "absent"})
    second.refresh_from_db()
    between = [name.format(row=f"seat{second.row}") for name in between]
    assert answer["Location"] == f"{planned.get_absolute_url()}?state={state}&checked={second.row}#{between[0]}"
    page = client.get(answer["Location"]).text
    before, after = (page.index(f'id="{name}"') for name in between)
    assert before < page.index("Sonam Choden: Did not come.") < after


def test_signing_asks_first_and_says_what_is_signed(client):
    standard = a_standard()
    earlier = PersonFactory()
    a_signed(a_standard(), [earlier])  # passes under another standard are none under this one
    sitting = an_open(standard, [PersonFactory(), earlier])
    first = sitting.candidates.first()
    sit(first, standard.domains.first())
    client.force_login(sitting.invigilator)
    client.post(address("sitting_step", sitting, "close"))
    page = client.get(sitting.get_absolute_url()).text
    form = page.split("What you sign")[1].split("</form>")[0]
    assert "2 admitted + 0 not admitted + 0 did not come = 2 on the register" in form
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", form))
    assert facts == {"Papers begun": "1", "Papers never begun": "3", "Papers at rest": "0", "Incidents": "0"}
    assert "Signing is final" in form
    assert page.index("<details") < page.index("What you sign")


INVIGILATORS = [("incident", []), *[("sitting_step", [act]) for act in ACTS]]
OFFICERS = [(name, []) for name in ("assign", "register", "register_person", "void", "reschedule", "cancel_sitting")]


@pytest.mark.parametrize(("name", "more"), INVIGILATORS)
def test_only_its_invigilator_holds_a_sitting(client, name, more):
    planned = a_planned()
    refused = {}
    assert client.post(address(name, planned, *more)).status_code == 302
    for who, person in {
        "stranger": PersonFactory(),
        "coordinator": holder_of(Role.COORDINATOR, planned.centre.organisation),
        "other invigilator": holder_of(Role.INVIGILATOR),
        "officer": planned.assigned_by,
    }.items():
        client.force_login(person)
        refused[who] = client.post(address(name, planned, *more)).status_code
    assert refused == {"stranger": 404, "coordinator": 404, "other invigilator": 404, "officer": 403}
    assert Sitting.objects.get().state == Sitting.State.PLANNED
    client.force_login(planned.invigilator)
    assert client.get(address(name, planned, *more)).status_code == 405


@pytest.mark.parametrize(("name", "more"), OFFICERS)
def test_only_an_officer_plans(client, name, more):
    planned = a_planned()
    assert client.post(address(name, planned, *more)).status_code == 302
    for person in (PersonFactory(), holder_of(Role.INVIGILATOR), planned.invigilator):
        client.force_login(person)
        assert client.post(address(name, planned, *more), {"void-reason": "…"}).status_code == 403
    assert Sitting.objects.get().state == Sitting.State.PLANNED


def test_nobody_else_checks_a_candidate(client):
    sitting = an_open()
    check = address("check_candidate", sitting, sitting.candidates.get().public_id)
    for person, status in [(PersonFactory(), 404), (sitting.assigned_by, 403), (holder_of(Role.INVIGILATOR), 404)]:
        client.force_login(person)
        assert client.post(check, {"act": "absent"}).status_code == status
    other = an_open()
    client.force_login(other.invigilator)
    theirs = address("check_candidate", other, sitting.candidates.get().public_id)
    assert client.post(theirs, {"act": "absent"}).status_code == 404
    assert Candidate.objects.filter(state="absent").count() == 0


@pytest.mark.parametrize("name", ["sittings", "sitting_plan", "doubles"])
def test_staff_pages_are_for_staff(client, name):
    url = reverse(f"literacy:{name}")
    assert client.get(url).status_code == 302
    client.force_login(PersonFactory())
    assert client.get(url).status_code == 403
    client.force_login(holder_of(Role.INVIGILATOR))
    assert client.get(url).status_code == (200 if name == "sittings" else 403)
    client.force_login(holder_of(Role.PROGRAMME_OFFICER))
    assert client.get(url).status_code == 200


def test_a_sitting_is_hidden_from_other_invigilators(client):
    planned = a_planned()
    for person in (PersonFactory(), holder_of(Role.INVIGILATOR)):
        client.force_login(person)
        assert client.get(planned.get_absolute_url()).status_code == 404


def test_an_officer_plans_a_sitting(client):
    planned = a_planned()
    client.force_login(planned.assigned_by)
    today = timezone.localdate()
    morrow = today + timedelta(days=1)
    sent = {
        "centre": planned.centre.pk,
        "day_0": morrow.day,
        "day_1": morrow.month,
        "day_2": morrow.year,
        "hour": "09:00",
        "hours": "3",
        "domains": [domain.pk for domain in planned.domains.all()],
    }
    response = client.post(reverse("literacy:sitting_plan"), sent)
    made = Sitting.objects.exclude(pk=planned.pk).get()
    assert response["Location"] == made.get_absolute_url()
    assert timezone.localtime(made.starts_at).hour == 9
    assert client.post(reverse("literacy:sitting_plan"), {}).status_code == 422
    page = client.get(made.get_absolute_url()).text
    starts_at, ends_at = timezone.localtime(made.starts_at), timezone.localtime(made.ends_at)
    assert f"{moment(starts_at)} – {clock(ends_at)}" in page
    assert [domain.name in page for domain in made.domains.all()] == [True, True]
    yesterday = today - timedelta(days=1)
    over = sent | {"day_0": yesterday.day, "day_1": yesterday.month, "day_2": yesterday.year}
    refused = client.post(reverse("literacy:sitting_plan"), over)
    assert (refused.status_code, refused.text.count("This day is over")) == (422, 2)


def test_registering_a_class_says_how_many_are_new(client):
    cohort = a_class(learners=3)
    planned = a_planned(citizens=[cohort.enrolments.first().citizen])
    client.force_login(planned.assigned_by)
    for sentence in (
        "2 people are new on the register. 1 was on it before.",
        "0 people are new on the register. 3 were",
    ):
        assert sentence in client.post(address("register", planned), {"cohort": cohort.pk}, follow=True).text


def test_an_officer_voids_with_a_reason(client):
    signed = a_signed()
    client.force_login(signed.assigned_by)
    assert client.post(address("void", signed), {"void-reason": ""}).status_code == 422
    page = client.post(address("void", signed), {"void-reason": "Answers were read aloud"}, follow=True).text
    assert "Answers were read aloud" in page


def test_an_officer_decides_on_doubles(client):
    standard = a_standard()
    a_signed(standard, [PersonFactory(full_name="Karma Choden")])
    officer = a_signed(standard, [PersonFactory(full_name="Karma Choden")], evidence="witnesses").assigned_by
    held = Proficiency.objects.get(held_for_review=True)
    decide = reverse("literacy:decide_double", args=[held.public_id])
    client.force_login(PersonFactory())
    assert client.post(decide, {"decision": "other"}).status_code == 403
    client.force_login(officer)
    assert client.get(reverse("literacy:doubles")).text.count("Karma Choden") == 2
    assert client.post(decide, {}).status_code == 400
    client.post(decide, {"decision": "other"})
    held.refresh_from_db()
    assert (held.held_for_review, held.revoked_at) == (False, None)


def test_an_invigilator_seats_a_walk_in_by_user_name_phone_or_class_card(client):
    planned = a_planned()
    cohort = a_class()
    named, phoned = PersonFactory(username="pema"), PersonFactory(phone="+97517123456", phone_verified=True)
    PersonFactory(phone="+97517123457")  # not verified: whoever wrote it may be somebody else
    client.force_login(planned.invigilator)
    assert "Somebody came without a seat" in client.get(planned.get_absolute_url()).text
    there = address("walk_in", planned)
    for typed in (
        {"came-name": "PEMA"},
        {"came-name": "17 12 34 56"},
        {"came-code": cohort.code, "came-roll_number": "༡"},
    ):
        assert client.post(there, typed).status_code == 302
    came = planned.candidates.filter(source="walk_in").order_by("seat")
    assert list(came.values_list("citizen", flat=True))[:2] == [named.pk, phoned.pk]
    assert [place.seat for place in came] == [2, 3, 4]
    for typed in ({}, {"came-name": "17123457"}, {"came-code": cohort.code, "came-roll_number": "9"}):
        assert client.post(there, typed).status_code == 422


def test_whoever_was_not_checked_did_not_come_and_the_protocol_can_be_signed(client):
    planned = a_planned(citizens=[PersonFactory() for _ in range(3)])
    client.force_login(planned.invigilator)
    client.post(address("sitting_step", planned, "open"))
    client.post(address("sitting_step", planned, "close"))
    page = client.get(planned.get_absolute_url()).text
    assert "3 people were not checked." in page
    client.post(address("sitting_step", planned, "absent"))
    client.post(address("sitting_step", planned, "sign"))
    assert Sitting.objects.get().protocol["absent"] == 3


def test_an_officer_changes_the_seats_and_who_may_book(client):
    planned = a_planned()
    client.force_login(planned.assigned_by)
    there = address("sitting_seats", planned)
    assert f'action="{there}"' in client.get(planned.get_absolute_url()).text
    assert client.post(there, {"seats-seats": "0"}).status_code == 422
    page = client.post(there, {"seats-seats": "7", "seats-is_public": "on"}, follow=True).text
    assert ("7 seats" in page, "Anybody may book" in page) == (True, True)


def test_an_officer_moves_and_cancels_a_sitting(client):
    planned = a_planned()
    client.force_login(planned.assigned_by)
    day = timezone.localdate() + timedelta(days=9)
    sent = {
        "move-day_0": day.day,
        "move-day_1": day.month,
        "move-day_2": day.year,
        "move-hour": "13:30",
        "move-hours": "2",
    }
    there = address("reschedule", planned)
    assert client.post(there, sent).status_code == 422
    late = client.post(there, sent | {"move-reason": "Snow", "move-hours": "7"})
    assert (late.status_code, "after eight in the evening" in late.text) == (422, True)
    client.post(there, sent | {"move-reason": "Snow"})
    planned.refresh_from_db()
    assert (timezone.localdate(planned.starts_at), f"{timezone.localtime(planned.starts_at):%H:%M}") == (day, "13:30")
    assert client.post(address("cancel_sitting", planned), {"cancel-reason": ""}).status_code == 422
    page = client.post(address("cancel_sitting", planned), {"cancel-reason": "More snow"}, follow=True).text
    assert ("More snow" in page, "Cancelled" in page) == (True, True)
