"""The command line, from outside: real servers, real signals."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

OF_THE_SUITE = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "CACHE_URL")
LAUNCHER = [sys.executable, "-m", "intelligent_bhutan.embedded"]


@pytest.fixture
def environment():
    """What a shell that knows no servers passes on."""
    return {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}


@pytest.fixture
def execute(open_folder, environment):
    """Run a shell line beside embedded servers; the finished process."""

    def run(line, **more):
        command = [*LAUNCHER, "exec", "--dir", str(open_folder), "--", "sh", "-c", line]
        return subprocess.run(command, env=environment | more, capture_output=True, text=True, timeout=60, check=False)

    return run


@pytest.fixture
def serving(open_folder, environment):
    """The launcher, serving in this folder; afterwards it stops its servers, which a kill would leave behind."""
    with subprocess.Popen([*LAUNCHER, "serve", "--dir", str(open_folder)], env=environment) as launcher:
        while not (open_folder / "env").exists():
            assert launcher.poll() is None
            time.sleep(0.05)
        yield launcher
        launcher.terminate()
        launcher.wait(30)


def test_exec_gives_addresses_that_answer_and_the_code_of_its_command(execute):
    ask = "import os, psycopg2, redis; psycopg2.connect(os.environ['DATABASE_URL']).close()"
    ask += "; redis.Redis.from_url(os.environ['REDIS_URL']).ping(); raise SystemExit(7)"
    assert execute(f'{sys.executable} -c "{ask}"').returncode == 7


def test_exec_leaves_nothing_running(execute):
    started = json.loads(execute("cat $VAR_DIR/processes.json").stdout)
    assert [record["name"] for record in started] == ["postgres", "valkey"]
    assert [psutil.pid_exists(record["pid"]) for record in started] == [False, False]


def test_addresses_of_the_caller_are_used(execute):
    done = execute("echo $DATABASE_URL $REDIS_URL", DATABASE_URL="postgresql://theirs/db", REDIS_URL="redis://theirs/0")
    assert done.stdout == "postgresql://theirs/db redis://theirs/0\n"


def test_exec_beside_serve_uses_its_servers(serving, execute, open_folder):
    served = (open_folder / "env").read_text()
    assert f"DATABASE_URL='{execute('printf %s $DATABASE_URL').stdout}'" in served.splitlines()
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(30) == 0
    assert not (open_folder / "env").exists()


def test_second_launcher_in_a_folder_is_refused(serving, environment, open_folder):
    command = [*LAUNCHER, "serve", "--dir", str(open_folder)]
    second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert (second.returncode, second.stderr) == (1, f"Another launcher is at work in {open_folder}\n")


def test_servers_left_by_a_killed_launcher_are_stopped_at_the_next_start(serving, execute):
    serving.kill()
    serving.wait()
    assert execute("echo ready").stdout == (
        "Stopped valkey, which an earlier run had left behind.\n"
        "Stopped postgres, which an earlier run had left behind.\n"
        "ready\n"
    )
