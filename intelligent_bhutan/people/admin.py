"""Organisations, roles and what led to them, to look at: without the digests of codes."""

from django.contrib import admin

from intelligent_bhutan.people.models import Appointment, Invitation, Membership, Organisation
from intelligent_bhutan.read_only_admin import ViewOnly


@admin.register(Organisation)
class OrganisationAdmin(ViewOnly, admin.ModelAdmin):
    """What was founded and closed."""

    list_display = ("name", "kind", "gewog", "parent", "created_at", "closed_at")
    fields = ("public_id", *list_display, "version", "is_demonstration")
    list_select_related = ("gewog", "parent")
    list_filter = ("kind", "is_demonstration")
    search_fields = ("name_en", "name_dz")
    ordering = ("name_en",)


@admin.register(Membership)
class MembershipAdmin(ViewOnly, admin.ModelAdmin):
    """Who holds and held which role; people by their number."""

    list_display = ("public_id", "person_id", "role", "organisation", "valid_from", "valid_until", "ended_at")
    fields = (*list_display, "begun_by_id", "ended_by_id")
    readonly_fields = fields
    list_select_related = ("organisation",)
    list_filter = ("role",)
    ordering = ("-id",)


@admin.register(Appointment)
class AppointmentAdmin(ViewOnly, admin.ModelAdmin):
    """What was proposed and decided."""

    list_display = ("public_id", "role", "organisation", "state", "proposed_at", "decided_at")
    fields = (*list_display, "valid_until", "proposed_by_id", "decided_by_id", "person_id")
    readonly_fields = fields
    list_select_related = ("organisation",)
    list_filter = ("state", "role")
    ordering = ("-id",)


@admin.register(Invitation)
class InvitationAdmin(ViewOnly, admin.ModelAdmin):
    """What was offered, taken and called back."""

    fields = list_display = ("public_id", "made_at", "expires_at", "taken_at", "revoked_at")
    ordering = ("-id",)
