"""The supervisor, with children of its own."""

import os
import signal
import sys
import threading
import time

import psutil
import pytest

from intelligent_bhutan.embedded import supervisor as supervising
from intelligent_bhutan.embedded.processes import Program
from intelligent_bhutan.embedded.supervisor import Supervisor

CHILD = """
import signal, sys, time
name, book = sys.argv[1:]
def note(word):
    with open(book, "a") as file:
        file.write(f"{name} {word}\\n")
def leave(*_):
    note("stopped")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
note("started")
time.sleep(60)
"""


@pytest.fixture
def book(tmp_path):
    """What the children wrote, in order."""
    path = tmp_path / "book"
    path.touch()
    return path


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    supervisor = Supervisor(tmp_path, said.append, first_pause=0.05)
    yield supervisor
    supervisor.stop_all()


def child(name, book):
    return Program(name, [sys.executable, "-c", CHILD, name, str(book)], patience=5)


def wait_for(lines, book, supervisor, seconds=10):
    """Look after the children until the book holds these lines."""
    deadline = time.monotonic() + seconds
    while book.read_text().splitlines() != lines and time.monotonic() < deadline:
        supervisor.check()
        time.sleep(0.02)
    assert book.read_text().splitlines() == lines


def test_supervisor_starts_a_dead_child_again(supervisor, book, said):
    process = supervisor.start(child("worker", book))
    wait_for(["worker started"], book, supervisor)
    process.kill()
    wait_for(["worker started", "worker started"], book, supervisor)
    log = supervisor.log("worker")
    assert said == [f"worker ended with code -9; starting it again in 0.05 s. Its last words are in {log}"]
    assert [record["pid"] for record in supervisor.records.read()] == [supervisor.children["worker"].process.pid]


def test_supervisor_waits_longer_after_each_death(supervisor, said, monkeypatch):
    monkeypatch.setattr(supervising, "LONGEST_PAUSE", 0.2)
    supervisor.start(Program("broken", [sys.executable, "-c", "raise SystemExit(3)"]))
    deadline = time.monotonic() + 10
    while len(said) < 4 and time.monotonic() < deadline:
        supervisor.check()
        time.sleep(0.01)
    pauses = [sentence.split(" in ")[1].split(" s.")[0] for sentence in said]
    assert pauses == ["0.05", "0.1", "0.2", "0.2"]


def test_supervisor_forgives_a_child_that_lived_long(supervisor, said, monkeypatch):
    monkeypatch.setattr(supervising, "HEALTHY_AFTER", 0.0)
    supervisor.start(Program("ending", [sys.executable, "-c", ""]))
    deadline = time.monotonic() + 10
    while len(said) < 3 and time.monotonic() < deadline:
        supervisor.check()
        time.sleep(0.01)
    assert {sentence.split(" in ")[1].split(" s.")[0] for sentence in said} == {"0.05"}


def test_supervisor_stops_the_last_started_first_and_waits_for_each(supervisor, book):
    names = ["postgres", "valkey", "worker"]
    for count, name in enumerate(names, start=1):
        supervisor.start(child(name, book))
        wait_for([f"{name} started" for name in names[:count]], book, supervisor)
    supervisor.stop_all()
    stops = ["worker stopped", "valkey stopped", "postgres stopped"]
    assert book.read_text().splitlines() == [*[f"{name} started" for name in names], *stops]
    assert supervisor.records.read() == []


def test_supervisor_kills_a_child_that_does_not_listen(supervisor, said):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    process = supervisor.start(Program("deaf", [sys.executable, "-c", deaf], patience=0.2))
    while supervisor.log("deaf").read_text() != "up\n":
        time.sleep(0.02)
    supervisor.stop_all()
    assert said == ["deaf did not stop within 0.2 s and was killed."]
    assert not psutil.pid_exists(process.pid)


def test_supervisor_watches_until_told_to_stop(supervisor, book):
    told = threading.Event()
    supervisor.start(child("web", book))
    wait_for(["web started"], book, supervisor)
    threading.Timer(0.3, told.set).start()
    supervisor.children["web"].process.kill()
    supervisor.watch(told, tick=0.02)
    assert book.read_text().splitlines() == ["web started", "web started"]


def test_children_do_not_share_the_terminal_session(supervisor, book):
    process = supervisor.start(child("worker", book))
    assert os.getsid(process.pid) == process.pid != os.getsid(0)
    wait_for(["worker started"], book, supervisor)
    process.send_signal(signal.SIGTERM)
