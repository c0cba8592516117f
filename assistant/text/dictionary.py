"""Tells ordinary French words from others; the one place that opens the dictionary of simplemma."""

import re
from functools import lru_cache
from importlib import import_module


@lru_cache(maxsize=65536)
def is_french_word(word: str) -> bool:
    """Tell whether a word in lower case, or every part of a compound one, is in a French dictionary; forms count too."""
    return _is_known(word, "fr")


@lru_cache(maxsize=65536)
def is_english_word(word: str) -> bool:
    """Tell whether a word in lower case, or every part of a compound one, is in an English dictionary."""
    return _is_known(word, "en")


def _is_known(word: str, language: str) -> bool:
    # Imported for the first word asked about: it makes ready the rules of forty languages, which a start seldom needs.
    simplemma = import_module("simplemma")
    return all(simplemma.is_known(part, language) for part in re.split(r"[-'’]", word) if part)
