"""Whose word a report is."""

import json
from uuid import uuid4

import pytest

from intelligent_bhutan.notices.gateways import Fate
from intelligent_bhutan.notices.gateways.callbacks import WINDOW, Report, is_genuine, read, signature

KEY, NOW, BODY = "shared", 1_796_123_456, b'{"a": 1}'


def genuine(**changes):
    """Whether a well signed report is taken with these changes."""
    given = {"timestamp": str(NOW), "signed": signature(KEY, str(NOW), BODY), "body": BODY, "now": float(NOW)}
    return is_genuine(changes.pop("key", KEY), **given | changes)


def test_report_signed_just_now_is_taken():
    assert genuine()
    assert genuine(now=NOW + WINDOW)
    assert genuine(now=NOW - WINDOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "another"},
        {"key": ""},
        {"body": b'{"a": 2}'},
        {"timestamp": str(NOW + 1)},
        {"timestamp": ""},
        {"timestamp": "nan"},
        {"timestamp": "١٧٩٦١٢٣٤٥٦"},
        {"signed": ""},
        {"signed": "ཀ"},
        {"signed": "\ud800"},
        {"now": NOW + WINDOW + 1},
        {"now": NOW - WINDOW - 1},
    ],
)
def test_any_other_is_not(changes):
    assert not genuine(**changes)


def test_portal_without_a_key_takes_nobodys_word():
    assert not genuine(key="", signed=signature("", str(NOW), BODY))


def test_report_is_read():
    reference = uuid4()
    said = json.dumps({"reference": str(reference), "state": "failed", "id": "x" * 200}).encode()
    assert read(said) == Report(reference, Fate.FAILED, "x" * 80)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"1",
        b"{}",
        b"\xff",
        b'{"reference": 5, "state": "failed"}',
        b'{"reference": "r", "state": "failed"}',
    ],
)
def test_nonsense_is_refused(said):
    with pytest.raises(ValueError, match="no report"):
        read(said)
