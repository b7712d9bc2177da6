"""The catalogs: no string of the sources is missing, and their Dzongkha is whole, marked and spelt in one way."""

import csv
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from datetime import date, datetime
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from intelligent_bhutan.templatetags.dzongkha import day, moment

ROOT = Path(settings.BASE_DIR)
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
DZONGKHA = ROOT / "locale/dz/LC_MESSAGES/django.po"
PACKAGES = ROOT / "locale/packages/dz/LC_MESSAGES/django.po"
TERMS = ROOT / "locale/dz/terms.csv"

HEADER = {
    "Project-Id-Version": "intelligent-bhutan",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
BUGS = {"Report-Msgid-Bugs-To": ""}  # gettext writes it anew each time
ONE_FORM, TWO_FORMS = "nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);"
REVIEW = re.compile(r"awaiting review|reviewed by .+, \d{4}-\d{2}-\d{2}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?[a-z]+[^>]*>")
TSHEG, SHAD = "་", "།"
# Where Dzongkha would stumble in print, and what is wrong there.
STUMBLES = {
    "a tsheg that forbids a line break": re.compile("\u0f0c"),
    "two tshegs": re.compile("་་"),
    "a tsheg before a shad, which only ང has": re.compile("(?<!ང)་།"),
    "ང before a shad without its tsheg": re.compile("ང།"),
    "a space without a tsheg; a sentence that ends in ག has none": re.compile("[\u0f40-\u0fbc](?<!ག) [\u0f40-\u0fbc]"),
    "two spaces, or a space before a shad": re.compile("  | །"),
    "ASCII digits, which only numbers to type have": re.compile(r"(?<![+0-9])[0-9]"),
    "invisible characters": re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]"),
}


def filled(path=None):
    """Every entry that says something in Dzongkha, of one catalog or of both, with its text."""
    for source in [path] if path else [DZONGKHA, PACKAGES]:
        for entry in polib.pofile(str(source)):
            for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
                yield entry, text


def msgids(entries):
    """What gettext finds an entry by."""
    return [(entry.msgctxt, entry.msgid) for entry in entries]


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory):
    """The catalogs that `make messages` makes of the sources as they are, in a copy: it writes beside the templates."""
    if not shutil.which("xgettext"):
        pytest.skip("catalogs are made with GNU gettext: apt-get install gettext")
    copy = tmp_path_factory.mktemp("sources")
    for name in ("intelligent_bhutan", "literacy", "volunteering", "heritage", "safety", "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", copy)
    command = [sys.executable, "manage.py", "makemessages"]
    subprocess.run(command, cwd=copy, env=dict(os.environ), check=True, capture_output=True, timeout=120)
    return copy


@pytest.mark.parametrize("path", [ENGLISH, DZONGKHA], ids=["en", "dz"])
def test_catalog_holds_what_the_sources_say(made_anew, path):
    again = made_anew / path.relative_to(ROOT)
    assert msgids(polib.pofile(str(path))) == msgids(polib.pofile(str(again))), "run `make messages`"
    assert path.read_text() == again.read_text(), "run `make messages`"


