"""Lock files hold names, versions and hashes, and no addresses."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from intelligent_bhutan.embedded import locks


def test_locks_name_no_address():
    assert locks.with_addresses(locks.ROOT) == []


def test_address_in_a_lock_is_found(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    lock = tmp_path / "requirements" / "local.txt"
    lock.write_text("--index-url https://example.org/simple\n")
    assert locks.with_addresses(tmp_path) == [lock]


def test_addresses_are_taken_out_of_an_npm_lock(tmp_path):
    lock = tmp_path / "package-lock.json"
    package = {"version": "1.0.0", "resolved": "https://example.org/a.tgz", "funding": {"url": "https://example.org"}}
    lock.write_text(json.dumps({"packages": {"node_modules/a": package}}))
    locks.strip_addresses(lock)
    assert json.loads(lock.read_text()) == {"packages": {"node_modules/a": {"version": "1.0.0"}}}


def test_extra_that_another_package_asks_for_is_named_once():
    lock = "coverage==7.17.3 \\\n    --hash=sha256:0\npytest-cov==7.0.0 \\\n    # needs coverage==7\n"
    named = lock.replace("coverage==7.17", "coverage[toml]==7.17", 1)
    assert locks.with_extras(lock) == locks.with_extras(named) == named


def test_every_python_package_in_a_lock_has_its_hash():
    for lock in sorted((locks.ROOT / "requirements").glob("*.txt")):
        entries = [line for line in lock.read_text().splitlines() if line and line[0] not in " #"]
        assert [line for line in entries if not line.endswith("\\")] == []


def wanted(*extras):
    """What pyproject.toml asks for, by canonical name."""
    project = tomllib.loads((locks.ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *[line for extra in extras for line in project["optional-dependencies"][extra]]]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in map(Requirement, lines)}


def locked(name):
    """The versions in a lock, by canonical name."""
    entries = re.findall(
        r"^([\w.-]+)(?:\[\w+\])?==(\S+) ", (locks.ROOT / "requirements" / name).read_text(), flags=re.MULTILINE
    )
    return {canonicalize_name(name): version for name, version in entries}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("runtime.txt", []), ("local.txt", ["embedded"]), ("development.txt", ["embedded", "development"])],
)
def test_lock_was_made_from_this_pyproject(lock, extras):
    versions = locked(lock)
    asked = wanted(*extras)
    assert [name for name, specifier in asked.items() if versions.get(name, "0") not in specifier] == []


def test_locks_agree_on_every_version():
    all_of_them = locked("development.txt")
    for lock in ("runtime.txt", "local.txt"):
        assert locked(lock).items() <= all_of_them.items()
