"""Seats: found, booked, moved, given back, and booked for a class."""

from django.urls import path

from literacy.views import batches, booking

urlpatterns = [
    path("sittings/find/", booking.find, name="find_sittings"),
    path("sittings/<uuid:public_id>/book/", booking.book, name="book"),
    path("seats/<uuid:public_id>/", booking.booking, name="booking"),
    path("seats/<uuid:public_id>/examination.ics", booking.calendar_file, name="booking_calendar"),
    path("seats/<uuid:public_id>/give-back/", booking.give_back, name="give_back"),
    path("seats/<uuid:public_id>/move/<uuid:sitting_id>/", booking.move, name="move_seat"),
    path("cohorts/<uuid:public_id>/seats/", batches.batches, name="cohort_seats"),
]
