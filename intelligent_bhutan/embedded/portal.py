"""The portal's own programs beside its servers: what must happen before they start, and how each is started."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from . import build, ports
from .account import Refusal
from .processes import Program
from .supervisor import Supervisor

FIRST_PORT = 8000
QUEUES = "celery,issue,pdf,notify,rollup,import"
START_LIMIT = 60.0
SIGN_INS = "demo-sign-ins.txt"
STARTER_WORLD = "load_starter_world"


def start(supervisor: Supervisor, variables: dict[str, str], say: Callable[[str], None]) -> dict[str, str]:
    """Prepare the database and start web, worker and beat; returns the variables with the address added.

    Raises: Refusal when a step fails; the sentence names it.
    """
    prepare(variables, say)
    variables = start_web(supervisor, variables, say)
    for program in (worker(variables), beat(variables)):
        supervisor.start(program)
    return variables


def prepare(variables: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Migrate as the owner, look at the roles, collect the static files where they changed."""
    say("Preparing the database …")
    manage("migrate", "--no-input", "--verbosity", "0", variables=variables)
    manage("check", "--database", "default", "--verbosity", "0", variables=variables)
    static = Path(variables["VAR_DIR"]) / "static"
    step = build.Step(
        name="static files",
        sources=["requirements/*.txt", "*/static/**/*", "intelligent_bhutan/*/static/**/*"],
        leave_out="var",
        product=static,
        command=manage_command("collectstatic", "--no-input", "--clear", "--verbosity", "0"),
    )
    build.run_step(step, say, stamps=static.with_name("build"), variables=variables)


def load_starter_world(supervisor: Supervisor, variables: Mapping[str, str], say: Callable[[str], None]) -> bool:
    """Fill an empty portal with its demonstration, looking after the children meanwhile. False when it failed."""
    if not (build.ROOT / "intelligent_bhutan" / "management" / "commands" / f"{STARTER_WORLD}.py").exists():
        return True
    say("Loading the starter world; the first time takes a few minutes …")
    with subprocess.Popen(manage_command(STARTER_WORLD), cwd=build.ROOT, env={**os.environ, **variables}) as loading:
        while loading.poll() is None:
            supervisor.check()
            time.sleep(0.2)
    return loading.returncode == 0


def manage_command(*arguments: str) -> list[str]:
    return [sys.executable, str(build.ROOT / "manage.py"), *arguments]


def manage(*arguments: str, variables: Mapping[str, str]) -> None:
    """Run a management command, of which only complaints are shown. Raises Refusal when it fails."""
    command = manage_command(*arguments)
    environment = {**os.environ, **variables}
    if subprocess.run(command, cwd=build.ROOT, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
        raise Refusal(f"manage.py {arguments[0]} failed; the reason stands above.")


def start_web(supervisor: Supervisor, variables: dict[str, str], say: Callable[[str], None]) -> dict[str, str]:
    """Start the web server on the first free port; returns the variables with the address they lack."""
    wanted = int(os.environ.get("PORT", FIRST_PORT))
    port = ports.first_free(wanted)
    if port != wanted:
        say(f"Port {wanted} is taken by another program; using {port}.")
    address = os.environ.get("PUBLIC_URL", f"http://localhost:{port}")
    variables = variables | {"PUBLIC_URL": address}
    process = supervisor.start(web(port, variables))
    deadline = time.monotonic() + START_LIMIT
    while ports.is_free(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Refusal(f"The web server does not start. Its last words are in {supervisor.log('web')}")
        time.sleep(0.1)
    return variables


def web(port: int, variables: Mapping[str, str]) -> Program:
    processors = str(max(2, os.cpu_count() or 1))
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", ports.LOOPBACK]
    command += ["--port", str(port), "--workers", processors, "--blocking-threads", "2", "--respawn-failed-workers"]
    return Program("web", [*command, "intelligent_bhutan.wsgi:application"], variables, build.ROOT)


def worker(variables: Mapping[str, str]) -> Program:
    processors = str(max(2, os.cpu_count() or 1))
    options = ["--queues", QUEUES, "--concurrency", processors, "--without-gossip", "--without-mingle"]
    # Celery first waits for what runs, then puts the rest back: longer than its own soft limit.
    return Program("worker", celery("worker", *options), variables, build.ROOT, patience=45)


def beat(variables: Mapping[str, str]) -> Program:
    # No file with a process number: one left by a killed beat would keep the next from starting.
    return Program("beat", celery("beat", "--pidfile", ""), variables, build.ROOT)


def celery(part: str, *options: str) -> list[str]:
    command = [sys.executable, "-m", "celery", "--app", "intelligent_bhutan.celery:app", part]
    return [*command, "--loglevel", "INFO", *options]


def announce(variables: Mapping[str, str], since: float, say: Callable[[str], None]) -> None:
    """The address, the demonstration's sign-ins if they were written after `since`, where the logs are."""
    var = Path(variables["VAR_DIR"])
    sign_ins = var / SIGN_INS
    say(f"\nIntelligent Bhutan is at {variables['PUBLIC_URL']}")
    if sign_ins.exists():
        new = sign_ins.stat().st_mtime >= since
        say(f"\n{sign_ins.read_text().strip()}\n" if new else f"Demonstration sign-ins are in {sign_ins}")
    say(f"Logs are in {var / 'log'}. Ctrl-C stops everything.")
