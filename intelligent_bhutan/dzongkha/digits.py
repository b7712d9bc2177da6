"""Tibetan digits, which the Dzongkha keyboard types by default, and the ASCII ones that machines read."""

ASCII = "0123456789"
TIBETAN = "".join(chr(0x0F20 + value) for value in range(10))
# Lhotshamkha speakers may type Devanagari digits; phones set to East Asian layouts type full-width ones.
DEVANAGARI = "".join(chr(0x0966 + value) for value in range(10))
FULL_WIDTH = "".join(chr(0xFF10 + value) for value in range(10))

TO_ASCII = str.maketrans(TIBETAN + DEVANAGARI + FULL_WIDTH, ASCII * 3)
TO_TIBETAN = str.maketrans(ASCII, TIBETAN)


def to_ascii_digits(text: str) -> str:
    """The text with every Tibetan, Devanagari and full-width digit as 0 to 9; all else as it was."""
    return text if text.isascii() else text.translate(TO_ASCII)


def to_tibetan_digits(text: str) -> str:
    """The text with every digit 0 to 9 as ༠ to ༩; all else as it was."""
    return text.translate(TO_TIBETAN)
