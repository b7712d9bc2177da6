"""Child processes and what a killed launcher leaves behind."""

import signal
import subprocess
import sys

import psutil
import pytest

from intelligent_bhutan.embedded import processes
from intelligent_bhutan.embedded.processes import Program, Records

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def records(tmp_path):
    return Records(tmp_path / "processes.json")


@pytest.fixture
def left_behind(records, tmp_path):
    """Start a program, note it and look away, as a launcher does that is killed afterwards."""
    started = []

    def leave(name):
        program = Program(name, SLEEP)
        started.append(processes.start(program, tmp_path / f"{name}.log"))
        records.add(program, started[-1].pid)
        return started[-1]

    yield leave
    for process in started:
        process.kill()
        process.wait()


def test_program_reads_its_feed_and_writes_to_its_log(tmp_path):
    program = Program("echo", ["cat"], feed="port 1\n")
    assert processes.start(program, tmp_path / "echo.log").wait(5) == 0
    assert (tmp_path / "echo.log").read_text() == "port 1\n"


def test_large_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LOG_SIZE_LIMIT", 3)
    (tmp_path / "echo.log").write_text("long ago")
    processes.start(Program("echo", ["echo", "now"]), tmp_path / "echo.log").wait(5)
    assert (tmp_path / "echo.log.old").read_text() == "long ago"
    assert (tmp_path / "echo.log").read_text() == "now\n"


def test_stop_says_when_it_had_to_kill(tmp_path):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True) as process:
        process.stdout.readline()
        assert processes.stop(process.pid, stop_signal=signal.SIGTERM, patience=0.2) is False
        assert process.wait(1) == -signal.SIGKILL


def test_stop_takes_along_what_the_process_had_started():
    script = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True) as process:
        grandchild = psutil.Process(int(process.stdout.readline()))
        assert processes.stop(process.pid, stop_signal=signal.SIGTERM, patience=5) is True
    assert psutil.wait_procs([grandchild], timeout=5)[1] == []


def test_leftovers_are_stopped_last_started_first(records, left_behind):
    first, second = left_behind("first"), left_behind("second")
    assert records.stop_leftovers() == ["second", "first"]
    assert (first.wait(1), second.wait(1)) == (-signal.SIGTERM, -signal.SIGTERM)
    assert records.read() == []


def test_stranger_with_the_number_of_a_leftover_lives_on(records, left_behind):
    stranger = left_behind("stranger")
    [record] = records.read()
    records.write([record | {"created": record["created"] - 60}])
    assert records.stop_leftovers() == []
    assert stranger.poll() is None


def test_leftover_that_ended_by_itself_is_forgotten(records, left_behind):
    process = left_behind("gone")
    process.kill()
    process.wait()
    assert records.stop_leftovers() == []
    assert records.read() == []
