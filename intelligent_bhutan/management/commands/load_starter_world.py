"""`manage.py load_starter_world`: fill an empty portal with its demonstration; run again, it goes on."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.starter.story import Story, is_told

PATIENCE = 600  # seconds that a worker has for one step
SIGN_INS = "demo-sign-ins.txt"


class Command(BaseCommand):
    """Load the demonstration."""

    help = "Fill an empty portal with its demonstration, through the same actions as in life."

    def add_arguments(self, parser):
        parser.add_argument("--inline", action="store_true", help="carry the outbox in this process, without Celery")
        parser.add_argument("--scale", type=float, default=1.0, help="share of the people, such as 0.1")

    def handle(self, *arguments, inline, scale, **options):
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError("This is no demonstration: the starter world is refused.")
        if is_told():
            self.stdout.write("The starter world is there already.")
            return
        story = Story(self.stdout.write, self.carry_until if inline else self.wait_until, scale=scale)
        story.tell()
        self.write_sign_ins(story)

    def wait_until(self, done):
        """Let Celery work until it is done."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > deadline:
                raise CommandError("The worker did not do its part; look at its log.")
            time.sleep(0.2)

    def carry_until(self, done):
        """Do the outbox's work here until it is done."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > deadline:
                raise CommandError("The outbox did not come to an end.")
            for pk in Message.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True)[:200]:
                outbox.carry(pk)

    def write_sign_ins(self, story):
        """Who can sign in, in a file that only its owner reads; the launcher prints it once."""
        names = ", ".join(story.people)
        lines = [f"Demonstration staff: {names}", f"Their password: {story.password}", *story.sign_ins]
        path = Path(settings.VAR_DIR) / SIGN_INS
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n")
