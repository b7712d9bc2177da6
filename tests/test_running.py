"""The handbook for operators speaks only of what there is."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from intelligent_bhutan.operating import keys

ROOT = Path(settings.BASE_DIR)
HANDBOOK = (ROOT / "docs" / "running.md").read_text()
CALLS = sorted(set(re.findall(r"manage\.py (\w+)((?: [^`|\n]*)?)`", HANDBOOK)))
BEFORE_SETTINGS = {"restore_keys": {"--env-file", "--passphrase-file"}}  # manage.py itself knows these


def options_of(command):
    """The options that the command takes."""
    if command in BEFORE_SETTINGS:
        return BEFORE_SETTINGS[command]
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    return {option for action in parser._actions for option in action.option_strings}


def test_handbook_names_many_commands():
    named = {command for command, _rest in CALLS}
    assert {"keys", "rotate_key", "backup", "restore", "upgrade", "keep", "maintenance", "make_administrator"} <= named


@pytest.mark.parametrize(("command", "rest"), CALLS)
def test_command_of_the_handbook_exists_with_its_options(command, rest):
    assert command in get_commands() or command in BEFORE_SETTINGS
    assert set(re.findall(r"--[a-z-]+", rest)) <= options_of(command)


def test_targets_of_the_handbook_exist():
    makefile = (ROOT / "Makefile").read_text()
    assert [name for name in re.findall(r"`make (\w+)", HANDBOOK) if f"\n{name}:" not in makefile] == []


def test_every_target_that_the_makefile_promises_is_there():
    makefile = (ROOT / "Makefile").read_text()
    promised = re.search(r"\.PHONY: (.*)", makefile).group(1).split()
    assert [name for name in promised if f"\n{name}:" not in makefile] == []


def test_files_of_the_handbook_exist():
    named = set(re.findall(r"`((?:docs|intelligent_bhutan)/[\w./-]+)`", HANDBOOK)) | {"docker-compose.yml"}
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_variables_of_the_handbook_are_read_somewhere():
    files = ["docker-compose.yml", "docs/compose.several.yml", "Dockerfile", "intelligent_bhutan/settings.py"]
    files.append("intelligent_bhutan/management/sealing_options.py")
    known = " ".join((ROOT / name).read_text() for name in files)
    named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`", HANDBOOK))
    assert {name for name in named if name.removesuffix("_FILE") not in known} == set()


def test_handbook_names_every_key_with_its_loss():
    assert [key.name for key in keys.REGISTER if f"| `{key.name}` |" not in HANDBOOK] == []


def test_several_servers_lay_over_services_that_there_are():
    services = re.compile(r"^  (\w+):$", re.M)
    one, several = (ROOT / name for name in ("docker-compose.yml", "docs/compose.several.yml"))
    there = set(services.findall(one.read_text().split("\nservices:")[1].split("\nnetworks:")[0]))
    over = set(services.findall(several.read_text().split("\nservices:")[1]))
    assert over - there == {"pooler"}
    assert "target: pooler" in several.read_text()
    assert "AS pooler" in (ROOT / "Dockerfile").read_text()


def test_worker_is_given_longer_than_it_takes_to_drain():
    compose = (ROOT / "docker-compose.yml").read_text()
    worker = compose.split("\n  worker:")[1].split("\n  beat:")[0]
    patience = int(re.search(r"stop_grace_period: (\d+)s", worker).group(1))
    assert patience > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT


def test_threads_outnumber_those_whom_a_full_server_serves():
    compose = (ROOT / "docker-compose.yml").read_text()
    threads, anonymous, signed_in = (
        int(re.search(rf'{name}: "(\d+)"', compose).group(1))
        for name in ("GRANIAN_BLOCKING_THREADS", "BUSY_ANONYMOUS", "BUSY_SIGNED_IN")
    )
    assert anonymous < signed_in < threads


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not here")
def test_nginx_understands_its_file(tmp_path):
    rules = (ROOT / "docs" / "nginx.conf").read_text()
    proxy = "\n".join(line.removeprefix("#   ") for line in rules.splitlines() if line.startswith("#   "))
    (tmp_path / "proxy.conf").write_text(proxy)
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=portal", "-days", "1"]
    command += ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)
    rules = rules.replace("/etc/portal", str(tmp_path)).replace("server web:8000", "server 127.0.0.1:8000")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off;\n{rules}\n}}"
    )
    environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin"}
    said = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
