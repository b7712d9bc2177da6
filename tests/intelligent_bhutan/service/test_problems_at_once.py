"""A form that comes many times at the same moment."""

import uuid

from intelligent_bhutan.service import actions
from intelligent_bhutan.service.models import Problem
from tests.moments import many_at_once


def test_problem_sent_many_times_at_once_is_one(committed):
    once = uuid.uuid4()
    sent = {"kind": "broken", "text": "Twice", "language": "en", "origin": "127.0.0.1"}
    many_at_once(lambda number: actions.report(once=once, **sent), 6)
    assert Problem.objects.count() == 1
