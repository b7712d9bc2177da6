"""What the images are built from and how their services are told whether they live."""

import os
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings

from intelligent_bhutan.keyring import KEYS

ROOT = Path(settings.BASE_DIR)
COMPOSE = (ROOT / "docker-compose.yml").read_text()
PROGRAM = shutil.which("docker-compose")
needs_program = pytest.mark.skipif(not PROGRAM, reason="docker-compose is not here")


@pytest.fixture
def compose(tmp_path):
    """What `docker-compose config` makes of the file, given these variables and nothing else."""
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)  # no .env stands beside it there

    def config(variables, *options):
        environment = {"PATH": os.environ["PATH"], **dict.fromkeys(variables, "something")}
        command = [PROGRAM, "config", *options]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    return config


def demanded():
    """The variables without which the file refuses."""
    return set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))


@needs_program
def test_compose_file_is_whole(compose):
    said = compose(demanded(), "--services")
    assert said.returncode == 0, said.stderr
    assert set(said.stdout.split()) == {"proxy", "web", "worker", "beat", "migrate", "postgres", "redis", "cache"}


@needs_program
def test_proxy_waits_for_a_server_that_lives_and_for_nothing_more(compose):
    said = compose(demanded()).stdout
    assert "http://localhost:8000/health/live/" in said
    assert "/health/'" not in said


@needs_program
def test_compose_file_names_what_is_missing(compose):
    said = compose(demanded() - {"MFA_KEY"})
    assert said.returncode != 0
    assert "MFA_KEY protects one-time-code seeds" in said.stderr


def left_out(path):
    """Whether .dockerignore keeps this path, or a folder that it lies in, away from the build."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    steps = Path(path).parts
    folders = ["/".join(steps[: end + 1]) for end in range(len(steps))]
    return any(fnmatch(f"/{folder}", f"/{line}".replace("/**/", "*/")) for folder in folders for line in lines)


@pytest.mark.parametrize(
    "path",
    [
        "var/postgres/PG_VERSION",
        ".venv/bin/python",
        "node_modules/allauth/index.js",
        ".git/HEAD",
        ".env",
        "intelligent_bhutan/static/dist/portal.css",
        "literacy/__pycache__/scoring.pyc",
        "locale/dz/LC_MESSAGES/django.mo",
    ],
)
def test_image_is_built_without(path):
    assert left_out(path)


def test_image_is_built_with_a_value_for_every_key():
    """Settings ask for all of them, also when files are collected."""
    (named,) = re.findall(r"for key in ([A-Z_ ]+);", (ROOT / "Dockerfile").read_text())
    assert [f"{name}_KEY" for name in named.split()] == list(KEYS)


def test_compose_file_hands_on_every_key_and_the_ones_before():
    handed = set(re.findall(r"^  ([A-Z_]+): \"\$\{", COMPOSE, re.M))
    assert {*KEYS, *(f"{name}_PREVIOUS" for name in KEYS), "METRICS_NETWORKS", "DEFAULT_FROM_EMAIL"} - handed == set()


def test_image_is_built_with_everything_that_its_recipe_copies():
    recipe = (ROOT / "Dockerfile").read_text()
    copied = [word for line in re.findall(r"^COPY (?!--|<<)(.*) \S+$", recipe, re.M) for word in line.split()]
    assert {"literacy", "pyproject.toml", ".npmrc"} <= set(copied)
    assert [path for path in copied if left_out(path) or not (ROOT / path).exists()] == []
