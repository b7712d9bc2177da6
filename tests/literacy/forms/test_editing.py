"""What editors send in is what it says it is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory

from literacy.forms.editing import BlockForm, RecordingForm
from literacy.models import Block
from literacy.uploads import LIMITS
from tests.factories import literacy_learning as factory

pytestmark = pytest.mark.django_db
SOUND = b"ID3\x04" + bytes(60)
FILM = b"\x00\x00\x00\x20ftypisom" + bytes(60)
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def block():
    return factory.course(state="draft").lessons.first().blocks.get(kind="text")


def block_form(block, kind, **files):
    """The form of a block with these files sent."""
    form = modelform_factory(Block, form=BlockForm, fields=["kind", "file", "captions_en", "byte_size"])
    sent = {name: SimpleUploadedFile(f"{name}.bin", content) for name, content in files.items()}
    return form({"kind": kind, "byte_size": 1}, sent, instance=block)


@pytest.mark.parametrize(("kind", "content"), [("audio", SOUND), ("video", FILM)])
def test_a_file_of_the_blocks_kind_is_taken_with_its_size(block, kind, content):
    form = block_form(block, kind, file=content, captions_en=b"WEBVTT\n\n")
    assert form.errors == {}
    assert form.save().byte_size == len(content)


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("audio", "file", FILM),
        ("video", "file", SOUND),
        ("video", "file", PAGE),
        ("text", "file", PAGE),
        ("video", "captions_en", PAGE),
    ],
)
def test_a_file_of_another_kind_is_refused(block, kind, name, content):
    assert block_form(block, kind, **{name: content}).errors == {
        name: ["This file is not of the kind that is needed here. Choose another file."]
    }


def test_a_file_too_large_for_mobile_data_is_refused(block):
    form = block_form(block, "audio", file=SOUND + bytes(LIMITS["audio"]))
    assert form.errors == {"file": ["This file is too large for learners on mobile data. Make it smaller."]}


def test_a_block_without_files_is_as_it_was(block):
    form = block_form(block, "text")
    assert form.errors == {}
    assert form.save().byte_size == 1


@pytest.mark.parametrize(("content", "errors"), [(SOUND, []), (PAGE, ["file"])])
def test_a_recording_is_sound_with_its_size(block, content, errors):
    data = {"block": block.pk, "spoken_language": "tsj"}
    form = RecordingForm(data, {"file": SimpleUploadedFile("one.mp3", content)})
    assert list(form.errors) == errors
    if not errors:
        assert form.save().byte_size == len(content)
