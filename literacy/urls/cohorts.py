"""The coordinator's pages."""

urlpatterns = []
