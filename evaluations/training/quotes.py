"""Where labels point to in a dossier, and who wrote it."""

from collections.abc import Iterable

from evaluations.gold import comparable

_LONG = 40
_FIRST_NUMBERS = (26, 28, 30, 32, 34, 36, 38, 41, 50, 52, 54, 56, 60, 62, 64)
"""Of the dossiers that each of the last fifteen authors wrote."""


def holds(words: str, quotes: Iterable[str]) -> bool:
    """Tell whether a passage holds one of the quotes, or is the better part of one."""
    text = comparable(words)
    return any(q in text or (len(text) > _LONG and text in q) for q in map(comparable, quotes))


def author_of(dossier: str) -> str:
    """Return who wrote a develop dossier.

    Six authors wrote one bloc each, three two blocs each, six a number each, and the last fifteen some numbers each.
    """
    bloc, _, number = dossier.partition("-")
    if int(number) <= 5:
        return f"O-{bloc}"
    if int(number) <= 15:
        return {"B2": "V1", "B3": "V1", "B4": "V2", "B5": "V2", "B6": "V3", "B1": "V3"}[bloc]
    if int(number) <= 25:
        return f"W{number}"
    return f"X{max(n for n in _FIRST_NUMBERS if n <= int(number))}"
