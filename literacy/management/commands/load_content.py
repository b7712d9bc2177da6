"""`manage.py load_content --editor pema.lhaden --publisher karma.dorji`: the courses and exam items that ship."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.people.management import arguments
from intelligent_bhutan.people.rules import is_editor, is_publisher
from literacy import content
from literacy.actions import loading


class Command(BaseCommand):
    """Load what ships, in the names of two people who answer for it."""

    help = (
        "Load the courses and exam items that ship with the portal, in the names of an editor and of a publisher. "
        "Run again, it loads only what is new; a course whose file has changed becomes a draft."
    )

    def add_arguments(self, parser):
        parser.add_argument("--editor", type=arguments.person, required=True, help="user name of who writes")
        parser.add_argument(
            "--publisher", type=arguments.person, required=True, help="user name of who reviews and publishes"
        )

    def handle(self, *, editor, publisher, **_options):
        refuse_unless_two_hold_their_roles(editor, publisher)
        try:
            courses, items = list(content.courses()), list(content.items())
            waiting = [
                one["slug"]
                for number, one in enumerate(courses, start=1)
                if not self.load(one, f"{number} of {len(courses)}", editor, publisher)
            ]
            guided = sum(loading.load_guide(one, by=editor) for one in content.guides())
            new = loading.load_items(items, by=editor)
        except content.Faulty as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{len(items)} exam items, {new} of them new; {guided} new parts of teaching guides.")
        if waiting:
            raise CommandError(f"Not loaded: {', '.join(waiting)}. Finish their editions and run this again.")

    def load(self, one, place, editor, publisher):
        """One course, and what became of it. Returns False while another edition of it is under way."""
        try:
            version = loading.load_course(one, by_editor=editor, by_publisher=publisher)
        except ValidationError as refusal:
            self.stdout.write(f"{place}: {one['slug']}: {' '.join(refusal.messages)}")
            return False
        self.stdout.write(f"{place}: {one['slug']}, edition {version.number}, {version.state}")
        return True


def refuse_unless_two_hold_their_roles(editor, publisher):
    """Raises CommandError: one person writes, another one publishes."""
    if editor == publisher:
        raise CommandError("The editor and the publisher must be two people.")
    if not is_editor(editor):
        raise CommandError(f"{editor.username} is no editor.")
    if not is_publisher(publisher):
        raise CommandError(f"{publisher.username} is no publisher.")
