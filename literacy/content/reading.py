"""Reading content files: what is missing or wrong is named by its path in the file."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ITEM_TEXTS = ("code", "kind", "difficulty", "competence", "outcome", "stem")
KINDS = {"single": "options", "multiple": "options", "ordering": "steps", "matching": "pairs"}
DIFFICULTIES = {"most", "middling", "demanding"}
BLOCKS = {"text", "picture", "steps", "tip", "audio", "video", "check", "remember", "try_today"}
LETTERS = "abcdefghijkl"


class Faulty(ValueError):
    """A content file that cannot be loaded; the text names the path, such as `banking.toml: items[3].options`."""


def courses(folder: Path = HERE / "courses") -> Iterator[dict]:
    """Every course, checked; no two have the same slug. Raises Faulty."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        course = checked_course(parsed(path), path.name)
        once(course["slug"], seen, f"{path.name}.slug")
        yield course


def guides(folder: Path = HERE / "guides") -> Iterator[dict]:
    """Every teaching guide, checked: one of a course, and one of each of its lessons by slug. Raises Faulty."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        guide = parsed(path)
        once(need(guide, "course", path.name), seen, f"{path.name}.course")
        checked_guide(need(guide, "guide", path.name), f"{path.name}: guide")
        for slug, lesson in need(guide, "lessons", path.name).items():
            checked_guide(lesson, f"{path.name}: lessons.{slug}")
        yield guide


def items(folder: Path = HERE / "items") -> Iterator[dict]:
    """Every exam item with its domain, checked; `parts` are its options, steps or pairs with keys. Raises Faulty."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        content = parsed(path)
        domain = need(content, "domain", path.name)
        for number, item in enumerate(need(content, "items", path.name)):
            where = f"{path.name}: items[{number}]"
            checked = checked_item(item, where)
            once(checked["code"], seen, f"{where}.code")
            yield {"domain": domain, **checked}


def parsed(path: Path) -> dict:
    """What the file says."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as problem:  # broken TOML, or not UTF-8
        raise Faulty(f"{path.name} cannot be read: {problem}") from problem


def checked_item(item: dict, where: str) -> dict:
    """The item with its parts in one form."""
    for name in ITEM_TEXTS:
        need(item, name, where)
    one_of(item["kind"], KINDS, f"{where}.kind")
    one_of(item["difficulty"], DIFFICULTIES, f"{where}.difficulty")
    name = KINDS[item["kind"]]
    here = f"{where}.{name}"
    given = several(item, name, where)
    parts = [part(item["kind"], number, one, f"{here}[{number}]") for number, one in enumerate(given)]
    refuse_a_bad_key(item["kind"], parts, here)
    return {**item, "parts": parts}


def refuse_a_bad_key(kind: str, parts: list[dict], where: str) -> None:
    """What is right must be one thing: as many right options as the kind has, and no text twice."""
    right = sum(one.get("correct", False) for one in parts)
    if (kind == "single" and right != 1) or (kind == "multiple" and not 0 < right < len(parts)):
        raise Faulty(f"{where} has {right} right answers")
    for name in ("text", "match"):
        seen: set[str] = set()
        for one in parts:
            if name in one:
                once(one[name], seen, where)


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
        return {"key": key, "text": words(text), "rationale": words(rationale), "correct": yes_or_no(correct)}
    except (TypeError, ValueError) as problem:
        raise Faulty(f"{where} is not as it should be") from problem


def checked_course(course: dict, where: str) -> dict:
    """The course, whole; no two of its lessons have the same slug."""
    for name in ("slug", "title", "summary", "minutes"):
        need(course, name, where)
    seen: set[str] = set()
    for m, module in enumerate(need(course, "modules", where)):
        need(module, "title", f"{where}: modules[{m}]")
        for n, lesson in enumerate(need(module, "lessons", f"{where}: modules[{m}]")):
            here = f"{where}: modules[{m}].lessons[{n}]"
            checked_lesson(lesson, here)
            once(lesson["slug"], seen, f"{here}.slug")
    return course


def checked_lesson(lesson: dict, where: str) -> None:
    """A lesson has a slug, a title and either an outline or blocks with words to be read aloud."""
    need(lesson, "slug", where)
    need(lesson, "title", where)
    need(lesson, "audio_script" if lesson.get("blocks") else "outline", where)
    for number, block in enumerate(lesson.get("blocks", ())):
        checked_block(block, f"{where}.blocks[{number}]")


def checked_block(block: dict, where: str) -> None:
    """A block of a known kind says something; a check has answers, each with what would happen next."""
    one_of(need(block, "kind", where), BLOCKS, f"{where}.kind")
    for name in ("picture", "alternative_text") if block["kind"] == "picture" else ("text",):
        need(block, name, where)
    if block["kind"] == "check":
        options = several(block, "options", where)
        answers = [part("single", number, one, f"{where}.options[{number}]") for number, one in enumerate(options)]
        if not any(one["correct"] for one in answers):
            raise Faulty(f"{where}.options has no right answer")


def checked_guide(guide: dict, where: str) -> None:
    """A guide says all that a trainer needs: texts, and lists of texts."""
    for name in ("minutes", "objective", "adapting"):
        need(guide, name, where)
    for name in ("materials", "steps", "mistakes", "checks"):
        for number, line in enumerate(several(guide, name, where)):
            try:
                words(line)
            except ValueError as problem:
                raise Faulty(f"{where}.{name}[{number}] is not as it should be") from problem


def need(content: dict, name: str, where: str):
    """A value that must be there."""
    if not content.get(name):
        raise Faulty(f"{where}.{name} is missing")
    return content[name]


def several(content: dict, name: str, where: str) -> list:
    """A list of two to twelve things."""
    things = need(content, name, where)
    if not isinstance(things, list) or not 2 <= len(things) <= len(LETTERS):
        raise Faulty(f"{where}.{name} must be a list of two to {len(LETTERS)}")
    return things


def one_of(value, known, where: str) -> None:
    """A value that the portal knows."""
    if value not in known:
        raise Faulty(f"{where} is {value!r}")


def once(value: str, seen: set[str], where: str) -> None:
    """A value that must not come twice."""
    if value in seen:
        raise Faulty(f"{where} has {value!r} twice")
    seen.add(value)


def words(text) -> str:
    """A text that says something."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError(text)
    return text


def yes_or_no(value) -> bool:
    """Right or not right, and nothing in between."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
