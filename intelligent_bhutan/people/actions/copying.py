"""A copy of what is held of a person: promised, made in the background, taken, gone after a week."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from intelligent_bhutan import audit, notices, outbox, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people import packing
from intelligent_bhutan.people.actions.erasing_people import remove_file
from intelligent_bhutan.people.models import DataCopy, User
from intelligent_bhutan.people.models.own_data import COPY_KEPT
from intelligent_bhutan.people.notices.ownership import DATA_READY
from intelligent_bhutan.people.queries import own_data as queries

ORPHANS_KEPT = timedelta(days=1)


@transaction.atomic
def ask(*, person, language, by):
    """Promise a copy in this language; whoever waits for one gets that one, also where making it was given up."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    there = person.data_copies.filter(ready_at=None).first()
    copy = there or DataCopy.objects.create(person=person, language=language)
    outbox.post("people.make_copy", key=str(copy.pk), copy=copy.pk)
    if there is None:
        audit.record("data_copy:asked", subject=person, by=by)
    return copy


@transaction.atomic
def make(*, copy):
    """Gather, seal and keep it, and tell the person; a second time changes nothing. `copy` is a primary key."""
    held = DataCopy.objects.select_for_update(of=("self",)).select_related("person").filter(pk=copy).first()
    if held is None or held.ready_at is not None or not held.person.is_active:
        return held
    sealed = sealing.box(*ring("IDENTITY_KEY")).encrypt(packed(held.person, held.language))
    held.ready_at = timezone.now()
    held.expires_at = held.ready_at + COPY_KEPT
    held.file.save(f"{held.public_id}.bin", ContentFile(sealed), save=False)
    held.save()
    until = timezone.localdate(held.expires_at)
    notices.tell(person=held.person, kind=DATA_READY, once=str(held.public_id), until=until)
    return held


def packed(person, language):
    """Everything, as a ZIP."""
    with translation.override(language):
        groups = queries.groups_of(person, queries.COPIED_AT_MOST)
        parts = [packing.Part(group.holding.name, str(group.holding.label), group.rows) for group in groups]
        context = {"person": person, "groups": groups, "now": timezone.now(), "language": language}
        return packing.pack(parts, render_to_string("people/data_file.html", context))


@transaction.atomic
def take(*, copy, by):
    """The bytes of the ZIP for its owner; that it was taken is on record. None where it is not there any more."""
    if not copy.is_there():
        return None
    try:
        with copy.file.open("rb") as file:
            content = sealing.box(*ring("IDENTITY_KEY")).decrypt(file.read())
    except (sealing.InvalidToken, FileNotFoundError):  # the key is gone by now, or the file
        return None
    audit.record("data_copy:taken", subject=copy.person, by=by)
    return content


@transaction.atomic
def sweep(*, at=None):
    """Remove copies whose week is over, with their files. Returns how many."""
    old = list(DataCopy.objects.filter(expires_at__lt=at or timezone.now()).select_for_update(skip_locked=True))
    for copy in old:
        remove_file(copy)
    DataCopy.objects.filter(pk__in=[copy.pk for copy in old]).delete()
    return len(old)


def sweep_orphans(*, at=None):
    """Remove files that no copy names, a day after they were written: something failed in between. Returns how many."""
    field = DataCopy._meta.get_field("file")
    try:
        _folders, files = field.storage.listdir(field.upload_to)
    except FileNotFoundError:  # no copy was ever made
        return 0
    written = {field.upload_to + file for file in files}
    unnamed = written - set(DataCopy.objects.filter(file__in=written).values_list("file", flat=True))
    before = (at or timezone.now()) - ORPHANS_KEPT
    orphans = [name for name in unnamed if field.storage.get_modified_time(name) < before]
    for name in orphans:
        field.storage.delete(name)
    return len(orphans)
