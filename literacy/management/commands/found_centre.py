"""`manage.py found_centre "Khoma Hall" --gewog "Khoma, Lhuentse" --organisation "Examination Office"`."""

from argparse import ArgumentTypeError

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.people.management import arguments
from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.phones import e164
from literacy import hours
from literacy.actions import centres
from literacy.models import Centre

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def position(text):
    """Latitude and longitude from such as 27.4712,89.6339."""
    try:
        latitude, longitude = map(float, text.replace(",", " ").split())
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no position such as 27.4712,89.6339") from None
    return latitude, longitude


def day_hours(text):
    """Weekdays with their hours from such as "mon-fri 9-12, 13-17"."""
    days, _, when = text.strip().partition(" ")
    first, _, last = days.lower().partition("-")
    try:
        span = range(DAYS.index(first), DAYS.index(last or first) + 1)
        return {day: hours.read(when) for day in span}
    except ValueError:
        raise ArgumentTypeError(f'{text!r} are no hours such as "mon-fri 9-12, 13-17"') from None


def phone(text):
    """The number in E.164; none for none."""
    found = e164(text)
    if text and not found:
        raise ArgumentTypeError(f"{text!r} is no phone number")
    return found


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
        parser.add_argument("--devices", type=int)
        parser.add_argument("--address", dest="address_en", default="", help="how people find the door")
        parser.add_argument("--address-dz", default="")
        parser.add_argument("--position", type=position, default=(None, None), help="such as 27.4712,89.6339")
        parser.add_argument(
            "--hours",
            type=day_hours,
            action="append",
            default=[],
            help='such as "mon-fri 9-12, 13-17"; may be repeated',
        )
        parser.add_argument("--closed-days", dest="closed_days_en", default="", help="beside the usual hours")
        parser.add_argument("--link", choices=Centre.Link.values, default=Centre.Link.UNKNOWN)
        parser.add_argument("--step-free", choices=Centre.StepFree.values, default=Centre.StepFree.UNKNOWN)
        parser.add_argument("--languages", nargs="*", choices=User.SpokenLanguage.values, default=[])
        parser.add_argument("--admission", choices=Centre.Admission.values, default=Centre.Admission.PUBLIC)
        parser.add_argument("--phone", type=phone, default="")
        parser.add_argument("--email", default="")

    def handle(self, *, name, organisation, gewog, seats, position, hours, **options):
        facts = {fact: options[fact] for fact in (centres.DAILY | centres.LASTING) & options.keys()}
        week = {day: spans for part in hours for day, spans in part.items()}
        latitude, longitude = position
        try:
            made = centres.found(
                organisation=organisation,
                name=name,
                gewog=gewog,
                seats=seats,
                latitude=latitude,
                longitude=longitude,
                week=week,
                by=None,
                **facts,
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{made.name} is founded, with {made.seats} seats.")
