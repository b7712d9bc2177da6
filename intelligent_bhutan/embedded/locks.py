"""Lock files hold names, versions and hashes: `python -m intelligent_bhutan.embedded.locks` finishes them."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Locks are compiled without extras, for a lock that names one cannot bound another. But where hashes are demanded, pip
# takes `coverage==…` for another package than the `coverage[toml]` that pytest-cov asks for.
EXTRAS = {"coverage": "toml"}


def strip_addresses(lock: Path) -> None:
    """Remove from an npm lock what names an address: where a package was fetched, where its authors ask for money."""
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        for name in ("resolved", "funding"):
            package.pop(name, None)
    lock.write_text(json.dumps(content, indent=2) + "\n")


def with_extras(lock: str) -> str:
    """The text of a Python lock in which the packages of `EXTRAS` name theirs."""
    for name, extra in EXTRAS.items():
        lock = re.sub(rf"^{name}==", f"{name}[{extra}]==", lock, flags=re.MULTILINE)
    return lock


def with_addresses(root: Path) -> list[Path]:
    """The lock files that name an address; empty when all is well."""
    locks = [*sorted((root / "requirements").glob("*.txt")), root / "package-lock.json"]
    return [lock for lock in locks if "://" in lock.read_text()]


if __name__ == "__main__":
    for path in (ROOT / "requirements").glob("*.txt"):
        path.write_text(with_extras(path.read_text()))
    strip_addresses(ROOT / "package-lock.json")
    if found := with_addresses(ROOT):
        raise SystemExit(f"These locks name an address: {', '.join(map(str, found))}")
