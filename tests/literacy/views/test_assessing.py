"""What the candidate sees and sends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.templatetags.dzongkha import moment
from literacy.actions import sittings
from literacy.models import Answer, Attempt, Competence, DomainPass, Item, Sitting
from tests.factories import literacy_learning
from tests.factories.literacy_assessment import a_signed, a_standard, an_attempt, an_open, sit, sit_everything
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt():
    return an_attempt()


@pytest.fixture
def signed_in(client, attempt):
    client.force_login(attempt.citizen)
    return client


def address(name, attempt, *more):
    return reverse(f"literacy:{name}", args=[attempt.public_id, *more])


def test_exam_shows_what_may_be_sat_under_few_queries(client, django_assert_num_queries):
    for standard, queries in [(a_standard("one"), 8), (a_standard("x", "y", "z"), 12)]:
        sitting = an_open(standard)
        client.force_login(sitting.candidates.get().citizen)
        with django_assert_num_queries(queries):
            page = client.get(reverse("literacy:exam"))
        assert page.text.count("exam/begin/") == standard.domains.count()


def test_exam_shows_nothing_to_a_stranger(client):
    an_open()
    client.force_login(PersonFactory())
    assert "not in an examination now" in client.get(reverse("literacy:exam")).text


def test_begin_opens_an_attempt_and_says_why_not(client):
    sitting = an_open()
    candidate, (domain, second) = sitting.candidates.get(), sitting.domains.order_by("pk")
    begin = reverse("literacy:begin", args=[candidate.public_id, domain.key])
    client.force_login(candidate.citizen)
    response = client.post(begin)
    assert response["Location"] == Attempt.objects.get().get_absolute_url()
    other = reverse("literacy:begin", args=[candidate.public_id, second.key])
    refused = client.post(other)
    assert (refused.status_code, "Hand in what you have begun first" in refused.text) == (422, True)


def test_paper_says_nothing_about_what_is_right(signed_in, attempt):
    page = signed_in.get(attempt.get_absolute_url())
    assert page.text.count('class="js-answer') == 5
    assert page.text.count("Secret stem") == 5
    for word in ("correct", "rationale", 'value="a"', "rank"):
        assert word not in page.text
    assert "no-store" in page["Cache-Control"]


def test_plain_form_saves_and_goes_on_to_the_next_question(signed_in, attempt):
    number = next(n for n, slot in enumerate(attempt.paper, 1) if Item.objects.get(pk=slot["item"]).kind == "single")
    slot = attempt.paper[number - 1]
    response = signed_in.post(address("save_answer", attempt, number), {"chosen": "2"})
    assert response["Location"] == f"{attempt.get_absolute_url()}#q{min(number + 1, 5)}"
    assert Answer.objects.get(item=slot["item"]).response == {"chosen": [slot["options"][1]]}
    assert signed_in.get(attempt.get_absolute_url()).text.count(" checked") == 1


def test_script_is_told_what_happened(signed_in, attempt):
    def send(number, **fields):
        return signed_in.post(
            address("save_answer", attempt, number), fields, headers={"Accept": "application/json"}
        ).status_code

    assert (send(1, chosen="1", sequence="7"), send(1, chosen="1", sequence="7"), send(6), send(0)) == (
        200,
        200,
        404,
        404,
    )
    assert Answer.objects.get().sequence == 7
    signed_in.post(address("hand_in", attempt), {"sure": "1"})
    assert send(1, chosen="1", sequence="8") == 409


def test_an_answer_counts_after_one_from_a_device_whose_clock_was_ahead(signed_in, attempt):
    number = next(n for n, slot in enumerate(attempt.paper, 1) if Item.objects.get(pk=slot["item"]).kind == "single")
    ahead = 4_000_000_000_000  # somewhere in 2096
    signed_in.post(address("save_answer", attempt, number), {"chosen": "1", "sequence": ahead})
    assert f'data-sequence="{ahead}"' in signed_in.get(attempt.get_absolute_url()).text
    signed_in.post(address("save_answer", attempt, number), {"chosen": "2"})
    assert Answer.objects.get().response == {"chosen": [attempt.paper[number - 1]["options"][1]]}


def test_saving_takes_few_queries(signed_in, attempt, django_assert_num_queries):
    with django_assert_num_queries(7):  # session, person, attempt; savepoint, lock, answer, savepoint
        signed_in.post(address("save_answer", attempt, 1), {"sequence": "1"}, headers={"Accept": "application/json"})


def test_result_tells_what_to_practise_and_shows_no_item(signed_in, attempt):
    response = signed_in.post(address("hand_in", attempt), {"sure": "1"}, follow=True)
    assert "Not yet" in response.text
    assert "Ask your teacher or the centre what to practise." in response.text
    assert "Staying safe" not in response.text, "a competence is a word of examiners"
    assert "Secret stem" not in response.text
    assert "Option" not in response.text


EVERYTHING = {"chosen": "1"} | {f"{name}_{n}": str(n) for name in ("place", "pair") for n in range(1, 5)}


def test_handing_in_is_asked_once_more_with_what_has_no_answer(signed_in, attempt):
    signed_in.post(address("save_answer", attempt, 2), EVERYTHING | {"sequence": "1"})
    asked = signed_in.post(address("hand_in", attempt)).text
    assert "4 of 5 questions have no answer yet" in asked
    assert [f"#q{number}" in asked for number in (1, 2, 3)] == [True, False, True]
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    signed_in.post(address("hand_in", attempt), {"sure": "1"})
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    assert signed_in.post(address("hand_in", attempt)).status_code == 302


def test_an_answer_while_the_sitting_rests_may_be_sent_again(signed_in, attempt):
    held = attempt.candidate.sitting

    def send():
        fields = {"chosen": "1", "sequence": "9"}
        return signed_in.post(
            address("save_answer", attempt, 1), fields, headers={"Accept": "application/json"}
        ).status_code

    sittings.close(sitting=held, by=held.invigilator)
    assert send() == 423
    assert "interrupted" in signed_in.post(address("save_answer", attempt, 1), {"chosen": "1"}, follow=True).text
    assert "Your answers are kept" in signed_in.get(reverse("literacy:exam")).text
    sittings.resume(sitting=held, by=held.invigilator)
    assert send() == 200


def results_address(candidate):
    return reverse("literacy:sitting_results", args=[candidate.public_id])


def test_results_of_a_sitting_show_each_domain_and_no_item(client):
    sitting = an_open()
    candidate, (passed, failed) = sitting.candidates.get(), sitting.domains.order_by("position", "pk")
    lesson = literacy_learning.course(lessons=1).lessons.get()
    lesson.competences.set(Competence.objects.filter(code="9.9"))
    sit(candidate, passed, 5)
    attempt = sit(candidate, failed, 2)
    client.force_login(candidate.citizen)
    assert results_address(candidate) in client.get(reverse("literacy:exam")).text
    for page in (client.get(results_address(candidate)), client.get(attempt.get_absolute_url())):
        assert "Staying safe" not in page.text
        assert f'href="{reverse("literacy:lesson", args=[lesson.version.course.slug, lesson.slug])}"' in page.text
        assert f"You may try again from {moment(attempt.submitted_at + timedelta(days=1))}." in page.text
        assert "no-store" in page["Cache-Control"]
        for secret in ("Secret stem", "Option ", "Partner "):
            assert secret not in page.text
    page = client.get(results_address(candidate)).text
    assert (page.count(">Passed<"), page.count(">Not yet<"), page.count("Practise this first")) == (1, 1, 1)
    assert passed.name in page
    assert failed.name in page


def test_who_passed_everything_is_led_to_the_certificate(client):
    held = an_open()
    candidate = held.candidates.get()
    sit_everything(held)
    client.force_login(candidate.citizen)
    assert "your certificate comes to your page" in client.get(results_address(candidate)).text
    sittings.close(sitting=held, by=held.invigilator)
    sittings.sign(sitting=Sitting.objects.get(pk=held.pk), by=held.invigilator)
    award = Award.objects.get(citizen=candidate.citizen)
    page = client.get(results_address(candidate)).text
    assert f'href="{award.get_absolute_url()}"' in page
    assert "your certificate comes to your page" not in page


def test_results_are_the_candidates_own(client):
    sitting = an_open()
    candidate = sitting.candidates.get()
    assert client.get(results_address(candidate)).status_code == 302
    for other in (PersonFactory(), sitting.invigilator, sitting.assigned_by):
        client.force_login(other)
        assert client.get(results_address(candidate)).status_code == 404


def test_results_say_what_became_of_the_sitting(client):
    held = a_signed()
    candidate = held.candidates.get()
    client.force_login(candidate.citizen)
    assert "once the invigilator has signed" not in client.get(results_address(candidate)).text
    sittings.void(sitting=held, reason="The power failed.", by=held.assigned_by)
    page = client.get(results_address(candidate)).text
    assert "declared void" in page
    assert page.count(">Not yet<") == 2
    assert page.count("You may try again in the next sitting.") == 2


def test_result_says_what_later_sittings_changed(client):
    sitting = an_open()
    failed = sit(sitting.candidates.get(), sitting.domains.first(), 0)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=2))
    client.force_login(failed.citizen)
    assert "Many people need a second time" in client.get(failed.get_absolute_url()).text
    sit(an_open(sitting.standard, [failed.citizen]).candidates.get(), failed.domain, 5)
    page = client.get(failed.get_absolute_url()).text
    assert ("You have passed this in another sitting." in page, "Many people need" in page) == (True, False)


def test_result_of_a_pass_says_whether_it_still_counts(client):
    held = a_signed()
    passed = held.candidates.get().attempts.first()
    client.force_login(passed.citizen)
    assert "This pass counts." in client.get(passed.get_absolute_url()).text
    DomainPass.objects.update(voided_at=timezone.now())
    page = client.get(passed.get_absolute_url()).text
    assert ("was taken back later" in page, "This pass counts." in page) == (True, False)


def test_result_of_a_pass_waits_for_the_protocol(client):
    sitting = an_open()
    passed = sit(sitting.candidates.get(), sitting.domains.first())
    client.force_login(passed.citizen)
    page = client.get(passed.get_absolute_url()).text
    assert "Passed" in page
    assert "once the invigilator has signed" in page


@pytest.mark.parametrize(
    ("name", "more", "method"), [("attempt", [], "get"), ("save_answer", [1], "post"), ("hand_in", [], "post")]
)
def test_an_attempt_is_its_own_candidates_alone(client, attempt, name, more, method):
    sitting = attempt.candidate.sitting
    send = getattr(client, method)
    assert send(address(name, attempt, *more)).status_code == 302
    assert "login" in send(address(name, attempt, *more))["Location"]
    for other in (PersonFactory(), sitting.invigilator, sitting.assigned_by):
        client.force_login(other)
        assert send(address(name, attempt, *more)).status_code == 404
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.answers.count()) == (None, 0)


def test_nobody_begins_for_another(client):
    sitting = an_open()
    candidate = sitting.candidates.get()
    client.force_login(PersonFactory())
    begin = reverse("literacy:begin", args=[candidate.public_id, sitting.domains.first().key])
    assert client.post(begin).status_code == 404
    assert client.get(begin).status_code == 405
    assert not Attempt.objects.exists()


def test_every_page_of_the_candidate_opens_in_dzongkha(client):
    sitting = an_open()
    first, second = sitting.domains.order_by("pk")
    failed = sit(sitting.candidates.get(), first, 1)
    going_on = an_attempt(sitting, second)
    client.force_login(failed.citizen)
    with translation.override("dz"):
        for url in (
            reverse("literacy:exam"),
            results_address(failed.candidate),
            failed.get_absolute_url(),
            going_on.get_absolute_url(),
        ):
            assert 'lang="dz"' in client.get(url).text
