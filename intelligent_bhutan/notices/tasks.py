"""What the outbox carries for notices."""

from intelligent_bhutan import outbox
from intelligent_bhutan.notices.actions import delivering


@outbox.handler("notices.deliver", queue="notify", with_attempt=True)
def deliver(delivery, again, last):
    """Carry one copy to its channel."""
    delivering.deliver(delivery=delivery, again=again, last=last)
