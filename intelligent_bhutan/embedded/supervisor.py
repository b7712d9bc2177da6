"""One supervisor for all children: starts them in order, starts a dead one again, stops them in reverse order."""

import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .processes import Program, Records

HEALTHY_AFTER = 60.0  # seconds of life after which a child's earlier deaths are forgiven
LONGEST_PAUSE = 30.0


@dataclass
class Child:
    program: Program
    process: subprocess.Popen
    started: float
    deaths: int = 0
    due: float | None = None  # when to start it again; None while it lives


class Supervisor:
    """Keeps children alive.

    `directory` gets `processes.json` and the folder `log`; `say` receives one plain sentence per event; `first_pause`
    is the wait in seconds before the first new start, doubled with each further death up to `LONGEST_PAUSE`.
    """

    def __init__(self, directory: Path, say: Callable[[str], None] = print, first_pause: float = 1.0):
        self.logs = directory / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.records = Records(directory / "processes.json")
        self.say = say
        self.first_pause = first_pause
        self.children: dict[str, Child] = {}

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def start(self, program: Program) -> subprocess.Popen:
        """Start a program and keep it from now on."""
        process = processes.start(program, self.log(program.name))
        self.records.add(program, process.pid)
        self.children[program.name] = Child(program, process, started=time.monotonic())
        return process

    def forget(self, name: str) -> None:
        """Drop a child that died before it was of use."""
        child = self.children.pop(name)
        self.records.remove(child.process.pid)

    def watch(self, until: threading.Event, tick: float = 0.5) -> None:
        """Start dead children again until the event is set."""
        while not until.wait(tick):
            self.check()

    def check(self) -> None:
        """One look at every child."""
        now = time.monotonic()
        for child in self.children.values():
            if child.due is not None:
                if now >= child.due:
                    self.revive(child)
            elif child.process.poll() is not None:
                self.note_death(child, now)

    def note_death(self, child: Child, now: float) -> None:
        self.records.remove(child.process.pid)
        processes.clear_session(child.process.pid)
        child.deaths = 1 if now - child.started > HEALTHY_AFTER else child.deaths + 1
        pause = min(self.first_pause * 2 ** (child.deaths - 1), LONGEST_PAUSE)
        child.due = now + pause
        self.say(
            f"{child.program.name} ended with code {child.process.returncode}; starting it again in {pause:g} s. "
            f"Its last words are in {self.log(child.program.name)}"
        )

    def revive(self, child: Child) -> None:
        child.process = processes.start(child.program, self.log(child.program.name))
        self.records.add(child.program, child.process.pid)
        child.started, child.due = time.monotonic(), None

    def stop_all(self) -> None:
        """Stop every child, last started first, each before the next."""
        while self.children:
            name, child = self.children.popitem()
            if child.due is None:
                self.stop_child(name, child)

    def stop_child(self, name: str, child: Child) -> None:
        program = child.program
        if not processes.stop(child.process.pid, stop_signal=program.stop_signal, patience=program.patience):
            self.say(f"{name} did not stop within {program.patience:g} s and was killed.")
        child.process.wait()
        self.records.remove(child.process.pid)
