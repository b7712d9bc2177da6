"""QR codes, read back."""

from xml.etree import ElementTree

from intelligent_bhutan.drawings import qr_code
from tests.intelligent_bhutan.certificates.pictures import drawn, read_codes


def test_qr_svg_path_draws_the_text_with_its_white_margin():
    address = "https://portal.example/verify/7KMQ2X9ATDE7/cO4IbjIHbqdGAlYSIbyogA"
    picture = qr_code.qr_svg_path(address)
    rows = drawn(**picture, scale=1)
    assert picture["size"] == len(rows)
    assert set(b"".join(rows[:4] + rows[-4:] + [row[:4] + row[-4:] for row in rows])) == {255}
    assert read_codes(drawn(**picture)) == [address]


def test_qr_svg_is_one_picture_with_a_name_and_no_style():
    svg = qr_code.qr_svg("https://portal.example/verify/", title="Check <this> & that")
    root = ElementTree.fromstring(svg)  # noqa: S314 our own text
    assert "style" not in svg
    assert root.get("role") == "img"
    assert root[0].text == "Check <this> & that"
    path = qr_code.qr_svg_path("https://portal.example/verify/")["path"]
    assert [(part.get("fill"), part.get("d")) for part in root[1:]] == [("#fff", "M0 0h37v37H0z"), ("#000", path)]
