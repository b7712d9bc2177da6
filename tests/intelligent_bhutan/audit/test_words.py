"""Whoever reads what they did reads words, not the record's own verbs."""

import ast

from intelligent_bhutan.audit.words import WORDS
from tests.test_house import modules


def recorded(tree):
    """The verbs that a module gives to `audit.record` as they stand; those put together as it runs are not seen."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", "")
        if name == "record" and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


def test_every_verb_of_the_record_has_words():
    verbs = {verb for source in modules() for verb in recorded(ast.parse(source.read_text()))}
    assert len(verbs) > 100
    assert verbs - set(WORDS) == set()
