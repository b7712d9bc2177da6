"""A whole installation on a clone of the test database: real web server, real worker, real beat, as children.

Journeys and fault tests share it. The broker is a numbered database of the suite's own Valkey that no other test uses,
so that a wake-up meant for one clone never reaches a worker of another.
"""

import contextlib
import itertools
import os
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from intelligent_bhutan.embedded import portal, ports, processes

BROKERS = itertools.count(2)  # 0 and 1 are the suite's broker and cache


class Installation:
    """Children of one test on the database `name`; `stop` ends all of them."""

    def __init__(self, name, folder, worker_number=0):
        self.name, self.folder = name, Path(folder)
        self.port = ports.any_free()
        self.broker = own_broker(worker_number)
        self.environment = {
            "DATABASE_URL": with_path(os.environ["DATABASE_URL"], name),
            "DATABASE_OWNER_URL": with_path(os.environ["DATABASE_OWNER_URL"], name),
            "REDIS_URL": self.broker,
            "CACHE_URL": self.broker,
            "PUBLIC_URL": self.address,
            "VAR_DIR": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "media"),
            "DJANGO_ENV": "test",
            "HASHED_STATIC": "0",
            "MFA_DEMANDED": "0",
        }
        self.children = []

    @property
    def address(self):
        """Where a browser finds it."""
        return f"http://localhost:{self.port}"

    def start_web(self):
        """The web server; returns when it answers."""
        process = self.start(portal.web(self.port, self.environment))
        deadline = time.monotonic() + 60
        while ports.is_free(self.port):
            assert process.poll() is None, (self.folder / "web.log").read_text()[-2000:]
            assert time.monotonic() < deadline, "the web server does not start"
            time.sleep(0.1)

    def start_worker(self):
        """A Celery worker for every queue."""
        return self.start(portal.worker(self.environment))

    def start_beat(self, number=1):
        """A beat of its own schedule file; several may run at once."""
        folder = self.folder / f"beat{number}"
        folder.mkdir(exist_ok=True)
        return self.start(portal.beat(self.environment | {"VAR_DIR": str(folder)}))

    def start(self, program):
        """Any program of the portal."""
        process = processes.start(program, self.folder / f"{program.name}.log")
        self.children.append(process)
        return process

    def kill(self, process):
        """As a machine would lose it: the process and all of its children at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.children.remove(process)

    def forget_broker(self):
        """As a broker without persistence would after a crash."""
        redis.Redis.from_url(self.broker).flushdb()

    def stop(self):
        """End every child and empty the broker."""
        for process in reversed(self.children):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.forget_broker()


def session_of(person):
    """The key of a session in which the person is signed in, as after a password."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "intelligent_bhutan.people.backends.PortalBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def with_path(url, name):
    """The address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def own_broker(worker_number):
    """The address of a database of Valkey that only this installation uses (a server has 16)."""
    return with_path(settings.CELERY_BROKER_URL, 2 + (worker_number * 6 + next(BROKERS)) % 13)


def until(true, *, within=30.0, what=""):
    """Wait until the condition holds and return what it gave; an assertion when it does not."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {within:g} s in vain: {what or true}")
