"""How a bloc is assessed: which épreuve a question is about, and what it states of it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.coaching.compose import cite, quote
from assistant.coaching.outline import Sentence
from assistant.domain.conversation import SearchResult
from assistant.domain.knowledge import Knowledge
from assistant.text import intents
from assistant.text.french import fold, terms

FINAL = "ENTRETIEN"
_WRITTEN = re.compile(r"\b(?:ecrit|redaction|production\s+ecrite|rapport|memoire)\b")
_SAID = re.compile(r"\b(?:oral\w*|expose|entretien|questionnaire)\b")
_CASE = re.compile(r"simule\w*|fictif|fictive|etude\s+de\s+cas|cas\s+pratique")
_MISSION = re.compile(r"mission\s+en\s+milieu\s+professionnel|stage|en\s+entreprise|situation\s+reelle")
_ASKS_WRITTEN = re.compile(
    r"\b(?:ecrit\w*|memoire|rapport|rendre|rend[sr]?|rendu|remettre|depos\w+|annexes?|pages?|caracteres|signes|copie|synthese|longueur)\b"
)
_ASKS_SAID = re.compile(
    r"\b(?:oral|soutenance|soutenir|exposer?|present\w+|diapo\w*|powerpoint|support|parle|devant|questions?|entretien|face|recoi[ts]?|"
    r"interrog\w+|jury|jures?)\b"
)
_ASKS_CASE = re.compile(r"\b(?:cas|fictif|fictive|invent\w+|imagin\w+|simul\w+|sujet|devoir|sur\s+table|documents)\b")
_ASKS_MISSION = re.compile(r"\b(?:vrai\w*|reel\w*|mission|stage|client|entreprise|boite|benevole|asso\w*)\b")
_ASKS_FINAL = re.compile(
    r"\b(?:final\w*|derni\w+|cloture|fin|demi-heure|trente\s+minutes|30\s+(?:min\w*|mn))\b|\b(?:tous|toutes|six|6)\s+(?:les\s+|mes\s+)?blocs?\b"
)
_ASKS_TITLE = re.compile(
    r"\b(?:titre|diplome|rattrap\w*|compens\w*|capitalis\w*|desordre|repass\w*|rat[ee]\w*|session|convoc\w*|visio)\b"
    r"|\bvalid\w+\b.{0,20}\b(?:blocs|tout|tous|partiel\w*)\b|\bles\s+blocs\b"
)
_FORMS = ((_WRITTEN, _ASKS_WRITTEN, 0.6), (_SAID, _ASKS_SAID, 0.6), (_CASE, _ASKS_CASE, 0.8), (_MISSION, _ASKS_MISSION, 0.8))
_SHOWN: Mapping[str, str] = {
    "pages": "{} pages",
    "caracteres_max": "{} caractères au plus, espaces compris",
    "minutes": "{} minutes",
    "examinateurs": "{} examinateurs",
}
_ASKED_IN_WORDS: Mapping[str, str] = {
    "pages": "le nombre de pages",
    "caracteres_max": "le nombre de caractères",
    "minutes": "la durée",
    "examinateurs": "qui interroge",
}
_LAST_BLOC = re.compile(r"\bdernier\s+bloc\b")
_ASKS_LONG = re.compile(r"\b(?:(?:gros|grand|long)\s+(?:\w+\s+)?(?:ecrit|dossier|document)|memoire|longueur|soutenance)\b")
_LENGTHS = frozenset({"pages", "caracteres_max"})
_CITED = 2
_FEW = 2
"""Modalités that may share a word for it to tell one from the others."""


class Exams:
    """Chooses and says modalités."""

    def __init__(self, knowledge: Knowledge, things: Mapping[str, SearchResult]) -> None:
        self._things = things
        self._limits = limits(knowledge)
        self._blocs = {b.code: f"{b.intitule} {' '.join(c.texte for c in b.competences)}" for b in knowledge.referentiel.blocs}
        self._telling = self._telling_words()
        self._intitules = {b.code: b.intitule for b in knowledge.referentiel.blocs}

    def choose(self, spelt: str, near: Sequence[str], likely: Sequence[str] = ()) -> list[SearchResult]:
        """Return up to two modalités: of the bloc that is named, else those whose form, limits and bloc fit the question.

        `near` lists codes of modalités, the closest first; `likely` the blocs that the question seems to be about.
        """
        bloc = intents.named_bloc(spelt) or self._last(spelt) or intents.loosely_named_bloc(spelt)
        asked = intents.asked_limits(spelt)
        known = [c for c in self._limits if c in self._things]
        if bloc in self._blocs:
            known = [c for c in known if c.startswith(f"{bloc}-")]
        scores = {code: self._score(code, spelt, asked, near, likely) for code in known}
        ranked = sorted(known, key=lambda code: -scores[code])
        return [self._things[code] for code in ranked[:_CITED]]

    def _last(self, spelt: str) -> str | None:
        return list(self._blocs)[-1] if _LAST_BLOC.search(spelt) else None

    def _score(self, code: str, spelt: str, asked: frozenset[str], near: Sequence[str], likely: Sequence[str]) -> float:
        text = fold(self._things[code].text)
        stated = self._stated(code)
        score = 2.0 * bool(asked & stated) or 1.0 * bool(asked & _LENGTHS and stated & _LENGTHS)
        score += sum(weight for states, asks, weight in _FORMS if states.search(text) and asks.search(spelt))
        score += 1.0 / (1 + near.index(code)) if code in near else 0.0
        if code == FINAL:
            return score + 2.5 * (_ASKS_FINAL.search(spelt) is not None) + 1.5 * (_ASKS_TITLE.search(spelt) is not None)
        bloc = code.partition("-")[0]
        score += 1.5 * ("caracteres_max" in stated and _ASKS_LONG.search(spelt) is not None)
        words = {t for t in terms(spelt) if len(t) > 3}
        own = {t for t in terms(self._intitules[bloc]) if len(t) > 3}
        score += (
            0.4 * len(words & self._telling[code])
            + 0.8 * len(words & own)
            + 0.2 * len(words & {t for t in terms(self._blocs[bloc]) if len(t) > 3} - own)
        )
        return score + (1.2 / (1 + likely.index(bloc)) if bloc in likely else 0.0)

    def _telling_words(self) -> dict[str, set[str]]:
        """Return, for each modalité, the words that few others share."""
        words = {code: {t for t in terms(self._things[code].text) if len(t) > 3} for code in self._limits if code in self._things}
        shared = Counter(t for each in words.values() for t in each)
        return {code: {t for t in each if shared[t] <= _FEW} for code, each in words.items()}

    def say(self, chosen: Sequence[SearchResult], spelt: str, *, named: bool) -> list[Sentence]:
        """Return what the chosen modalités state, what they do not state, and what to do about it."""
        asked = intents.asked_limits(spelt)
        said = [self._unstated(asked, chosen)] if asked and not asked & self._stated(chosen[0].code) else []
        said += [self._stating(chosen[0], asked), self._form(chosen[0])]
        same = [t for t in chosen[1:] if named or t.code.partition("-")[0] == chosen[0].code.partition("-")[0]]
        said += [Sentence(text=f"L’autre partie de l’épreuve\u00a0: {quote(t.text)}.", citations=(cite(t),)) for t in same]
        if not same:
            said += [
                Sentence(
                    text=f"Si vous parlez d’une autre épreuve, {self._where(t.code)}\u00a0: {quote(t.text)}.",
                    citations=(cite(t),),
                )
                for t in chosen[1:]
            ]
        return [s for s in said if s.text]

    def _stating(self, thing: SearchResult, asked: frozenset[str]) -> Sentence:
        figures = [_SHOWN[kind].format(_grouped(value)) for kind, value in self._limits[thing.code].items() if kind in asked]
        answer = f"{', '.join(figures)}. ".capitalize() if figures else ""
        where = self._where(thing.code)
        return Sentence(text=f"{answer}{where[:1].upper()}{where[1:]}\u00a0: {quote(thing.text)}.", citations=(cite(thing),))

    def _form(self, thing: SearchResult) -> Sentence:
        """Return in plain words what the wording of a modalité implies."""
        text = fold(thing.text)
        said = []
        if _CASE.search(text):
            said.append("vous partez d’un cas, pas de votre propre mission\u00a0: dites qui fait quoi, quand, avec quels moyens")
        elif _MISSION.search(text):
            said.append("vous partez d’une mission que vous avez menée\u00a0: un client inventé ne convient pas")
        if _SAID.search(text) and not _WRITTEN.search(text):
            said.append("c’est un oral")
        return Sentence(text=f"Autrement dit, {', et '.join(said)}.") if said else Sentence(text="")

    def _unstated(self, asked: frozenset[str], chosen: Sequence[SearchResult]) -> Sentence:
        what = " ni ".join(_ASKED_IN_WORDS[kind] for kind in sorted(asked))
        other = [_SHOWN[kind].format(_grouped(value)) for kind, value in self._limits[chosen[0].code].items() if asked & _LENGTHS]
        instead = f" Il fixe une autre limite\u00a0: {', '.join(other)}." if other else ""
        return Sentence(
            text=f"Le référentiel ne le précise pas pour cette épreuve ({what})\u00a0: demandez-le à votre organisme.{instead}"
        )

    def _stated(self, code: str) -> frozenset[str]:
        return frozenset(self._limits.get(code, {}))

    def _where(self, code: str) -> str:
        return "l’entretien final" if code == FINAL else f"au bloc {code[1:].partition('-')[0]}"


def limits(knowledge: Knowledge) -> dict[str, dict[str, int]]:
    """Return the limits that each modalité and the final interview state."""
    referentiel = knowledge.referentiel
    found: dict[str, dict[str, int]] = {
        f"{bloc.code}-M{number}": {limite.kind: limite.value for limite in modalite.limites}
        for bloc in referentiel.blocs
        for number, modalite in enumerate(bloc.modalites, start=1)
    }
    if referentiel.entretien_final is not None:
        minutes = referentiel.entretien_final.minutes
        found[FINAL] = {"minutes": minutes} if minutes else {}
    return found


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")
