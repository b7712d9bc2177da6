"""Courses and lessons."""

urlpatterns = []
