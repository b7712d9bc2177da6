"""What Dzongkha can write: each letter stack that its orthography allows, and what Sanskrit and loan words bring.

A stack is a letter with others below it; a vowel or a nasal sign may sit on the whole. Pure: knows no font.
"""

from collections.abc import Iterator

LETTERS = "ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨ"
LOAN_LETTERS = "ཊཋཌཎཥ"

# Which letters may carry what: the native orthography, and no more than it.
BELOW_RA = "ཀགངཇཉཏདནབམཙཛ"
BELOW_LA = "ཀགངཅཇཏདཔབཧ"
BELOW_SA = "ཀགངཉཏདནཔབམཙ"
ABOVE_YA = [*"ཀཁགཔཕབམཧ", "རྐ", "རྒ", "རྨ", "སྐ", "སྒ", "སྤ", "སྦ", "སྨ"]
ABOVE_RA = [*"ཀཁགཏཐདནཔཕབམཤསཧ", "སྐ", "སྒ", "སྣ", "སྤ", "སྦ", "སྨ"]
ABOVE_LA = "ཀགབཟརས"
ABOVE_WA = [*"ཀཁགཅཉཏདཙཚཞཟརལཤསཧ", "གྲ", "ཕྱ", "རྩ"]

# Names, prayers and terms out of Sanskrit, and ཧྥ for the f that Dzongkha has not.
BORROWED = """
ཧྥ གྷ ཛྷ ཌྷ དྷ བྷ ཀྵ ཀྟ ཀྨ ཀྩ གྣ གྨ ཙྪ ཛྙ ཛྭ ཉྩ ཉྫ ཊྚ ཌྜ ཎྜ ཎྞ ཎྱ ཏྟ ཏྟྭ ཏྠ ཏྣ ཏྤ ཏྨ ཏྱ ཏྶ དྡ དྡྷ དྣ
དྦ དྨ དྱ དྷྱ དྷྲ ནྟ ནྟྲ ནྡ ནྡྲ ནྡྷ ནྣ ནྱ པྟ པྣ པྤ པྱ བྡ བྷྱ བྷྲ མྤ མྦ མྦྷ མྱ མྲ ཡྱ རྱ རྴ རྞ རྤ རྡྷ
རྦྷ རྟྟ རྨྨ ལྨ ལྱ ལླ ཤྩ ཤྱ ཤླ ཤྭ ཥྐ ཥྚ ཥྛ ཥྞ ཥྱ སྠ སྨྱ སྱ སྭ ཧྣ ཧྨ ཧླ ཀྐ གྒ ཀྱ ཀྲ ཨྱ ཝྱ ངྐ ངྒ ཊྲ ཌྲ
"""

VOWELS = ["", *"ིེོུ"]
LONG = ["ཱ", "ཱི"]  # of borrowed syllables, as in ཤྲཱི; native spelling knows no long vowel
RARE = ["ཱུ", "ཱེ", "ཱོ", "ཱྀ", *"ཻཽྀ"]
NASALS = ["", "ཾ", "ྃ"]
SIGNS = [*"་༌།༎༏༐༑༔༄༅༈༉༊༼༽༴༸༓྅ༀ༠༡༢༣༤༥༦༧༨༩", *(f"ཀ{chr(code)}" for code in (0xF35, 0xF37, 0xF39, 0xF7F, 0xF84))]


def below(letter: str) -> str:
    """The form that a letter takes below another: U+0F40 to U+0F90 and so on."""
    return chr(ord(letter) + 0x50)


def stacks() -> list[str]:
    """Every stack once, shortest first."""
    found = {*LETTERS, *LOAN_LETTERS, *BORROWED.split()}
    for head, roots in (("ར", BELOW_RA), ("ལ", BELOW_LA), ("ས", BELOW_SA)):
        found.update(head + below(root) for root in roots)
    for tail, roots in (("ཡ", ABOVE_YA), ("ར", ABOVE_RA), ("ལ", ABOVE_LA), ("ཝ", ABOVE_WA)):
        found.update(root + below(tail) for root in roots)
    return sorted(found, key=lambda stack: (len(stack), stack))


def clusters() -> Iterator[str]:
    """Every stack under every vowel that it is written with, bare and with a nasal sign.

    Any vowel may sit on a single letter. On a native stack a long vowel other than ཱ, on any stack a diphthong, would be
    a spelling that nobody uses; such a one still shows, with its parts set by rule.
    """
    borrowed = set(BORROWED.split())
    for stack in stacks():
        vowels = [*VOWELS, *(LONG if stack in borrowed else LONG[:1])]
        if len(stack) == 1:
            vowels += [*LONG[1:], *RARE]
        yield from (stack + vowel + nasal for vowel in vowels for nasal in NASALS)
