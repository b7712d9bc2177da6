"""The runner: one table with the command and the machine."""

import os
import pkgutil
import platform
from importlib import import_module

import django

import benchmarks


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")
    django.setup()
    print(f"command  python -m benchmarks\nmachine  {machine()}\n")
    for module in sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__)):
        run = getattr(import_module(f"benchmarks.{module}"), "run", None) if module != "__main__" else None
        for one in run() if run else ():
            print(f"{module:<14}{one.what:<60}{one.result:>20}  {one.aim}", flush=True)


def machine():
    """Processors, system and Python."""
    return f"{os.cpu_count()} processors, {platform.platform()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
