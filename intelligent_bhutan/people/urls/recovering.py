"""Getting back into an account, and putting right what is known of somebody."""

from django.urls import path

from intelligent_bhutan.people import views

urlpatterns = [
    path("recover/", views.recovering.slip, name="recover"),
    path("recover/code/", views.recovering.code, name="recover_code"),
    path("recover/new/", views.recovering.new_password, name="recover_new"),
    path("recovery/", views.centre.recoveries, name="recoveries"),
    path("recovery/person/", views.centre.person, name="recovery_person"),
    path("recovery/<uuid:public_id>/", views.centre.recovery, name="recovery"),
    path("recovery/<uuid:public_id>/slip/", views.centre.slip, name="recovery_slip"),
    path("corrections/", views.corrections.waiting, name="corrections"),
    path("corrections/mine/", views.corrections.mine, name="my_corrections"),
    path("corrections/new/", views.corrections.ask, name="my_correction_new"),
    path("corrections/person/", views.corrections.ask_for, name="correction_person"),
    path("corrections/<uuid:public_id>/", views.corrections.correction, name="correction"),
    path("corrections/<uuid:public_id>/evidence/", views.corrections.evidence, name="correction_evidence"),
    path("corrections/<uuid:public_id>/scan/", views.corrections.scan, name="correction_scan"),
    path("corrections/<uuid:public_id>/withdraw/", views.corrections.withdraw, name="correction_withdraw"),
]
