"""Tells ordinary French words from others; the one place that opens the dictionary of simplemma."""

import re
from functools import lru_cache

from simplemma import is_known


@lru_cache(maxsize=65536)
def is_french_word(word: str) -> bool:
    """Tell whether a word in lower case, or every part of a compound one, is in a French dictionary; forms count too."""
    return all(is_known(part, "fr") for part in re.split(r"[-'’]", word) if part)


@lru_cache(maxsize=65536)
def is_english_word(word: str) -> bool:
    """Tell whether a word in lower case, or every part of a compound one, is in an English dictionary."""
    return all(is_known(part, "en") for part in re.split(r"[-'’]", word) if part)
