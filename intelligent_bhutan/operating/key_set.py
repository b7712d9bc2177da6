"""The keys in one sealed file, to be kept apart from every backup. Pure: runs where there is no portal yet.

`manage.py backup_keys` writes it, `manage.py restore_keys` opens it on an empty machine, before any setting is read.
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from intelligent_bhutan.operating import sealed_files

NAME = "keys of the portal"
SHORTEST = 16  # signs of the passphrase: it protects everything


def write(path: Path, keys: Mapping[str, str], passphrase: str) -> None:
    """Seal the keys; the file is there whole or not at all, for its owner alone."""
    with sealed_files.written(path) as target:
        text = json.dumps(keys).encode()
        sealed_files.seal([text], target, name=NAME, passphrase=passphrase, salt=sealed_files.new_salt())


def read(path: Path, passphrase: str) -> dict[str, str]:
    """The keys by name. Raises: sealed_files.Damaged, FileNotFoundError."""
    with path.open("rb") as source:
        return json.load(BytesIO(b"".join(sealed_files.opened(source, name=NAME, passphrase=passphrase))))


def passphrase_from(path: str | None) -> str:
    """The passphrase: what the file holds, else what is typed. Raises: ValueError for one that is too short."""
    given = Path(path).read_text(encoding="utf-8").strip() if path else getpass.getpass("Passphrase: ")
    if len(given) < SHORTEST:
        raise ValueError(f"The passphrase is too short: {SHORTEST} signs at least.")
    return given


def main(arguments: list[str]) -> int:
    """`restore_keys FROM --env-file TO`: write NAME='value' lines that compose and a shell read."""
    parser = argparse.ArgumentParser(prog="manage.py restore_keys", description=main.__doc__)
    parser.add_argument("source", type=Path, help="the sealed file")
    parser.add_argument("--env-file", type=Path, required=True, help="the file to write; it must not exist")
    parser.add_argument("--passphrase-file", help="read the passphrase here instead of asking")
    options = parser.parse_args(arguments)
    try:
        keys = read(options.source, passphrase_from(options.passphrase_file))
        with os.fdopen(os.open(options.env_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.writelines(f"{name}='{value}'\n" for name, value in keys.items())
    except (ValueError, OSError) as problem:
        sys.stderr.write(f"The keys are not restored: {problem}\n")
        return 1
    sys.stdout.write(f"{len(keys)} keys are in {options.env_file}.\n")
    return 0
