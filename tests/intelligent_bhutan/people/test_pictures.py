"""The words of the pictures."""

import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

from intelligent_bhutan.people import pins
from intelligent_bhutan.people.pictures import PICTURE_WORDS


def test_every_picture_of_a_pin_is_drawn_and_has_a_word_of_its_own():
    sprite = (Path(settings.BASE_DIR) / "intelligent_bhutan/static/img/pictures.svg").read_text()
    assert set(PICTURE_WORDS) == set(pins.PICTURES) <= set(re.findall(r'<symbol[^>]* id="([\w-]+)"', sprite))
    with translation.override("en"):
        assert len({str(word) for word in PICTURE_WORDS.values()}) == 12
