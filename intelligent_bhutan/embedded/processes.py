"""Child processes: how one is described, started and stopped, and how a killed launcher's are found again."""

import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

LOG_SIZE_LIMIT = 10_000_000
KILL_TAKES = 5.0  # seconds a killed process is given to vanish


@dataclass(frozen=True)
class Program:
    """Something that runs until it is told to stop.

    `account` is the system account it runs under (None: ours), `feed` is written to its standard input, `patience` is
    how many seconds it has between `stop_signal` and SIGKILL.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path = Path("/")
    account: pwd.struct_passwd | None = None
    feed: str = ""
    stop_signal: int = signal.SIGTERM
    patience: float = 15


def as_account(account: pwd.struct_passwd | None) -> dict:
    """The arguments that make `subprocess` run something under an account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def start(program: Program, log: Path) -> subprocess.Popen:
    """Start a program in a session of its own, so that Ctrl-C at the terminal reaches the launcher alone.

    Its output is appended to `log`; a log that has grown large is put aside first.
    """
    if log.exists() and log.stat().st_size > LOG_SIZE_LIMIT:
        log.replace(log.with_name(log.name + ".old"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(program.command),
            stdin=subprocess.PIPE if program.feed else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **program.environment},
            cwd=program.directory,
            start_new_session=True,
            **as_account(program.account),
        )
    if program.feed:
        with suppress(BrokenPipeError):  # it died at once; whoever waits for it will say so
            process.stdin.write(program.feed.encode())
            process.stdin.close()
    return process


def stop(pid: int, *, stop_signal: int, patience: float) -> bool:
    """Stop a process and whatever is left of its session. False when it had to be killed."""
    try:
        process = psutil.Process(pid)
        process.send_signal(stop_signal)
    except psutil.NoSuchProcess:
        clear_session(pid)
        return True
    willing = is_gone(process, patience)
    clear_session(pid)
    is_gone(process, KILL_TAKES)
    return willing


def is_gone(process: psutil.Process, within: float) -> bool:
    """Wait for a process to end, at most so many seconds.

    A zombie counts as ended: in a container nobody may ever ask for the end of a process whose parent was killed.
    """
    deadline = time.monotonic() + within
    with suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
    return True


def clear_session(pid: int) -> None:
    """Kill whatever is left of the session a process led: Celery's pool outlives a killed worker, for one."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


class Records:
    """Which processes this installation has started and not yet stopped, on disk, in the order they were started."""

    def __init__(self, path: Path):
        self.path = path

    def read(self) -> list[dict]:
        return json.loads(self.path.read_text()) if self.path.exists() else []

    def add(self, program: Program, pid: int) -> None:
        record = {
            "name": program.name,
            "pid": pid,
            "created": psutil.Process(pid).create_time(),
            "stop_signal": int(program.stop_signal),
            "patience": program.patience,
        }
        self.write([*self.read(), record])

    def remove(self, pid: int) -> None:
        self.write([record for record in self.read() if record["pid"] != pid])

    def write(self, records: list[dict]) -> None:
        draft = self.path.with_name(self.path.name + ".new")
        draft.write_text(json.dumps(records))
        draft.replace(self.path)

    def stop_leftovers(self) -> list[str]:
        """Stop what an earlier launcher left running, last started first; returns the names.

        A process is known by its number and its time of birth: the number alone may belong to a stranger by now.
        """
        stopped = []
        for record in reversed(self.read()):
            if is_same_process(record["pid"], record["created"]):
                stop(record["pid"], stop_signal=record["stop_signal"], patience=record["patience"])
                stopped.append(record["name"])
            self.remove(record["pid"])
        return stopped


def is_same_process(pid: int, created: float) -> bool:
    """Whether the process born at `created` still lives."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return abs(process.create_time() - created) < 1 and process.status() != psutil.STATUS_ZOMBIE
    return False
