"""What is made from the sources."""

import gettext
import sys

import pytest

from intelligent_bhutan.embedded import build
from intelligent_bhutan.embedded.account import Refusal
from intelligent_bhutan.embedded.build import Step

CATALOG = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Yes"
msgstr "ཨིན།"

#, fuzzy
msgid "No"
msgstr "a guess"

msgctxt "month"
msgid "May"
msgstr "ལྔ་པ།"

msgid "%d lesson"
msgid_plural "%d lessons"
msgstr[0] "%d ཚན།"
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "ROOT", tmp_path)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.css").write_text("a")
    return tmp_path


@pytest.fixture
def made(root):
    """Run the step once more; how often its command has run by now."""
    command = "from pathlib import Path; p = Path('product'); p.write_text(p.read_text() + 'x' if p.exists() else 'x')"
    step = Step("a product", ["source/*"], root / "product", [sys.executable, "-c", command], leave_out="source/made")

    def make():
        build.run_step(step, lambda _: None, stamps=root / "stamps")
        return len((root / "product").read_text())

    return make


def test_step_is_skipped_while_sources_are_the_same(made):
    assert [made(), made()] == [1, 1]


def test_step_runs_again_when_a_source_changes_or_appears(made, root):
    counts = [made()]
    (root / "source" / "a.css").write_text("b")
    counts.append(made())
    (root / "source" / "b.css").write_text("b")
    counts.append(made())
    assert counts == [1, 2, 3]


def test_step_does_not_mind_new_times(made, root):
    made()
    (root / "source" / "a.css").write_text("a")
    assert made() == 1


def test_step_does_not_mind_what_it_made_itself(made, root):
    made()
    (root / "source" / "made").write_text("its own")
    assert made() == 1


def test_step_runs_again_when_its_product_is_gone(made, root):
    made()
    (root / "product").write_text("x" * 7)
    assert made() == 7
    (root / "product").unlink()
    assert made() == 1


def test_step_that_fails_is_tried_again(root):
    step = Step("a failure", ["source/*"], root / "source", [sys.executable, "-c", "raise SystemExit(1)"])
    for _ in range(2):
        with pytest.raises(Refusal, match=r"^Building a failure failed: "):
            build.run_step(step, lambda _: None, stamps=root / "stamps")


def test_messages_are_compiled_without_gettext(tmp_path):
    folder = tmp_path / "dz" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOG)
    assert build.compile_messages(tmp_path) == [folder / "django.mo"]
    assert build.compile_messages(tmp_path) == []
    catalog = gettext.translation("django", tmp_path, ["dz"])
    told = [catalog.gettext("Yes"), catalog.gettext("No"), catalog.pgettext("month", "May")]
    assert told == ["ཨིན།", "No", "ལྔ་པ།"]
    assert catalog.ngettext("%d lesson", "%d lessons", 2) == "%d ཚན།"
