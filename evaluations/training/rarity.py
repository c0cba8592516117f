"""How rare the pieces of texts are among the texts to learn from."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

_USUAL = 4.0
"""Brings what a rare piece counts near one."""


def rarity(seen: Sequence[Mapping[str, float]], least: Mapping[str, int]) -> dict[str, float]:
    """Return how much each piece of the kinds of `least` counts: the rarer the more.

    Kinds are told by how names begin; a piece that fewer texts have than its kind needs is left out.
    """
    held = Counter(name for each in seen for name in each if name.startswith(tuple(least)))
    enough = {name: n for name, n in held.items() if n >= next(few for kind, few in least.items() if name.startswith(kind))}
    return {name: (math.log((1 + len(seen)) / (1 + n)) + 1) / _USUAL for name, n in sorted(enough.items())}


def pieces(seen: Sequence[Mapping[str, float]], rare: Mapping[str, float]) -> sparse.csr_matrix:
    """Return the pieces of texts as rows, one column for each that `rarity` gave, as much as it counts."""
    places = {name: column for column, name in enumerate(rare)}
    known = [{name: value * rare[name] for name, value in each.items() if name in rare} for each in seen]
    columns = [places[name] for each in known for name in each]
    lines = np.repeat(np.arange(len(known)), [len(each) for each in known])
    values = [value for each in known for value in each.values()]
    return sparse.csr_matrix((values, (lines, columns)), shape=(len(known), len(places)))
