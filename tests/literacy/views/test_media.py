"""Who hears and sees which file."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from literacy.actions import assessing, sittings
from literacy.models import Attempt, Block, CourseVersion, Item, ItemOption, Recording
from tests.factories import literacy_learning as learning
from tests.factories.literacy_assessment import an_attempt
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db
SOUND = b"ID3" + b"sound" * 100


def sound():
    return ContentFile(SOUND, name="what she said.mp3")


def a_recording(**of):
    return Recording.objects.create(spoken_language="dz", file=sound(), byte_size=len(SOUND), **of)


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def voice():
    return a_recording(block=learning.course().lessons.first().blocks.get(position=1))


def test_a_lessons_recording_is_heard_by_everyone_in_pieces_and_may_be_kept(client, voice):
    response = client.get(voice.file.url, headers={"Range": "bytes=0-2"})
    assert (response.status_code, body(response), response["Content-Type"]) == (206, b"ID3", "audio/mpeg")
    assert "immutable" in response["Cache-Control"]
    assert "Set-Cookie" not in response
    assert voice.file.name.startswith("lessons/")
    assert "she" not in voice.file.name


def test_no_cache_keeps_that_a_part_was_not_there(client, voice):
    refused = client.get(voice.file.url, headers={"Range": "bytes=9999-"})
    assert (refused.status_code, refused["Cache-Control"]) == (416, "no-store")


def test_films_and_captions_are_sent_too(client):
    block = learning.course().lessons.first().blocks.get(position=1)
    block.file, block.captions_dz = sound(), ContentFile(b"WEBVTT\n", name="words.vtt")
    block.save()
    block = Block.objects.get(pk=block.pk)
    assert body(client.get(block.file.url)) == SOUND
    assert client.get(block.captions_dz.url)["Content-Type"].startswith("text/vtt")


def test_a_drafts_recording_is_heard_by_editors_alone(client, voice):
    CourseVersion.objects.update(state="draft")
    assert client.get(voice.file.url).status_code == 404
    client.force_login(PersonFactory())
    assert client.get(voice.file.url).status_code == 404
    client.force_login(holder_of(Membership.Role.EDITOR))
    assert "private" in client.get(voice.file.url)["Cache-Control"]


@pytest.mark.parametrize("name", ["lessons/nothing.mp3", "../settings.py", "imports/1", "certificates/aa/aa.pdf"])
def test_nothing_else_is_reached_by_its_name(client, name):
    assert client.get(f"/files/{name}").status_code == 404


def test_a_file_that_was_lost_is_not_found(client, voice):
    voice.file.storage.delete(voice.file.name)
    assert client.get(voice.file.url).status_code == 404


def heard(attempt, number=1, part=0):
    return reverse("literacy:exam_voice", args=[attempt.public_id, number, part])


@pytest.fixture
def attempt():
    """Somebody's paper, whose first question and that question's first option as shown are recorded in Dzongkha."""
    attempt = an_attempt()
    slot = attempt.paper[0]
    a_recording(item=Item.objects.get(pk=slot["item"]))
    a_recording(option=ItemOption.objects.get(item=slot["item"], key=slot["options"][0]))
    return attempt


def test_an_item_is_heard_on_ones_own_paper(client, attempt):
    client.force_login(attempt.citizen)
    page = client.get(attempt.get_absolute_url()).text
    assert page.count("<audio") == 2
    for part in (0, 1):
        assert heard(attempt, part=part) in page
        response = client.get(heard(attempt, part=part))
        assert body(response) == SOUND
        assert "no-cache" in response["Cache-Control"]
    for address in (heard(attempt, part=2), heard(attempt, number=2), heard(attempt, number=99)):
        assert client.get(address).status_code == 404


def test_an_item_is_heard_in_the_language_that_the_person_speaks_only(client, attempt):
    attempt.citizen.spoken_language = "tsj"
    attempt.citizen.save()
    client.force_login(attempt.citizen)
    assert "<audio" not in client.get(attempt.get_absolute_url()).text
    assert client.get(heard(attempt)).status_code == 404


def test_an_items_recording_is_reached_by_nobody_else_and_not_by_its_name(client, attempt):
    recording = Recording.objects.get(item__isnull=False)
    for person in (PersonFactory(), holder_of(Membership.Role.EDITOR)):
        client.force_login(person)
        assert client.get(heard(attempt)).status_code == 404
        assert client.get(recording.file.url).status_code == 404


def hand_in(attempt):
    assessing.submit(attempt=attempt, by=attempt.citizen)


def interrupt(attempt):
    sittings.close(sitting=attempt.candidate.sitting, by=attempt.candidate.sitting.invigilator)


def run_out(attempt):
    past = timezone.now() - timedelta(hours=1)
    Attempt.objects.filter(pk=attempt.pk).update(opened_at=past - timedelta(hours=1), deadline_at=past)


@pytest.mark.parametrize("end", [hand_in, interrupt, run_out])
def test_an_item_is_not_heard_when_the_paper_rests(client, attempt, end):
    client.force_login(attempt.citizen)
    end(attempt)
    assert client.get(heard(attempt)).status_code == 404
