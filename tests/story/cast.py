"""Who lives in the story: invented people, as many as its size says, all from one seed. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST = (
    "Sonam", "Karma", "Tshering", "Pema", "Dorji", "Kinley", "Ugyen", "Tandin", "Sangay", "Namgay", "Deki", "Chimi",
    "Jigme", "Rinchen", "Yeshi", "Phuntsho", "Tenzin", "Thinley", "Choki", "Kezang", "Dawa", "Nima", "Pasang", "Lhamo",
)  # fmt: skip
LAST = ("Choden", "Wangmo", "Zangmo", "Dema", "Yangzom", "Wangdi", "Penjor", "Norbu", "Tobgay", "Dendup", "Zangpo")
GROUPS = {"school": "student", "monastery": "monk_body", "community_centre": "public"}  # kind of house: its people


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    centres: int
    sittings: int
    people: int
    seats: int
    alone: int  # how many of the people belong to no class

    @property
    def classes(self):
        """How many people each class has; a class belongs to each centre."""
        whole, more = divmod(self.people - self.alone, self.centres)
        return [whole + (number < more) for number in range(self.centres)]


SMALL = Size(centres=3, sittings=6, people=60, seats=11, alone=9)
WHOLE = Size(centres=20, sittings=60, people=1_500, seats=30, alone=180)


@dataclass
class Somebody:
    """One person as life knows them; `user` is how the portal does, once it does."""

    key: int
    name: str
    born: date
    gender: str
    audience: str
    card: str  # the number on their card; "" for who has none
    skill: float  # how likely they pass a paper
    is_steady: bool  # comes when they have a seat
    gewog: object = None
    user: object = None
    is_done: bool = False  # nothing more happens to them

    @property
    def is_child(self):
        """Under 18 at the time of the story."""
        return self.born > date(2008, 2, 1)


class Cast:
    """Makes people whose names nobody else has."""

    def __init__(self, chance, today):
        self.chance, self.today, self.made = chance, today, []

    def somebody(self, audience, gewog):
        """One more person."""
        number, chance = len(self.made), self.chance
        years = chance.randint(10, 17) if audience == "student" else chance.randint(19, 79)
        one = Somebody(
            key=number,
            name=f"{chance.choice(FIRST)} {spelt(number)} {chance.choice(LAST)}",
            born=self.today - timedelta(days=years * 365 + chance.randint(90, 300)),
            gender=chance.choice(["female", "female", "male", "male", "other"]),
            audience=audience,
            card=f"9{number:010d}" if chance.random() < 0.8 else "",
            skill=0.98 if chance.random() < 0.7 else 0.7,
            is_steady=chance.random() < 0.92,
            gewog=gewog,
        )
        self.made.append(one)
        return one


def spelt(number):
    """The number in letters, so that no two people bear one name."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()
