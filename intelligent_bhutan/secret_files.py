"""Reading settings from the environment, or from files that it names: how Docker and Kubernetes hand out secrets."""

import os
from collections.abc import Mapping
from pathlib import Path

import environ


class Values(Mapping):
    """`NAME` is what the file named by `NAME_FILE` holds, without the newline at its end, else the variable itself."""

    def __getitem__(self, name):
        path = os.environ.get(f"{name}_FILE")
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n") if path else os.environ[name]

    def __iter__(self):
        return iter(os.environ)

    def __len__(self):
        return len(os.environ)


class SecretFiles(environ.Env):
    """django-environ over those values."""

    ENVIRON = Values()
