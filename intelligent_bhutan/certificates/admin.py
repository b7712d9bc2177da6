"""Awards and the counter of serial numbers, to look at: without names and without the codes that open a check page."""

from django.contrib import admin

from intelligent_bhutan.certificates.models import Award, SerialCounter
from intelligent_bhutan.read_only_admin import ViewOnly


@admin.register(Award)
class AwardAdmin(ViewOnly, admin.ModelAdmin):
    """What was awarded, issued, made and revoked."""

    list_display = ("public_id", "serial", "achievement", "awarded_at", "issued_at", "revoked_at")
    fields = (*list_display, "revoked_reason", "revoked_remark", "pdf_sha256", "is_demonstration")
    list_select_related = ("achievement",)
    list_filter = ("revoked_reason", "is_demonstration")
    ordering = ("-id",)


@admin.register(SerialCounter)
class SerialCounterAdmin(ViewOnly, admin.ModelAdmin):
    """The last number of each year."""

    fields = list_display = ("year", "last")
