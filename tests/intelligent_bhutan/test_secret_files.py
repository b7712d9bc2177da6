"""Secrets come from the environment or from files that it names."""

import os
import subprocess
import sys

from django.conf import settings

from intelligent_bhutan.keyring import KEYS
from intelligent_bhutan.secret_files import SecretFiles

SAY = "from django.conf import settings as s; print(s.{name}, s.DATABASES['default']['NAME'], s.IDENTITY_KEY_PREVIOUS)"


def test_every_key_and_address_is_read_from_a_file(tmp_path):
    given = dict.fromkeys(KEYS, "x" * 43) | {
        "IDENTITY_KEY_PREVIOUS": "one,two",
        "DATABASE_URL": "postgresql://a@b/named",
    }
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "intelligent_bhutan.settings"}
    for name, value in given.items():
        (tmp_path / name).write_text(f"{value}\n")
        environment[f"{name}_FILE"] = str(tmp_path / name)
    for name in KEYS:
        command = [sys.executable, "-c", SAY.format(name=name)]
        said = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
        assert said.stdout.strip() == f"{'x' * 43} named ['one', 'two']", said.stderr


def test_file_wins_over_the_variable(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("from the file\r\n")
    monkeypatch.setenv("A_SECRET", "from the variable")
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "secret"))
    assert SecretFiles()("A_SECRET") == "from the file"
