"""What the checker of content files refuses, and in which words."""

import json

import pytest

from literacy.content import Faulty, courses, items

CHECK = {
    "kind": "check",
    "text": "What does Dema do?",
    "options": [["She calls.", "Her sister answers.", True], ["She pays.", "The money is gone.", False]],
}
COURSE = {
    "slug": "pay-well",
    "title": "Pay well",
    "summary": "Pay the right person.",
    "minutes": 20,
    "modules": [
        {
            "title": "One",
            "lessons": [
                {
                    "slug": "names",
                    "title": "Names",
                    "audio_script": "Dema sells cloth.",
                    "blocks": [
                        {"kind": "text", "text": "Read the name first."},
                        {"kind": "picture", "picture": "lock", "alternative_text": "A closed lock."},
                        CHECK,
                    ],
                },
                {"slug": "receipts", "title": "Receipts", "outline": "What stands on a receipt."},
            ],
        }
    ],
}
SINGLE = {
    "code": "X-1",
    "kind": "single",
    "difficulty": "most",
    "competence": "4.2",
    "outcome": "pays well",
    "stem": "Whom does Dema pay?",
    "options": [
        ["Her sister", "The name fits.", True],
        ["Nobody", "She owes it.", False],
        ["A stranger", "Lost.", False],
    ],
}
MULTIPLE = {**SINGLE, "code": "X-2", "kind": "multiple"}
ORDERING = {**SINGLE, "code": "X-3", "kind": "ordering", "steps": ["Look", "Pay", "Keep the receipt"]}
MATCHING = {**SINGLE, "code": "X-4", "kind": "matching", "pairs": [["PIN", "A secret"], ["Payee", "Who gets it"]]}
BANK = {"domain": "banking", "items": [SINGLE, MULTIPLE, ORDERING, MATCHING]}


