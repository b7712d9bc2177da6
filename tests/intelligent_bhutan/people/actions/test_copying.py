"""A copy of one's own data: made in the background, sealed, only its owner's, gone after a week."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import copying
from intelligent_bhutan.people.models import DataCopy
from tests.factories import ownership as factory
from tests.factories.literacy_importing import carry
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def made(person, language="en"):
    copying.ask(person=person, language=language, by=person)
    carry("people.make_copy")
    return DataCopy.objects.get(person=person)


def opened(copy):
    return zipfile.ZipFile(io.BytesIO(copying.take(copy=copy, by=copy.person)))


def test_copy_says_the_same_to_people_and_machines():
    person = factory.a_proficient(factory.a_learner())
    factory.agreed(person)
    archive = opened(made(person))
    data = json.loads(archive.read("data.json"))
    assert data["people.me"]["rows"][0]["Full name"] == "Pema Lhaden"
    assert len(data["literacy.papers"]["rows"]) == 2
    assert data["certificates.awards"]["rows"][0]["Name on it"] == "Pema Lhaden"
    page = archive.read("data.html").decode()
    for part in data.values():
        assert part["heading"] in page


def test_copy_reveals_neither_the_number_nor_a_question_of_the_examination():
    person = factory.a_proficient()
    identity_number = factory.examination.card_of(person)
    archive = opened(made(person))
    for name in archive.namelist():
        text = archive.read(name).decode()
        assert identity_number not in text
        assert identity_number[-3:] in text
        assert "Secret stem" not in text
        assert "Option a" not in text


def test_copy_speaks_the_language_it_was_asked_in():
    archive = opened(made(PersonFactory(), "dz"))
    assert "མིང་" in archive.read("data.html").decode()


def test_file_on_disk_is_sealed(settings):
    person = PersonFactory(full_name="Sealed Name")
    copy = made(person)
    assert b"Sealed Name" not in (Path(settings.MEDIA_ROOT) / copy.file.name).read_bytes()


def test_asking_twice_makes_one_and_tells_once():
    person = PersonFactory()
    first = copying.ask(person=person, language="en", by=person)
    assert copying.ask(person=person, language="en", by=person) == first
    carry("people.make_copy")
    copying.make(copy=first.pk)
    assert Notice.objects.filter(person=person, kind="people.data_ready").count() == 1
    assert copying.ask(person=person, language="en", by=person) != first


def test_copy_that_was_given_up_is_made_once_it_is_asked_for_again():
    person = PersonFactory()
    copy = copying.ask(person=person, language="en", by=person)
    Message.objects.filter(kind="people.make_copy").update(state="dead", finished_at=timezone.now())
    assert made(person) == copy
    assert DataCopy.objects.get().ready_at is not None
    assert Entry.objects.filter(verb="data_copy:asked").count() == 1


def test_copy_whose_file_is_lost_is_not_there(settings):
    copy = made(PersonFactory())
    (Path(settings.MEDIA_ROOT) / copy.file.name).unlink()
    assert copying.take(copy=copy, by=copy.person) is None


def test_copy_is_gone_after_a_week(settings, django_capture_on_commit_callbacks):
    copy = made(PersonFactory())
    path = Path(settings.MEDIA_ROOT) / copy.file.name
    late = copy.expires_at + timedelta(seconds=1)
    assert copying.sweep() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert copying.sweep(at=late) == 1
    assert (DataCopy.objects.exists(), path.exists()) == (False, False)
    DataCopy.objects.bulk_create([copy])
    DataCopy.objects.update(expires_at=timezone.now())
    assert copying.take(copy=DataCopy.objects.get(), by=copy.person) is None


def test_file_that_no_copy_names_goes_after_a_day(settings):
    assert copying.sweep_orphans() == 0
    copy, orphan = made(PersonFactory()), Path(settings.MEDIA_ROOT) / "copies" / "orphan.bin"
    orphan.write_bytes(b"sealed")
    later = timezone.now() + timedelta(days=1, minutes=1)
    assert (copying.sweep_orphans(), orphan.exists()) == (0, True)
    assert (copying.sweep_orphans(at=later), orphan.exists()) == (1, False)
    assert copying.take(copy=copy, by=copy.person)


def test_taking_it_is_on_record():
    copy = made(PersonFactory())
    copying.take(copy=copy, by=copy.person)
    assert Entry.objects.filter(verb="data_copy:taken", subject=str(copy.person.public_id)).count() == 1


def test_copy_opens_while_the_key_is_changed_and_is_gone_afterwards(settings):
    person = factory.a_learner()
    copy = made(person)
    settings.IDENTITY_KEY_PREVIOUS, settings.IDENTITY_KEY = [settings.IDENTITY_KEY], "another key"
    assert copying.take(copy=copy, by=person)
    settings.IDENTITY_KEY_PREVIOUS = []
    assert copying.take(copy=copy, by=person) is None
