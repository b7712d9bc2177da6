"""The registry of kinds."""

import pytest

from intelligent_bhutan.embedded.portal import QUEUES
from intelligent_bhutan.outbox.handlers import HANDLERS, handler


@pytest.fixture(autouse=True)
def _kept():
    before = dict(HANDLERS)
    yield
    HANDLERS.clear()
    HANDLERS.update(before)


def test_handler_registers_the_function_as_it_is():
    @handler("tests.registered", queue="notify")
    def work(number):
        return number + 1

    assert work(1) == 2
    assert (HANDLERS["tests.registered"].queue, HANDLERS["tests.registered"].work) == ("notify", work)


def test_handler_refuses_a_second_function_of_one_kind():
    handler("tests.taken", queue="issue")(lambda: None)

    def another():
        """Does something else."""

    with pytest.raises(ValueError, match="Two handlers"):
        handler("tests.taken", queue="issue")(another)


def test_every_kind_has_a_queue_that_workers_listen_to():
    assert {entry.queue for entry in HANDLERS.values()} <= set(QUEUES.split(","))
    assert {"certificates.issue", "certificates.print"} <= set(HANDLERS)
