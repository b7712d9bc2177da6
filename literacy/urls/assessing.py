"""The candidate's pages."""

from django.urls import path

from literacy.views import assessing, media

urlpatterns = [
    path("exam/", assessing.exam, name="exam"),
    path("exam/begin/<uuid:candidate_id>/<slug:domain>/", assessing.begin, name="begin"),
    path("exam/results/<uuid:candidate_id>/", assessing.results, name="sitting_results"),
    path("exam/<uuid:public_id>/", assessing.attempt, name="attempt"),
    path("exam/<uuid:public_id>/answers/<int:number>/", assessing.save, name="save_answer"),
    path("exam/<uuid:public_id>/voices/<int:number>/<int:part>/", media.exam_voice, name="exam_voice"),
    path("exam/<uuid:public_id>/hand-in/", assessing.hand_in, name="hand_in"),
]
