"""`manage.py found_centre "Khoma Hall" --gewog "Khoma, Lhuentse" --organisation "Examination Office"`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.people.management import arguments
from literacy.actions import centres


class Command(BaseCommand):
    """Found a centre."""

    help = "Found a centre where people are examined."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--name-dz", default="", help="the name in Dzongkha")
        parser.add_argument("--gewog", type=arguments.gewog, required=True, help='such as "Khoma, Lhuentse"')
        parser.add_argument(
            "--organisation", type=arguments.organisation, required=True, help="name or id of who keeps it"
        )
        parser.add_argument("--seats", type=int, default=20)

    def handle(self, *, name, name_dz, gewog, organisation, seats, **_options):
        try:
            made = centres.found(
                organisation=organisation, name=name, name_dz=name_dz, gewog=gewog, seats=seats, by=None
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{made.name} is founded, with {made.seats} seats.")
