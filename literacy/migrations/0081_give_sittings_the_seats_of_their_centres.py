"""Sittings that were planned before have the seats of their centre, or as many as were taken; people are held there."""

from django.db import migrations

SEATS = """
update literacy_sitting sitting set seats = greatest(
  1,
  (select centre.seats from literacy_centre centre where centre.id = sitting.centre_id),
  (select max(seat) from literacy_candidate candidate where candidate.sitting_id = sitting.id))
"""
HELD = "update literacy_candidate set period = null, booked_at = coalesce(checked_at, booked_at)"


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0080_book_seats"),
    ]

    operations = [
        migrations.RunSQL(SEATS, migrations.RunSQL.noop),
        migrations.RunSQL(HELD, migrations.RunSQL.noop),
    ]
