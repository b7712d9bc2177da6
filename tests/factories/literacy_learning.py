"""Courses with lessons, and people who learn or edit."""

from itertools import count

from django.utils import timezone

from intelligent_bhutan.people.models import Membership, User
from literacy.models import Block, CheckOption, Course, CourseVersion, Lesson, Module

NUMBERS = count(1)


def person(*roles):
    """A person with these roles over the whole programme."""
    number = next(NUMBERS)
    user = User.objects.create_user(username=f"learner{number}", full_name=f"Dorji {number}")
    for role in roles:
        Membership.objects.create(person=user, role=role)
    return user


def course(*, lessons=2, state="published", slug=None):
    """An edition, with a text, a check and a last word in each lesson."""
    slug = slug or f"course-{next(NUMBERS)}"
    version = CourseVersion.objects.create(
        course=Course.objects.create(slug=slug),
        number=1,
        state=state,
        title="Pay safely",
        summary="Send money safely.",
        minutes=40,
        written_by=person(),
        published_at=timezone.now() if state == "published" else None,
    )
    module = Module.objects.create(version=version, position=1, title="One")
    for position in range(1, lessons + 1):
        lesson = Lesson.objects.create(
            version=version, module=module, position=position, slug=f"lesson-{position}", title=f"Lesson {position}"
        )
        Block.objects.create(lesson=lesson, position=1, kind="text", text="Read the name.", byte_size=1000)
        check = Block.objects.create(lesson=lesson, position=2, kind="check", text="What do you do?")
        lost = "The money is gone. Call the bank."
        CheckOption.objects.create(block=check, position=1, text="Send it.", feedback=lost)
        CheckOption.objects.create(block=check, position=2, text="Call her.", correct=True, feedback="She tells you.")
        Block.objects.create(lesson=lesson, position=3, kind="remember", text="Name first, then money.")
    return version
