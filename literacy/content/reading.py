"""Reading content files: what is missing or wrong is named by its path in the file."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ITEM_TEXTS = ("code", "kind", "difficulty", "competence", "outcome", "stem")
KINDS = {"single": "options", "multiple": "options", "ordering": "steps", "matching": "pairs"}
BLOCKS = {"text", "picture", "steps", "tip", "audio", "video", "check", "remember", "try_today"}
LETTERS = "abcdefghijkl"


class Faulty(ValueError):
    """A content file that cannot be loaded; the text names the path, such as `banking.toml: items[3].options`."""


def courses(folder: Path = HERE / "courses") -> Iterator[dict]:
    """Every course, checked. Raises Faulty."""
    for path in sorted(folder.glob("*.toml")):
        yield checked_course(tomllib.loads(path.read_text()), path.name)


def items(folder: Path = HERE / "items") -> Iterator[dict]:
    """Every exam item with its domain, checked; `parts` are its options, steps or pairs with keys. Raises Faulty."""
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text())
        for number, item in enumerate(content.get("items", ())):
            where = f"{path.name}: items[{number}]"
            yield {"domain": need(content, "domain", path.name), **checked_item(item, where)}


def checked_item(item: dict, where: str) -> dict:
    """The item with its parts in one form."""
    for name in ITEM_TEXTS:
        need(item, name, where)
    if item["kind"] not in KINDS:
        raise Faulty(f"{where}.kind is {item['kind']!r}")
    name = KINDS[item["kind"]]
    parts = need(item, name, where)
    if len(parts) < 2:
        raise Faulty(f"{where}.{name} has fewer than two")
    made = [part(item["kind"], number, one, f"{where}.{name}[{number}]") for number, one in enumerate(parts)]
    right = sum(one.get("correct", False) for one in made)
    if (item["kind"] == "single" and right != 1) or (item["kind"] == "multiple" and not 0 < right < len(made)):
        raise Faulty(f"{where}.{name} has {right} right answers")
    return {**item, "parts": made}


def part(kind: str, number: int, one, where: str) -> dict:
    """One option, step or pair."""
    key = LETTERS[number]
    try:
        if kind == "ordering":
            return {"key": key, "text": words(one), "rank": number + 1}
        if kind == "matching":
            left, right = one
            return {"key": key, "text": words(left), "match": words(right)}
        text, rationale, correct = one
        return {"key": key, "text": words(text), "rationale": words(rationale), "correct": bool(correct)}
    except (TypeError, ValueError) as problem:
        raise Faulty(f"{where} is not as it should be") from problem


def checked_course(course: dict, where: str) -> dict:
    """The course, whole."""
    for name in ("slug", "title", "summary", "minutes"):
        need(course, name, where)
    for m, module in enumerate(need(course, "modules", where)):
        need(module, "title", f"{where}: modules[{m}]")
        for n, lesson in enumerate(need(module, "lessons", f"{where}: modules[{m}]")):
            checked_lesson(lesson, f"{where}: modules[{m}].lessons[{n}]")
    return course


def checked_lesson(lesson: dict, where: str) -> None:
    """A lesson has a slug, a title and either blocks or an outline."""
    need(lesson, "slug", where)
    need(lesson, "title", where)
    if not lesson.get("blocks"):
        need(lesson, "outline", where)
    for number, block in enumerate(lesson.get("blocks", ())):
        here = f"{where}.blocks[{number}]"
        if need(block, "kind", here) not in BLOCKS:
            raise Faulty(f"{here}.kind is {block['kind']!r}")
        need(block, "alternative_text" if block["kind"] == "picture" else "text", here)
        if block["kind"] == "check":
            options = need(block, "options", here)
            if sum(bool(right) for _text, _feedback, right in options) < 1:
                raise Faulty(f"{here}.options has no right answer")


def need(content: dict, name: str, where: str):
    """A value that must be there."""
    if not content.get(name):
        raise Faulty(f"{where}.{name} is missing")
    return content[name]


def words(text) -> str:
    """A text that says something."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError(text)
    return text
