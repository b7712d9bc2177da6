"""Organisations, roles, and how people come to them."""

from django.urls import path

from intelligent_bhutan.people.views import appointing, deciding, organisations, roles

urlpatterns = [
    path("organisations/", organisations.listed, name="organisations"),
    path("organisations/new/", organisations.found, name="organisation_found"),
    path("organisations/<uuid:public_id>/", organisations.shown, name="organisation"),
    path("organisations/<uuid:public_id>/change/", organisations.changed, name="organisation_change"),
    path("organisations/<uuid:public_id>/close/", organisations.closed, name="organisation_close"),
    path("organisations/<uuid:public_id>/appoint/", appointing.appoint, name="appoint_here"),
    path("appoint/", appointing.appoint, name="appoint"),
    path("waiting/", deciding.waiting, name="waiting"),
    path("roles/", roles.listed, name="roles"),
    path("roles/mine/", roles.mine, name="my_roles"),
    path("roles/list.csv", roles.taken_away, name="roles_csv"),
    path("roles/<uuid:public_id>/", roles.shown, name="role"),
    path("roles/<uuid:public_id>/end/", roles.ended, name="role_end"),
    path("roles/<uuid:public_id>/extend/", roles.extended, name="role_extend"),
    path("roles/<uuid:public_id>/lay-down/", roles.laid_down, name="role_lay_down"),
    path("leaving/<uuid:public_id>/", roles.left, name="leave"),
    path("approvals/", appointing.approvals, name="approvals"),
    path("appointments/<uuid:public_id>/", appointing.shown, name="appointment"),
    path("appointments/<uuid:public_id>/decide/", appointing.decide, name="decide"),
    path("appointments/<uuid:public_id>/take-back/", appointing.take_back, name="take_back"),
    path("appointments/<uuid:public_id>/renew/", appointing.renew, name="renew"),
    path("invitations/", appointing.invitations, name="invitations"),
    path("invitations/<str:code>/", appointing.offer, name="offer"),
    path("join/", appointing.join, name="join"),
]
