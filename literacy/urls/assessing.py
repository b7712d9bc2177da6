"""The candidate's pages."""

urlpatterns = []
