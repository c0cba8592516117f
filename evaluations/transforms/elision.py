"""Whether other words may stand in a place without « de » becoming « d’ » or « au » becoming « à l’ »."""

import re

from assistant.text.french import fold

_ELIDED = re.compile(r"(?:\b[cdjlmnst]|qu)'$")
_ELIDABLE = re.compile(r"\b(?:de|le|la|que|ne|je|me|te|se|ce|jusque|lorsque|puisque|ma|ta|sa|du|au|beau|nouveau|vieux) $")
_BEFORE_VOWEL = re.compile(r"\b(?:mon|ton|son|cet|bel|nouvel|vieil) $")
_CONTRACTING = re.compile(r"\b(?:a|de) $")
_REACH = 12


def fits_after(text: str, start: int, old: str, new: str) -> bool:
    """Tell whether new words may stand in place of old ones at that place of the text, the words before unchanged."""
    before = fold(text[max(0, start - _REACH) : start])
    vowel, old_vowel = _sound(new), _sound(old)
    if _CONTRACTING.search(before) and fold(new).startswith(("le ", "les ")):
        return False
    if _ELIDED.search(before):
        return vowel is True
    if _ELIDABLE.search(before):
        return vowel is False
    return vowel == old_vowel or not _BEFORE_VOWEL.search(before)


def _sound(words: str) -> bool | None:
    """Tell whether the words begin with a vowel sound; None where an h leaves it open."""
    first = fold(words)[:1]
    return None if first == "h" else first in tuple("aeiouyœæ")
