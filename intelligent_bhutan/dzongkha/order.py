"""Tibetan dictionary order, as a key that any database sorts by code point.

A syllable is looked up under its root letter, not under the letter it is written with first: སྐད stands under ཀ.
Under one root stand, in turn: the bare root, the root after a prefix (ག ད བ མ འ), under a head letter (ར ལ ས), and
under both. What follows the root counts in this order: the end of the syllable, a suffix letter, a vowel sign, a
subjoined letter. So ཀ, ཀར, ཀི, ཀྱ, དཀར, སྐད, ཁ.

Source: the Dzongkha Development Commission's order (Pema Geyleg), which is also that of the Bod rgya tshig mdzod chen
mo and of CLDR's Tibetan collation. CLDR's dz locale carries the root order only.
"""

import re

from intelligent_bhutan.dzongkha.digits import to_ascii_digits
from intelligent_bhutan.dzongkha.text import tidy

LETTERS = "ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨ"

# root: what stands under it after the bare root, in dictionary order; the letters of loan words (ཊ …) come first
HEADS = {
    "ཀ": "དཀ བཀ རྐ ལྐ སྐ བརྐ བསྐ",
    "ཁ": "མཁ འཁ",
    "ག": "དག བག མག འག རྒ ལྒ སྒ བརྒ བསྒ",
    "ང": "དང མང རྔ ལྔ སྔ བརྔ བསྔ",
    "ཅ": "གཅ བཅ ལྕ བལྕ",
    "ཆ": "མཆ འཆ",
    "ཇ": "མཇ འཇ རྗ ལྗ བརྗ",
    "ཉ": "གཉ མཉ རྙ སྙ བརྙ བསྙ",
    "ཏ": "ཊ ཏྭ ཏྲ གཏ བཏ རྟ ལྟ སྟ བརྟ བལྟ བསྟ",
    "ཐ": "ཋ མཐ འཐ",
    "ད": "ཌ གད བད མད འད རྡ ལྡ སྡ བརྡ བལྡ བསྡ",
    "ན": "ཎ གན མན རྣ སྣ བརྣ བསྣ",
    "པ": "དཔ ལྤ སྤ",
    "ཕ": "འཕ",
    "བ": "དབ འབ རྦ ལྦ སྦ",
    "མ": "དམ རྨ སྨ",
    "ཙ": "གཙ བཙ རྩ སྩ བརྩ བསྩ",
    "ཚ": "མཚ འཚ",
    "ཛ": "མཛ འཛ རྫ བརྫ",
    "ཞ": "གཞ བཞ",
    "ཟ": "གཟ བཟ",
    "ཡ": "གཡ",
    "ར": "བརླ",
    "ཤ": "ཥ གཤ བཤ",
    "ས": "གས བས",
    "ཧ": "ལྷ",
}
# Two letters such as དག may be a prefix with its root (དགའ) or a root with its suffix (དག, དགས). They are a prefix and
# a root before a vowel sign or a subjoined letter, and before these suffixes.
PREFIX_BEFORE = {
    "དག": "གངདནབཝའརལས",
    "བག": "གངདབམཝའརལ",
    "མག": "གངདབའརལ",
    "འག": "གངདནབམའརལས",
    "དང": "གངདནབའརལ",
    "མང": "གངདནབའརལ",
    "གད": "གངདནབམའརལས",
    "བད": "གངདབམའརལས",
    "མད": "གངདནབའརལས",
    "འད": "གངདནབམཝའརལས",
    "གན": "གངདནབམཝའརལས",
    "མན": "གངདནབམའརལས",
    "དབ": "གངདནབའརལས",
    "འབ": "གངདནབམའརལས",
    "དམ": "གངདནབཝའརལས",
    "གས": "གངདནབའརལས",
    "བས": "གངདབམའརལས",
}
VOWELS = ["ཱ", "ི", "ཱི", "ྀ", "ཱྀ", "ུ", "ཱུ", "ེ", "ཻ", "ོ", "ཽ"]
SUBJOINED = "ྐྑྒྔྕྖྗྙྟྚྠྛྡྜྣྞྤྥྦྨྩྪྫྭྮྯྰྱྲླྴྵྶྷྸ"
# other shapes of a letter, and the nasal sign, which counts as the letter that it is spoken as
SAME_AS = dict(zip("ཪྺྻྼཾྂྃ", "རྭྱྲམམམ", strict=True))

SIGNS = "[ཱ-྄ྍ-ྼ]"
LETTER_OR_SIGN = "[ཀ-ྼ]"


def head_pattern(head: str) -> str:
    """A regular expression that finds the head only where it is one."""
    if head not in PREFIX_BEFORE:
        return head
    return f"{head}(?={SIGNS}|[{PREFIX_BEFORE[head]}ཾ])"


def rank_elements() -> dict[str, str]:
    """Each collation element with one character of the private-use area, in ascending order."""
    heads = [head for letter in LETTERS for head in [letter, *HEADS.get(letter, "").split()]]
    ordered = ["་", *heads, *VOWELS, *SUBJOINED]
    rank = {element: chr(0xE000 + place) for place, element in enumerate(ordered)}
    return rank | {element: rank[same] for element, same in SAME_AS.items()}


RANK = rank_elements()
LONG_HEADS = sorted((head for heads in HEADS.values() for head in heads.split()), key=len, reverse=True)
ELEMENT = re.compile(
    f"(?<!{LETTER_OR_SIGN})(?:{'|'.join(map(head_pattern, LONG_HEADS))})"  # a head only opens a syllable
    "|[།-༔]+|ཱ[ིྀུ]|[་ཀ-ྼ]"
)


def weight(found: re.Match[str]) -> str:
    """The rank of one element: shad and its kin rank as the tsheg does, signs that only embellish have none."""
    return RANK["་"] if found[0][0] in "།༎༏༐༑༒༓༔" else RANK.get(found[0], "")


def sort_key(text: str) -> str:
    """A text that sorts, compared by code point (as PostgreSQL's C collation does), where the text belongs.

    Texts that differ only in what the dictionary does not weigh, such as tsheg against shad, keep one fixed order.
    Latin text and digits come before Dzongkha, capitals with small letters. About three bytes a letter, and the text.
    """
    text = tidy(text)
    return f"{ELEMENT.sub(weight, to_ascii_digits(text)).casefold()}\x01{text}"
