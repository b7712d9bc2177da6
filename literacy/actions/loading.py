"""Loading content files: once a course edition and an item are there, loading them again changes nothing."""

from django.db import transaction

from intelligent_bhutan import audit
from literacy.actions import editing
from literacy.models import (
    Block,
    CheckOption,
    Competence,
    Course,
    CourseVersion,
    Domain,
    Item,
    ItemOption,
    Lesson,
    Module,
)


@transaction.atomic
def load_course(content, *, by_editor, by_publisher):
    """The first edition: written by the editor, reviewed and published by the publisher. Returns the version."""
    domain = Domain.objects.get(key=content["domain"]) if content.get("domain") else None
    course, _new = Course.objects.get_or_create(
        slug=content["slug"], defaults={"domain": domain, "position": content.get("position", 100)}
    )
    if found := course.versions.filter(number=1).first():
        return found
    version = CourseVersion.objects.create(
        course=course,
        number=1,
        title_en=content["title"],
        title_dz=content.get("title_dz", ""),
        summary_en=content["summary"],
        minutes=content["minutes"],
        is_outline=content.get("is_outline", False),
        written_by=by_editor,
    )
    version.competences.set(Competence.objects.filter(code__in=content.get("competences", [])))
    position = 0
    for number, part in enumerate(content["modules"], start=1):
        module = Module.objects.create(
            version=version, position=number, title_en=part["title"], title_dz=part.get("title_dz", "")
        )
        for lesson in part["lessons"]:
            position += 1
            load_lesson(lesson, module, position)
    audit.record("course_version:written", subject=version, by=by_editor)
    return editing.publish(version=editing.review(version=version, by=by_publisher), by=by_publisher)


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
    lesson.competences.set(Competence.objects.filter(code__in=content.get("competences", [])))
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


@transaction.atomic
def load_items(contents, *, by):
    """Every item whose code is new, in use from now on. Returns how many were new."""
    known = set(Item.objects.values_list("code", flat=True))
    domains = {domain.key: domain for domain in Domain.objects.all()}
    competences = {competence.code: competence for competence in Competence.objects.all()}
    new = 0
    for content in contents:
        if content["code"] in known:
            continue
        item = Item.objects.create(
            code=content["code"],
            domain=domains[content["domain"]],
            competence=competences[content["competence"]],
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
