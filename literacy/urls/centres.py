"""Centres: for everyone, and for those who keep them."""

from django.urls import path

from literacy.views import centres, keeping

urlpatterns = [
    path("centres/", centres.centres, name="centres"),
    path("centres/near/", centres.near, name="centres_near"),
    path("centres/centres.csv", centres.centres_csv, name="centres_csv"),
    path("centres/new/", keeping.found, name="centre_new"),
    path("centres/<uuid:public_id>/", centres.centre, name="centre"),
    path("centres/<uuid:public_id>/edit/", keeping.edit, name="centre_edit"),
    path("centres/<uuid:public_id>/hours/", keeping.hours, name="centre_hours"),
    path("centres/<uuid:public_id>/close/", keeping.close, name="centre_close"),
    path("centres/<uuid:public_id>/reopen/", keeping.reopen, name="centre_reopen"),
]
