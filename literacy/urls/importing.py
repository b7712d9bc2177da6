"""Enrolling a cohort from a file."""

urlpatterns = []
