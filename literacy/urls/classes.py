"""Signing in with a class."""

from django.urls import path

from literacy.views import classes

urlpatterns = [
    path("class/", classes.code, name="class_sign_in"),
    path("class/roll/", classes.roll, name="class_roll"),
    path("class/pin/", classes.pin, name="class_pin"),
]
