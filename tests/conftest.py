"""What every test may use."""

import os
from pathlib import Path

import pytest
from django.core.cache import caches
from django.utils import translation

from tests import databases
from tests.installation import Installation


@pytest.fixture(scope="session")
def worker_name(worker_id):
    """`gw0`, `gw1`…, or `main` when tests run in one process, so that runs beside each other do not meet."""
    prefix = os.environ.get("TEST_DATABASE_PREFIX", "")
    return prefix + ("main" if worker_id == "master" else worker_id)


@pytest.fixture(scope="session")
def django_db_setup(worker_name, django_db_blocker):
    """The worker's template and its database."""
    template, name = f"ib_template_{worker_name}", f"ib_test_{worker_name}"
    with django_db_blocker.unblock():
        databases.build_template(template)
        databases.create(name, template=template)
        databases.point_to(name)
    yield
    with django_db_blocker.unblock():
        databases.point_to("postgres")
        databases.drop(name)
        databases.drop(template)


@pytest.fixture
def committed(django_db_setup, django_db_blocker, worker_name):
    """A clone of the template on which tests may commit, from as many connections as they like."""
    template, name = f"ib_template_{worker_name}", f"ib_clone_{worker_name}"
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
