"""The upgrade drill: the release before fills a database, this one upgrades it, the one before works on there."""

import io
import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests import databases
from tests.drill.machines import ROOT, Clock, manage, run
from tests.installation import with_path

pytestmark = pytest.mark.drill
SMOKE = Path(__file__).with_name("smoke.py")
PREVIOUS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["intelligent_bhutan"]["previous_release"]


@pytest.fixture
def release_before(tmp_path):
    """The previous release's code in a folder. A clone without it cannot verify anything, and that is a failure."""
    packed = subprocess.run(["git", "archive", PREVIOUS], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.fail(f"could not verify: this clone lacks the previous release; git fetch --unshallow ({PREVIOUS})")
    folder = tmp_path / "release_before"
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    for catalog in (ROOT / "locale").rglob("*.mo"):  # what is built and not kept
        shutil.copy(catalog, folder / catalog.relative_to(ROOT))
    (folder / "intelligent_bhutan" / "static" / "dist").symlink_to(ROOT / "intelligent_bhutan" / "static" / "dist")
    return folder


@pytest.fixture
def database(installation, worker_name):
    """An empty database, and the environment that leads to it."""
    name = f"ib_drill_{worker_name}"
    databases.create(name)
    addresses = {key: with_path(installation.environment[key], name) for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    yield installation.environment | addresses
    databases.drop(name)


def test_release_before_runs_on_the_upgraded_schema(release_before, database, tmp_path):
    clock = Clock(f"Upgrade drill: from {PREVIOUS[:10]} to the code that is here")

    def smoke(folder, environment=database):
        """A person's whole way with that release's code."""
        import sys

        return run(sys.executable, SMOKE, folder=folder, environment=environment | {"PYTHONPATH": str(folder)})

    clock.time(
        "schema of the release before", lambda: manage("migrate", "-v0", folder=release_before, environment=database)
    )
    clock.time("its own journey on its own schema", lambda: smoke(release_before))
    said = clock.time("manage.py upgrade", lambda: manage("upgrade", "--without-backup", environment=database))
    assert "The audit chain holds" in said
    clock.time("the release before goes on, on the new schema", lambda: smoke(release_before))
    clock.time("the release that is here, on what both wrote", lambda: smoke(ROOT))
    assert "The chain holds" in manage("verify_audit", environment=database)
    assert "0 migrations" in manage("upgrade", "--without-backup", environment=database)
    clock.tell(*[line for line in said.splitlines() if "aintenance" in line or "because" in line])
