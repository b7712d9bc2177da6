"""A book of places to look names up in: pure, filled by whoever knows the places."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from intelligent_bhutan.places.spelling import fold, likeness, sound

LIKE_ENOUGH = 0.6
LONGEST_NAME = 80  # characters; nothing longer is compared
REMEMBERED = 10_000
TWO_NAMES = re.compile(r"(?P<gewog>[^,;/(]+)[,;/(](?P<dzongkhag>[^,;/()]+)\)?\s*")


class Place(NamedTuple):
    """A gewog or thromde in its dzongkhag, with the other spellings of both. The key means something to the caller."""

    key: Hashable
    name: str
    dzongkhag: str
    aliases: tuple[str, ...] = ()
    dzongkhag_aliases: tuple[str, ...] = ()


class Found(NamedTuple):
    """What became of a look-up: one place, or a code that says why not, with up to three places it may have meant.

    Codes: gewog_unknown, gewog_ambiguous (the name is known in several dzongkhags and none was given),
    gewog_elsewhere (known, but not in the dzongkhag given), dzongkhag_unknown.
    """

    place: Place | None
    code: str = ""
    suggestions: tuple[Place, ...] = ()


class PlaceBook:
    """Resolves what people write in a gewog column. Names fold (see `spelling`); nothing near is taken for a match."""

    def __init__(self, places: Iterable[tuple]):
        self.places = [Place(*place) for place in places]
        self.names: dict[str, list[Place]] = defaultdict(list)
        self.other_names: dict[str, list[Place]] = defaultdict(list)
        self.dzongkhags: dict[str, str] = {}
        self.remembered: dict[tuple[str, str], Found] = {}
        for place in self.places:
            self.enter(place)
        self.near_names = NearNames({*self.names, *self.other_names})
        self.near_dzongkhags = NearNames(self.dzongkhags)

    def enter(self, place: Place) -> None:
        """Write one place under all of its names."""
        self.names[fold(place.name)].append(place)
        for other in {fold(alias) for alias in place.aliases} - {fold(place.name)}:
            self.other_names[other].append(place)
        for spelling in (place.dzongkhag, *place.dzongkhag_aliases):
            self.dzongkhags[fold(spelling)] = place.dzongkhag

    def resolve(self, gewog: str, dzongkhag: str = "") -> Found:
        """The place meant by these two cells, of which the second may be empty.

        "Khoma, Lhuentse" in the first cell counts as both. The answer to the same question is remembered.
        """
        question = (gewog, dzongkhag)
        if question not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[question] = self.consider(gewog, dzongkhag)
        return self.remembered[question]

    def dzongkhag(self, name: str) -> str:
        """The dzongkhag of this name, spelt officially or otherwise, by its official name; "" where there is none."""
        return self.dzongkhags.get(fold(name), "")

    def consider(self, gewog: str, dzongkhag: str) -> Found:
        """The answer to a question not met before; one cell that is no name may hold two."""
        answer = self.look_up(gewog, dzongkhag)
        both = TWO_NAMES.fullmatch(gewog)
        if answer.code != "gewog_unknown" or dzongkhag.strip() or not both:
            return answer
        return self.look_up(both["gewog"], both["dzongkhag"])

    def look_up(self, gewog: str, dzongkhag: str) -> Found:
        """The answer from two cells that hold one name each."""
        known = self.bearing(fold(gewog))
        if not fold(dzongkhag):
            return self.settle(known) if known else Found(None, "gewog_unknown", self.nearest(gewog))
        district = self.dzongkhags.get(fold(dzongkhag))
        if district is None:
            return Found(None, "dzongkhag_unknown", self.in_a_near_dzongkhag(known, dzongkhag))
        within = [place for place in known if place.dzongkhag == district]
        if within:
            return self.settle(within)
        if known:
            return Found(None, "gewog_elsewhere", (*self.nearest(gewog, district)[:1], *known)[:3])
        return Found(None, "gewog_unknown", self.nearest(gewog, district) or self.nearest(gewog))

    def bearing(self, folded: str) -> list[Place]:
        """Every place with this name, spelt officially or otherwise."""
        return [*self.names.get(folded, ()), *self.other_names.get(folded, ())]

    def settle(self, places: list[Place]) -> Found:
        """One place is found; of several, none is."""
        if len(places) == 1:
            return Found(places[0])
        return Found(None, "gewog_ambiguous", tuple(places[:3]))

    def in_a_near_dzongkhag(self, known: list[Place], dzongkhag: str) -> tuple[Place, ...]:
        """The known places, those of the dzongkhag that was probably meant first."""
        near = [self.dzongkhags[folded] for folded in self.near_dzongkhags.nearest(fold(dzongkhag))]
        return tuple(sorted(known, key=lambda place: place.dzongkhag not in near)[:3])

    def nearest(self, gewog: str, dzongkhag: str | None = None) -> tuple[Place, ...]:
        """Up to three places with the most similar names, nearest first; within one dzongkhag where it is given."""
        near: dict[Hashable, Place] = {}
        for folded in self.near_names.nearest(fold(gewog)):
            for place in self.bearing(folded):
                if dzongkhag in (None, place.dzongkhag):
                    near.setdefault(place.key, place)
        return tuple(near.values())[:3]


class NearNames:
    """Folded names by the pairs of letters in their sound, so that only a few are compared letter by letter."""

    def __init__(self, folded: Iterable[str]):
        self.folded = sorted(folded)
        self.holding: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.folded):
            for pair in pairs(sound(name)):
                self.holding[pair].append(place)

    def nearest(self, folded: str, among: int = 25) -> list[str]:
        """Names like enough, most alike first; those equally alike in alphabetical order."""
        if not folded or len(folded) > LONGEST_NAME:
            return []
        shared = Counter(place for pair in pairs(sound(folded)) for place in self.holding.get(pair, ()))
        likely = [
            self.folded[place] for place, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:among]
        ]
        scored = sorted((-likeness(folded, name), name) for name in likely)
        return [name for score, name in scored if -score >= LIKE_ENOUGH]


def pairs(heard: str) -> set[str]:
    """Neighbouring letters, with the ends marked."""
    marked = f"^{heard}$"
    return {marked[place : place + 2] for place in range(len(marked) - 1)}
