"""One month of a dzongkhag through the real actions; at its end the portal says what an independent tally says.

A small month runs with the suite. `make story` tells the whole one, of each seed in `SEED`.
"""

import os
import time

import pytest
import time_machine

from tests.story import comparing, days
from tests.story.cast import SMALL, WHOLE

SEEDS = os.environ.get("SEED", "1").split()


def tell(size, seed):
    """A month of that size from that seed, compared with its ledger; a failure names the seed."""
    begun = time.monotonic()
    with time_machine.travel(days.FIRST, tick=False) as clock:
        try:
            month = days.Month(size, seed, clock)
            month.live()
            comparing.compare(month)
        except BaseException as problem:
            problem.add_note(f"The story's seed is {seed}.")
            raise
    return month, time.monotonic() - begun


@pytest.mark.story
@pytest.mark.parametrize("seed", SEEDS)
def test_month_of_a_dzongkhag_ends_as_the_ledger_says(committed, seed):
    month, _seconds = tell(SMALL, f"small {seed}")
    assert month.ledger.counted("proficient")
    assert {room.state for room in month.ledger.rooms.values()} == {"signed", "voided", "cancelled"}


@pytest.mark.story
@pytest.mark.skipif("STORY" not in os.environ, reason="minutes long: make story")
@pytest.mark.parametrize("seed", SEEDS)
def test_whole_month_ends_as_the_ledger_says(committed, seed, capsys):
    month, seconds = tell(WHOLE, f"whole {seed}")
    with capsys.disabled():
        print(f"\nSeed {seed}: {account(month)} {seconds:.0f} s.")  # noqa: T201 the numbers are what it is for


def account(month):
    """The month in numbers."""
    ledger = month.ledger
    signed = ledger.protocols.values()
    came = {what: sum(one[what] for one in signed) for what in ("admitted", "absent", "attempts", "passed")}
    return (
        f"{len(month.centres)} centres, {len(ledger.rooms)} sittings, {len(ledger.lines)} people;"
        f" {came['admitted']} admitted, {came['absent']} absent, {came['passed']} of {came['attempts']} papers passed;"
        f" {len(ledger.counted('proficient'))} proficient, {ledger.issued} certificates,"
        f" {ledger.told.total()} notices, {month.seen['refused']} refusals as they must be."
    )
