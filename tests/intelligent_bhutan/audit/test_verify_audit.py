"""The command with which an auditor proves the record."""

import io

import pytest
from django.core.management import CommandError, call_command

from intelligent_bhutan import audit
from intelligent_bhutan.audit import actions
from intelligent_bhutan.places.models import Dzongkhag


@pytest.fixture
def sealed(db):
    for verb in ("seen", "named"):
        audit.record(f"dzongkhag:{verb}", subject=Dzongkhag.objects.first(), by=None)
    actions.seal()


def test_a_whole_chain_is_said_to_hold(sealed):
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "The chain holds: 2 links.\n"


def test_a_broken_chain_ends_in_an_error_that_names_the_place(sealed, settings):
    settings.AUDIT_KEY = "another key"
    with pytest.raises(CommandError, match="the head at link 2 was signed under an AUDIT_KEY that is not given"):
        call_command("verify_audit")
