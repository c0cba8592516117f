"""Words of the trade and dated facts, explained with where they count."""

import re
from collections.abc import Mapping, Sequence

from assistant.coaching.compose import cite, lowered, quote
from assistant.coaching.outline import Sentence
from assistant.domain.conversation import Citation, SearchResult
from assistant.domain.grille import Definition, Fait
from assistant.domain.knowledge import MOIS, Knowledge
from assistant.text.french import fold, sentences, terms, word_list

_MOST_WORDS = 75
_ISO = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(\d\d)\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]+\b")


class Lexicon:
    """Finds and says definitions and facts."""

    def __init__(self, knowledge: Knowledge, things: Mapping[str, SearchResult]) -> None:
        self._knowledge = knowledge
        self._things = things
        self._known: dict[tuple[str, ...], Definition] = {}
        for definition in knowledge.definitions:
            for name in (definition.terme, *definition.aussi):
                self._known.setdefault(_key(name), definition)
        self._acronyms = {acronym.lower(): fait for fait in reversed(knowledge.faits) for acronym in _ACRONYM.findall(fait.title)}

    def definition(self, words: str) -> Definition | None:
        """Return the definition of the longest known name in those words, when they say little else."""
        asked = _key(words)
        found = [name for name in self._known if name and _within(name, asked)]
        best = max(found, key=len, default=None)
        return self._known[best] if best and len(asked) <= 2 * len(best) + 2 else None

    def fait(self, spelt: str) -> Fait | None:
        """Return the dated fact whose subject the question names by its acronym or title."""
        words = word_list(spelt)
        named = next((self._acronyms[w] for w in words if w in self._acronyms), None)
        if named:
            return named
        asked = set(_key(spelt))
        titles = ((set(_key(re.sub(r"\(.*?\)", "", f.title))), f) for f in self._knowledge.faits)
        return next((f for title, f in titles if len(title) >= 2 and title <= asked), None)

    def define(self, definition: Definition) -> list[Sentence]:
        """Return what a word means, what it is confused with, and where the référentiel uses it."""
        said = [Sentence(text=f"{definition.terme}\u00a0: {lowered(definition.definition)}")]
        if definition.distinct:
            said.append(Sentence(text=f"À ne pas confondre\u00a0: {lowered(definition.distinct)}"))
        used = self._used(definition)
        if used:
            where = "critère" if used.kind == "critere" else "compétence" if used.kind == "competence" else "épreuve"
            said.append(
                Sentence(text=f"Dans le référentiel, {where} {used.code}\u00a0: {quote(used.text)}.", citations=(cite(used),))
            )
        return [*said, *(self._dated(self._knowledge.fait(code)) for code in definition.faits[:1])]

    def tell(self, fait: Fait) -> list[Sentence]:
        """Return a dated fact, how far it was checked, and the critère where it counts."""
        said = [self._dated(fait)]
        linked = [c for g in self._knowledge.grilles for c in g.criteres if any(fait.id in i.regulatory for i in c.indicateurs)]
        if linked:
            thing = self._things[linked[0].code]
            said.append(
                Sentence(text=f"Cela compte pour le critère {thing.code}\u00a0: {quote(thing.text)}.", citations=(cite(thing),))
            )
        doubt = "aucune source n’a été lue\u00a0: " if fait.confidence == "memoire" else ""
        said.append(
            Sentence(
                text=f"Connaissances arrêtées à {self._knowledge.knowledge_date_shown}\u00a0; {doubt}vérifiez sur le site "
                "officiel, et écrivez dans votre texte la date à laquelle vous l’avez fait."
            )
        )
        return said

    def _dated(self, fait: Fait) -> Sentence:
        """Return the first sentences of a fact, word for word."""
        spans = sentences(fait.statement)
        end = next((s.end for s in spans if len(fait.statement[: s.end].split()) >= _MOST_WORDS), len(fait.statement))
        kept = max((s.end for s in spans if len(fait.statement[: s.end].split()) <= _MOST_WORDS), default=end)
        words = fait.statement[:kept]
        text = f"{fait.title} ({fait.status}\u00a0; effet\u00a0: {_in_french(fait.effective)}). {words}"
        return Sentence(text=text, citations=(Citation(kind="fait", code=fait.id, quote=words),))

    def _used(self, definition: Definition) -> SearchResult | None:
        """Return the first thing of the référentiel that uses the word."""
        names = sorted((_key(n) for n in (definition.terme, *definition.aussi)), key=len, reverse=True)
        of_referentiel = [t for t in self._things.values() if t.kind in ("critere", "competence", "modalite")]
        for name in names:
            for thing in of_referentiel:
                if name and _within(name, tuple(terms(thing.text))):
                    return thing
        return None


def _in_french(effective: str) -> str:
    """Return dates such as 2025-06-09 as « 9 juin 2025 »."""
    return _ISO.sub(lambda m: f"{int(m[3])}{'er' if m[3] == '01' else ''} {MOIS[int(m[2]) - 1]} {m[1]}", effective)


def _key(name: str) -> tuple[str, ...]:
    return tuple(w for w in terms(fold(name)) if w not in ("de", "du", "d", "la", "le", "l", "un", "une", "des"))


def _within(name: Sequence[str], words: Sequence[str]) -> bool:
    plain = [w for w in words if w not in ("de", "du", "d", "la", "le", "l", "un", "une", "des")]
    return any(tuple(plain[n : n + len(name)]) == tuple(name) for n in range(len(plain) - len(name) + 1))
