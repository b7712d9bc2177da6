"""`manage.py maintenance on --minutes 20`: the page that asks people to come back, on every server within seconds."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from intelligent_bhutan.operating import maintenance
from intelligent_bhutan.operating.models import Maintenance


class Command(BaseCommand):
    """Running examinations stay open unless told otherwise."""

    help = "Turn the maintenance page on or off, or say how it stands."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["on", "off", "state"])
        parser.add_argument("--minutes", type=int, help="when people are told to come back")
        parser.add_argument(
            "--answers-too", action="store_true", help="close running examinations: phones keep answers"
        )

    def handle(self, *arguments, act, minutes, answers_too, **options):
        if act != "state":
            until = timezone.now() + timedelta(minutes=minutes) if minutes else None
            maintenance.switch(on=act == "on", answers_too=answers_too, until=until, by=None)
        held = Maintenance.objects.filter(pk=1).first()
        closed = " for examinations too" if held and held.answers_too else ""
        self.stdout.write(f"Maintenance is {'on' + closed if held and held.on else 'off'}.")
