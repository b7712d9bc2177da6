"""Addresses of this app's pages."""

from django.urls import path

from intelligent_bhutan.notices.views import inbox, staff

app_name = "notices"

urlpatterns = [
    path("me/notices/", inbox.inbox, name="inbox"),
    path("me/notices/read/", inbox.read_all, name="read_all"),
    path("me/notices/choices/", inbox.choices, name="choices"),
    path("me/notices/<uuid:public_id>/", inbox.detail, name="detail"),
    path("staff/deliveries/", staff.deliveries, name="deliveries"),
    path("staff/deliveries/<uuid:reference>/retry/", staff.retry, name="retry"),
]
