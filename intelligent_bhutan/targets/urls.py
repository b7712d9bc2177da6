"""Addresses of this app's pages."""

from django.urls import path

from intelligent_bhutan.targets import views

app_name = "targets"

urlpatterns = [
    path("", views.progress, name="progress"),
    path("figures.csv", views.progress_csv, name="progress_csv"),
    path("staff/", views.dashboard, name="dashboard"),
    path("staff/figures.csv", views.dashboard_csv, name="dashboard_csv"),
    path("staff/alarms/", views.alarms, name="alarms"),
]
