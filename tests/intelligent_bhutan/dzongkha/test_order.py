"""`order.txt` holds words as ICU 78 sorts them (`Intl.Collator("bo")`); a Node that has this ICU is asked again."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.dzongkha import sort_key, syllables

ORDERED = (Path(__file__).parent / "order.txt").read_text(encoding="utf-8").split()
SORT_IN_NODE = """
const collator = new Intl.Collator("bo");
const knows = parseInt(process.versions.icu) >= 78 && collator.resolvedOptions().locale === "bo";
const words = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(knows ? words.sort(collator.compare) : null));
"""


def shuffled():
    return random.Random(1).sample(ORDERED, len(ORDERED))


def test_sort_key_follows_the_tibetan_dictionary():
    assert sorted(shuffled(), key=sort_key) == ORDERED


def test_sort_key_follows_the_collator_of_node():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here; order.txt holds its answer")
    words = json.dumps(shuffled())
    run = subprocess.run([node, "-e", SORT_IN_NODE], input=words, capture_output=True, check=True, text=True)
    answer = json.loads(run.stdout)
    if answer is None:
        pytest.skip("this Node has an older ICU; order.txt holds the answer")
    assert sorted(shuffled(), key=sort_key) == answer


def test_sort_key_files_a_syllable_under_its_root():
    assert sorted(["ཁ", "སྐད", "དཀར", "ཀྱ", "ཀི", "ཀར", "ཀ"], key=sort_key) == ["ཀ", "ཀར", "ཀི", "ཀྱ", "དཀར", "སྐད", "ཁ"]


def test_sort_key_tells_a_prefix_from_a_root():
    assert sorted(["དགའ", "ང", "དག", "གྱ"], key=sort_key) == ["གྱ", "དགའ", "ང", "དག"]


def test_sort_key_knows_heads_only_where_a_syllable_opens():
    assert sorted(["ཡོན", "ཡོདཔ", "ཡོད"], key=sort_key) == ["ཡོད", "ཡོདཔ", "ཡོན"]


def test_sort_key_puts_numbers_then_latin_then_dzongkha():
    assert sorted(["ཀ", "Tang", "soe", "༢", "10"], key=sort_key) == ["10", "༢", "soe", "Tang", "ཀ"]


def test_sort_key_does_not_weigh_the_last_tsheg():
    assert sort_key("ཀརྨ་") == sort_key("ཀརྨ")


@given(st.text(st.sampled_from("ཀགདབསརའརྐྱིོ་།A1")), st.text(st.sampled_from("ཀགདབསརའརྐྱིོ་།A1")))
def test_sort_key_differs_where_syllables_differ(first, second):
    assert syllables(first) == syllables(second) or sort_key(first) != sort_key(second)
