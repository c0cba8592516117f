"""How rare fragments are among the texts to learn from."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.text.fragments import PARTS, RUNS

_LEAST = {PARTS: 3, RUNS: 2}
"""In how many texts a fragment of each kind must be to be learned."""
_USUAL = 4.0
"""Brings what a rare word counts near one."""


def rarity(seen: Sequence[Mapping[str, float]], kinds: Sequence[str] = (PARTS, RUNS)) -> dict[str, float]:
    """Return how much each fragment of these kinds counts: the rarer the more, those of too few texts left out."""
    held = Counter(name for each in seen for name in each if name.startswith(tuple(kinds)))
    return {
        name: (math.log((1 + len(seen)) / (1 + n)) + 1) / _USUAL
        for name, n in sorted(held.items())
        if n >= next(least for kind, least in _LEAST.items() if name.startswith(kind))
    }
