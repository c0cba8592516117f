"""Sentences that repeat the référentiel instead of telling a situation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.assessment.outline import prose_of
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.referentiel import Bloc
from assistant.text.french import fold, sentences, terms

_EMPTY = frozenset(
    terms(
        """le la les l un une des du de d au aux et ou en à dans par pour sur avec sans ce cet cette ces son sa ses leur leurs
        mon ma mes notre nos je nous on il elle ils elles qui que qu dont se s y ne pas plus est sont été a ont être avoir fait
        afin selon entre chaque tout toute tous toutes même aussi comme"""
    )
)
_LONG_RUN = 8
_SHORT_RUN = 6
_MOST = 0.6


@dataclass(frozen=True)
class _Model:
    words: tuple[str, ...]
    positions: dict[str, tuple[int, ...]]


def paraphrases(draft: Draft, bloc: Bloc) -> list[Span]:
    """Return the sentences that share a long run of words with a critère or a compétence of the bloc."""
    models = [_model(text) for text in (*(c.texte for c in bloc.criteres), *(c.texte for c in bloc.competences))]
    found = []
    for place in prose_of(draft):
        for sentence in sentences(draft.text, place.start, place.end):
            words = _content(draft.slice(sentence))
            if len(words) >= _SHORT_RUN and not _cites(draft.slice(sentence)) and _repeats(words, models):
                found.append(sentence)
    return found


def _content(text: str) -> list[str]:
    return [term for term in terms(text) if term not in _EMPTY]


def _model(text: str) -> _Model:
    words = _content(text)
    positions: dict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(words):
        positions[word].append(position)
    return _Model(tuple(words), {word: tuple(places) for word, places in positions.items()})


def _repeats(words: list[str], models: Iterable[_Model]) -> bool:
    needed = _LONG_RUN if len(words) * _MOST > _LONG_RUN else max(_SHORT_RUN, int(len(words) * _MOST + 0.999))
    return any(_longest_run(words, model) >= needed for model in models)


def _longest_run(words: list[str], model: _Model) -> int:
    """Return the length of the longest run of content words in common, word order kept."""
    best, ends = 0, dict[int, int]()
    for word in words:
        ends = {place: ends.get(place - 1, 0) + 1 for place in model.positions.get(word, ())}
        best = max(best, max(ends.values(), default=0))
    return best


def _cites(sentence: str) -> bool:
    """Tell whether the words are openly quoted from the référentiel."""
    folded = fold(sentence)
    return "«" in sentence and ("referentiel" in folded or "critere" in folded)
