"""Addresses of the literacy strand, below /learn/."""

from literacy.urls import assessing, booking, centres, classes, cohorts, importing, learning, sittings, teaching

app_name = "literacy"

urlpatterns = [
    *learning.urlpatterns,
    *classes.urlpatterns,
    *cohorts.urlpatterns,
    *importing.urlpatterns,
    *sittings.urlpatterns,
    *booking.urlpatterns,
    *teaching.urlpatterns,
    *assessing.urlpatterns,
    *centres.urlpatterns,
]
