"""A consent notice as a plain file that lawyers and translators can change."""

import pytest

from intelligent_bhutan.people.notice_files import read, written

FILE = """# en
I agree that you keep my name.

We keep: your name.

You may stop.

# dz
མོས་མཐུན་ཡོད།

བཞགཔ་: མིང་།
"""
WORDS = {
    "short_en": "I agree that you keep my name.",
    "text_en": "We keep: your name.\n\nYou may stop.",
    "short_dz": "མོས་མཐུན་ཡོད།",
    "text_dz": "བཞགཔ་: མིང་།",
}


def test_file_is_read_as_it_was_written():
    assert read(FILE) == WORDS
    assert written(WORDS) == FILE


@pytest.mark.parametrize("without", ["# dz\n", "We keep: your name.\n\nYou may stop.\n", "བཞགཔ་: མིང་།"])
def test_file_without_a_part_is_refused(without):
    with pytest.raises(ValueError, match="one sentence, an empty line, and the text"):
        read(FILE.replace(without, ""))
