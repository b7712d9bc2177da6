"""Phone numbers. Pure: whatever people write, in E.164 where it is a number."""

import re

import phonenumbers

from intelligent_bhutan.dzongkha import to_ascii_digits

HOME = "BT"
MOBILE = re.compile(r"(?:\+?975)?((?:1[67]|77)[0-9]{6})\Z")  # B-Mobile 16 and 17, TashiCell 77


def e164(text: str) -> str:
    """The number with its country code, Bhutan's unless another is written; "" for what is no phone number."""
    try:
        number = phonenumbers.parse(to_ascii_digits(text), HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def in_groups(number: str) -> str:
    """An E.164 number as people read it: +975 17 12 34 56; "" for none."""
    if not number:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def bhutanese_mobile(text: str) -> str:
    """A mobile number of Bhutan with its country code, as class lists demand it; "" for every other number."""
    found = MOBILE.match(re.sub(r"[\s.()-]", "", to_ascii_digits(text)))
    return f"+975{found[1]}" if found else ""
