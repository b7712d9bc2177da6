"""The command line: `python -m intelligent_bhutan.embedded run | exec -- COMMAND | serve | build`.

`run` is the whole portal: `make run`, `manage.py run`.
`exec` starts servers of its own, runs one command with the environment that points at them, stops them and ends with
the command's code; with `--portal` the whole portal runs beside the command. Where `serve` (or `run`) already works in
that folder, it uses those servers instead.
`serve` keeps servers until Ctrl-C and leaves their addresses in `<folder>/env`, for a shell to source.
`build` makes front-end assets and compiles translations, where their sources changed.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from . import build, keys, portal, stack
from .account import Refusal


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # an exception, so that servers are stopped
    try:
        return options.act(options)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m intelligent_bhutan.embedded", description=__doc__)
    commands = root.add_subparsers(required=True)
    run = commands.add_parser("run", help="the whole portal, until Ctrl-C")
    run.set_defaults(act=run_portal, portal=True)
    execute = commands.add_parser("exec", help="one command beside servers of its own")
    execute.add_argument("command", nargs="+")
    execute.add_argument("--portal", action="store_true", help="run web, worker and beat too")
    execute.set_defaults(act=exec_command)
    serve = commands.add_parser("serve", help="servers until Ctrl-C")
    serve.set_defaults(act=serve_until_told)
    commands.add_parser("build", help="assets and translations").set_defaults(act=build_all)
    for command, folder, environment in (
        (run, "var", "local"),
        (execute, "var/test", "test"),
        (serve, "var/test", "test"),
    ):
        command.add_argument("--dir", type=Path, default=Path(folder), help="folder for data, keys and logs")
        command.add_argument("--env", default=environment, help="DJANGO_ENV, where it is not set")
        command.add_argument("--durable", action="store_true", default=command is run, help="keep the data")
    return root


def run_portal(options: argparse.Namespace) -> int:
    began = time.time()
    build.build(say)
    with opened(options) as (supervisor, variables):
        variables = portal.start(supervisor, variables, say)
        if not portal.load_starter_world(supervisor, variables, say):
            say("The starter world did not load; the reason stands above. The portal runs without it.")
        stack.publish(variables)
        portal.announce(variables, began, say)
        supervisor.watch(told_to_stop())
        say("Stopping …")
    say("Stopped. The data is kept.")
    return 0


def exec_command(options: argparse.Namespace) -> int:
    try:
        with opened(options) as (supervisor, variables):
            if options.portal:
                variables = portal.start(supervisor, variables, say)
                portal.load_starter_world(supervisor, variables, say)
            return run(options.command, variables)
    except stack.Occupied:
        variables = keys.read_env(options.dir / "env")
        if not variables:
            raise
        return run(options.command, variables)


def serve_until_told(options: argparse.Namespace) -> int:
    with opened(options) as (supervisor, variables):
        say(f"Servers are up. In another shell: set -a; . {stack.publish(variables)}; set +a")
        supervisor.watch(told_to_stop())
    return 0


def build_all(_: argparse.Namespace) -> int:
    build.build(say)
    return 0


def opened(options: argparse.Namespace):
    return stack.running(options.dir, environment=options.env, durable=options.durable, say=say)


def run(command: list[str], variables: dict[str, str]) -> int:
    """Run a command in the foreground, passing SIGTERM on to it; returns its code as a shell would."""
    with subprocess.Popen(command, env={**os.environ, **variables}) as process:
        signal.signal(signal.SIGINT, lambda *_: None)  # the terminal tells the command itself
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        code = process.wait()
    return code if code >= 0 else 128 - code


def told_to_stop() -> threading.Event:
    """An event that Ctrl-C, SIGTERM or a closed terminal sets."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: told.set())
    return told


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
