"""The runner: one table with the command and the machine. `python -m benchmarks pages` runs only what is named."""

import os
import pkgutil
import platform
import sys
from importlib import import_module

import django
from django.core.management import call_command

import benchmarks


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files as in production
    wanted = sys.argv[1:] or sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__))
    print(f"command  python -m benchmarks {' '.join(sys.argv[1:])}\nmachine  {machine()}\n")
    for module in wanted:
        run = getattr(import_module(f"benchmarks.{module}"), "run", None) if module != "__main__" else None
        for one in run() if run else ():
            print(f"{module:<14}{one.what:<60}{one.result:>20}  {one.aim}", flush=True)


def machine():
    """Processors, system and Python."""
    return f"{os.cpu_count()} processors, {platform.platform()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
