"""The certificate as a PDF: A4 landscape, English and Dzongkha, made by Typst from `faces/certificate.typ`.

Pure: the facts come in as a `CertificateFace`, the PDF goes out as bytes, and the same facts make the same bytes in
every process and year. It is PDF/A-3a (an archive can keep it, with its text and reading order) and PDF/UA-1 (a screen
reader can read it); Typst refuses to write what breaks either.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal, NamedTuple

import typst

from intelligent_bhutan.drawings.qr_code import qr_svg_path
from intelligent_bhutan.dzongkha import to_tibetan_digits
from intelligent_bhutan.typed_codes import grouped

FACE = Path(__file__).with_name("faces") / "certificate.typ"
FAMILIES = {"Noto Serif", "Noto Serif Tibetan"}
WEIGHTS = (400, 700)
STANDARDS = ["a-3a", "ua-1"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Layout = Literal["1-up", "2-up"]


class Words(NamedTuple):
    """What is printed on every certificate, in both languages; no Dzongkha where no source has the term."""

    en: str
    dz: str | None


# Every Dzongkha word that the face itself prints: a draft from glossaries, confirmed by no Dzongkha speaker. Whoever
# makes a face passes `dzongkha_is_draft=DZONGKHA_IS_DRAFT`; the certificate then says so, until they are reviewed.
DZONGKHA_IS_DRAFT = True
WORDS = {
    "programme": Words("Intelligent Bhutan", "རིག་ལྡན་འབྲུག"),
    "state": Words("Royal Government of Bhutan", "འབྲུག་གཞུང་།"),  # composed: Bhutan + government
    "to": Words("Issued to", "སྤྲོད་ཡུལ།"),
    "date": Words("Issued on", "ཚེས་གྲངས།"),  # date
    "serial": Words("Serial number", "གོ་རིམ་ཨང་།"),
    "standard": Words("Standard", "གནས་ཚད།"),
    "by": Words("Issued by", "སྤྲོད་མི།"),
    "replaces": Words("Replaces", None),
    "check": Words("Check it at", None),
    "code": Words("with the code", None),
    "scan": Words("Scan to check", "བདེན་སྦྱོར།"),  # verification
    "foot": Words("This certificate needs no stamp and no signature. Check it before you rely on it.", None),
    "demonstration": Words("Demonstration", "དཔེར་བརྗོད།"),  # example
    "draft": Words("The Dzongkha wording is a draft.", "ཟིན་བྲིས།"),
}


@dataclass(frozen=True)
class DomainLine:
    """A domain that was examined; `key` picks its icon, and one without an icon of its own gets a tick."""

    key: str
    en: str
    dz: str | None


@dataclass(frozen=True)
class CertificateFace:
    """All that one certificate says. Texts in Dzongkha may be None or empty: then the English stands alone."""

    serial: str  # IB-2026-000042
    code: str  # the canonical code; it is printed in fours
    verify_address: str  # the whole address with the second secret: what the QR code says
    verify_at: str  # the short address where people type the code
    name: str
    name_dz: str | None
    title: str
    title_dz: str | None
    statement: str
    statement_dz: str | None
    domains: Sequence[DomainLine]
    issued_on: date
    standard: str
    issuer: str
    issuer_dz: str | None
    replaces: str | None  # the serial number of the certificate that this one replaces
    demonstration: bool
    dzongkha_is_draft: bool


class FontsMissing(Exception):
    """A font that the face is set in is not there; Typst would set the text in another one without a word."""


class Unprintable(Exception):
    """Typst could not make the PDF: mostly a name with a character that no font here has."""


def render(face: CertificateFace, *, fonts: Path, layout: Layout = "1-up") -> bytes:
    """The PDF of one certificate. Raises FontsMissing and Unprintable."""
    return render_batch([face], fonts=fonts, layout=layout)


def render_batch(faces: Sequence[CertificateFace], *, fonts: Path, layout: Layout = "1-up") -> bytes:
    """One PDF of many certificates, in the order given: one a sheet, or two on an upright one, to be cut apart.

    Takes about 2 MB of memory a certificate, so pass some dozens at a time. Raises FontsMissing and Unprintable.
    """
    if not faces:
        raise ValueError("There is no certificate to print.")
    return press(fonts).run(faces, layout)


class Press:
    """A compiler that stays warm. Threads wait for each other, since a compiler does one thing at a time."""

    def __init__(self, fonts: Path):
        self.process = os.getpid()
        self.lock = Lock()
        self.compiler = typst.Compiler(FACE, root=FACE.parent, font_paths=load(fonts))

    def run(self, faces: Sequence[CertificateFace], layout: Layout) -> bytes:
        """The PDF of these faces. Raises RuntimeError in a fork of the process that made the press."""
        if os.getpid() != self.process:
            # Typst's own threads do not survive a fork: the compiler would wait for them for ever
            raise RuntimeError("Certificates were printed before this process was forked; print only after it.")
        day = max(face.issued_on for face in faces)
        data = json.dumps(document(faces, day, layout), ensure_ascii=False)
        with self.lock:
            try:
                return self.compiler.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs={"data": data})
            except typst.TypstError as error:
                serials = ", ".join(face.serial for face in faces)
                raise Unprintable(f"{serials}: {error.message} {' '.join(error.hints)}".strip()) from error


@lru_cache
def press(fonts: Path) -> Press:
    """The press of this process for these fonts."""
    return Press(fonts)


def load(folder: Path) -> typst.Fonts:
    """The fonts in the folder and no others. Raises FontsMissing unless both families are there in both weights."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    found = {(font.family, font.weight) for font in fonts.fonts()}
    missing = sorted({(family, weight) for family in FAMILIES for weight in WEIGHTS} - found)
    if missing:
        names = ", ".join(f"{family} {weight}" for family, weight in missing)
        raise FontsMissing(f"{names} not found in {folder}: `make assets` puts them there.")
    return fonts


