"""Addresses of this app's pages."""

from django.urls import path

from intelligent_bhutan.certificates import views

app_name = "certificates"

urlpatterns = [
    path("", views.holder.mine, name="mine"),
    path("staff/", views.staff.overview, name="staff"),
    path("staff/<uuid:public_id>/revoke/", views.staff.revoke, name="revoke"),
    path("staff/<uuid:public_id>/retry/", views.staff.retry, name="retry"),
    path("<uuid:public_id>/", views.holder.detail, name="detail"),
    path("<uuid:public_id>/pdf/", views.holder.download, name="download"),
]
