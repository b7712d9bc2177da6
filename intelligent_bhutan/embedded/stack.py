"""The servers of one installation and the environment that points programs at them."""

import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from intelligent_bhutan.keyring import KEYS

from . import keys
from .account import Refusal
from .postgres import Postgres
from .supervisor import Supervisor
from .valkey import Valkey


class Occupied(Refusal):
    """Another launcher is at work in this folder."""


@contextmanager
def running(var: Path, *, environment: str, durable: bool, say: Callable[[str], None]) -> Iterator[tuple]:
    """Run the servers for as long as the block lasts: yields (supervisor, variables), stops everything at the end.

    `environment` is what `DJANGO_ENV` becomes where it is not set. A server whose address the caller's environment
    already names is not started.
    Raises: Occupied when another launcher works in `var`; Refusal when a server cannot be started.
    """
    var = make_var(var)
    with only_launcher(var):
        supervisor = Supervisor(var, say)
        for name in supervisor.records.stop_leftovers():
            say(f"Stopped {name}, which an earlier run had left behind.")
        secrets = keys.load_or_create(var / "keys.env")
        servers = wanted_servers(var, secrets, durable=durable, say=say)
        variables = base_variables(var, environment, secrets)
        try:
            for server in servers:
                server.start(supervisor)
                variables |= server.environment()
            yield supervisor, variables
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
            (var / "env").unlink(missing_ok=True)
            supervisor.stop_all()
            for server in servers:
                server.discard()


def wanted_servers(var: Path, secrets: dict[str, str], *, durable: bool, say: Callable[[str], None]) -> list:
    """The servers whose address the caller's environment does not already name, in the order they start."""
    servers = []
    if "DATABASE_URL" not in os.environ:
        servers.append(Postgres(var, secrets, durable=durable, say=say))
    if "REDIS_URL" not in os.environ:
        servers.append(Valkey(var, secrets, durable=durable))
    return servers


def base_variables(var: Path, environment: str, secrets: dict[str, str]) -> dict[str, str]:
    """Keys and places; the caller's environment wins. Production gets no keys from here: it brings its own."""
    runtime = var / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    wanted = {"DJANGO_ENV": environment, "XDG_RUNTIME_DIR": str(runtime), "PUBLIC_URL": "http://localhost:8000"}
    if os.environ.get("DJANGO_ENV", environment) != "production":
        wanted |= {name: secrets[name] for name in KEYS}
    variables = {name: os.environ.get(name, value) for name, value in wanted.items()}
    return variables | {"VAR_DIR": str(var), "LC_ALL": "C.UTF-8"}


def publish(variables: dict[str, str]) -> Path:
    """Write the variables where a shell can source them and `exec` finds them, until the servers stop."""
    path = Path(variables["VAR_DIR"]) / "env"
    keys.write_env(path, variables)
    return path


def make_var(var: Path) -> Path:
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    return var


@contextmanager
def only_launcher(var: Path) -> Iterator[None]:
    """Hold the folder's lock, which the kernel releases however we end. Raises Occupied when another holds it."""
    with (var / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied(f"Another launcher is at work in {var}")
        yield
