"""One row of a class list: what it says, in the form that is stored, and what is wrong with it. Pure.

Problems are {"column", "code", "details"}; the words for each code stand in `forms/importing.py`.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from intelligent_bhutan.dzongkha import tidy, to_ascii_digits
from intelligent_bhutan.people.phones import bhutanese_mobile
from intelligent_bhutan.places.book import PlaceBook
from intelligent_bhutan.tables import RUN_BY_SPREADSHEETS

# field: how its column may be headed, folded; the first is what the template says
HEADERS = {
    "roll_number": ("Roll number", "roll no", "roll", "ཨང་རྟགས།", "གྲངས་ཨང་།"),
    "full_name": ("Full name", "name", "མིང་།", "མིང་ཡོངས་རྫོགས།"),
    "full_name_dz": ("Name in Dzongkha", "dzongkha name", "མིང་ རྫོང་ཁ།"),
    "date_of_birth": ("Date of birth", "birth date", "born", "dob", "སྐྱེས་ཚེས།"),
    "gender": ("Gender", "sex", "ཕོ་མོ།"),
    "audience": ("Group", "audience", "སྡེ་ཚན།"),
    "dzongkhag": ("Dzongkhag", "district", "རྫོང་ཁག།"),
    "gewog": ("Gewog", "block", "རྒེད་འོག།"),
    "identity_number": ("Identity number", "cid", "cid number", "ངོ་སྤྲོད་ལག་ཁྱེར་ཨང་།"),
    "phone": ("Phone", "mobile", "བརྒྱུད་འཕྲིན།"),
    "consent": ("Consent", "consent by", "གནང་བ།"),
}
REQUIRED = ("full_name", "date_of_birth", "consent")
GENDERS = {"female": "female", "f": "female", "woman": "female", "མོ": "female", "male": "male", "m": "male",
           "man": "male", "ཕོ": "male", "other": "other", "": "unsaid"}  # fmt: skip
AUDIENCES = {"public": "public", "generalpublic": "public", "monkbody": "monk_body", "monk": "monk_body",
             "nun": "monk_body", "monkornun": "monk_body", "student": "student", "civilservant": "civil_servant",
             "other": "other", "": ""}  # fmt: skip
BASES = {"self": "self", "theperson": "self", "guardian": "guardian", "parent": "guardian", "school": "school"}
# what to write in a column of few words, where a row had another
CHOICES = {
    "gender": ("female", "male", "other"),
    "audience": ("public", "monk body", "student", "civil servant", "other"),
    "consent": ("self", "guardian", "school"),
}
YOUNGEST, OLDEST, OF_AGE = 5, 110, 18
DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?: 00:00(?::00)?)?\Z"),
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})\Z"),
)
EXCEL_EPOCH = date(1899, 12, 30)
IDENTITY_NUMBER = re.compile(r"[0-9]{11}\Z")


@dataclass
class Row:
    """A row after checking."""

    cleaned: dict = field(default_factory=dict)
    problems: list[dict] = field(default_factory=list)

    def refuse(self, column: str, code: str, **details) -> None:
        """Note what is wrong."""
        self.problems.append({"column": column, "code": code, "details": details})


def folded(text: str) -> str:
    """A heading or a choice as it is compared."""
    return re.sub(r"[\s_.་།/-]+", "", tidy(text).casefold())


FOLDED = {folded(name): field for field, names in HEADERS.items() for name in (*names, field)}


def columns(header: list[str]) -> tuple[dict[str, int], list[str]]:
    """Where each field stands, and the headings that are none of ours. The first of two same headings counts."""
    places: dict[str, int] = {}
    unknown = []
    for number, heading in enumerate(header):
        known = FOLDED.get(folded(heading.split("(")[0]))
        if known:
            places.setdefault(known, number)
        elif heading.strip():
            unknown.append(heading.strip())
    return places, unknown


def missing(places: dict[str, int]) -> list[str]:
    """The headings that a file must have and this one has not, as the template says them."""
    return [HEADERS[name][0] for name in REQUIRED if name not in places]


def check(cells: dict[str, str], book: PlaceBook, today: date, audience: str = "public") -> Row:
    """The row's fields cleaned, with every problem found; `audience` is what an empty group means."""
    row = Row()
    text = {name: tidy(to_ascii_digits(unguarded(cells.get(name, "")))) for name in HEADERS}
    name(row, text)
    born = birth(row, text["date_of_birth"], today)
    choice(row, "gender", text["gender"], GENDERS)
    choice(row, "audience", text["audience"], {**AUDIENCES, "": audience})
    place(row, text, book)
    identity(row, text["identity_number"])
    phone(row, text["phone"])
    roll(row, text["roll_number"])
    consent(row, text["consent"], born, today)
    return row


