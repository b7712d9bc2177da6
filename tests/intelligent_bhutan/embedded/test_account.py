"""Whose account PostgreSQL runs under, and where it lives."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from intelligent_bhutan.embedded import account, postgres
from intelligent_bhutan.embedded.account import Home, Refusal

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
as_someone = pytest.mark.skipif(os.geteuid() == 0, reason="root may use everybody's data")


@pytest.fixture
def barred(open_folder):
    """A folder for changing files in a clone that only its owner may enter."""
    var = open_folder / "private" / "var"
    var.mkdir(parents=True)
    var.parent.chmod(0o700)
    return var


@pytest.fixture
def said():
    return []


@as_someone
def test_ordinary_user_keeps_everything_inside_the_clone(tmp_path, said):
    programs = postgres.installed_programs()
    assert account.find_home(tmp_path, programs, said.append) == Home(programs, tmp_path / "postgres", None)
    assert said == []


def test_data_that_may_be_lost_lives_in_memory_where_there_is_room(tmp_path, monkeypatch):
    home, memory = Home(tmp_path / "programs", tmp_path / "postgres", None), tmp_path / "memory"
    monkeypatch.setattr(account, "MEMORY", memory)
    monkeypatch.setattr(account, "ROOM", 1)
    assert account.in_memory(home, tmp_path) == home
    memory.mkdir()
    first, second = (account.in_memory(home, tmp_path / name).data for name in ("one", "two"))
    assert memory in first.parents
    assert first != second
    monkeypatch.setattr(account, "ROOM", 2**62)
    assert account.in_memory(home, tmp_path) == home


def test_folder_of_somebody_else_in_memory_is_not_used(tmp_path, monkeypatch):
    home = Home(tmp_path / "programs", tmp_path / "postgres", None)
    monkeypatch.setattr(account, "MEMORY", tmp_path)
    monkeypatch.setattr(account, "ROOM", 1)
    account.in_memory(home, tmp_path).data.parent.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    assert account.in_memory(home, tmp_path) == home


@as_root
def test_root_keeps_data_inside_a_clone_that_can_be_reached(open_folder, said):
    home = account.find_home(open_folder, postgres.installed_programs(), said.append)
    assert (home.data, home.account.pw_name) == (open_folder / "postgres", account.ACCOUNT)


@as_root
def test_root_keeps_data_outside_a_barred_clone_and_says_where(barred, said):
    home = account.find_home(barred, postgres.installed_programs(), said.append)
    assert home.data.is_relative_to(account.ACCOUNT_HOME)
    assert said[0] == (
        f"A parent folder of this clone bars the account {account.ACCOUNT}; the database is kept in {home.data}"
    )


@as_root
def test_permissions_of_parent_folders_stay_as_they_are(barred, said):
    before = [path.stat().st_mode for path in [barred, *barred.parents]]
    account.find_home(barred, postgres.installed_programs(), said.append)
    assert [path.stat().st_mode for path in [barred, *barred.parents]] == before


@as_root
def test_two_barred_clones_do_not_share_their_data(open_folder, said):
    folders = [open_folder / name / "var" for name in ("one", "two")]
    for var in folders:
        var.mkdir(parents=True)
        var.parent.chmod(0o700)
    homes = [account.find_home(var, postgres.installed_programs(), said.append) for var in folders]
    assert homes[0].data != homes[1].data


@as_root
def test_root_continues_with_the_account_that_owns_the_data(open_folder, said):
    data = open_folder / "postgres"
    data.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    home = account.find_home(open_folder, postgres.installed_programs(), said.append)
    assert (home.data, home.account.pw_name) == (data, "nobody")


@as_root
def test_data_inside_a_clone_that_was_barred_later_is_not_lost_from_sight(barred, said):
    account.make_folder(barred / "postgres", account.ensure_account())
    with pytest.raises(Refusal, match=r"^A parent folder bars "):
        account.find_home(barred, postgres.installed_programs(), said.append)


@as_root
def test_programs_that_cannot_be_read_are_copied_for_the_account(barred, open_folder, said):
    package = barred / "embedded"
    for file in ("bin/postgres", "share/postgres.bki", "include/a.h"):
        (package / "programs" / file).parent.mkdir(parents=True, exist_ok=True)
        (package / "programs" / file).write_text("#!/bin/sh\n")
    (package / "programs/bin/postgres").chmod(0o700)
    (barred / "embedded.libs").mkdir()
    (barred / "embedded.libs" / "a.so").write_text("")
    someone = pwd.struct_passwd([*pwd.getpwnam("nobody")[:5], str(open_folder), "/bin/false"])
    copy = account.reachable_programs(someone, package / "programs", said.append)
    assert copy.is_relative_to(open_folder)
    assert account.can(someone, "-x", copy / "bin" / "postgres")
    assert account.can(someone, "-r", copy.parents[1] / "embedded.libs" / "a.so")
    assert not (copy / "include").exists()
    assert account.reachable_programs(someone, package / "programs", said.append) == copy
    assert said == [f"The account nobody cannot read {package / 'programs'}; a copy is made in {copy.parents[1]}"]


@as_root
def test_made_folder_opens_for_its_account_alone(open_folder):
    someone = pwd.getpwnam("nobody")
    account.make_folder(open_folder / "a" / "b", someone)
    assert stat.S_IMODE((open_folder / "a").stat().st_mode) == 0o755
    made = (open_folder / "a" / "b").stat()
    assert (stat.S_IMODE(made.st_mode), made.st_uid) == (0o700, someone.pw_uid)


@as_someone
def test_data_of_another_account_is_refused_with_what_to_do():
    with pytest.raises(
        Refusal, match=r"^/root belongs to account number 0. Start as root, who may use it, or remove it"
    ):
        account.refuse_foreign(Path("/root"))
