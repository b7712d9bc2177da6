"""Names of places and their other spellings. The places themselves are the country's: none is added or deleted here."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from intelligent_bhutan import audit
from intelligent_bhutan.places.forms import AliasForm, GewogForm
from intelligent_bhutan.places.models import Alias, Dzongkhag, Gewog


class NamesOnly:
    """Administrators and programme officers write names, each change on record; nobody adds or deletes."""

    actions = None

    def has_module_permission(self, request):
        """Who writes names."""
        return request.user.has_perm("places.write_names")

    def has_view_permission(self, request, obj=None):
        """As above."""
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        """As above."""
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False

    def save_model(self, request, obj, form, change):
        """Who changed it stays known."""
        super().save_model(request, obj, form, change)
        audit.record("place:named", subject=obj, by=request.user)


@admin.register(Dzongkhag)
class DzongkhagAdmin(NamesOnly, TranslationAdmin):
    """The districts' names in both languages."""

    fields = ("code", "name")
    readonly_fields = ("code",)
    list_display = ("name", "name_dz", "code")


@admin.register(Gewog)
class GewogAdmin(NamesOnly, TranslationAdmin):
    """The names of gewogs and thromdes in both languages."""

    form = GewogForm
    fields = ("dzongkhag", "kind", "code", "name")
    readonly_fields = ("dzongkhag", "kind", "code")
    list_display = ("name", "name_dz", "kind", "dzongkhag")
    list_filter = ("dzongkhag",)
    list_select_related = ("dzongkhag",)
    search_fields = ("name_en", "name_dz")


@admin.register(Alias)
class AliasAdmin(NamesOnly, admin.ModelAdmin):
    """Other spellings, by which files of people are understood."""

    form = AliasForm
    fields = ("dzongkhag", "gewog", "name", "note")
    readonly_fields = ("dzongkhag", "gewog")
    list_display = ("name", "gewog", "dzongkhag", "note")
    list_select_related = ("dzongkhag", "gewog")
    search_fields = ("name",)
