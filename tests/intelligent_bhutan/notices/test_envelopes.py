"""Words under seal."""

import time

from intelligent_bhutan.notices.envelopes import box, seal, unseal


def test_envelope_opens_with_its_key_alone():
    envelope = seal("key", phone="+97517123456", words="Your code: 482913")
    assert unseal("key", envelope, within=60) == {"phone": "+97517123456", "words": "Your code: 482913"}
    assert unseal("another", envelope, within=60) is None
    assert b"482913" not in envelope


def test_envelope_opens_for_a_while():
    old = box("key").encrypt_at_time(b"{}", int(time.time()) - 61)
    assert unseal("key", old, within=60) is None
    assert unseal("key", old, within=120) == {}
