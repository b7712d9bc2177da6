"""Lock files hold names, versions and hashes: `python -m intelligent_bhutan.embedded.locks` takes addresses out."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def strip_addresses(lock: Path) -> None:
    """Remove from an npm lock what names an address: where a package was fetched, where its authors ask for money."""
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        for name in ("resolved", "funding"):
            package.pop(name, None)
    lock.write_text(json.dumps(content, indent=2) + "\n")


def with_addresses(root: Path) -> list[Path]:
    """The lock files that name an address; empty when all is well."""
    locks = [*sorted((root / "requirements").glob("*.txt")), root / "package-lock.json"]
    return [lock for lock in locks if "://" in lock.read_text()]


if __name__ == "__main__":
    strip_addresses(ROOT / "package-lock.json")
    if found := with_addresses(ROOT):
        raise SystemExit(f"These locks name an address: {', '.join(map(str, found))}")
