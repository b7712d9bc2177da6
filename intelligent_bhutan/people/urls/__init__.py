"""Addresses of this app's pages, below /people/."""

from intelligent_bhutan.people.urls import recovering

app_name = "people"

urlpatterns = [
    *recovering.urlpatterns,
]
