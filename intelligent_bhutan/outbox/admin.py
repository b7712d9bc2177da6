"""Promised work, to look at; the page of dead messages brings it back to life."""

from django.contrib import admin

from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.read_only_admin import ViewOnly


@admin.register(Message)
class MessageAdmin(ViewOnly, admin.ModelAdmin):
    """What was promised and how far it is."""

    list_display = ("id", "kind", "state", "attempts", "next_at", "finished_at")
    fields = ("kind", "payload", "key", "state", "attempts", "next_at", "created_at", "finished_at", "error")
    list_filter = ("state", "kind")
    ordering = ("-id",)
