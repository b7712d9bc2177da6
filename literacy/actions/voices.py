"""Recorded voices of examination items, loaded from files: editors hear lessons, not the examination."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from literacy.models import Item, ItemOption, Recording
from literacy.uploads import LIMITS, kind_of


@transaction.atomic
def load_voice(*, code, key, spoken_language, file, by):
    """Keep what an item (by its code), or its option of that key, says in a language; `key` is empty for the question.

    The same recording again changes nothing; another one takes its place. Returns whether anything changed.
    Raises: ValidationError for an unknown item, option or language, and for a file that is no sound or too large.
    """
    thing = {"item": Item.objects.filter(code=code).first()}
    if key:
        thing = {"option": ItemOption.objects.filter(item__code=code, key=key).first()}
    if None in thing.values():
        raise ValidationError(_("There is no such examination item."))
    if spoken_language not in dict(Recording._meta.get_field("spoken_language").choices):
        raise ValidationError(_("This language is not one of those that people speak here."))
    content = file.read()
    if len(content) > LIMITS["audio"] or kind_of(content[:32]) != "audio":
        raise ValidationError(_("This file is no recording, or it is too large."))
    file.seek(0)
    held = Recording.objects.select_for_update().filter(spoken_language=spoken_language, **thing).first()
    if held and same(held.file, content):
        return False
    held = held or Recording(spoken_language=spoken_language, **thing)
    held.file, held.byte_size = file, len(content)
    held.save()
    audit.record("voice:loaded", subject=held, by=by)
    return True


def same(stored, content):
    """Whether the stored file has these bytes."""
    if not stored.storage.exists(stored.name):
        return False
    with stored.open("rb") as handle:
        return handle.read() == content
