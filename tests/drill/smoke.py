"""One person's whole way, with the code of whichever release this is run in: learn, sit, pass, certificate, count.

Run as a program with that release's folder as working folder and PYTHONPATH; it uses that release's own test factories.
"""

import os
import time
from itertools import count

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from intelligent_bhutan.audit.actions import seal
from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.certificates import queries as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import pins
from literacy.actions import counting
from tests.factories import literacy_assessment
from tests.factories.people import OrganisationFactory, PersonFactory

SYMBOLS = ["yak", "dzong", "chilli", "flag"]


def carry_everything():
    """Do the outbox's work here; what fails is said."""
    while due := list(Message.objects.due(timezone.now()).values_list("pk", flat=True)):
        for pk in due:
            assert outbox.carry(pk), Message.objects.get(pk=pk).error


def pages(person, award):
    """The pages that this person and a stranger open."""
    client = Client(SERVER_NAME="localhost")
    address = certificates.verify_address(award).split("/verify/")[1]
    for path in ("/en/", "/dz/", "/en/learn/", "/en/progress/", f"/verify/{address}", "/health/live/"):
        assert client.get(path).status_code == 200, path
    client.force_login(person)
    for path in ("/en/me/", "/en/me/details/", "/en/certificates/", award.get_absolute_url()):
        assert client.get(path).status_code == 200, path


def main():
    """Everything once, with an assertion at each step."""
    start = int(time.time())  # nothing bears the name of what an earlier run made
    literacy_assessment.NUMBERS = count(start)
    for factory in (PersonFactory, OrganisationFactory):
        factory.reset_sequence(start)
    person = PersonFactory(password="!")
    pin = pins.choose_pin(person=person, kind="picture", symbols=SYMBOLS)
    assert pins.check_pin(pin=pin, symbols=SYMBOLS)
    literacy_assessment.a_signed(citizens=[person])
    carry_everything()
    award = Award.objects.get(citizen=person)
    assert award.issued_at
    assert award.pdf_sha256
    pages(person, award)
    while seal():
        pass
    assert prove().broken == ""
    counting.fold_all()
    assert counting.reconcile() == []
    call_command("check", databases=["default"])


main()
