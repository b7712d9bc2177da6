"""Addresses of this app's pages."""

from django.urls import path

from intelligent_bhutan.outbox import views

app_name = "outbox"

urlpatterns = [
    path("outbox/", views.dead, name="dead"),
    path("outbox/<int:pk>/retry/", views.retry, name="retry"),
]
