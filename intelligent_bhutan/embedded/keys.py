"""Keys of a local installation: made at random at the first run, kept in one file that only its owner can read."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from intelligent_bhutan.keyring import KEYS

SERVER_PASSWORDS = ("DATABASE_ADMIN_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_PASSWORD", "VALKEY_PASSWORD")


def load_or_create(path: Path) -> dict[str, str]:
    """All keys and passwords by name; those missing from the file are made and added, the others never change."""
    keys = read_env(path)
    missing = {name: new_key() for name in KEYS if name not in keys}
    missing |= {name: secrets.token_urlsafe(24) for name in SERVER_PASSWORDS if name not in keys}
    if missing:
        write_env(path, keys | missing)
    return keys | missing


def new_key() -> str:
    """32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def read_env(path: Path) -> dict[str, str]:
    """The NAME=value lines of a file; empty when there is none."""
    if not path.exists():
        return {}
    lines = (line for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return {name: value.strip("'") for name, value in (line.split("=", 1) for line in lines)}


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Write NAME='value' lines that a shell can source too; whole or not at all, mode 0600 from the first byte."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}='{value}'\n" for name, value in values.items())
    draft.replace(path)
