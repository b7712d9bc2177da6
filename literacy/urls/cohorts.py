"""The coordinator's pages."""

from django.urls import path

from literacy.views import cohorts

urlpatterns = [
    path("cohorts/", cohorts.cohorts, name="cohorts"),
    path("cohorts/new/", cohorts.found, name="cohort_new"),
    path("cohorts/<uuid:public_id>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/cards/", cohorts.cards, name="cards"),
    path("cohorts/<uuid:public_id>/results.csv", cohorts.results, name="results"),
    path("cohorts/<uuid:public_id>/first-sign-ins/", cohorts.open_first_sign_ins, name="first_sign_ins"),
    path("cohorts/<uuid:public_id>/learners/<uuid:enrolment_id>/pin/", cohorts.reset_pin, name="reset_pin"),
    path("cohorts/<uuid:public_id>/learners/<uuid:enrolment_id>/leave/", cohorts.leave, name="leave"),
]
