"""Loading content files: what a file says is loaded once; loading it again changes nothing."""

import hashlib
import json

from django.db import transaction

from intelligent_bhutan import audit
from literacy.actions import editing
from literacy.content import Faulty
from literacy.models import (
    Block,
    CheckOption,
    Competence,
    Course,
    CourseVersion,
    Domain,
    Guide,
    Item,
    ItemOption,
    Lesson,
    Module,
)

GUIDE_TEXTS = ("objective", "materials", "steps", "mistakes", "adapting", "checks")


@transaction.atomic
def load_course(content, *, by_editor, by_publisher):
    """The edition that the file makes. Returns the version.

    The first one is written by the editor, reviewed and published by the publisher. When the file has changed since it
    was last loaded, it makes a draft that people look at before they publish it.
    Raises: Faulty for what the portal does not know; ValidationError while another edition is under way.
    """
    domain = known(Domain, "key", content["domain"]) if content.get("domain") else None
    course, _new = Course.objects.get_or_create(
        slug=content["slug"], defaults={"domain": domain, "position": content.get("position", 100)}
    )
    course = Course.objects.select_for_update().get(pk=course.pk)
    digest = sha256(content)
    last = course.versions.exclude(file_sha256="").order_by("-number").first()
    if last and last.file_sha256 == digest:
        return last
    newest = editing.newest_finished(course)
    version = write_version(content, course, newest.number + 1 if newest else 1, digest, by_editor)
    audit.record("version:started", subject=version, by=by_editor)
    if newest:
        return version
    return editing.publish(version=editing.review(version=version, by=by_publisher), by=by_publisher)


def sha256(content):
    """The digest of what a file says, whatever its spaces and comments."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def write_version(content, course, number, digest, by):
    """A draft with all its modules and lessons."""
    version = CourseVersion.objects.create(
        course=course,
        number=number,
        title_en=content["title"],
        title_dz=content.get("title_dz", ""),
        summary_en=content["summary"],
        summary_dz=content.get("summary_dz", ""),
        minutes=content["minutes"],
        is_outline=content.get("is_outline", False),
        file_sha256=digest,
        written_by=by,
    )
    version.competences.set(competences_of(content))
    position = 0
    for module_number, part in enumerate(content["modules"], start=1):
        module = Module.objects.create(
            version=version, position=module_number, title_en=part["title"], title_dz=part.get("title_dz", "")
        )
        for lesson in part["lessons"]:
            position += 1
            load_lesson(lesson, module, position)
    return version


def load_lesson(content, module, position):
    """A lesson with its blocks."""
    lesson = Lesson.objects.create(
        version_id=module.version_id,
        module=module,
        position=position,
        slug=content["slug"],
        title_en=content["title"],
        title_dz=content.get("title_dz", ""),
        minutes=content.get("minutes", 6),
        outline_en=content.get("outline", ""),
        audio_script_en=content.get("audio_script", ""),
    )
    lesson.competences.set(competences_of(content))
    for number, one in enumerate(content.get("blocks", ()), start=1):
        block = Block.objects.create(
            lesson=lesson,
            position=number,
            kind=one["kind"],
            text_en=one.get("text", ""),
            text_dz=one.get("text_dz", ""),
            picture=one.get("picture", ""),
            alternative_text_en=one.get("alternative_text", ""),
        )
        CheckOption.objects.bulk_create(
            CheckOption(block=block, position=place, text_en=text, feedback_en=feedback, correct=right)
            for place, (text, feedback, right) in enumerate(one.get("options", ()), start=1)
        )


def competences_of(content):
    """The competences that a course or lesson names. Raises Faulty for a code that is none."""
    return [known(Competence, "code", code) for code in content.get("competences", ())]


def known(model, name, value):
    """The row that a file names. Raises Faulty where there is none."""
    found = model.objects.filter(**{name: value}).first()
    if found is None:
        raise Faulty(f"{model.__name__} {value!r} is not known")
    return found


@transaction.atomic
def load_items(contents, *, by):
    """Every item whose code is new, in use from now on. Returns how many were new.

    An item that is there stays as it is, since papers point to it: what has changed needs a new code.
    Raises: Faulty for a domain or competence that the portal does not know.
    """
    there = set(Item.objects.values_list("code", flat=True))
    new = 0
    for content in contents:
        if content["code"] in there:
            continue
        item = Item.objects.create(
            code=content["code"],
            domain=known(Domain, "key", content["domain"]),
            competence=known(Competence, "code", content["competence"]),
            kind=content["kind"],
            difficulty=content["difficulty"],
            outcome=content["outcome"],
            stem_en=content["stem"],
            state=Item.State.IN_USE,
        )
        ItemOption.objects.bulk_create(ItemOption(item=item, **bilingual(part)) for part in content["parts"])
        audit.record("item:written", subject=item, by=by)
        new += 1
    return new


def bilingual(part):
    """A part's texts as the English columns of an option."""
    names = {"text": "text_en", "match": "match_en"}
    return {names.get(name, name): value for name, value in part.items()}


@transaction.atomic
def load_guide(content, *, by):
    """The teaching guide of a course, for its newest edition. Returns how many of its parts were written.

    What is there stays as it is, since editors may have worked on it; what has changed in the file comes with the next
    edition that is loaded from one.
    Raises: Faulty for a course or lesson that the portal does not know.
    """
    course = known(Course, "slug", content["course"])
    version = course.versions.order_by("-number").first()
    lessons = {lesson.slug: lesson for lesson in version.lessons.all()}
    if unknown := set(content["lessons"]) - set(lessons):
        raise Faulty(f"Lesson {min(unknown)!r} is not known")
    parts = {None: content["guide"], **{lessons[slug]: one for slug, one in content["lessons"].items()}}
    written = sum(write_guide(version, lesson, one) for lesson, one in parts.items())
    if written:
        audit.record("guide:written", subject=version, by=by, reason=str(written))
    return written


def write_guide(version, lesson, content):
    """One part of a guide; returns whether anything is new."""
    texts = {f"{name}_en": as_text(content[name]) for name in GUIDE_TEXTS}
    texts |= {f"{name}_dz": as_text(content[f"{name}_dz"]) for name in GUIDE_TEXTS if f"{name}_dz" in content}
    texts["minutes"] = content["minutes"]
    _guide, new = Guide.objects.get_or_create(version=version, lesson=lesson, defaults=texts)
    return new


def as_text(said):
    """A text, or a list as a text with an entry a line."""
    return said if isinstance(said, str) else "\n".join(said)
