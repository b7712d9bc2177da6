"""Addresses of this app's pages below `/people/`; one's own data has addresses of its own, in `ownership`."""

from intelligent_bhutan.people.urls import appointing, merging, recovering

app_name = "people"

urlpatterns = [
    *appointing.urlpatterns,
    *recovering.urlpatterns,
    *merging.urlpatterns,
]
