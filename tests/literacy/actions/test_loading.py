"""Content files become courses and items, once."""

import copy

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from literacy import content, scoring
from literacy.actions import editing, learning, loading
from literacy.content import Faulty
from literacy.models import Block, CheckOption, Course, CourseVersion, Domain, Item, ItemOption, Lesson, Module
from literacy.queries.assessing import key_of
from literacy.queries.learning import edition_for
from tests.factories import literacy_learning as factory
from tests.literacy.content.test_reading import COURSE

pytestmark = pytest.mark.django_db
KEPT = (Course, CourseVersion, Module, Lesson, Block, CheckOption, Item, ItemOption, Entry)


@pytest.fixture
def load():
    """Loads a course as one editor and one publisher do."""
    editor, publisher = factory.person("editor"), factory.person("publisher")
    return lambda course: loading.load_course(course, by_editor=editor, by_publisher=publisher)


def changed(**changes):
    """The course after somebody worked on its file."""
    return {**copy.deepcopy(COURSE), **changes}


def test_everything_that_is_shipped_is_loaded_and_a_second_time_changes_nothing(load):
    editor = factory.person("editor")
    for course in content.courses():
        load(course)
    assert loading.load_items(content.items(), by=editor) == 100
    before = {model: list(model.objects.order_by("pk").values_list()) for model in KEPT}
    assert set(Course.objects.published().values_list("slug", flat=True)) == {one["slug"] for one in content.courses()}
    for course in content.courses():
        load(course)
    assert loading.load_items(content.items(), by=editor) == 0
    assert {model: list(model.objects.order_by("pk").values_list()) for model in KEPT} == before


def test_a_loaded_course_says_what_its_file_says(load):
    version = load(COURSE)
    first, outline = version.lessons.order_by("position")
    text, picture, check = first.blocks.order_by("position")
    assert (version.state, version.title, version.minutes) == ("published", "Pay well", 20)
    assert (first.audio_script, outline.outline) == ("Dema sells cloth.", "What stands on a receipt.")
    assert (text.text, picture.picture, picture.alternative_text) == ("Read the name first.", "lock", "A closed lock.")
    assert list(check.options.values_list("text", "feedback", "correct")) == [
        ("She calls.", "Her sister answers.", True),
        ("She pays.", "The money is gone.", False),
    ]


def test_a_changed_file_makes_a_draft_and_learners_keep_their_edition(load):
    first, learner = load(COURSE), factory.person()
    learning.open_lesson(lesson=first.lessons.first(), citizen=learner)
    draft = load(changed(title="Pay better"))
    assert (draft.number, draft.state, draft.title) == (2, "draft", "Pay better")
    assert load(changed(title="Pay better")) == draft
    newcomer, publisher = factory.person(), factory.person("publisher")
    assert edition_for("pay-well", newcomer) == first
    editing.publish(version=editing.review(version=draft, by=publisher), by=publisher)
    assert edition_for("pay-well", newcomer) == draft
    assert edition_for("pay-well", learner) == first
    assert load(changed(title="Pay better")) == draft


def test_what_an_editor_changed_here_is_not_loaded_over(load):
    published, editor = load(COURSE), factory.person("editor")
    draft = editing.start_version(course=published.course, by=editor)
    assert load(COURSE) == published
    with pytest.raises(ValidationError, match="Finish that one first"):
        load(changed(minutes=30))
    assert list(published.course.versions.values_list("number", "minutes")) == [(2, 20), (1, 20)]
    assert draft.file_sha256 == ""


def test_an_item_that_is_there_stays_as_it_is():
    editor = factory.person("editor")
    items = list(content.items())[:2]
    loading.load_items(items, by=editor)
    assert loading.load_items([{**items[0], "stem": "Something else"}, items[1]], by=editor) == 0
    assert set(Item.objects.values_list("stem_en", flat=True)) == {item["stem"] for item in items}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"domain": "cooking"}, "Domain 'cooking' is not known"),
        ({"competences": ["4.2", "7.7"]}, "Competence '7.7' is not known"),
    ],
)
def test_what_the_portal_does_not_know_is_named_and_nothing_stays(load, change, message):
    with pytest.raises(Faulty, match=message):
        load(changed(**change))
    assert not Course.objects.exists()


def test_items_of_unknown_fields_are_refused_whole():
    first, second = list(content.items())[:2]
    with pytest.raises(Faulty, match=r"Competence '7\.7' is not known"):
        loading.load_items([first, {**second, "competence": "7.7"}], by=factory.person("editor"))
    assert not Item.objects.exists()


def test_keys_of_loaded_items_are_exactly_right():
    """A stored item scores the whole point for what its file calls right, and only for that."""
    loading.load_items(content.items(), by=factory.person("editor"))
    by_code = {item["code"]: item for item in content.items()}
    for item in Item.objects.prefetch_related("options"):
        said = {part["key"]: part for part in by_code[item.code]["parts"]}
        stored = {option.key: option for option in item.options.all()}
        assert set(stored) == set(said)
        for key, option in stored.items():
            assert (option.text, option.correct) == (said[key]["text"], said[key].get("correct", False))
            assert (option.rank, option.match) == (said[key].get("rank"), said[key].get("match", ""))
        assert scoring.score(key_of(item, stored), right_answer(item.kind, by_code[item.code]["parts"])) == 1
    assert set(Domain.objects.filter(items__state="in_use").values_list("key", flat=True)) == {
        item["domain"] for item in by_code.values()
    }


def right_answer(kind, parts):
    """What the file calls right, as an answer."""
    keys = [part["key"] for part in parts]
    if kind == "ordering":
        return {"order": keys}
    if kind == "matching":
        return {"pairs": dict(zip(keys, keys, strict=True))}
    return {"chosen": [part["key"] for part in parts if part["correct"]]}
