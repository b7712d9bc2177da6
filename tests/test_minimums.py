"""No lock goes back behind a version that a known weakness was mended in."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from packaging.version import Version

ROOT = Path(settings.BASE_DIR)
MINIMUMS = tomllib.loads((ROOT / "docs/security/minimums.toml").read_text())
LOCKS = ("runtime", "local", "development")


def locked(name):
    """The versions of a lock by package."""
    text = (ROOT / f"requirements/{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.M))


@pytest.mark.parametrize("name", LOCKS)
def test_lock_keeps_every_minimum(name):
    versions = locked(name)
    old = {package: versions[package] for package, line in MINIMUMS.items() if is_older(versions[package], line)}
    assert old == {}


def test_what_is_installed_keeps_every_minimum():
    assert {package for package, line in MINIMUMS.items() if is_older(version(package), line)} == set()


def is_older(found, line):
    """Whether a version lies below the minimum."""
    return Version(found) < Version(line["minimum"])


def test_every_minimum_has_its_reason():
    assert [
        package for package, line in MINIMUMS.items() if not re.match(r"(CVE-\d{4}-\d+|GHSA-)", line["reason"])
    ] == []
