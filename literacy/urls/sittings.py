"""The invigilator's and the programme officer's pages."""

from django.urls import path, register_converter

from literacy.views import planning, sittings


class Act:
    """What an invigilator does with the whole sitting."""

    regex = "open|close|resume|sign|absent"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(Act, "act")

urlpatterns = [
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/plan/", planning.plan, name="sitting_plan"),
    path("sittings/doubles/", planning.doubles, name="doubles"),
    path("sittings/doubles/<uuid:public_id>/", planning.decide, name="decide_double"),
    path("sittings/<uuid:public_id>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:public_id>/<act:act>/", sittings.step, name="sitting_step"),
    path("sittings/<uuid:public_id>/incident/", sittings.incident, name="incident"),
    path("sittings/<uuid:public_id>/assign/", planning.assign, name="assign"),
    path("sittings/<uuid:public_id>/register/", planning.register, name="register"),
    path("sittings/<uuid:public_id>/register/person/", planning.register_person, name="register_person"),
    path("sittings/<uuid:public_id>/walk-in/", sittings.walk_in, name="walk_in"),
    path("sittings/<uuid:public_id>/reschedule/", planning.reschedule, name="reschedule"),
    path("sittings/<uuid:public_id>/seats/", planning.seats, name="sitting_seats"),
    path("sittings/<uuid:public_id>/cancel/", planning.cancel, name="cancel_sitting"),
    path("sittings/<uuid:public_id>/void/", planning.void, name="void"),
    path("sittings/<uuid:public_id>/candidates/<uuid:candidate_id>/", sittings.check, name="check_candidate"),
]
