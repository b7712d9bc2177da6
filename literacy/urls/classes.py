"""Signing in with a class."""

urlpatterns = []
