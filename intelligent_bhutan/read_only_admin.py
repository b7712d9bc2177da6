"""Admin pages on which an administrator looks and changes nothing: changes are made by actions alone."""


class ViewOnly:
    """Lists and shows rows to operators; adds, changes and deletes none. Every field shown is named: no `__all__`."""

    show_full_result_count = False
    list_per_page = 50
    actions = None

    def has_module_permission(self, request):
        """Operators."""
        return request.user.has_perm("people.operate")

    def has_view_permission(self, request, obj=None):
        """Operators."""
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False
