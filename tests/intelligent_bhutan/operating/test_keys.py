"""The register names every key, and a wrong one is told from a right one."""

from io import StringIO

import pytest
from django.conf import settings as portal
from django.core.management import call_command
from django.core.management.base import CommandError

from intelligent_bhutan import keyring
from intelligent_bhutan.operating import keys


def said_by(**options):
    """What `manage.py keys` says."""
    out = StringIO()
    call_command("keys", stdout=out, **options)
    return out.getvalue()


def test_register_names_every_key():
    names = [key.name for key in keys.IN_SETTINGS]
    assert names == list(keyring.KEYS)
    in_settings = {name for name in dir(portal) if name.endswith("_KEY") and isinstance(getattr(portal, name), str)}
    assert in_settings == set(names)


def test_fingerprint_tells_names_and_keys_apart():
    found = {keyring.fingerprint(name, key) for name in ("PIN_KEY", "MFA_KEY") for key in ("a" * 43, "b" * 43)}
    assert len(found) == 4
    assert all(len(one) == 16 for one in found)


@pytest.mark.django_db
def test_keys_shows_no_key():
    said = said_by()
    assert keyring.fingerprint_in_use("PIN_KEY") in said
    assert "Fits the data" in said
    assert [name for name in keyring.KEYS if getattr(portal, name) in said] == []


@pytest.mark.django_db
def test_keys_fails_where_the_data_was_made_under_another(settings):
    keys.note_new()
    settings.IDENTITY_KEY = "w" * 43
    with pytest.raises(CommandError, match="not made under IDENTITY_KEY"):
        said_by()
    keys.note_new()
    assert keys.wrong() == ["IDENTITY_KEY"]


def test_fresh_key_is_long_and_another_each_time():
    one, two = said_by(new=True).strip(), said_by(new=True).strip()
    assert one != two
    assert len(one) >= 40
