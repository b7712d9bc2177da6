"""Addresses of this app's pages below `/people/`; one's own data has addresses of its own, in `ownership`."""

from intelligent_bhutan.people.urls import merging

app_name = "people"

urlpatterns = [*merging.urlpatterns]
