"""Enrolling a cohort from a file."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from literacy.views import importing


class SheetConverter(StringConverter):
    """The two kinds of files that lists leave as."""

    regex = "csv|xlsx"


register_converter(SheetConverter, "sheet")

urlpatterns = [
    path("cohorts/<uuid:cohort_id>/import/", importing.upload, name="import_upload"),
    path("cohorts/<uuid:cohort_id>/import/template.<sheet:kind>", importing.template, name="import_template"),
    path("cohorts/<uuid:cohort_id>/imports/<uuid:public_id>/", importing.report, name="import"),
    path("cohorts/<uuid:cohort_id>/imports/<uuid:public_id>/act/", importing.act, name="import_act"),
    path(
        "cohorts/<uuid:cohort_id>/imports/<uuid:public_id>/report.<sheet:kind>",
        importing.download,
        name="import_download",
    ),
]
