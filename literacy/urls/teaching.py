"""The trainer's pages, the teaching guide, what is printed, and what organisations ask of their people."""

from django.urls import path

from literacy.views import assigning, guides, teaching

urlpatterns = [
    path("teaching/", teaching.teaching, name="teaching"),
    path("teaching/<uuid:public_id>/", teaching.teaching_class, name="teaching_class"),
    path("teaching/<uuid:public_id>/trainer/", teaching.trainer, name="class_trainer"),
    path("teaching/<uuid:public_id>/plan/", teaching.plan, name="session_plan"),
    path("teaching/<uuid:public_id>/attendance/", teaching.regularity, name="regularity"),
    path("teaching/<uuid:public_id>/attendance.csv", teaching.regularity_csv, name="regularity_csv"),
    path("teaching/<uuid:public_id>/list/", guides.attendance_list, name="attendance_list"),
    path("teaching/<uuid:public_id>/poster/", guides.poster, name="poster"),
    path("teaching/sessions/<uuid:public_id>/", teaching.session, name="session"),
    path("teaching/sessions/<uuid:public_id>/change/", teaching.change, name="session_change"),
    path("teaching/sessions/<uuid:public_id>/cancel/", teaching.cancel, name="session_cancel"),
    path("teaching/sessions/<uuid:public_id>/attendance/", teaching.attendance, name="attendance"),
    path("attendance/", teaching.my_attendance, name="my_attendance"),
    path("guides/", guides.guides, name="guides"),
    path("guides/<slug:slug>/", guides.guide, name="guide"),
    path("guides/<slug:slug>/<slug:lesson>/", guides.lesson_guide, name="lesson_guide"),
    path("guides/<slug:slug>/<slug:lesson>/handout/", guides.handout, name="handout"),
    path("assignments/", assigning.assignments, name="assignments"),
    path("assignments/new/", assigning.assign, name="assignment_new"),
    path("assignments/<uuid:public_id>/", assigning.assignment, name="assignment"),
    path("assignments/<uuid:public_id>/done.csv", assigning.assignment_csv, name="assignment_csv"),
    path("assignments/<uuid:public_id>/people/", assigning.assignment_people, name="assignment_people"),
    path("assignments/<uuid:public_id>/day/", assigning.change_due, name="assignment_due"),
    path("assignments/<uuid:public_id>/withdraw/", assigning.withdraw, name="assignment_withdraw"),
]
