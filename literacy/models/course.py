"""Course → version → module → lesson → block. A learner keeps the version that they began."""

from pathlib import PurePath
from secrets import token_hex
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User


def new_file_name(_thing, name):
    """A name drawn by chance that keeps the ending: it tells nothing, and what is stored under it never changes."""
    return f"lessons/{token_hex(12)}{PurePath(name).suffix.lower()[:6]}"


class Competence(models.Model):
    """A code of DigComp 2.2, or of area 0 (operating a device) of UNESCO's DLGF; `framework` says which."""

    framework = models.CharField(max_length=40)
    area = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.title}"


class CourseQuerySet(models.QuerySet):
    """Adjectives of courses."""

    def published(self):
        """With a version that learners may begin."""
        return self.filter(versions__state=CourseVersion.State.PUBLISHED).distinct()


class Course(models.Model):
    """A course as people know it, whatever its version. `domain` is the service domain it prepares for, if one."""

    slug = models.SlugField(max_length=60, unique=True)
    domain = models.ForeignKey("Domain", on_delete=models.PROTECT, null=True, blank=True, related_name="courses")
    position = models.PositiveSmallIntegerField(default=100)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("literacy:course", args=[self.slug])


class CourseVersion(models.Model):
    """One edition of a course. Written by one person, published by another; after that it does not change."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEWED = "reviewed", _("Reviewed")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=160)
    summary = models.TextField(max_length=1000)
    minutes = models.PositiveSmallIntegerField()
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    is_outline = models.BooleanField(default=False)  # most lessons are still to be written; the page says so
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)  # of the content file it was loaded from
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="literacy_course_version_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state="published"), name="literacy_one_published_version"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="literacy_published_by_a_second_person",
            ),
        ]

    def __str__(self):
        return self.title


class Module(models.Model):
    """A part of a course."""

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="literacy_module_position_once")]

    def __str__(self):
        return self.title


class Lesson(models.Model):
    """Five to eight minutes, a screen at a time. `version` repeats the module's, for unique slugs and fast pages."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="lessons")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()  # within the course
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField(default=6)
    outline = models.TextField(max_length=2000, blank=True)
    audio_script = models.TextField(max_length=6000, blank=True)
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="literacy_lesson_position_once"),
            models.UniqueConstraint(fields=["version", "slug"], name="literacy_lesson_slug_once"),
        ]

    def __str__(self):
        return self.title


class Block(models.Model):
    """One piece of a lesson. Which fields are used depends on the kind."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        PICTURE = "picture", _("Picture")
        STEPS = "steps", _("Steps")
        TIP = "tip", _("Tip")
        AUDIO = "audio", _("Audio")
        VIDEO = "video", _("Video")
        CHECK = "check", _("Check yourself")
        REMEMBER = "remember", _("Remember")
        TRY_TODAY = "try_today", _("Try today")

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    text = models.TextField(
        max_length=4000, blank=True
    )  # paragraphs apart by an empty line; a step a line; the question
    picture = models.CharField(max_length=80, blank=True)  # a name among the lesson drawings
    alternative_text = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to=new_file_name, blank=True)  # the audio or video
    captions = models.FileField(upload_to=new_file_name, blank=True)  # WebVTT, one a language
    transcript = models.TextField(max_length=8000, blank=True)
    byte_size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["lesson", "position"]
        constraints = [models.UniqueConstraint(fields=["lesson", "position"], name="literacy_block_position_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.position}"


class CheckOption(models.Model):
    """An answer to a check-yourself question, with what would happen next in real life."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    correct = models.BooleanField(default=False)
    feedback = models.CharField(max_length=600)

    class Meta:
        ordering = ["block", "position"]
        constraints = [
            models.UniqueConstraint(fields=["block", "position"], name="literacy_check_option_position_once")
        ]

    def __str__(self):
        return self.text


class Recording(models.Model):
    """A recorded voice for one block, exam item or item option, in one spoken language."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, null=True, blank=True, related_name="recordings")
    item = models.ForeignKey("Item", on_delete=models.CASCADE, null=True, blank=True, related_name="recordings")
    option = models.ForeignKey("ItemOption", on_delete=models.CASCADE, null=True, blank=True, related_name="recordings")
    spoken_language = models.CharField(max_length=3, choices=User.SpokenLanguage.choices)
    file = models.FileField(upload_to=new_file_name)
    byte_size = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(block__isnull=False, item__isnull=True, option__isnull=True)
                | Q(block__isnull=True, item__isnull=False, option__isnull=True)
                | Q(block__isnull=True, item__isnull=True, option__isnull=False),
                name="literacy_recording_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["block", "item", "option", "spoken_language"],
                nulls_distinct=False,
                name="literacy_recording_once_a_language",
            ),
        ]

    def __str__(self):
        return f"recording in {self.get_spoken_language_display()}"
