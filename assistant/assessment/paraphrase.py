"""Sentences that repeat the référentiel instead of telling a situation."""

from functools import lru_cache

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


def paraphrases(draft: Draft, bloc: Bloc) -> list[Span]:
    """Return the sentences that share a long run of words with a critère or a compétence of the bloc."""
    wordings = (*(c.texte for c in bloc.criteres), *(c.texte for c in bloc.competences))
    every = (s for place in prose_of(draft) for s in sentences(draft.text, place.start, place.end))
    return [sentence for sentence in every if _repeats(draft.slice(sentence), wordings)]


@lru_cache(maxsize=8192)
def _repeats(sentence: str, wordings: tuple[str, ...]) -> bool:
    words = _content(sentence)
    if len(words) < _SHORT_RUN or _cites(sentence):
        return False
    needed = _LONG_RUN if len(words) * _MOST > _LONG_RUN else max(_SHORT_RUN, int(len(words) * _MOST + 0.999))
    return not _runs(words, needed).isdisjoint(_known_runs(wordings, needed))


@lru_cache(maxsize=64)
def _known_runs(wordings: tuple[str, ...], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset().union(*(_runs(_content(wording), length) for wording in wordings))


def _runs(words: list[str], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[n : n + length]) for n in range(len(words) - length + 1))


def _content(text: str) -> list[str]:
    return [term for term in terms(text) if term not in _EMPTY]


def _cites(sentence: str) -> bool:
    """Tell whether the words are openly quoted from the référentiel."""
    folded = fold(sentence)
    return "«" in sentence and ("referentiel" in folded or "critere" in folded)
