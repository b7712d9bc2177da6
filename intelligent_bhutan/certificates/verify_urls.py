"""The unprefixed addresses under /verify/: they are printed on paper and must outlive every redesign."""

from django.urls import path

from intelligent_bhutan.certificates import views

app_name = "verify"

urlpatterns = [
    path("", views.verify.form, name="form"),
    path("<str:code>/<str:secret>/", views.verify.show, name="show"),
]
