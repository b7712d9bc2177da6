import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import typst
import uharfbuzz

from intelligent_bhutan.certificates import rendering
from tests.intelligent_bhutan.certificates.faces import DOMAINS, FONTS, a_face
from tests.intelligent_bhutan.certificates.pictures import photocopied, read_codes

ROOT = Path(__file__).resolve().parents[3]
MILLIMETRE = 72 / 25.4
# inside the line around the words, in millimetres from the lower left corner
INSIDE = (20.5, 20.5, 276.5, 189.5)


def opened(pdf: bytes) -> closing[pypdfium2.PdfDocument]:
    return closing(pypdfium2.PdfDocument(pdf))


def said(pdf: bytes) -> str:
    """The words of the first page in reading order, without spaces: readers guess those anew around Dzongkha vowels."""
    with opened(pdf) as document, closing(document[0]) as page, closing(page.get_textpage()) as text:
        return squeezed(text.get_text_bounded())


def squeezed(*lines: str) -> str:
    return "".join("".join(lines).split())


def pictured(pdf: bytes, *, page: int = 0, dots_per_inch: int = 150) -> list[bytes]:
    """A page as rows of grey."""
    with opened(pdf) as document, closing(document[page]) as sheet:
        bitmap = sheet.render(scale=dots_per_inch / 72, grayscale=True)
        pixels = bytes(bitmap.buffer)
        return [pixels[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height)]


def boxes_of(pdf: bytes) -> tuple[str, list[tuple[float, ...]]]:
    """The characters of the first page, and the box of each: left, bottom, right and top in millimetres."""
    with opened(pdf) as document, closing(document[0]) as page, closing(page.get_textpage()) as text:
        places = [place for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]
        boxes = [tuple(side / MILLIMETRE for side in text.get_charbox(place)) for place in places]
        return "".join(text.get_text_range(place, 1) for place in places), boxes


def printed(**changes) -> bytes:
    return rendering.render(a_face(**changes), fonts=FONTS)


def test_render_prints_every_fact_in_both_languages():
    assert said(printed(replaces="IB-2026-000012")) == squeezed(
        "Intelligent Bhutan",
        "Royal Government of Bhutan",
        "རིག་ལྡན་འབྲུག",
        "འབྲུག་གཞུང་།",
        "ཤེས་ཚད་ལག་ཁྱེར།",
        "Certificate of Digital Proficiency",
        "Issued to སྤྲོད་ཡུལ།",
        "བསོད་ནམས་རྡོ་རྗེ།",
        "Sonam Dorji",
        "Proficient in digital skills and safe use of online services",
        "གློག་ཐོག་ཞབས་ཏོག་ཚུ་ ཉེན་སྲུང་དང་བཅས་ ལག་ལེན་འཐབ་ནི་གི་ལྕོགས་གྲུབ།",
        *(text for line in DOMAINS for text in (line.en, line.dz)),
        "Issued on ཚེས་གྲངས།",
        "23 November 2026",
        "སྤྱི༌ལོ༌༢༠༢༦ ཟླ༌༡༡ ཚེས༌༢༣",
        "Serial number གོ་རིམ་ཨང་།",
        "IB-2026-000042",
        "Replaces IB-2026-000012",
        "Standard གནས་ཚད།",
        "Version 1.0",
        "Issued by སྤྲོད་མི།",
        "GovTech Agency, Royal Government of Bhutan",
        "འབྲུག་གཞུང་།",
        "Check it at portal.example/verify",
        "with the code 7KMQ 2X9A TDE7",
        "This certificate needs no stamp and no signature. Check it before you rely on it.",
        "The Dzongkha wording is a draft. ཟིན་བྲིས།",
        "Scan to check བདེན་སྦྱོར།",
    )


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [
        ({"dzongkha_is_draft": False}, "The Dzongkha wording is a draft. ཟིན་བྲིས།"),
        ({"name_dz": None}, "བསོད་ནམས་རྡོ་རྗེ།"),
        ({"title_dz": ""}, "ཤེས་ཚད་ལག་ཁྱེར།"),
        ({"statement_dz": ""}, "གློག་ཐོག་ཞབས་ཏོག་ཚུ་ ཉེན་སྲུང་དང་བཅས་ ལག་ལེན་འཐབ་ནི་གི་ལྕོགས་གྲུབ།"),
        ({"domains": ()}, "".join(line.en + line.dz for line in DOMAINS)),
    ],
)
def test_render_leaves_out_what_the_face_does_not_say(changes, left_out):
    assert said(printed(**changes)) == said(printed()).replace(squeezed(left_out), "")