@pytest.mark.parametrize("path", [ENGLISH, DZONGKHA, PACKAGES], ids=["en", "dz", "packages"])
def test_catalog_compiles(path, tmp_path):
    if not shutil.which("msgfmt"):
        pytest.skip("catalogs are checked with GNU gettext: apt-get install gettext")
    command = ["msgfmt", "--check", "-o", str(tmp_path / "django.mo"), str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_headers_name_languages_and_plurals_and_nobody():
    assert polib.pofile(str(ENGLISH)).metadata == HEADER | BUGS | {"Language": "en", "Plural-Forms": TWO_FORMS}
    assert polib.pofile(str(DZONGKHA)).metadata == HEADER | BUGS | {"Language": "dz", "Plural-Forms": ONE_FORM}
    assert polib.pofile(str(PACKAGES)).metadata == HEADER | {"Language": "dz", "Plural-Forms": ONE_FORM}


def test_packages_still_say_what_we_translate_for_them():
    theirs = set()
    for package in (django, allauth):
        for path in Path(package.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
            theirs.update(msgids(polib.pofile(str(path))))
    assert [found for found in msgids(polib.pofile(str(PACKAGES))) if found not in theirs] == []


def test_nothing_is_translated_twice():
    ours = set(msgids(polib.pofile(str(DZONGKHA))))
    assert [found for found in msgids(polib.pofile(str(PACKAGES))) if found in ours] == []


def test_every_draft_says_that_it_awaits_review():
    assert [entry.msgid for entry, _ in filled() if not REVIEW.fullmatch(entry.tcomment)] == []
    assert [entry.msgid for path in (DZONGKHA, PACKAGES) for entry in polib.pofile(str(path)) if entry.fuzzy] == []


def test_placeholders_and_tags_survive_translation():
    for entry, text in filled():
        said = entry.msgid_plural or entry.msgid
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(said)), said


@pytest.mark.parametrize("stumble", STUMBLES)
def test_dzongkha_is_spelt_cleanly(stumble):
    plain = {entry.msgid: PLACEHOLDER.sub("x", text) for entry, text in filled()}
    assert {said: text for said, text in plain.items() if STUMBLES[stumble].search(text)} == {}


def test_dzongkha_is_stored_in_one_form():
    assert [text for _, text in filled() if text != unicodedata.normalize("NFC", text)] == []


def test_what_ends_in_english_ends_in_dzongkha():
    """A colon stays; a sentence ends in a shad, or in ག, after which none is written, or asks."""
    for entry, text in filled():
        said, told = (PLACEHOLDER.sub("", part).strip() for part in (entry.msgid, text))
        assert told.endswith(":") == said.endswith(":"), said
        if said.endswith((".", "!")) and " " in said:  # not an abbreviation
            assert told.endswith((SHAD, "ག")), said
        if said.endswith("?"):
            assert told.endswith(("?", SHAD)), said


def test_terms_are_used_where_they_stand_alone():
    with TERMS.open(encoding="utf-8") as rows:
        terms = {row["en"]: row["dz"] for row in csv.DictReader(rows)}
    alone = {entry.msgid: text for entry, text in filled() if entry.msgid.rstrip(":").casefold() in terms}
    differ = {said: text for said, text in alone.items() if text.strip("།་: ") != terms[said.rstrip(":").casefold()]}
    assert differ == {}
    assert sorted(set(terms) - {said.rstrip(":").casefold() for said in alone}) == []


@pytest.mark.parametrize("number", range(1, 13))
def test_month_is_named_in_dzongkha(number):
    names = ["དངཔ", "གཉིས་པ", "གསུམ་པ", "བཞི་པ", "ལྔ་པ", "དྲུག་པ", "བདུན་པ", "བརྒྱད་པ", "དགུ་པ", "བཅུ་པ", "བཅུ་གཅིག་པ", "བཅུ་གཉིས་པ"]
    figure = "".join(chr(0x0F20 + int(digit)) for digit in str(number))
    with translation.override("dz"):
        assert day(date(2026, number, 9)) == f"སྤྱི་ལོ་༢༠༢༦ ཟླ་{names[number - 1]}་ ཚེས་༠༩"
        assert [date_format(date(2026, number, 9), form) for form in "NMb"] == [f"ཟླ་{figure}"] * 3


def test_week_runs_as_in_bhutan():
    """A day off from Tibet's: Monday is མིག་དམར, Tibet's Tuesday. CLDR, GNOME and the DDC phrasebook agree."""
    week = [date(2026, 11, 23 + place) for place in range(7)]  # from a Monday
    with translation.override("dz"):
        names = [date_format(on, "l") for on in week]
        short = [date_format(on, "D") for on in week]
    assert names == [f"གཟའ་{name}་" for name in ["མིག་དམར", "ལྷག་པ", "ཕུར་བུ", "པ་སངས", "སྤེན་པ", "ཉི་མ", "ཟླ་བ"]]
    assert short == ["མིར", "ལྷག", "ཕུར", "སངས", "སྤེན", "ཉི", "ཟླ"]


def test_time_of_day_is_told_in_dzongkha():
    at = [timezone.make_aware(datetime(2026, 12, 5, hour, 7)) for hour in (9, 15)]
    with translation.override("dz"):
        told = [moment(one).removeprefix("སྤྱི་ལོ་༢༠༢༦ ཟླ་བཅུ་གཉིས་པ་ ཚེས་༠༥ ") for one in at]
    assert told == ["ཆུ་ཚོད་༩ སྐར་མ་༠༧ སྔ་ཆ་", "ཆུ་ཚོད་༣ སྐར་མ་༠༧ ཕྱི་ཆ་"]
