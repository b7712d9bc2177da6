"""What every test may use."""

import fcntl
import os
from pathlib import Path

import pytest
from django.core.cache import caches
from django.utils import translation

from tests import databases
from tests.installation import Installation

PREFIX = os.environ.get("TEST_DATABASE_PREFIX", "")  # runs beside each other on one server do not meet
TEMPLATE = f"ib_template_{PREFIX}"


def pytest_sessionfinish(session):
    """Once all workers are done, nothing is copied any more."""
    if not hasattr(session.config, "workerinput") and os.environ.get("DATABASE_ADMIN_URL"):
        databases.drop(TEMPLATE)


@pytest.fixture(scope="session")
def worker_name(worker_id):
    """`gw0`, `gw1`…, or `main` when tests run in one process."""
    return PREFIX + ("main" if worker_id == "master" else worker_id)


@pytest.fixture(scope="session")
def template(tmp_path_factory, worker_id, django_db_blocker):
    """The migrated database that all others are copies of: one for the whole run, made by whoever comes first."""
    folder = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    made = folder / TEMPLATE
    with made.with_suffix(".lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            databases.build_template(TEMPLATE)
            made.touch()
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(template, worker_name, django_db_blocker):
    """The worker's database."""
    name = f"ib_test_{worker_name}"
    with django_db_blocker.unblock():
        databases.create(name, template=template)
        databases.point_to(name)
    yield
    with django_db_blocker.unblock():
        databases.point_to("postgres")
        databases.drop(name)


@pytest.fixture
def committed(django_db_setup, django_db_blocker, template, worker_name):
    """A clone of the template on which tests may commit, from as many connections as they like."""
    name = f"ib_clone_{worker_name}"
    with django_db_blocker.unblock():
        databases.create(name, template=template)
        databases.point_to(name)
        yield name
        databases.point_to(f"ib_test_{worker_name}")
        databases.drop(name)


@pytest.fixture
def installation(committed, tmp_path, worker_id):
    """A portal of its own on a clone of the database; nothing of it runs before the test says so."""
    installation = Installation(committed, tmp_path, int(worker_id[2:]) if worker_id.startswith("gw") else 0)
    yield installation
    installation.stop()


@pytest.fixture(autouse=True)
def apart(settings, tmp_path, worker_name):
    """Uploads, cache and language of one test never meet another's; passwords take no time."""
    translation.deactivate()  # a request leaves its thread in the language of the page
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickHasher", *settings.PASSWORD_HASHERS]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
    caches["default"].key_prefix = f"test-{worker_name}-{os.getpid()}-{tmp_path.name}"
