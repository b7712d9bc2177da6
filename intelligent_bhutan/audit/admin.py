"""The record, to look at. Ids in it are opaque: whose they are stands elsewhere."""

from django.contrib import admin

from intelligent_bhutan.audit.models import Entry, Head, Link
from intelligent_bhutan.read_only_admin import ViewOnly


@admin.register(Entry)
class EntryAdmin(ViewOnly, admin.ModelAdmin):
    """Who did what; found by actor, subject or verb."""

    fields = list_display = ("at", "actor", "verb", "subject_kind", "subject", "reason")
    search_fields = ("=actor", "=subject", "=verb")
    search_help_text = "A whole id or a whole verb"
    ordering = ("-id",)


@admin.register(Link)
class LinkAdmin(ViewOnly, admin.ModelAdmin):
    """The chain."""

    fields = list_display = ("position", "entry_id", "hex_digest")
    ordering = ("-position",)

    @admin.display(description="digest")
    def hex_digest(self, link):
        """As `verify_audit` computes it."""
        return bytes(link.digest).hex()


@admin.register(Head)
class HeadAdmin(ViewOnly, admin.ModelAdmin):
    """Where the chain was signed."""

    fields = list_display = ("position", "signed_at", "hex_digest")
    ordering = ("-position",)

    @admin.display(description="digest")
    def hex_digest(self, head):
        """As `verify_audit` computes it."""
        return bytes(head.digest).hex()
