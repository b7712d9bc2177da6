"""The house rules that a machine can hold: contracts that really break, names and sizes, the README's tree."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("intelligent_bhutan", "literacy", "volunteering", "heritage", "safety")
LINT = str(Path(sys.executable).with_name("lint-imports"))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
NAMELESS = {"utils", "util", "helpers", "common", "core", "misc"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 400, 40, 25
GENERATED = {"migrations", "__pycache__", "static"}

# contract, the module that gets a forbidden import, the import
BREAKS = [
    ("tiers", "intelligent_bhutan/places/queries.py", "from literacy import models"),
    ("tiers", "heritage/apps.py", "import safety.apps"),
    ("tiers", "literacy/models/domain.py", "from intelligent_bhutan.targets import models"),
    ("topics", "literacy/scoring.py", "from django.utils import timezone"),
    ("topics", "literacy/checking.py", "from literacy.models import Domain"),
    ("files of literacy", "literacy/models/domain.py", "from literacy.actions import standing"),
    ("files of people", "intelligent_bhutan/people/models/person.py", "from intelligent_bhutan.people import rules"),
    (
        "files of certificates",
        "intelligent_bhutan/certificates/models.py",
        "import intelligent_bhutan.certificates.urls",
    ),
    ("files of targets", "intelligent_bhutan/targets/models.py", "from intelligent_bhutan.targets import urls"),
    ("files of places", "intelligent_bhutan/places/models.py", "from intelligent_bhutan.places import queries"),
    ("files of outbox", "intelligent_bhutan/outbox/models.py", "from intelligent_bhutan.outbox import actions"),
    ("files of service", "intelligent_bhutan/service/models.py", "from intelligent_bhutan.service import forms"),
    ("files of notices", "intelligent_bhutan/notices/models.py", "from intelligent_bhutan.notices import actions"),
    ("files of audit", "intelligent_bhutan/audit/models.py", "from intelligent_bhutan.audit import queries"),
]


def modules():
    """Every module of the project's own, without what is generated."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not GENERATED & set(path.relative_to(ROOT).parts):
                yield path


def functions(path):
    """The functions of a module with their lengths in lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.end_lineno - node.lineno + 1


def lint(folder, contract):
    """What import-linter says of one contract in a copy of the project."""
    command = [LINT, "--config", str(folder / "pyproject.toml"), "--contract", contract, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def copy_of_the_project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_has_a_test_that_breaks_it():
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _, _ in BREAKS}


@pytest.mark.parametrize(("contract", "module", "forbidden"), BREAKS)
def test_contract_breaks(copy_of_the_project, contract, module, forbidden):
    path = copy_of_the_project / module
    whole = path.read_text()
    path.write_text(f"{whole}\n{forbidden}\n")
    try:
        said = lint(copy_of_the_project, contract)
    finally:
        path.write_text(whole)
    assert said.returncode == 1, said.stdout
    assert "0 kept, 1 broken" in said.stdout


def test_modules_have_names_of_their_topics():
    assert [path for path in modules() if path.stem in NAMELESS] == []


def test_files_stay_whole():
    assert {str(path.relative_to(ROOT)) for path in modules() if path.read_text().count("\n") > LONGEST_FILE} == set()


def test_functions_stay_short():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in modules()
        for node, length in functions(path)
        if length > (LONGEST_VIEW if "views" in path.relative_to(ROOT).as_posix() else LONGEST_FUNCTION)
    }
    assert long == set()


def test_pages_leave_the_record_to_actions():
    assert [path for path in modules() if "views" in path.parts and "audit.record" in path.read_text()] == []


def test_settings_are_reached_through_django():
    guilty = re.compile(
        r"^\s*(from intelligent_bhutan import .*\bsettings\b|.*intelligent_bhutan\.settings import)", re.M
    )
    assert [path for path in modules() if guilty.search(path.read_text())] == []


def test_templates_that_extend_set_nothing_outside_a_block():
    """Django never runs such a tag, and what it should have set is empty on the page."""
    lost = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        outside, blocks = path.read_text(), 1
        while blocks:  # from the innermost outward
            outside, blocks = re.subn(r"{% block ((?!{% block ).)*?{% endblock %}", "", outside, flags=re.S)
        tags = set(re.findall(r"{%\s*(\w+)", outside))
        if "extends" in tags and (tags := tags - {"extends", "load", "comment", "endcomment"}):
            lost[path.relative_to(ROOT).as_posix()] = tags
    assert lost == {}


def test_readme_names_the_tree_as_it_is():
    readme = (ROOT / "README.md").read_text()
    assert readme.count("\n") <= 150
    named = re.findall(r"^([\w./-]+/)\s{2,}\S", re.search(r"```tree\n(.*?)```", readme, re.S).group(1), re.M)
    tracked = {f"{path.split('/')[0]}/" for path in listed() if "/" in path}
    assert {name for name in named if "/" not in name[:-1]} == tracked
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def listed():
    """The files that git keeps."""
    return subprocess.run(
        ["git", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
