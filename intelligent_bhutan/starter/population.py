"""Who lives in the demonstration: organisations, classes and the people of each. Pure, and the same at every run.

No person here exists: names are put together by chance from common given names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST = (
    "Sonam", "Karma", "Tshering", "Pema", "Dorji", "Kinley", "Ugyen", "Tandin", "Sangay", "Namgay", "Deki", "Chimi",
    "Jigme", "Rinchen", "Yeshi", "Phuntsho", "Tenzin", "Thinley", "Choki", "Kezang", "Dawa", "Nima", "Pasang", "Lhamo",
)  # fmt: skip
SECOND = {
    "female": ("Choden", "Lhamo", "Wangmo", "Zangmo", "Dema", "Yangzom", "Pelden", "Lhaden", "Tshomo", "Yuden", "Om"),
    "male": ("Dorji", "Wangdi", "Tshering", "Penjor", "Norbu", "Gyeltshen", "Tobgay", "Namgyel", "Dendup", "Zangpo"),
}


@dataclass(frozen=True)
class Class:
    """One cohort of the demonstration: who they are, how many, and how far most of them have come."""

    slug: str
    organisation: str
    kind: str  # Organisation.Kind
    gewog: tuple[str, str]  # dzongkhag, gewog
    name: str
    audience: str  # User.Audience
    ages: tuple[int, int]
    women: float  # share
    size: int
    examined: int
    gewogs: tuple[tuple[str, str], ...]  # where the people are registered


CLASSES = (
    Class("monastery", "Demonstration Monastery, Trongsa", "monastery", ("Trongsa", "Nubi"), "Shedra class",
          "monk_body", (18, 45), 0.0, 72, 26,
          (("Trongsa", "Nubi"), ("Trongsa", "Draagteng"), ("Bumthang", "Chhoekhor"), ("Zhemgang", "Trong"))),
    Class("school", "Demonstration School, Punakha", "school", ("Punakha", "Guma"), "Class 9 and parents",
          "student", (15, 19), 0.52, 84, 30,
          (("Punakha", "Guma"), ("Punakha", "Kabisa"), ("Punakha", "Talog"), ("Gasa", "Khamaed"))),
    Class("centre", "Demonstration Community Centre, Khoma", "community_centre", ("Lhuentse", "Khoma"),
          "Weavers of Khoma",
          "public", (24, 71), 0.78, 66, 24,
          (("Lhuentse", "Khoma"), ("Lhuentse", "Minjey"), ("Monggar", "Drepoong"), ("Trashi Yangtse", "Khamdang"))),
    Class("ministry", "Demonstration Ministry, Thimphu", "agency", ("Thimphu", "Chang"), "Clerks, first group",
          "civil_servant", (23, 58), 0.44, 58, 22,
          (("Thimphu", "Chang"), ("Thimphu", "Kawang"), ("Paro", "Wangchang"), ("Haa", "Uesu"))),
)  # fmt: skip


def people(one: Class, *, size: int | None = None, today: date) -> Iterator[dict[str, str]]:
    """The rows of a class as its coordinator would have typed them, by field name; about one in ten is left plain."""
    chance = Random(f"intelligent-bhutan:{one.slug}")  # noqa: S311 a demonstration needs the same people each time
    seen: set[str] = set()
    for roll in range(1, (size or one.size) + 1):
        gender = "female" if chance.random() < one.women else "male"
        name = new_name(chance, gender, seen)
        age = chance.randint(*one.ages)
        born = today - timedelta(days=age * 365 + chance.randint(90, 300))
        dzongkhag, gewog = chance.choice(one.gewogs)
        yield {
            "roll_number": str(roll),
            "full_name": name,
            "date_of_birth": born.isoformat(),
            "gender": gender,
            "audience": one.audience,
            "dzongkhag": dzongkhag,
            "gewog": gewog,
            "identity_number": identity_number(chance, roll, one.slug) if chance.random() < 0.8 else "",
            "consent": "self" if age >= 18 else "school",
        }


def new_name(chance: Random, gender: str, seen: set[str]) -> str:
    """A name nobody in the class has yet; a third given name where chance repeats itself."""
    name = f"{chance.choice(FIRST)} {chance.choice(SECOND[gender])}"
    while name in seen:
        name = f"{chance.choice(FIRST)} {name}"
    seen.add(name)
    return name


def identity_number(chance: Random, roll: int, slug: str) -> str:
    """Eleven digits beginning with 9, which no real citizenship number does."""
    place = next(number for number, one in enumerate(CLASSES, start=1) if one.slug == slug)
    return f"9{place:02d}{roll:04d}{chance.randrange(10_000):04d}"
