"""Logs: one JSON object a line, without personal data, whatever happens."""

import io
import json
import logging
import logging.config
from copy import deepcopy

import pytest
from django.conf import settings as live_settings
from django.test import Client

from intelligent_bhutan import celery_app
from intelligent_bhutan.logs import without_personal_data
from intelligent_bhutan.people.actions import identity
from tests.factories.people import PersonFactory

PERSONAL = ("Pema", "Lhaden", "pema.lhaden", "pema@example.bt", "17123456", "17 12 34 56", "11407001234", "yak-blue")


@pytest.fixture
def written():
    """What the portal's own handler writes while the test goes on."""
    page = io.StringIO()
    handler = logging.StreamHandler(page)
    configured = logging.config.DictConfigurator(deepcopy(live_settings.LOGGING))  # it takes its input apart
    handler.setFormatter(configured.configure_formatter(configured.config["formatters"]["json"]))
    handler.addFilter(configured.configure_filter(configured.config["filters"]["impersonal"]))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in page.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def personal(lines):
    """Which personal words stand in the lines."""
    return {word for word in PERSONAL for line in lines if word in json.dumps(line, ensure_ascii=False)}


@pytest.mark.django_db
def test_signing_in_and_failing_write_nothing_of_the_person(written, settings):
    settings.ROOT_URLCONF = "tests.broken_urls"
    person = PersonFactory(username="pema.lhaden", full_name="Pema Lhaden", email="pema@example.bt")
    person.set_password("yak-blue-river-seven")
    person.save()
    identity.claim(person=person, number="11407001234", by=person)
    visitor = Client(raise_request_exception=False)
    for password in ("yak-blue-river-six", "yak-blue-river-seven"):
        visitor.post("/en/account/login/", {"login": "pema.lhaden", "password": password})
    assert "_auth_user_id" in visitor.session
    visitor.get("/en/nothing/?name=Pema+Lhaden&number=11407001234")
    visitor.get("/en/fails/500/?phone=17123456")
    lines = written()
    assert [(line["level"], line["message"]) for line in lines] == [
        ("WARNING", "Not Found: /en/nothing/"),
        ("ERROR", "Internal Server Error: /en/fails/500/"),
    ]
    assert lines[1]["exc_info"].endswith("builtins.ValueError")
    assert "broken_urls.py" in lines[1]["exc_info"]
    assert personal(lines) == set()


@pytest.mark.django_db
def test_row_that_the_database_refuses_is_not_quoted(written, settings):
    settings.ROOT_URLCONF = "tests.broken_urls"
    assert Client(raise_request_exception=False).get("/en/fails/row/").status_code == 500
    [line] = written()
    assert line["exc_info"].endswith("django.db.utils.IntegrityError")
    assert "psycopg2.errors.UniqueViolation" in line["exc_info"]
    assert personal([line]) == set()


def test_task_that_fails_names_neither_its_arguments_nor_what_it_said(written):
    @celery_app.task(name="tests.fails", throws=())
    def fails(name):
        raise ValueError(f"no such person: {name}")

    fails.apply(args=["Pema Lhaden"], throw=False)
    lines = [line for line in written() if line["logger"] == "celery.app.trace"]
    assert [line["message"].rsplit(": ", 1)[1] for line in lines] == ["ValueError"]
    assert personal(lines) == set()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("card 11407001234 seen", "card [number] seen"),
        ("call +975 17 12 34 56 now", "call [phone] now"),
        ("call 17123456 or 77-12-34-56", "call [phone] or [phone]"),
        ("from +919876543210", "from [phone]"),
        ("mail pema@example.bt", "mail [e-mail]"),
        ("GET /en/me/?name=Pema HTTP", "GET /en/me/?… HTTP"),
        ("duplicate key\nDETAIL:  Key (full_name)=(Pema Lhaden) already exists.", "duplicate key\n[row]"),
        ("message 4711 of 1234567", "message 4711 of 1234567"),
    ],
)
def test_personal_data_is_taken_out_of_messages(text, left):
    assert without_personal_data(text) == left
