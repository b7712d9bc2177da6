"""Addresses of this app's pages."""

from django.urls import path

from intelligent_bhutan.service.views import pages, problems

app_name = "service"

urlpatterns = [
    path("privacy/", pages.privacy, name="privacy"),
    path("terms/", pages.terms, name="terms"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("contact/", pages.contact, name="contact"),
    path("problem/", problems.report, name="report"),
    path("problem/<uuid:public_id>/", problems.problem, name="problem"),
    path("staff/problems/", problems.problems, name="problems"),
    path("staff/problems/<uuid:public_id>/", problems.answer, name="answer"),
]