def unguarded(cell: str) -> str:
    """The cell without the mark that our own reports put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell.startswith(RUN_BY_SPREADSHEETS, 1) else cell


def name(row: Row, text: dict) -> None:
    """A person has a name of letters."""
    row.cleaned["full_name"], row.cleaned["full_name_dz"] = text["full_name"], text["full_name_dz"]
    if not text["full_name"]:
        row.refuse("full_name", "missing")
    elif len(text["full_name"]) > 120 or len(text["full_name_dz"]) > 240:
        row.refuse("full_name", "too_long")
    elif not any(letter.isalpha() for letter in text["full_name"]) or any(one.isdigit() for one in text["full_name"]):
        row.refuse("full_name", "no_name")


def birth(row: Row, text: str, today: date) -> date | None:
    """The date of birth."""
    if not text:
        row.refuse("date_of_birth", "missing")
        return None
    born = as_date(text)
    if born is None:
        row.refuse("date_of_birth", "no_date", text=text[:40])
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not YOUNGEST <= age <= OLDEST:
        row.refuse("date_of_birth", "impossible_age", age=age)
        return None
    row.cleaned["date_of_birth"] = born.isoformat()
    return born


def as_date(text: str) -> date | None:
    """A date in the ways people write it, or a spreadsheet's day number."""
    if text.isdecimal() and 3_000 < int(text) < 60_000:
        return EXCEL_EPOCH + timedelta(days=int(text))
    for form in DATES:
        if found := form.match(text):
            try:
                return date(*(int(found[part]) for part in ("year", "month", "day")))
            except ValueError:
                return None
    return None


def choice(row: Row, column: str, text: str, known: dict[str, str]) -> None:
    """One of a few words."""
    found = known.get(folded(text))
    if found is None:
        row.refuse(column, "unknown_choice", text=text[:40])
    else:
        row.cleaned[column] = found


def place(row: Row, text: dict, book: PlaceBook) -> None:
    """The gewog, by any spelling; the nearest ones where none fits. An empty one is no problem: it is asked later."""
    row.cleaned["gewog"] = None
    if not text["gewog"]:
        return
    found = book.resolve(text["gewog"], text["dzongkhag"])
    if found.place is None:
        near = [f"{one.name}, {one.dzongkhag}" for one in found.suggestions]
        row.refuse("gewog", found.code, text=text["gewog"][:40], near=near)
    else:
        row.cleaned["gewog"] = found.place.key


def identity(row: Row, text: str) -> None:
    """Eleven digits or nothing."""
    digits = re.sub(r"[\s.-]", "", text)
    row.cleaned["identity_number"] = digits if IDENTITY_NUMBER.match(digits) else ""
    if digits != row.cleaned["identity_number"]:
        row.refuse("identity_number", "no_identity_number")


def phone(row: Row, text: str) -> None:
    """A mobile number of Bhutan, or nothing."""
    row.cleaned["phone"] = bhutanese_mobile(text)
    if text and not row.cleaned["phone"]:
        row.refuse("phone", "no_phone", text=text[:40])


def roll(row: Row, text: str) -> None:
    """A roll number, or nothing: then the next free one is given."""
    row.cleaned["roll_number"] = int(text) if text.isdecimal() and 0 < int(text) < 1_000_000 else None
    if text and row.cleaned["roll_number"] is None:
        row.refuse("roll_number", "no_number", text=text[:40])


def consent(row: Row, text: str, born: date | None, today: date) -> None:
    """Who agreed; under 18 somebody else must."""
    found = BASES.get(folded(text))
    if found is None:
        row.refuse("consent", "missing" if not text else "unknown_choice", text=text[:40])
        return
    row.cleaned["consent"] = found
    is_child = (
        born is not None and (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < OF_AGE
    )
    if is_child and found == "self":
        row.refuse("consent", "child_cannot_consent")
