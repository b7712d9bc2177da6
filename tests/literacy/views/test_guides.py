"""The teaching guide, and what is printed for a class."""

import re

import pytest
from django.urls import reverse

from intelligent_bhutan.people.models import Membership
from literacy import content
from literacy.actions import editing, loading
from literacy.models import Block, Guide
from tests.factories import literacy_learning
from tests.factories import literacy_teaching as factory
from tests.factories.literacy_classes import learner
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db
TEXTS = {
    "objective": "Pay without fear.",
    "materials": "Coins",
    "steps": "**Tell** the story.\nAsk.",
    "mistakes": "Hurry.",
    "adapting": "Use coins.",
    "checks": "Who is paid?",
}


@pytest.fixture
def cohort():
    return factory.a_taught_class()


@pytest.fixture
def guide(cohort):
    """A guide to the first lesson of the class's course, in English alone."""
    version = cohort.course.versions.get()
    return Guide.objects.create(version=version, lesson=version.lessons.first(), minutes=45, **TEXTS)


@pytest.fixture
def desk(client, cohort):
    """The trainer's browser."""
    client.force_login(cohort.trainer)
    return client


def test_a_trainer_reads_the_guide_beside_what_learners_see(desk, guide):
    page = desk.get(guide.get_absolute_url()).text
    for said in ("Pay without fear.", "<strong>Tell</strong> the story.", "Use coins.", "Who is paid?", "45 minutes"):
        assert said in page
    assert "Read the name." in page  # the lesson's own words
    assert guide.get_absolute_url() in desk.get(reverse("literacy:guide", args=[guide.version.course.slug])).text


def test_the_lesson_leads_trainers_to_its_guide_and_learners_not(desk, cohort, guide):
    lesson = reverse("literacy:lesson", args=[guide.version.course.slug, guide.lesson.slug])
    for address in (lesson, cohort.course.get_absolute_url()):
        desk.force_login(cohort.trainer)
        assert "Teaching guide" in desk.get(address).text
        desk.force_login(learner(cohort))
        assert "Teaching guide" not in desk.get(address).text


def test_a_guide_that_waits_for_its_dzongkha_says_so(desk, guide):
    page = desk.get(guide.get_absolute_url().replace("/en/", "/dz/")).text
    assert 'class="fallback"' in page
    assert re.search(r'<ol class="stp" lang="en">', page)


def test_what_is_not_written_yet_is_said_in_words(desk, guide):
    version = guide.version
    other = version.lessons.last()
    page = desk.get(reverse("literacy:lesson_guide", args=[version.course.slug, other.slug])).text
    assert "The guide to this lesson is still to be written." in page
    outline = version.lessons.create(
        module=version.modules.get(), position=9, slug="later", title="Later", outline="Soon"
    )
    page = desk.get(reverse("literacy:lesson_guide", args=[version.course.slug, outline.slug])).text
    assert "The screens of this lesson are still being written." in page
    assert desk.get(reverse("literacy:handout", args=[version.course.slug, outline.slug])).status_code == 404


def test_only_the_edition_that_learners_begin_has_a_guide(desk):
    draft = literacy_learning.course(state="draft")
    assert desk.get(reverse("literacy:guide", args=[draft.course.slug])).status_code == 404


def test_a_handout_holds_the_key_points_in_both_languages(desk, cohort):
    lesson = cohort.course.versions.get().lessons.first()
    lesson.blocks.filter(kind="remember").update(text_dz="མིང་དང་པ།")
    Block.objects.create(lesson=lesson, position=7, kind="steps", text="Look.\nPay.")
    address = reverse("literacy:handout", args=[cohort.course.slug, lesson.slug])
    for page in (desk.get(address).text, desk.get(address.replace("/en/", "/dz/")).text):
        for said in ("Name first, then money.", "མིང་དང་པ།", "<li>Look.</li><li>Pay.</li>"):
            assert said in page
        assert "What do you do?" not in page  # the check stays on the phone


def test_a_new_edition_begins_with_the_guide_of_the_last(guide):
    Guide.objects.create(version=guide.version, minutes=300, **TEXTS)
    Guide.objects.update(steps_dz="བཤད།")
    draft = editing.start_version(course=guide.version.course, by=holder_of(Membership.Role.EDITOR))
    whole, part = draft.guides.all()
    assert (whole.lesson, part.lesson) == (None, draft.lessons.first())
    assert (part.steps_en, part.steps_dz, part.minutes) == (guide.steps_en, "བཤད།", 45)
    assert guide.version.guides.count() == 2


def test_a_list_to_tick_by_hand_has_every_learner_and_no_pin(desk, cohort):
    page = desk.get(reverse("literacy:attendance_list", args=[cohort.public_id])).text
    table = page.split('<table class="ruled">')[1].split("</table>")[0]
    assert [f">{roll}</td>" in table for roll in (1, 2, 3)] == [True, True, False]
    assert table.count("<td></td>") == 2 * 8
    assert learner(cohort).full_name in table


def test_a_poster_shows_where_to_sign_in_and_the_class_code(desk, cohort):
    page = desk.get(reverse("literacy:poster", args=[cohort.public_id])).text
    assert cohort.code in page
    assert "http://testserver/en/learn/class/" in page
    assert '<path fill="#000" d="M' in page


def test_shipped_guides_are_loaded_once_and_what_editors_changed_stays():
    editor, publisher = holder_of(Membership.Role.EDITOR), holder_of(Membership.Role.PUBLISHER)
    for course in content.courses():
        loading.load_course(course, by_editor=editor, by_publisher=publisher)
    guides = list(content.guides())
    written = sum(loading.load_guide(one, by=editor) for one in guides)
    assert written == Guide.objects.count() == sum(1 + len(one["lessons"]) for one in guides)
    mine = Guide.objects.filter(lesson__slug="search").get()
    assert (
        mine.steps_en.splitlines()
        == next(g for g in guides if g["course"] == "first-steps-online")["lessons"]["search"]["steps"]
    )
    Guide.objects.filter(pk=mine.pk).update(steps_en="Better.", steps_dz="ལེགས།")
    assert sum(loading.load_guide(one, by=editor) for one in guides) == 0
    mine.refresh_from_db()
    assert (mine.steps_en, mine.steps_dz) == ("Better.", "ལེགས།")


def test_a_guide_to_a_lesson_that_there_is_not_is_named(cohort):
    part = {"minutes": 5} | dict.fromkeys(TEXTS, "x")
    guide = {"course": cohort.course.slug, "guide": part, "lessons": {"knitting": part}}
    with pytest.raises(content.Faulty, match="Lesson 'knitting' is not known"):
        loading.load_guide(guide, by=holder_of(Membership.Role.EDITOR))
    assert not Guide.objects.exists()
