"""Courses and lessons."""

from django.urls import path

from literacy.views import learning

urlpatterns = [
    path("", learning.courses, name="courses"),
    path("courses/<slug:slug>/", learning.course, name="course"),
    path("courses/<slug:slug>/<slug:lesson_slug>/", learning.lesson, name="lesson"),
    path("courses/<slug:slug>/<slug:lesson_slug>/answer/", learning.answer, name="answer"),
    path("courses/<slug:slug>/<slug:lesson_slug>/finish/", learning.finish, name="finish"),
]