def document(faces: Sequence[CertificateFace], day: date, layout: Layout) -> dict:
    """What the template reads: the fixed words, the properties of the PDF and each certificate."""
    first, last = faces[0], faces[-1]
    serials = first.serial if len(faces) == 1 else f"{first.serial} – {last.serial}"
    return {
        "layout": layout,
        "title": f"{first.title}, {serials}",
        "author": first.issuer,
        "date": [day.year, day.month, day.day],
        "words": {key: word._asdict() for key, word in WORDS.items()},
        "certificates": [certificate(face) for face in faces],
    }


def certificate(face: CertificateFace) -> dict:
    """One certificate as the template reads it; an empty Dzongkha text becomes null."""
    return {
        "serial": face.serial,
        "code": grouped(face.code),
        "address": face.verify_address,
        "qr": qr_svg_path(face.verify_address),
        "at": face.verify_at,
        "name": pair(face.name, face.name_dz),
        "title": pair(face.title, face.title_dz),
        "statement": pair(face.statement, face.statement_dz),
        "domains": [{"key": line.key, **pair(line.en, line.dz)} for line in face.domains],
        "date": pair(english_date(face.issued_on), dzongkha_date(face.issued_on)),
        "standard": face.standard,
        "issuer": pair(face.issuer, face.issuer_dz),
        "replaces": face.replaces,
        "demonstration": face.demonstration,
        "draft": face.dzongkha_is_draft,
    }


def pair(en: str, dz: str | None) -> dict[str, str | None]:
    """The two languages of one text."""
    return {"en": en, "dz": dz or None}


def english_date(day: date) -> str:
    """`23 November 2026`, whatever the locale of the process."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dzongkha_date(day: date) -> str:
    """`སྤྱི་ལོ་༢༠༢༦ ཟླ་༡༡ ཚེས་༢༣`, in the order of CLDR's dz; within a part no line may break, hence U+0F0C."""
    parts = (f"སྤྱི་ལོ་{day.year}", f"ཟླ་{day.month}", f"ཚེས་{day.day}")
    return to_tibetan_digits(" ".join(parts)).replace("\u0f0b", "\u0f0c")
