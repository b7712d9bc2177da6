"""`manage.py found_organisation school "Khoma School" --gewog "Khoma, Lhuentse"`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.people.actions import organisations
from intelligent_bhutan.people.management import arguments
from intelligent_bhutan.people.models import Organisation


class Command(BaseCommand):
    """Found an organisation."""

    help = "Found a school, monastery, office or other body that enrols, teaches, examines or steers."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=Organisation.Kind.values)
        parser.add_argument("name")
        parser.add_argument("--name-dz", default="", help="the name in Dzongkha")
        parser.add_argument("--gewog", type=arguments.gewog, help='such as "Khoma, Lhuentse"; left out for the country')
        parser.add_argument("--parent", type=arguments.organisation, help="name or id of the body above it")

    def handle(self, *, kind, name, name_dz, gewog, parent, **_options):
        try:
            made = organisations.found(kind=kind, name=name, name_dz=name_dz, gewog=gewog, parent=parent, by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{made.name} is founded; its id is {made.public_id}.")
