"""Tells, by its letters, whether a word that no list holds looks more like a name than like a French word."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from math import log

_SMOOTHING = 0.5
_UNSEEN_GAIN = 0.3
"""What three letters met in neither list say: a little more often a name."""
_LEAST = 0.4
"""Mean gain from which a word counts as a name: three quarters of names pass, one ordinary word in twenty-five."""


class NameLikeness:
    """Letters in threes, counted in names and in ordinary words."""

    def __init__(self, names: Collection[str], words: Collection[str]) -> None:
        self._names = names
        self._words = words

    @cached_property
    def _gains(self) -> Mapping[str, float]:
        """Counted when the first unknown word is met."""
        in_names = Counter(letters for name in self._names for letters in _threes(name))
        in_words = Counter(letters for word in self._words for letters in _threes(word))
        of_names = in_names.total() + _SMOOTHING * len(in_names | in_words)
        of_words = in_words.total() + _SMOOTHING * len(in_names | in_words)
        return {
            letters: log((in_names[letters] + _SMOOTHING) / of_names) - log((in_words[letters] + _SMOOTHING) / of_words)
            for letters in sorted(in_names | in_words)
        }

    def __call__(self, key: str) -> bool:
        """Tell whether the folded word looks like a name."""
        gains = [self._gains.get(letters, _UNSEEN_GAIN) for letters in _threes(key)]
        return len(key) > 3 and sum(gains) / len(gains) > _LEAST


def _threes(word: str) -> Iterator[str]:
    bounded = f"^{word}$"
    return (bounded[i : i + 3] for i in range(len(bounded) - 2))
