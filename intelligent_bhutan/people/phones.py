"""Phone numbers. Pure: whatever people write, in E.164 where it is a number."""

import phonenumbers

from intelligent_bhutan.dzongkha import to_ascii_digits

HOME = "BT"


def e164(text: str) -> str:
    """The number with its country code, Bhutan's unless another is written; "" for what is no phone number."""
    try:
        number = phonenumbers.parse(to_ascii_digits(text), HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