def toml(value):
    """The value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def write(folder, name, content):
    """A content file."""
    lines = [f"{key} = {toml(value)}" for key, value in content.items()]
    (folder / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")


def broken(content, path, value):
    """A copy of the content with one thing changed; `...` takes it out."""
    changed = json.loads(json.dumps(content))  # unlike deepcopy, this parts what is shared
    inner = changed
    *way, last = path
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return changed


def refusal(read, folder):
    """What the checker says."""
    with pytest.raises(Faulty) as refused:
        list(read(folder))
    return str(refused.value)


LESSON = ("modules", 0, "lessons", 0)
BLOCKS = (*LESSON, "blocks")
IN_LESSON = "c.toml: modules[0].lessons[0]"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("slug",), ..., "c.toml.slug is missing"),
        (("title",), "", "c.toml.title is missing"),
        (("summary",), ..., "c.toml.summary is missing"),
        (("minutes",), 0, "c.toml.minutes is missing"),
        (("modules",), [], "c.toml.modules is missing"),
        (("modules", 0, "title"), ..., "c.toml: modules[0].title is missing"),
        (("modules", 0, "lessons"), ..., "c.toml: modules[0].lessons is missing"),
        ((*LESSON, "slug"), ..., f"{IN_LESSON}.slug is missing"),
        ((*LESSON, "title"), ..., f"{IN_LESSON}.title is missing"),
        ((*LESSON, "audio_script"), ..., f"{IN_LESSON}.audio_script is missing"),
        ((*LESSON, "slug"), "receipts", "c.toml: modules[0].lessons[1].slug has 'receipts' twice"),
        (("modules", 0, "lessons", 1, "outline"), ..., "c.toml: modules[0].lessons[1].outline is missing"),
        ((*BLOCKS, 0, "kind"), ..., f"{IN_LESSON}.blocks[0].kind is missing"),
        ((*BLOCKS, 0, "kind"), "quiz", f"{IN_LESSON}.blocks[0].kind is 'quiz'"),
        ((*BLOCKS, 0, "text"), ..., f"{IN_LESSON}.blocks[0].text is missing"),
        ((*BLOCKS, 1, "picture"), ..., f"{IN_LESSON}.blocks[1].picture is missing"),
        ((*BLOCKS, 1, "alternative_text"), ..., f"{IN_LESSON}.blocks[1].alternative_text is missing"),
        ((*BLOCKS, 2, "options"), ..., f"{IN_LESSON}.blocks[2].options is missing"),
        (
            (*BLOCKS, 2, "options"),
            [["Call", "Good", True]],
            f"{IN_LESSON}.blocks[2].options must be a list of two to 12",
        ),
        ((*BLOCKS, 2, "options", 0, 2), False, f"{IN_LESSON}.blocks[2].options has no right answer"),
        ((*BLOCKS, 2, "options", 1, 1), "", f"{IN_LESSON}.blocks[2].options[1] is not as it should be"),
        ((*BLOCKS, 2, "options", 1), ["Pay", False], f"{IN_LESSON}.blocks[2].options[1] is not as it should be"),
    ],
)
def test_a_broken_course_is_named_by_its_path(tmp_path, path, value, message):
    write(tmp_path, "c", broken(COURSE, path, value))
    assert refusal(courses, tmp_path) == message


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("domain",), ..., "b.toml.domain is missing"),
        (("items",), [], "b.toml.items is missing"),
        *[
            (("items", 0, name), ..., f"b.toml: items[0].{name} is missing")
            for name in ("code", "kind", "difficulty", "competence", "outcome", "stem", "options")
        ],
        (("items", 0, "kind"), "essay", "b.toml: items[0].kind is 'essay'"),
        (("items", 0, "difficulty"), "easy", "b.toml: items[0].difficulty is 'easy'"),
        (("items", 1, "code"), "X-1", "b.toml: items[1].code has 'X-1' twice"),
        (("items", 0, "options"), "yes", "b.toml: items[0].options must be a list of two to 12"),
        (("items", 0, "options", 1), "Nobody", "b.toml: items[0].options[1] is not as it should be"),
        (("items", 0, "options", 1, 1), " ", "b.toml: items[0].options[1] is not as it should be"),
        (("items", 0, "options", 1, 2), "no", "b.toml: items[0].options[1] is not as it should be"),
        (("items", 0, "options", 1, 2), True, "b.toml: items[0].options has 2 right answers"),
        (("items", 0, "options", 0, 2), False, "b.toml: items[0].options has 0 right answers"),
        (("items", 0, "options", 1, 0), "Her sister", "b.toml: items[0].options has 'Her sister' twice"),
        (("items", 1, "options", 0, 2), False, "b.toml: items[1].options has 0 right answers"),
        (("items", 1, "options"), [["A", "a", True], ["B", "b", True]], "b.toml: items[1].options has 2 right answers"),
        (("items", 2, "steps"), ..., "b.toml: items[2].steps is missing"),
        (("items", 2, "steps"), ["Look"], "b.toml: items[2].steps must be a list of two to 12"),
        (("items", 2, "steps", 1), "Look", "b.toml: items[2].steps has 'Look' twice"),
        (("items", 2, "steps", 1), 7, "b.toml: items[2].steps[1] is not as it should be"),
        (("items", 3, "pairs", 1), ["Payee"], "b.toml: items[3].pairs[1] is not as it should be"),
        (("items", 3, "pairs", 1, 1), "A secret", "b.toml: items[3].pairs has 'A secret' twice"),
    ],
)
def test_a_broken_item_is_named_by_its_path(tmp_path, path, value, message):
    write(tmp_path, "b", broken(BANK, path, value))
    assert refusal(items, tmp_path) == message


@pytest.mark.parametrize("read", [courses, items])
def test_a_file_that_cannot_be_read_is_named(tmp_path, read):
    (tmp_path / "torn.toml").write_text("slug = ")
    assert refusal(read, tmp_path).startswith("torn.toml cannot be read: Invalid value")
    (tmp_path / "torn.toml").write_bytes(b'slug = "\xff"')
    assert refusal(read, tmp_path).startswith("torn.toml cannot be read: 'utf-8' codec")


def test_two_files_cannot_hold_the_same_course_or_item(tmp_path):
    for name in ("a", "b"):
        write(tmp_path, name, COURSE)
    assert refusal(courses, tmp_path) == "b.toml.slug has 'pay-well' twice"
    for name in ("a", "b"):
        write(tmp_path, name, BANK)
    assert refusal(items, tmp_path) == "b.toml: items[0].code has 'X-1' twice"


def test_items_are_read_with_their_keys(tmp_path):
    write(tmp_path, "b", BANK)
    single, multiple, ordering, matching = items(tmp_path)
    assert {one["domain"] for one in (single, multiple, ordering, matching)} == {"banking"}
    assert [(one["key"], one["correct"]) for one in single["parts"]] == [("a", True), ("b", False), ("c", False)]
    assert multiple["parts"] == single["parts"]
    assert [(one["text"], one["rank"]) for one in ordering["parts"]] == [
        ("Look", 1),
        ("Pay", 2),
        ("Keep the receipt", 3),
    ]
    assert [(one["text"], one["match"]) for one in matching["parts"]] == [("PIN", "A secret"), ("Payee", "Who gets it")]