def test_render_marks_a_demonstration_in_both_languages():
    plain, demonstration = said(printed()), said(printed(demonstration=True))
    assert [plain.count(word) for word in ("Demonstration", "དཔེར་བརྗོད།")] == [0, 0]
    # on the tablet, and in the outline that crosses the sheet
    assert [demonstration.count(word) for word in ("Demonstration", "དཔེར་བརྗོད།")] == [2, 2]


def test_render_makes_the_same_bytes_in_other_processes():
    here = hashlib.sha256(printed()).hexdigest()
    hostile = {"TZ": "Asia/Thimphu", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    there = [
        subprocess.run(
            [sys.executable, "-m", "tests.intelligent_bhutan.certificates.faces"],
            cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=True,
        ).stdout
        for variables in ({}, hostile)
    ]  # fmt: skip
    assert there == [here, here]


def test_render_makes_the_same_bytes_in_threads():
    faces = [a_face(name=name) for name in ("Pema", "Karma", "Ugyen", "Tashi")] * 3
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda face: rendering.render(face, fonts=FONTS), faces))
    assert together == [rendering.render(face, fonts=FONTS) for face in faces]


def test_render_refuses_in_a_fork_instead_of_hanging():
    program = (
        "import os, signal\n"
        "from tests.intelligent_bhutan.certificates.faces import FONTS, a_face\n"
        "from intelligent_bhutan.certificates import rendering\n"
        "rendering.render(a_face(), fonts=FONTS)\n"
        "if child := os.fork():\n"
        "    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
        "signal.alarm(20)\n"  # should it hang after all
        "rendering.render(a_face(), fonts=FONTS)\n"
    )
    child = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert child.returncode == 1
    assert "print only after it" in child.stderr


def test_render_claims_the_archive_and_accessibility_standards():
    pdf = printed()
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    with opened(pdf) as document:
        assert document.is_tagged()
        properties = document.get_metadata_dict(skip_empty=True)
        assert properties.pop("Creator").startswith("Typst ")
        assert properties == {
            "Title": "Certificate of Digital Proficiency, IB-2026-000042",
            "Author": "GovTech Agency, Royal Government of Bhutan",
            "CreationDate": "D:20261123000000Z",
            "ModDate": "D:20261123000000Z",
        }


def test_render_gives_typst_nothing_to_warn_of():
    compiler = typst.Compiler(rendering.FACE, root=rendering.FACE.parent, font_paths=rendering.load(FONTS))
    data = rendering.document([a_face(demonstration=True)], date(2026, 11, 23), "1-up")
    _, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=rendering.STANDARDS, sys_inputs={"data": json.dumps(data)}
    )
    assert warnings == []


