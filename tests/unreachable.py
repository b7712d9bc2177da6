"""Parts of the portal that really do not answer: their address is a port on which nobody listens."""

import socket
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from intelligent_bhutan import celery_app


def closed_port():
    """A port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def database():
    """PostgreSQL is away. Not for tests with the `db` fixture: their transaction would be lost."""
    kept = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT=closed_port())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@contextmanager
def broker():
    """The broker is away."""
    kept = celery_app.conf.broker_write_url
    celery_app.conf.broker_write_url = f"redis://127.0.0.1:{closed_port()}/0"
    try:
        yield
    finally:
        celery_app.conf.broker_write_url = kept


def caches():
    """Settings for a cache that is away."""
    return {"default": settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{closed_port()}/1"}}
