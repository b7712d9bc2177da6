"""Editorial content in both languages: drafts only. What is reviewed or published is read-only here.

Standings and counts are there to look at, without names.
"""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from intelligent_bhutan.people import rules
from intelligent_bhutan.read_only_admin import ViewOnly
from literacy.forms.editing import BlockForm, RecordingForm
from literacy.models import (
    Block,
    CheckOption,
    CourseVersion,
    DayCount,
    Guide,
    Lesson,
    MarginCount,
    Module,
    MonthCount,
    PlaceCount,
    ReconciliationAlarm,
    Recording,
    Standing,
    StandingDelta,
)

DRAFT = CourseVersion.State.DRAFT


class DraftsOnly:
    """Editors change what belongs to a draft; nobody adds or deletes here what a draft does not own."""

    version_path = "version"

    def get_queryset(self, request):
        """Only what belongs to a course's edition."""
        return super().get_queryset(request).filter(**{f"{self.version_path}__isnull": False})

    def has_module_permission(self, request):
        """Editors and publishers see the editorial part."""
        return rules.is_editor(request.user) or rules.is_publisher(request.user)

    def has_view_permission(self, request, obj=None):
        """As above."""
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        """Editors."""
        return rules.is_editor(request.user)

    def has_change_permission(self, request, obj=None):
        """Editors, in a draft."""
        return rules.is_editor(request.user) and (obj is None or version_of(obj).state == DRAFT)

    def has_delete_permission(self, request, obj=None):
        """Editors, in a draft."""
        return obj is not None and self.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Content can be put only into a draft."""
        paths = {"version": "state", "module": "version__state", "lesson": "version__state"}
        paths |= {"block": "lesson__version__state"}
        if db_field.name in paths:
            rows = db_field.remote_field.model._default_manager
            kwargs["queryset"] = rows.filter(**{paths[db_field.name]: DRAFT})
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def version_of(thing):
    """The edition that the thing belongs to."""
    if isinstance(thing, CourseVersion):
        return thing
    thing = getattr(thing, "block", thing)
    thing = getattr(thing, "lesson", thing)
    return thing.version


@admin.register(CourseVersion)
class CourseVersionAdmin(DraftsOnly, TranslationAdmin):
    """Title and summary; states change through the editing pages alone."""

    version_path = "course"
    fields = ("title", "summary", "minutes", "competences", "is_outline")
    list_display = ("title", "number", "state")

    def has_add_permission(self, request):
        """Drafts begin on the editing page."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Editions stay."""
        return False


@admin.register(Module, Lesson)
class PartAdmin(DraftsOnly, TranslationAdmin):
    """Modules and lessons."""

    list_display = ("title", "version", "position")


@admin.register(Block)
class BlockAdmin(DraftsOnly, TranslationAdmin):
    """Blocks, with files checked."""

    form = BlockForm
    version_path = "lesson__version"
    list_display = ("lesson", "position", "kind")


@admin.register(CheckOption)
class CheckOptionAdmin(DraftsOnly, TranslationAdmin):
    """Answers of check-yourself questions."""

    version_path = "block__lesson__version"


@admin.register(Guide)
class GuideAdmin(DraftsOnly, TranslationAdmin):
    """What trainers read beside the lessons of a draft."""

    list_display = ("__str__", "minutes")
    list_select_related = ("version", "lesson")


@admin.register(Recording)
class RecordingAdmin(DraftsOnly, admin.ModelAdmin):
    """Recorded voices of lessons; those of examination items are not editorial."""

    form = RecordingForm
    version_path = "block__lesson__version"


CELL = ("gewog", "audience", "gender", "age_band", "disability")


@admin.register(Standing)
class StandingAdmin(ViewOnly, admin.ModelAdmin):
    """Where each citizen stands, under a number and without the name."""

    fields = list_display = ("citizen_id", "enrolled_on", "completed_on", "assessed_on", "proficient_on", *CELL)
    list_select_related = ("gewog",)
    ordering = ("-id",)


@admin.register(StandingDelta, PlaceCount)
class CellAdmin(ViewOnly, admin.ModelAdmin):
    """Changes not folded yet, and people to date."""

    fields = list_display = ("metric", *CELL, "n")
    list_select_related = ("gewog",)
    ordering = ("-id",)


@admin.register(DayCount)
class DayCountAdmin(ViewOnly, admin.ModelAdmin):
    """People a day."""

    fields = list_display = ("metric", "day", "dzongkhag", "audience", "n")
    list_select_related = ("dzongkhag",)
    ordering = ("-day",)


@admin.register(MonthCount)
class MonthCountAdmin(ViewOnly, admin.ModelAdmin):
    """People a month."""

    fields = list_display = ("metric", "month", "gewog", "audience", "n")
    list_select_related = ("gewog",)
    ordering = ("-month",)


@admin.register(MarginCount)
class MarginCountAdmin(ViewOnly, admin.ModelAdmin):
    """People in one dimension."""

    fields = list_display = ("metric", "dimension", "value", "dzongkhag", "audience", "month", "n")
    list_select_related = ("dzongkhag",)
    ordering = ("-id",)


@admin.register(ReconciliationAlarm)
class ReconciliationAlarmAdmin(ViewOnly, admin.ModelAdmin):
    """Differences between counts and facts; they are resolved on the page of alarms."""

    fields = list_display = ("found_at", "table", "differing_cells", "counted", "recounted", "resolved_at")
    ordering = ("-id",)
