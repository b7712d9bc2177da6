"""Addresses of this app's pages."""

from django.urls import path

from intelligent_bhutan.operating import views

app_name = "operating"

urlpatterns = [
    path("keeping/", views.kept, name="kept"),
    path("staff/keys/", views.key_register, name="keys"),
    path("staff/keeping/", views.schedule, name="schedule"),
]
