"""Loading what is recorded of examination items."""

import io

import pytest
from django.core.management import CommandError, call_command

from intelligent_bhutan.audit.models import Entry
from literacy.models import Item, Recording
from literacy.uploads import LIMITS
from tests.factories.literacy_assessment import a_standard

pytestmark = pytest.mark.django_db
SOUND = b"ID3" + b"sound" * 100


@pytest.fixture
def item():
    a_standard()
    return Item.objects.order_by("pk").first()


def load(folder):
    said = io.StringIO()
    call_command("load_exam_voices", str(folder), stdout=said)
    return said.getvalue()


def test_files_are_loaded_by_their_names_and_only_what_changed_again(item, tmp_path):
    (tmp_path / f"{item.code}.dz.mp3").write_bytes(SOUND)
    (tmp_path / f"{item.code}.a.tsj.ogg").write_bytes(b"OggS" + SOUND)
    assert "2 recordings were new" in load(tmp_path)
    assert "0 recordings were new" in load(tmp_path)
    (tmp_path / f"{item.code}.dz.mp3").write_bytes(SOUND + b"better")
    assert "1 recordings were new" in load(tmp_path)
    question, option = Recording.objects.get(item=item), Recording.objects.get(option__item=item)
    assert (question.spoken_language, question.byte_size) == ("dz", len(SOUND) + 6)
    assert (option.spoken_language, option.option.key) == ("tsj", "a")
    with question.file.open() as stored:
        assert stored.read() == SOUND + b"better"
    assert Entry.objects.filter(verb="voice:loaded").count() == 3


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("{code}.mp3", SOUND, "name it"),
        ("{code}.fr.mp3", SOUND, "name it"),
        ("NONE-1.dz.mp3", SOUND, "no such examination item"),
        ("{code}.z.dz.mp3", SOUND, "no such examination item"),
        ("{code}.dz.mp3", b"<html>", "no recording"),
        ("{code}.dz.mp3", SOUND + bytes(LIMITS["audio"]), "no recording"),
    ],
)
def test_what_cannot_be_loaded_is_named(item, tmp_path, name, content, said):
    (tmp_path / name.format(code=item.code)).write_bytes(content)
    with pytest.raises(CommandError, match=said):
        load(tmp_path)
    assert not Recording.objects.exists()


def test_an_empty_folder_is_said(tmp_path):
    with pytest.raises(CommandError, match="no files"):
        load(tmp_path)
