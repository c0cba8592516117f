"""Which words count when a text is scored: those of the language and of the field, told by dictionaries, never by capitals."""

from functools import lru_cache
from importlib import resources

from assistant.text.lexicon import Lexicon, key_of, load_lexicon


@lru_cache(maxsize=65536)
def is_scored(word: str) -> bool:
    """Tell whether a word, or every part of a compound one, is of the language or of the field, or is a number."""
    lexicon, terms = load_lexicon(), field_terms()
    return not word.startswith("[") and all(_is_known(part, lexicon, terms) for part in word.split("-"))


def _is_known(part: str, lexicon: Lexicon, terms: frozenset[str]) -> bool:
    if not part.isalpha():
        return any(c.isdigit() for c in part)
    key = key_of(part)
    if key in lexicon.town_words and key not in lexicon.ordinary_keys:
        return False  # « Privas » is a form of a verb too
    return key in terms or lexicon.is_ordinary(part, key)


@lru_cache(maxsize=1)
def field_terms() -> frozenset[str]:
    """Return the words and initials of the field that no dictionary holds, folded."""
    text = (resources.files("assistant.text") / "resources" / "scored_terms.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
