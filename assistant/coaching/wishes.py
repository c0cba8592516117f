"""What a person wants of the coach: an answer, how an exam goes, a text or a forecast, something else altogether.

A sum of weights, one a word, a family of words or a rule: `souhaits.tsv`, learned by
`python -m evaluations.training.requests`. Every decision can be read from the weights it adds up.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Literal, get_args

from assistant.domain.base import Frozen
from assistant.text import intents
from assistant.text.fragments import fragments

Wish = Literal["repondre", "examen", "ecrire", "predire", "hors-sujet"]
WISHES: tuple[Wish, ...] = get_args(Wish)
FAMILIES, WEIGHTS = "familles.tsv", "souhaits.tsv"
SCALE = 100
"""Weights are kept as whole hundredths."""
_ANSWERED = 2
"""The first wishes, which get an answer."""
_LEAST = 0.45
"""How likely it must be that an answer is wanted for one to be given."""

_WORD = re.compile(r"[a-z0-9%]+(?:-[a-z0-9]+)*")
_ACTS = frozenset(
    """
    ecrire faire donner texte pret quantite moi toi mien place resultat passer echouer note chance avis futur comment
    """.split()  # noqa: SIM905 - a list of eighteen quoted strings is harder to read and to extend
)
"""Families that say what is asked of whom; two of them near each other say more than each alone."""
_ASKING = frozenset({"ecrire", "faire", "donner", "texte", "pret", "quantite", "place"})
"""Families of a request for a text, whatever it is about."""
_DAILY = frozenset(
    """
    cuisine logis transport sante famille emploi argent informatique savoir actualite ailleurs
    """.split()  # noqa: SIM905 - a list of eleven quoted strings is harder to read and to extend
)
"""Families of everyday life, which no référentiel of the trade is about."""
_NEAR = 5
_MOST = 3


class Hearing(Frozen):
    """How much of a question is known to what can be searched."""

    understood: float
    """Part of its words, from 0; everyday ideas add to it."""
    words: float
    """Best match by words."""
    parts: float
    """Best match by parts of words."""


class WishRead(Frozen):
    """What the person seems to want, how sure that is, and the words that say so."""

    wish: Wish
    certainty: float
    exam: float
    """How likely it is that the question is about how a bloc is assessed, whatever the likeliest wish is."""
    because: tuple[str, ...] = ()


class WishReader:
    """Tells wishes from questions that `SpokenFrench` has spelt out."""

    def __init__(self) -> None:
        self._families = Families()
        lines = files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8").splitlines()
        rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
        self._weights: Mapping[str, str] = {name: rest for name, _, rest in rows}

    def read(self, spelt: str, hearing: Hearing) -> WishRead:
        """Return the likeliest wish; a question is answered only when that is likelier than all the rest together."""
        seen = self._families.features(spelt, hearing)
        found = {n: [w * v for w in self._weighed(n)] for n, v in seen.items() if n in self._weights}
        best, shares = likeliest([sum(weighed[k] for weighed in found.values()) for k in range(len(WISHES))])
        telling = sorted(found, key=lambda n: -found[n][best])
        certainty, exam = round(shares[best], 3), round(shares[WISHES.index("examen")], 3)
        return WishRead(wish=WISHES[best], certainty=certainty, exam=exam, because=tuple(telling[:_MOST]))

    def _weighed(self, name: str) -> list[float]:
        """Return the weights of a feature, one a wish; few of the thousands are ever asked for."""
        return [int(weight) / SCALE for weight in self._weights[name].split("\t")]

    def subject(self, spelt: str) -> str:
        """Return the question without the words that only ask for a text."""
        return " ".join(w for w in _WORD.findall(spelt.replace("'", " ")) if not self._families.of(w) & _ASKING)


def likeliest(scores: Sequence[float]) -> tuple[int, list[float]]:
    """Return the place of the likeliest wish and the share of each; answers win when they have nearly half of it together."""
    powers = [math.exp(s - max(scores)) for s in scores]
    shares = [p / sum(powers) for p in powers]
    answered = sum(shares[:_ANSWERED]) >= _LEAST
    among = range(_ANSWERED) if answered else range(_ANSWERED, len(WISHES))
    best = max(among, key=lambda k: shares[k])
    return best, shares


class Families:
    """What a question is read by: its words, pairs of words, families of words, rules and fragments."""

    def __init__(self) -> None:
        self._exact: dict[str, set[str]] = {}
        self._starts: dict[str, set[str]] = {}
        for line in files(__package__).joinpath(FAMILIES).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, _, words = line.partition("\t")
                for word in words.split(", "):
                    known = self._starts if word.endswith("*") else self._exact
                    known.setdefault(word.rstrip("*"), set()).add(name)

    def features(self, spelt: str, hearing: Hearing) -> dict[str, float]:
        """Return what is seen in a question, by name."""
        tokens = _WORD.findall(spelt.replace("'", " "))
        of_words = [self.of(token) for token in tokens]
        seen = {f"w:{token}": 1.0 for token in tokens}
        seen |= {f"b:{a} {b}": 1.0 for a, b in pairwise(["<", *tokens, ">"])}
        seen |= {f"f:{family}": 1.0 for families in of_words for family in families}
        seen |= dict.fromkeys(_pairs(of_words), 1.0)
        seen |= {f"0:{family}": 1.0 for family in (of_words[0] if of_words else ())}
        seen |= _rules(spelt)
        daily = min(sum(bool(f & _DAILY) for f in of_words), _MOST)
        seen |= {f"d:{act}": 1.0 for families in of_words for act in families & _ACTS if daily}
        own = min(sum("dossier" in f for f in of_words), _MOST)
        trade = min(sum("metier" in f for f in of_words), _MOST)
        counted: dict[str, float] = {"n:daily": daily, "n:no daily": not daily, "n:trade": trade, "n:no trade": not trade}
        counted |= {"n:dossier": own, "n:no dossier": not own}
        counted |= {"n:length": min(len(tokens), 30) / 10, "n:understood": 2 * min(hearing.understood, 1.25), "n:1": 1.0}
        counted |= {"n:words": min(hearing.words, 20.0) / 5, "n:parts": 5 * hearing.parts}
        return seen | {name: float(value) for name, value in counted.items()} | fragments(spelt)

    def of(self, token: str) -> set[str]:
        """Return the families of a word."""
        parts = {token, *token.split("-")}
        starts = (part[:n] for part in parts for n in range(2, len(part) + 1))
        found = [self._exact.get(part, set()) for part in parts] + [self._starts.get(start, set()) for start in starts]
        return set().union(*found)


def _pairs(of_words: list[set[str]]) -> Iterator[str]:
    for n, first in enumerate(of_words):
        for second in of_words[n + 1 : n + 1 + _NEAR]:
            yield from (f"p:{a}>{b}" for a in first & _ACTS for b in second & _ACTS)


def _rules(spelt: str) -> dict[str, float]:
    return {
        "r:write": 2.0 * intents.asks_to_write(spelt),
        "r:predict": 2.0 * intents.asks_to_predict(spelt),
        "r:off": 2.0 * intents.is_off_subject(spelt),
        "r:exam": 1.0 * intents.asks_about_the_exam(spelt),
        "r:question": 1.0 * ("?" in spelt),
    }
