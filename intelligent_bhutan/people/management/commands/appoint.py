"""`manage.py appoint pema.lhaden coordinator --organisation "Khoma School" --until 2029-12-31`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.management import arguments
from intelligent_bhutan.people.models import Membership


class Command(BaseCommand):
    """Appoint somebody."""

    help = "Give a person, who has signed up before, a role. Run again, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("person", metavar="USERNAME", type=arguments.person)
        parser.add_argument("role", choices=Membership.Role.values)
        parser.add_argument("--organisation", type=arguments.organisation, help="name or id; else the whole programme")
        parser.add_argument("--until", type=arguments.end_of, help="the last day, such as 2029-12-31; else no end")

    def handle(self, *, person, role, organisation, until, **_options):
        try:
            held = roles.appoint(person=person, role=role, organisation=organisation, valid_until=until, by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{person.username}: {held.get_role_display()}, {organisation or 'the whole programme'}.")
