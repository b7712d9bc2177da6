"""`manage.py publish_notice`: taken out, changed, compared, published."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone

from intelligent_bhutan.people.models import ConsentNotice
from intelligent_bhutan.people.queries.consent import notice_in_force
from tests.intelligent_bhutan.people.management.test_appoint import run

pytestmark = pytest.mark.django_db


def test_words_are_taken_out_compared_and_published_from_a_day(tmp_path):
    file, day = tmp_path / "notice.txt", timezone.localdate() + timedelta(days=9)
    file.write_text(run("publish_notice", "learning").replace("You may stop.", "You may stop at any time."), "utf-8")
    call = ["publish_notice", "learning", str(file), "--from", day.isoformat()]
    said = run(*call)
    assert [line[0] for line in said.splitlines() if "You may stop" in line] == ["-", "+"]
    assert "Nothing was written" in said
    before = ConsentNotice.objects.count()
    assert "may wait for 14 days" in run(*call, "--carry-out")
    made = ConsentNotice.objects.get(in_force_from=day)
    assert (ConsentNotice.objects.count(), made == notice_in_force()) == (before + 1, False)
    assert "You may stop at any time." in made.text_en
    assert made.text_dz == notice_in_force().text_dz
    with pytest.raises(CommandError, match="hold on that day already"):
        run(*call, "--carry-out")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["learning", "nowhere.txt", "--from", "2027-02-01"], "No such file"),
        (["learning", "nowhere.txt"], "on which day"),
        (["learning", "nowhere.txt", "--from", "soon"], "'soon' is no day"),
        (["cookies"], "invalid choice"),
    ],
)
def test_what_cannot_be_is_said(words, said):
    with pytest.raises(CommandError, match=said):
        run("publish_notice", *words)
