"""Keys of a local installation."""

import base64
import stat
import subprocess

from intelligent_bhutan.embedded import keys
from intelligent_bhutan.keyring import KEYS


def test_keys_are_made_once(tmp_path):
    first = keys.load_or_create(tmp_path / "keys.env")
    assert set(first) == {*KEYS, *keys.SERVER_PASSWORDS}
    assert len(set(first.values())) == len(first)
    assert keys.load_or_create(tmp_path / "keys.env") == first


def test_keys_are_32_bytes(tmp_path):
    made = keys.load_or_create(tmp_path / "keys.env")
    assert {len(base64.urlsafe_b64decode(made[name])) for name in KEYS} == {32}


def test_keys_missing_from_the_file_are_added_and_others_stay(tmp_path):
    path = tmp_path / "keys.env"
    keys.write_env(path, {"PIN_KEY": "kept", "OF_THE_OWNER": "kept too"})
    made = keys.load_or_create(path)
    assert (made["PIN_KEY"], made["OF_THE_OWNER"]) == ("kept", "kept too")
    assert set(made) == {*KEYS, *keys.SERVER_PASSWORDS, "OF_THE_OWNER"}
    assert keys.read_env(path) == made


def test_keys_are_readable_by_their_owner_alone(tmp_path):
    path = tmp_path / "keys.env"
    keys.load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_env_file_can_be_sourced_by_a_shell(tmp_path):
    keys.write_env(tmp_path / "env", {"ADDRESS": "redis://:pass@host/0?a=1&b=$HOME#x"})
    command = f'. {tmp_path}/env; printf %s "$ADDRESS"'
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert told == "redis://:pass@host/0?a=1&b=$HOME#x"
