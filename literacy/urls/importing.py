"""Enrolling a cohort from a file."""

from django.urls import path

from literacy.views import importing

urlpatterns = [
    path("cohorts/<uuid:cohort_id>/import/", importing.upload, name="import_upload"),
    path("cohorts/<uuid:cohort_id>/import/template.<slug:kind>", importing.template, name="import_template"),
    path("cohorts/<uuid:cohort_id>/imports/<uuid:public_id>/", importing.report, name="import"),
    path("cohorts/<uuid:cohort_id>/imports/<uuid:public_id>/act/", importing.act, name="import_act"),
    path(
        "cohorts/<uuid:cohort_id>/imports/<uuid:public_id>/report.<slug:kind>",
        importing.download,
        name="import_download",
    ),
]
