"""The command line: `python -m intelligent_bhutan.embedded exec -- COMMAND` and `… serve`.

`exec` starts servers of its own, runs one command with the environment that points at them, stops them and ends with
the command's code; where `serve` (or `make run`) already works in that folder, it uses those servers instead.
`serve` keeps them until Ctrl-C and leaves their addresses in `<folder>/env`, for a shell to source.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from . import keys, stack
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


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m intelligent_bhutan.embedded", description=__doc__)
    commands = root.add_subparsers(required=True)
    execute = commands.add_parser("exec", help="run one command beside servers of its own")
    execute.add_argument("command", nargs="+")
    execute.set_defaults(act=exec_command)
    serve = commands.add_parser("serve", help="keep servers up until Ctrl-C")
    serve.set_defaults(act=serve_until_told)
    for command in (execute, serve):
        command.add_argument("--dir", type=Path, default=Path("var/test"), help="folder for data, keys and logs")
        command.add_argument("--env", default="test", help="DJANGO_ENV, where it is not set")
        command.add_argument("--durable", action="store_true", help="keep the data and write it as in production")
    return root


def exec_command(options: argparse.Namespace) -> int:
    try:
        with opened(options) as (_, variables):
            return run(options.command, variables)
    except stack.Occupied:
        variables = keys.read_env(options.dir / "env")
        if not variables:
            raise
        return run(options.command, variables)


def serve_until_told(options: argparse.Namespace) -> int:
    told = told_to_stop()
    with opened(options) as (supervisor, _):
        say(f"Servers are up. In another shell: set -a; . {options.dir / 'env'}; set +a")
        supervisor.watch(told)
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
