"""Courses and lessons."""

from django.urls import path

from literacy.views import editing, learning

urlpatterns = [
    path("", learning.courses, name="courses"),
    path("editing/", editing.versions, name="editing"),
    path("editing/<slug:slug>/start/", editing.start, name="editing_start"),
    path("editing/<slug:slug>/<int:number>/", editing.version, name="editing_version"),
    path("editing/<slug:slug>/<int:number>/<slug:lesson>/", editing.preview, name="preview"),
    path("courses/<slug:slug>/", learning.course, name="course"),
    path("courses/<slug:slug>/<slug:lesson>/", learning.lesson, name="lesson"),
    path("courses/<slug:slug>/<slug:lesson>/finish/", learning.finish, name="lesson_finish"),
]
