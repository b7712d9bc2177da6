"""Lock files hold names, versions and hashes, and no addresses."""

import json

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


def test_every_python_package_in_a_lock_has_its_hash():
    for lock in sorted((locks.ROOT / "requirements").glob("*.txt")):
        entries = [line for line in lock.read_text().splitlines() if line and line[0] not in " #"]
        assert [line for line in entries if not line.endswith("\\")] == []
