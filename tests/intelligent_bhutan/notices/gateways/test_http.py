"""The provider over HTTP: what is taken, what is tried later, what never goes."""

import io
from uuid import uuid4

import pytest

from intelligent_bhutan.embedded import ports
from intelligent_bhutan.notices.gateways import Fate, NeverError, Receipt, TryLaterError
from intelligent_bhutan.notices.gateways.console import ConsoleGateway
from intelligent_bhutan.notices.gateways.http import LONGEST_ANSWER, HTTPGateway, receipt
from tests.provider import provider

PHONE = "+97517123456"


@pytest.fixture
def there():
    with provider(key="secret") as made:
        yield made


def gateway(there, **changes):
    """The way to this provider."""
    return HTTPGateway(there.address, **{"key": "secret", "sender": "IB", "timeout": 2.0} | changes)


def test_text_is_taken_under_its_reference(there):
    reference = str(uuid4())
    assert gateway(there).send(reference=reference, phone=PHONE, words="ཨིན། Yes") == Receipt(Fate.ACCEPTED, "p1")
    text = there.texts[reference]
    assert {name: text[name] for name in ("to", "text", "sender")} == {"to": PHONE, "text": "ཨིན། Yes", "sender": "IB"}


def test_text_that_comes_twice_is_sent_once(there):
    reference = str(uuid4())
    for _ in range(2):
        assert gateway(there).send(reference=reference, phone=PHONE, words="Yes").number == "p1"
    assert there.sent == [reference]


def test_reference_is_known_or_not(there):
    reference = str(uuid4())
    assert gateway(there).fate_of(reference) is None
    gateway(there).send(reference=reference, phone=PHONE, words="Yes")
    there.texts[reference]["state"] = "delivered"
    assert gateway(there).fate_of(reference) == Receipt(Fate.DELIVERED, "p1")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, NeverError),
        (422, NeverError),
        (401, TryLaterError),
        (404, TryLaterError),
        (429, TryLaterError),
        (503, TryLaterError),
    ],
)
def test_refusals_are_for_good_or_for_now(there, status, error):
    there.answers = [status]
    with pytest.raises(error, match=str(status)):
        gateway(there).send(reference="r", phone=PHONE, words="Yes")
    assert there.sent == []


def test_question_that_is_not_answered_is_asked_later(there):
    there.answers = [503]
    with pytest.raises(TryLaterError):
        gateway(there).fate_of("r")


def test_provider_that_is_silent_or_away_is_tried_later(there):
    there.after.clear()
    with pytest.raises(TryLaterError, match="Timeout"):
        gateway(there, timeout=0.2).send(reference="r", phone=PHONE, words="Yes")
    away = HTTPGateway(f"http://127.0.0.1:{ports.any_free()}", key="", sender="", timeout=1.0)
    with pytest.raises(TryLaterError) as problem:
        away.send(reference="r", phone=PHONE, words="Yes")
    assert PHONE not in str(problem.value)


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{}", b"null", b'{"state": "eaten"}', b"\xff", b'"' * (LONGEST_ANSWER + 1)]
)
def test_answer_that_makes_no_sense_is_asked_for_again(said):
    with pytest.raises(TryLaterError):
        receipt(said)


@pytest.mark.parametrize(
    "address", ["http://sms.example.bt", "ftp://localhost", "sms.example.bt", "http://localhost.example.bt"]
)
def test_texts_never_travel_in_clear(address):
    with pytest.raises(ValueError, match="https"):
        HTTPGateway(address, key="", sender="", timeout=1)


def test_demonstration_speaks_to_this_machine_alone():
    HTTPGateway("http://localhost:1", key="", sender="", timeout=1, stays_here=True)
    with pytest.raises(ValueError, match="demonstration"):
        HTTPGateway("https://sms.example.bt", key="", sender="", timeout=1, stays_here=True)


def test_console_shows_the_text_or_only_that_there_was_one():
    open_one, discreet = io.StringIO(), io.StringIO()
    for stream, hides in ((open_one, False), (discreet, True)):
        shown = ConsoleGateway(stream, discreet=hides)
        assert shown.send(reference="r", phone=PHONE, words="Yes") == Receipt(Fate.ACCEPTED)
        assert shown.fate_of("r") is None
    assert open_one.getvalue() == f"[text r] to {PHONE}: Yes\n"
    assert discreet.getvalue() == "[text r] 3 signs\n"
