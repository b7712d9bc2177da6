"""Whose account PostgreSQL runs under, and where its programs and data may live.

PostgreSQL refuses to run as root, so root needs another account for it. That account must be able to reach the programs
and the data; where a parent folder bars it (a clone under a 0700 folder), both go to a folder of the account's own. The
permissions of folders that are not ours are never touched.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from .processes import as_account

ACCOUNT = "intelligent-bhutan"
ACCOUNT_HOME = Path("/var/lib/intelligent-bhutan")
MEMORY = Path("/dev/shm")  # noqa: S108 a folder in memory, on every Linux; ours lies below it under our own name
ROOM = 2 * 1024**3  # bytes that must be free there, and twice as many in the machine
UNNEEDED = shutil.ignore_patterns("include", "doc", "pgxs", "pkgconfig", "*.a")


class Refusal(RuntimeError):
    """Something the person who started us can mend; the text says how."""


@dataclass(frozen=True)
class Home:
    """`programs` holds `bin/postgres`; `data` is the cluster's folder; `account` is None for our own account."""

    programs: Path
    data: Path
    account: pwd.struct_passwd | None


def find_home(var: Path, programs: Path, say: Callable[[str], None]) -> Home:
    """Where PostgreSQL lives for the installation whose folder for changing files is `var`."""
    inside = var / "postgres"
    if os.geteuid() != 0:
        refuse_foreign(inside)
        return Home(programs, inside, None)
    account = owner_of(inside) or ensure_account()
    outside = Path(account.pw_dir) / hashlib.sha256(str(var).encode()).hexdigest()[:12] / "postgres"
    if not outside.exists() and can(account, "-x", var):
        data = inside
    elif inside.exists():
        raise Refusal(f"A parent folder bars {account.pw_name} from {inside}. Let it pass, or move {var} elsewhere.")
    else:
        data = outside
        say(f"A parent folder of this clone bars the account {account.pw_name}; the database is kept in {data}")
    return Home(reachable_programs(account, programs, say), data, account)


def in_memory(home: Home, var: Path) -> Home:
    """The same with data in memory, where it may be lost and there is room: ten times as quick to make and to drop."""
    folder = MEMORY / f"intelligent-bhutan-{os.geteuid()}-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"
    if not MEMORY.is_dir() or (folder.exists() and (folder.is_symlink() or folder.stat().st_uid != os.geteuid())):
        return home
    if min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available // 2) < ROOM:
        return home
    return replace(home, data=folder / "postgres")


def refuse_foreign(data: Path) -> None:
    """Raises Refusal when another account owns the data."""
    if data.exists() and data.stat().st_uid != os.geteuid():
        owner = data.stat().st_uid
        raise Refusal(f"{data} belongs to account number {owner}. Start as root, who may use it, or remove it.")


def owner_of(data: Path) -> pwd.struct_passwd | None:
    """The account that owns the data, so that root continues what an ordinary user began. None: no data, or root's."""
    if not data.exists() or data.stat().st_uid == 0:
        return None
    return pwd.getpwuid(data.stat().st_uid)


def ensure_account() -> pwd.struct_passwd:
    """The system account for PostgreSQL, made when it is not there."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(ACCOUNT_HOME)]
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], check=True, capture_output=True)
        return pwd.getpwnam(ACCOUNT)


def can(account: pwd.struct_passwd, test: str, path: Path) -> bool:
    """What `test` answers when the account itself asks: permissions, lists and mounts are then all in the answer."""
    return subprocess.run(["test", test, str(path)], cwd="/", check=False, **as_account(account)).returncode == 0


def reachable_programs(account: pwd.struct_passwd, programs: Path, say: Callable[[str], None]) -> Path:
    """The programs themselves where the account can read them, else a copy in its own folder."""
    if can(account, "-x", programs / "bin" / "postgres") and can(account, "-r", programs / "share" / "postgres.bki"):
        return programs
    package = programs.parent
    version = hashlib.sha256((programs / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    copy = Path(account.pw_dir) / f"programs-{version}"
    if not copy.exists():
        say(f"The account {account.pw_name} cannot read {programs}; a copy is made in {copy}")
        draft = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        # The programs find their libraries by the relative place of the two folders.
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, draft / folder.name, symlinks=True, ignore=UNNEEDED)
        open_to_all(draft)
        draft.rename(copy)
    return copy / package.name / programs.name


def open_to_all(folder: Path) -> None:
    """Let everyone read a folder of ours and run what its owner may run."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)


def make_folder(path: Path, account: pwd.struct_passwd | None) -> None:
    """An empty folder that only the account can open; its parents, where missing, can be passed by all."""
    for parent in reversed(path.parents):
        if not parent.exists():
            parent.mkdir()
            parent.chmod(0o755)
    path.mkdir(mode=0o700)
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)
