"""`manage.py make_administrator pema.lhaden`: the first person who looks after an empty portal."""

import sys

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.models import User


class Command(BaseCommand):
    """Make an administrator; no secret ever stands on the command line."""

    help = (
        "Let a person look after the portal. Somebody without a password gets one from standard input "
        "(--password-from-stdin) or sets it behind a link that works once. Run again, it changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--full-name", default="", help="for somebody who is new here; else the user name")
        parser.add_argument("--password-from-stdin", action="store_true", help="read the password, one line")

    def handle(self, *arguments, username, full_name, password_from_stdin, **options):
        try:
            with transaction.atomic():
                person = self.person(username.lower(), full_name)
                new = roles.make_administrator(person=person, by=None)
                if password_from_stdin:
                    self.set_password(person)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{person.username} is an administrator{'' if new else ' already'}.")
        if not person.has_usable_password():
            self.stdout.write(f"Set the password here; the link works once:\n{one_time_link(person)}")

    def person(self, username, full_name):
        """Whoever has this user name, or a new person without a password."""
        found = User.objects.filter(username=username).first()
        if found is not None:
            if full_name and found.full_name != full_name:
                raise CommandError(f"{username} exists, with another full name. Look whom you mean.")
            if not found.is_active:
                raise CommandError(f"{username} may not sign in: the account is closed.")
            return found
        found = User(username=username, full_name=full_name or username)
        found.set_unusable_password()
        found.full_clean()
        found.save()
        return found

    def set_password(self, person):
        """Take the password from standard input; nobody else's is overwritten."""
        if person.has_usable_password():
            raise CommandError(f"{person.username} has a password already; only they change it.")
        password = sys.stdin.readline().rstrip("\r\n")
        validate_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])


def one_time_link(person):
    """Where this person sets a password; void as soon as one is set."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.PUBLIC_URL}{path}"
