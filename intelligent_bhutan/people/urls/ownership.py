"""One's own data: consents, seeing, taking, erasing. These stand below `/me/`."""

from django.urls import path

from intelligent_bhutan.people.views import consent, data

app_name = "ownership"

urlpatterns = [
    path("consent/", consent.overview, name="consent"),
    path("consent/ask/", consent.ask, name="ask"),
    path("consent/<slug:purpose>/agree/", consent.ask, name="agree"),
    path("consent/<slug:purpose>/withdraw/", consent.withdraw, name="withdraw"),
    path("consent/notices/<uuid:public_id>/", consent.notice, name="notice"),
    path("data/", data.overview, name="data"),
    path("data/copy/", data.copy_ask, name="copy_ask"),
    path("data/copy/<uuid:public_id>/", data.copy_take, name="copy_take"),
    path("data/erase/", data.erase, name="erase"),
    path("data/<str:name>/", data.group, name="group"),
]
