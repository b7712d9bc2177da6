"""Addresses of this app's pages, below /people/."""

from intelligent_bhutan.people.urls import appointing, recovering

app_name = "people"

urlpatterns = [
    *appointing.urlpatterns,
    *recovering.urlpatterns,
]
