"""What the shipped courses and exam items promise, whoever edits them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from literacy import readability
from literacy.content import courses, guides, items

ROOT = Path(settings.BASE_DIR)
DOMAINS = {"public-services", "banking", "video-calls", "social-media", "online-safety"}
HIGHEST_GRADE = 6
LONGEST_SCREEN = 90  # words
COURSES = {course["slug"]: course for course in courses()}
ITEMS = list(items())
LESSONS = [lesson for course in COURSES.values() for module in course["modules"] for lesson in module["lessons"]]
WRITTEN = [lesson for lesson in LESSONS if lesson.get("blocks")]
GUIDES = {guide["course"]: guide for guide in guides()}
GUIDED = [(f"{slug}: {name}", part) for slug, one in GUIDES.items() for name, part in one["lessons"].items()]
GUIDED += [(slug, one["guide"]) for slug, one in GUIDES.items()]
LONGEST = {"objective": 600, "materials": 1000, "steps": 3000, "mistakes": 1500, "adapting": 1500, "checks": 1500}
SINGLES = [item for item in ITEMS if item["kind"] == "single"]


def words_of(lesson):
    """All that a learner reads in a lesson."""
    for block in lesson["blocks"]:
        yield block.get("text", "")
        for text, feedback, _right in block.get("options", ()):
            yield from (text, feedback)


def words_of_item(item):
    """All that a candidate reads in an item."""
    yield item["stem"]
    for part in item["parts"]:
        yield part["text"]
        yield part.get("match", "")


@pytest.mark.parametrize("lesson", WRITTEN, ids=lambda lesson: lesson["slug"])
def test_lessons_are_easy_to_read(lesson):
    assert readability.grade("\n".join(words_of(lesson))) <= HIGHEST_GRADE
    assert readability.grade(lesson["audio_script"]) <= HIGHEST_GRADE
    assert max(len(block.get("text", "").split()) for block in lesson["blocks"]) <= LONGEST_SCREEN


def test_every_course_and_lesson_has_a_teaching_guide():
    taught = {
        slug: [one["slug"] for module in course["modules"] for one in module["lessons"]]
        for slug, course in COURSES.items()
    }
    assert {slug: list(guide["lessons"]) for slug, guide in GUIDES.items()} == taught


@pytest.mark.parametrize(("name", "guide"), GUIDED, ids=[name for name, _part in GUIDED])
def test_guides_are_easy_to_read_and_fit_their_fields(name, guide):
    texts = {field: one if isinstance(one := guide[field], str) else "\n".join(one) for field in LONGEST}
    assert readability.grade("\n".join(texts.values())) <= HIGHEST_GRADE
    assert {field for field, text in texts.items() if len(text) > LONGEST[field]} == set()
    assert len(guide["steps"]) >= 4
    assert 30 <= guide["minutes"] <= 400


@pytest.mark.parametrize("domain", sorted(DOMAINS))
def test_items_are_easy_to_read(domain):
    grades = [readability.grade("\n".join(words_of_item(item))) for item in ITEMS if item["domain"] == domain]
    assert sum(grades) / len(grades) <= HIGHEST_GRADE


def test_the_first_course_has_six_lessons_that_end_well():
    lessons = [lesson for module in COURSES["first-steps-online"]["modules"] for lesson in module["lessons"]]
    assert len(lessons) >= 6
    for lesson in lessons:
        kinds = [block["kind"] for block in lesson["blocks"]]
        assert {"text", "picture", "check"} < set(kinds)
        assert kinds[-2:] == ["remember", "try_today"]


def test_every_domain_has_a_course():
    assert {course["domain"] for course in COURSES.values() if "domain" in course} == DOMAINS


def test_every_domain_has_twenty_items_of_all_kinds_and_difficulties():
    assert Counter(item["domain"] for item in ITEMS) == dict.fromkeys(DOMAINS, 20)
    for domain in DOMAINS:
        mine = [item for item in ITEMS if item["domain"] == domain]
        assert {item["kind"] for item in mine} == {"single", "multiple", "ordering", "matching"}
        assert min(Counter(item["difficulty"] for item in mine).values()) >= 4


def test_items_do_not_give_the_answer_away():
    longest = [item["code"] for item in SINGLES if stands_out(item)]
    assert len(longest) <= len(SINGLES) * 0.4  # among three options a third is chance
    cue = re.compile(r"\b(all|none) of the (above|these)\b|which \w+ (is|are) not\b", re.I)
    assert [item["code"] for item in ITEMS if cue.search("\n".join(words_of_item(item)))] == []


def stands_out(item):
    """Whether the right option is the longest."""
    longest = max(item["parts"], key=lambda part: len(part["text"]))
    return longest["correct"]


def test_items_and_lessons_tell_different_stories():
    """No sum of money, no secret and no five words in a row are shared between practice and examination."""
    practice = "\n".join(text for lesson in WRITTEN for text in (*words_of(lesson), lesson["audio_script"]))
    examination = "\n".join(text for item in ITEMS for text in words_of_item(item))
    assert sums(practice) & sums(examination) == set()
    assert runs(practice) & runs(examination) == set()
    assert not {"momo", "123456"} & set(examination.lower().replace("-", " ").split())


def sums(text):
    """The sums of money in a text."""
    return set(re.findall(r"Nu [\d,]+\d", text))


def runs(text, length=5):
    """Every run of that many words within a line."""
    return {
        tuple(words[start : start + length])
        for words in (re.findall(r"[\w']+", line.lower()) for line in text.splitlines())
        for start in range(len(words) - length + 1)
    }


def test_pictures_and_competences_exist():
    sprite = (ROOT / "intelligent_bhutan/static/img/lessons.svg").read_text()
    used = {block["picture"] for lesson in WRITTEN for block in lesson["blocks"] if block["kind"] == "picture"}
    assert used <= set(re.findall(r'<symbol[^>]* id="([\w-]+)"', sprite))
    with (ROOT / "literacy/data/competences.csv").open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    named = {code for thing in (*COURSES.values(), *LESSONS) for code in thing.get("competences", ())}
    assert named | {item["competence"] for item in ITEMS} <= known
