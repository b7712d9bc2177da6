"""Two records of one person."""

from django.urls import path

from intelligent_bhutan.people.views import merging

urlpatterns = [
    path("merging/", merging.overview, name="merging"),
    path("merging/<uuid:survivor_id>/<uuid:loser_id>/", merging.propose, name="merge"),
    path("merging/proposals/<uuid:public_id>/", merging.proposal, name="merge_proposal"),
    path("merging/proposals/<uuid:public_id>/decide/", merging.decide, name="merge_decide"),
    path("merging/done/<uuid:public_id>/undo/", merging.undo, name="merge_undo"),
    path("merging/undoing/<uuid:public_id>/decide/", merging.decide_undoing, name="merge_undo_decide"),
]
