"""The portal behind PgBouncer in transaction mode, with the file that ships: nothing of it rests on a session."""

import os
import pwd
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import pytest

from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.embedded import ports, processes
from tests.drill.machines import ROOT, manage
from tests.factories.certificates import an_award
from tests.faults.test_issuing import end_leases, issued, printed
from tests.installation import until

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = [pytest.mark.faults, pytest.mark.skipif(not PROGRAM, reason="pgbouncer is not here")]
AWARDS = 6
USERS = "/tmp/users.txt"  # noqa: S108 the place in the image


@pytest.fixture
def folder():
    """A folder that PgBouncer can read, which never runs as root: pytest's own is closed to all but its account."""
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


@pytest.fixture
def pooled(installation, folder):
    """The installation, its web server, worker and beat led through PgBouncer."""
    address, port = urlsplit(installation.environment["DATABASE_URL"]), ports.any_free()
    rules = (ROOT / "docs" / "pgbouncer.ini").read_text()
    here = f"{installation.name} = host=127.0.0.1 port={address.port} dbname={installation.name}"
    line = next(line for line in rules.splitlines() if line.startswith("intelligent_bhutan ="))
    rules = rules.replace(line, here).replace("6432", str(port)).replace(USERS, str(folder / "users.txt"))
    rules = rules.replace("listen_addr = 0.0.0.0", "listen_addr = 127.0.0.1")
    (folder / "pgbouncer.ini").write_text(rules)
    (folder / "users.txt").write_text(f'"{address.username}" "{address.password}"\n')
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    process = installation.start(processes.Program("pooler", [PROGRAM, str(folder / "pgbouncer.ini")], account=account))
    log = installation.folder / "pooler.log"
    until(lambda: not ports.is_free(port) or process.poll() is not None, within=20, what="PgBouncer")
    assert process.poll() is None, log.read_text()
    through = urlunsplit(address._replace(netloc=f"{address.username}:{address.password}@127.0.0.1:{port}"))
    installation.environment |= {"DATABASE_URL": through, "CONN_MAX_AGE": "0", "DISABLE_SERVER_SIDE_CURSORS": "1"}
    return installation


def test_certificates_record_and_pages_through_the_pooler(pooled):
    for _ in range(AWARDS):
        an_award()
    pooled.start_beat()
    pooled.start_worker()
    until(lambda: issued() == AWARDS and printed() == AWARDS, within=90, what="every certificate")
    end_leases()
    until(lambda: prove().proven >= 2 * AWARDS, within=60, what="the chain")
    assert "The chain holds" in manage("verify_audit", environment=pooled.environment)
