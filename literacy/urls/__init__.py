"""Addresses of the literacy strand, below /learn/."""

from literacy.urls import assessing, classes, cohorts, importing, learning, sittings, teaching

app_name = "literacy"

urlpatterns = [
    *learning.urlpatterns,
    *classes.urlpatterns,
    *cohorts.urlpatterns,
    *importing.urlpatterns,
    *sittings.urlpatterns,
    *teaching.urlpatterns,
    *assessing.urlpatterns,
]
