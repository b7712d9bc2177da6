"""How hard an English text is to read, as a school grade. Pure.

The Flesch-Kincaid grade: J. P. Kincaid and others, "Derivation of New Readability Formulas for Navy Enlisted
Personnel", Research Branch Report 8-75, 1975. Syllables are counted by groups of vowels, which errs by little on plain
words; it says nothing of Dzongkha.
"""

import re

SENTENCE = re.compile(r"[.!?:;\n]+")
WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
VOWELS = re.compile(r"[aeiouy]+")
POSSESSIVE = re.compile(r"'\w+$")
SPOKEN_E = re.compile(r"(?:[^aeiouy]le|[td]ed|(?:[cgsxz]|ch|sh)es)$")  # tab-le, visit-ed, chang-es
SILENT_E = re.compile(r"(?:[^e]e|ed|es)$")


def grade(text: str) -> float:
    """The school grade that the text asks for, not under 0; nothing to read is 0."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(bool(WORD.search(one)) for one in SENTENCE.split(text))
    per_word = sum(map(syllables, words)) / len(words)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * per_word - 15.59)


def syllables(word: str) -> int:
    """The syllables of an English word, at least one."""
    word = POSSESSIVE.sub("", word.lower())
    groups = len(VOWELS.findall(word))
    silent = SILENT_E.search(word) and not SPOKEN_E.search(word)
    return max(1, groups - bool(silent))