def test_render_shapes_dzongkha():
    # subjoined letters and vowels stack, so the name is far narrower than its letters one after another
    name = a_face().name_dz
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / "noto-serif-tibetan-700.ttf"))))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(name)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    shaped = sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem
    characters, boxes = boxes_of(printed())
    start = characters.index(name)
    lefts, _, rights, _ = zip(*boxes[start : start + len(name)], strict=True)
    width = max(rights) - min(lefts)
    assert width == pytest.approx(shaped * 28 / MILLIMETRE, rel=0.03)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "W" * 40, "name_dz": None},
        {"name": "W" * 40, "name_dz": ("བསྒྲུབས་" * 12)[:96]},
        {"name": "W" * 120, "name_dz": "བསྒྲུབས་" * 30},
        {"name": "Karma Wangchuk " * 8, "name_dz": "བསོད་ནམས " * 26},
        {"title": "Certificate of Digital Proficiency " * 4, "title_dz": "ཤེས་ཚད་ལག་ཁྱེར།" * 10},
        {"statement": "Able to use online services " * 10, "statement_dz": "གློག་ཐོག་ཞབས་ཏོག་ཚུ་" * 15},
        {"domains": (rendering.DomainLine("new", "W" * 40, "གློག་ཐོག་ཉེན་སྲུང་" * 4),) * 5},
        {"domains": ()},
        {"issuer": "Department of Digital Things, " * 5, "issuer_dz": "འབྲུག་གཞུང་" * 10, "replaces": "IB-2026-000001"},
    ],
)
def test_render_keeps_every_word_inside_the_frame(changes):
    _, boxes = boxes_of(printed(**changes))
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    assert min(lefts) > INSIDE[0]
    assert min(bottoms) > INSIDE[1]
    assert max(rights) < INSIDE[2]
    assert max(tops) < INSIDE[3]


@pytest.mark.parametrize(("threshold", "specks"), [(128, 0), (60, 0), (225, 0), (128, 0.04), (200, 0.06)])
def test_render_makes_a_code_that_survives_a_bad_copy(threshold, specks):
    copy = photocopied(pictured(printed(demonstration=True)), threshold=threshold, specks=specks)
    assert read_codes(copy) == [a_face().verify_address]


def test_render_batch_prints_one_certificate_a_sheet_in_order():
    faces = [a_face(serial=f"IB-2026-{n:06}", verify_address=f"https://portal.example/{n}") for n in range(1, 11)]
    pdf = rendering.render_batch(faces, fonts=FONTS)
    with opened(pdf) as document:
        assert len(document) == 10
        assert document.get_metadata_dict()["Title"] == (
            "Certificate of Digital Proficiency, IB-2026-000001 – IB-2026-000010"
        )
    assert [read_codes(pictured(pdf, page=page)) for page in range(10)] == [[face.verify_address] for face in faces]


def test_render_batch_prints_two_on_an_upright_sheet():
    faces = [a_face(verify_address=f"https://portal.example/{n}") for n in range(1, 4)]
    pdf = rendering.render_batch(faces, fonts=FONTS, layout="2-up")
    with opened(pdf) as document:
        sizes = [tuple(round(side / MILLIMETRE) for side in document.get_page_size(page)) for page in (0, 1)]
    assert sizes == [(210, 297), (210, 297)]
    codes = [read_codes(pictured(pdf, page=page, dots_per_inch=200)) for page in (0, 1)]
    assert codes == [["https://portal.example/1", "https://portal.example/2"], ["https://portal.example/3"]]


def test_render_batch_refuses_to_print_nothing():
    with pytest.raises(ValueError, match="no certificate"):
        rendering.render_batch([], fonts=FONTS)


def test_render_names_the_fonts_that_are_missing(tmp_path):
    (tmp_path / "noto-serif-400.ttf").write_bytes((FONTS / "noto-serif-400.ttf").read_bytes())
    with pytest.raises(rendering.FontsMissing, match="Noto Serif 700, Noto Serif Tibetan 400, Noto Serif Tibetan 700"):
        rendering.render(a_face(), fonts=tmp_path)


def test_render_names_the_certificate_that_cannot_be_printed():
    with pytest.raises(rendering.Unprintable, match=r"IB-2026-000042.*张"):
        printed(name="张伟")


def test_every_word_of_the_face_has_english():
    assert [key for key, word in rendering.WORDS.items() if not word.en] == []
