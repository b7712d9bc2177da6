"""What is made from the sources before anything runs: npm packages, front-end assets, translations.

A step is skipped while its sources are the same as when its product was made, whatever their times say.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from .account import Refusal

ROOT = Path(__file__).resolve().parents[2]
STAMPS = ROOT / "var" / "build"


@dataclass(frozen=True)
class Step:
    """`sources` are globs from the project's root; `product` must exist for the step to count as done."""

    name: str
    sources: Sequence[str]
    product: Path
    command: Sequence[str]
    leave_out: str = ""


STEPS = (
    Step(
        name="npm packages",
        sources=["package-lock.json"],
        product=ROOT / "node_modules",
        command=[str(Path(sys.executable).with_name("npm")), "ci", "--loglevel", "error"],
    ),
    Step(
        name="front-end assets",
        sources=["package-lock.json", "requirements/local.txt", "intelligent_bhutan/assets/**/*.py"]
        + ["intelligent_bhutan/static/**/*", "templates/**/*.html", "locale/**/*.po"],
        leave_out="intelligent_bhutan/static/dist",
        product=ROOT / "intelligent_bhutan" / "static" / "dist",
        command=[sys.executable, "-m", "intelligent_bhutan.assets"],
    ),
)


def build(say: Callable[[str], None]) -> None:
    """Bring everything up to date. Raises Refusal when a step fails."""
    for step in STEPS:
        run_step(step, say)
    compile_messages(ROOT / "locale")


def run_step(
    step: Step, say: Callable[[str], None], stamps: Path = STAMPS, variables: Mapping[str, str] | None = None
) -> None:
    """Run a step unless its product is there and was made from these very sources."""
    stamp = stamps / step.name.replace(" ", "-")
    now = fingerprint(files(step))
    if step.product.exists() and stamp.exists() and stamp.read_text() == now:
        return
    say(f"Building {step.name} …")
    stamp.unlink(missing_ok=True)
    if subprocess.run(list(step.command), cwd=ROOT, env={**os.environ, **(variables or {})}, check=False).returncode:
        raise Refusal(f"Building {step.name} failed: {' '.join(step.command)}")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def files(step: Step) -> list[Path]:
    """The sources of a step, without what it makes itself."""
    found = (path for pattern in step.sources for path in ROOT.glob(pattern) if path.is_file())
    return [path for path in found if not (step.leave_out and path.is_relative_to(ROOT / step.leave_out))]


def fingerprint(paths: Iterable[Path]) -> str:
    """A digest of names and contents; times do not count, since a fresh clone has new ones."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def compile_messages(locale: Path) -> list[Path]:
    """Compile every catalog that is newer than its compiled form, without gettext; returns what was written.

    Entries marked fuzzy are left out, as `msgfmt` does: people see English rather than a guess.
    """
    written = []
    for source in sorted(locale.glob("**/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            draft = source.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(compiled)
            written.append(compiled)
    return written
