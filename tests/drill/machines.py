"""Whole machines: programs with an environment of their own, and how long each step took."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "CACHE_URL")


def run(*command, folder=ROOT, environment=None, without=(), within=600):
    """What the program said; an assertion with its last words where it failed."""
    kept = {name: value for name, value in os.environ.items() if name not in without}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=kept | (environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=within,
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-4000:]}"
    return done.stdout


def manage(*arguments, **options):
    """A management command of this release, or of the one in `folder`."""
    return run(sys.executable, "manage.py", *arguments, **options)


class Clock:
    """The times of one drill, printed as a table at its end."""

    def __init__(self, title):
        self.title, self.rows = title, []

    def time(self, what, work):
        """Do it; returns what it returned."""
        began = time.monotonic()
        found = work()
        self.rows.append((what, time.monotonic() - began))
        return found

    def tell(self, *notes):
        """Print what was measured."""
        lines = [f"{what:<58}{seconds:>8.1f} s" for what, seconds in self.rows]
        total = sum(seconds for _what, seconds in self.rows)
        print("\n".join(["", self.title, *lines, f"{'together':<58}{total:>8.1f} s", *notes]))
