"""Which stored file an address means, for those who may hear or see it."""

from django.db.models import Q

from literacy.models import Block, CourseVersion, Recording

OPEN = (CourseVersion.State.PUBLISHED, CourseVersion.State.WITHDRAWN)


def lesson_file(name, *, drafts):
    """The recording, film or captions of a lesson under that name, or None; those of drafts only where `drafts` holds.

    Recordings of examination items are never found here.
    """
    blocks = Block.objects.filter(Q(file=name) | Q(captions_en=name) | Q(captions_dz=name))
    voices = Recording.objects.filter(block__isnull=False, file=name)
    if not drafts:
        blocks = blocks.filter(lesson__version__state__in=OPEN)
        voices = voices.filter(block__lesson__version__state__in=OPEN)
    if voice := voices.first():
        return voice.file
    block = blocks.first()
    files = (block.file, block.captions_en, block.captions_dz) if block else ()
    return next((file for file in files if file.name == name), None)


def voices_of(paper, language):
    """What is recorded in that language of the items on a paper: item's primary key → parts, 0 the question itself."""
    parts = {(slot["item"], key): place for slot in paper for place, key in enumerate(slot["options"], start=1)}
    found = {}
    for voice in recordings_of(paper, language).select_related("option"):
        item = voice.item_id or voice.option.item_id
        part = 0 if voice.item_id else parts.get((item, voice.option.key))
        if part is not None:
            found.setdefault(item, set()).add(part)
    return found


def voice_of(slot, part, language):
    """The recorded voice of one part of a question on a paper, or None."""
    found = Recording.objects.filter(spoken_language=language)
    if part == 0:
        return found.filter(item=slot["item"]).first()
    if part > len(slot["options"]):
        return None
    return found.filter(option__item=slot["item"], option__key=slot["options"][part - 1]).first()


def recordings_of(paper, language):
    """The recordings of all items and options on a paper."""
    items = [slot["item"] for slot in paper]
    return Recording.objects.filter(spoken_language=language).filter(Q(item__in=items) | Q(option__item__in=items))
