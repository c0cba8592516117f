"""Sentences about one thing of the référentiel: what it says, what a jury looks for, what weakens it, what to ask oneself."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.coaching.outline import Aspect, Offer, Sentence
from assistant.coaching.targets import Asked
from assistant.domain.conversation import Citation, SearchResult
from assistant.domain.grille import Basis, CritereGrille, Indicateur
from assistant.domain.knowledge import Knowledge
from assistant.text.french import terms

GIVEN = 3
"""Elements given at a time."""
_MOST_WORDS = 120
_POINT = re.compile(r"E\d+")


def quote(text: str) -> str:
    """Return words between French quotation marks, without their last point."""
    return f"«\u00a0{text.rstrip(' .')}\u00a0»"


def cite(thing: SearchResult) -> Citation:
    """Return the citation of a whole thing."""
    return Citation(kind=thing.kind, code=thing.code, quote=thing.text)


def lowered(text: str) -> str:
    """Return a sentence as it continues another one: small first letter unless it is an acronym."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in (" ", "’") else text


class Composer:
    """Says things from the knowledge."""

    def __init__(self, knowledge: Knowledge, things: Mapping[str, SearchResult]) -> None:
        self._knowledge = knowledge
        self._things = things
        self._forms = {form.id: lowered(form.label) for form in knowledge.formes}

    def element(self, asked: Asked, code: str, others: Sequence[str] = ()) -> list[Sentence]:
        """Return what to say of a critère, a compétence or a point of the final interview, from the side that is asked."""
        critere = self.expected(code)
        opening = [self._opening(code, named=code in asked.codes)]
        if critere is None:
            return [*opening, *self.also(others)]
        every = _first(ordered(critere, asked.spelt), asked.given)
        many = GIVEN if asked.skip else len(asked.given) or GIVEN
        chosen = every[asked.skip : asked.skip + many] or every[:GIVEN]
        body = list(self._body(critere, chosen, asked.aspect))
        closing = self._closing(critere, chosen, asked.aspect)
        room = _MOST_WORDS - sum(len(s.text.split()) for s in (*opening, *body, *closing))
        return [*opening, *body, *closing, *self.also(others, short=room < 0)]

    def expected(self, code: str) -> CritereGrille | None:
        """Return the expected elements of what has that code, those of the critère that evaluates it for a compétence."""
        criteres = [c for grille in self._knowledge.grilles for c in grille.criteres]
        for critere in (*criteres, *self._knowledge.entretien):
            if critere.code == code or code in critere.competences:
                return critere
        return None

    def offer(self, code: str) -> Offer:
        """Return a thing with the elements that can be given of it."""
        critere = self.expected(code)
        lines = [(i.code, _line(i)) for i in critere.indicateurs] if critere else []
        return Offer(code=code, text=self._things[code].text, elements=tuple(lines))

    def _opening(self, code: str, *, named: bool) -> Sentence:
        thing = self._things[code]
        if thing.kind == "competence":
            linked = [c.code for g in self._knowledge.grilles for c in g.criteres if code in c.competences]
            judged = f" Elle s’évalue par {' et '.join(linked[:2])}." if linked else ""
            evaluated = tuple(cite(self._things[c]) for c in linked[:2])
            head = f"La compétence {code} dit" if named else f"Cela relève de la compétence {code}"
            return Sentence(text=f"{head}\u00a0: {quote(thing.text)}.{judged}", citations=(cite(thing), *evaluated))
        what = f"point {code} de l’entretien final" if _POINT.fullmatch(code) else f"critère {code}"
        head = f"Le {what} dit" if named else f"Cela relève du {what}"
        return Sentence(text=f"{head}\u00a0: {quote(thing.text)}.", citations=(cite(thing),))

    def _body(self, critere: CritereGrille, chosen: Sequence[Indicateur], aspect: Aspect) -> Iterator[Sentence]:
        if aspect == "pourquoi":
            yield from self._reason(critere)
        heading, lines = self._lines(chosen, aspect)
        yield Sentence(text=heading)
        yield from (Sentence(text=line, shape="puce") for line in lines)

    def _reason(self, critere: CritereGrille) -> Iterator[Sentence]:
        """Yield why it is asked: the compétence that it evaluates, in the référentiel's words."""
        for code in critere.competences[:1]:
            competence = self._things[code]
            yield Sentence(
                text=f"Il sert à juger la compétence {code}\u00a0: {quote(competence.text)}.", citations=(cite(competence),)
            )

    def _lines(self, chosen: Sequence[Indicateur], aspect: Aspect) -> tuple[str, list[str]]:
        if aspect == "ameliorer":
            return "Pour le renforcer\u00a0:", [i.advice for i in chosen]
        if aspect == "oral":
            return "Le jury peut vous demander\u00a0:", [i.question for i in chosen]
        if aspect == "preuve":
            shown = [f"{i.label}\u00a0: {', '.join(self._forms.get(e, e) for e in i.evidence)}." for i in chosen if i.evidence]
            return "Un fait de votre situation prouve plus que le vocabulaire. Formes de preuve qui conviennent\u00a0:", shown
        heading = "Un jury y cherche aussi\u00a0:" if aspect == "plus" else "Un jury y cherche\u00a0:"
        return heading, [_line(i) for i in chosen]

    def _closing(self, critere: CritereGrille, chosen: Sequence[Indicateur], aspect: Aspect) -> list[Sentence]:
        said = []
        if critere.typical_failure and aspect in ("attendu", "ameliorer", "pourquoi"):
            said.append(Sentence(text=f"Ce qui affaiblit souvent\u00a0: {lowered(critere.typical_failure)}"))
        if chosen and aspect != "oral":
            said.append(Sentence(text=f"À vous demander\u00a0: {lowered(chosen[0].question)}"))
        return said

    def evidence_plan(self, chosen: Sequence[Indicateur]) -> str:
        """Return the forms of evidence that fit these elements, each once, as a list in a sentence."""
        forms = list(dict.fromkeys(self._forms.get(e, e) for i in chosen for e in i.evidence))[:4]
        return f"{', '.join(forms[:-1])} ou {forms[-1]}" if len(forms) > 1 else "".join(forms)

    def also(self, codes: Sequence[str], *, short: bool = False) -> list[Sentence]:
        """Return a sentence that points at other things, with their words unless room is short."""
        things = [self._things[c] for c in codes if c in self._things]
        if not things:
            return []
        named = [t.code if short else f"{t.code} ({quote(t.text)})" for t in things]
        return [
            Sentence(text=f"Selon ce que vous cherchez, voyez aussi {' et '.join(named)}.", citations=tuple(map(cite, things)))
        ]

    def overview(self, bloc: str) -> list[Sentence]:
        """Return what a bloc holds: its critères word for word, and how it is assessed."""
        part = self._knowledge.referentiel.bloc(bloc)
        sentences = [
            Sentence(
                text=f"Le bloc {bloc} s’intitule {quote(part.intitule)}. Il compte {len(part.competences)} compétences et "
                f"{len(part.criteres)} critères\u00a0:"
            )
        ]
        for critere in part.criteres:
            thing = self._things[critere.code]
            sentences.append(Sentence(text=f"{critere.code}\u00a0: {quote(thing.text)}", citations=(cite(thing),), shape="puce"))
        if part.modalites:
            thing = self._things[f"{bloc}-M1"]
            sentences.append(Sentence(text=f"L’épreuve\u00a0: {quote(thing.text)}.", citations=(cite(thing),)))
        return sentences

    def whole(self) -> list[Sentence]:
        """Return what the référentiel holds, bloc by bloc, and how the title is awarded."""
        blocs = self._knowledge.referentiel.blocs
        sentences = [Sentence(text=f"Le référentiel compte {len(blocs)} blocs\u00a0:")]
        for bloc in blocs:
            text = f"{bloc.code}\u00a0: {bloc.intitule} ({len(bloc.criteres)} critères)"
            sentences.append(Sentence(text=text, shape="puce"))
        final, attribution = self._things.get("ENTRETIEN"), self._knowledge.referentiel.attribution
        if final and attribution and attribution in final.text:
            source = Citation(kind="modalite", code="ENTRETIEN", quote=attribution)
            sentences.append(Sentence(text=f"{quote(attribution)}.", citations=(source,)))
        return sentences


def ordered(critere: CritereGrille, question: str) -> list[Indicateur]:
    """Return the indicateurs, those that the question speaks of first, then those without which the critère is fragile."""
    words = [set(terms(f"{i.label} {i.description} {i.advice} {' '.join(i.cues)}")) for i in critere.indicateurs]
    shared = Counter(word for each in words for word in each)
    asked = set(terms(question))
    blocking = critere.blocking()

    def rank(n: int) -> tuple[float, bool, int]:
        spoken = sum(1 / shared[word] for word in asked & words[n] if len(word) > 3)
        return (-spoken if spoken >= 1 else 0.0, critere.indicateurs[n] not in blocking, n)

    return [critere.indicateurs[n] for n in sorted(range(len(words)), key=rank)]


def _first(indicateurs: list[Indicateur], given: Sequence[str]) -> list[Indicateur]:
    """Return the indicateurs, those of these codes first, in that order."""
    ranks = {code: n for n, code in enumerate(given)}
    return sorted(indicateurs, key=lambda i: ranks.get(i.code, len(ranks)))


def _line(indicateur: Indicateur) -> str:
    note = " (attendu par beaucoup de jurys)" if indicateur.basis is Basis.EXPERT else ""
    return f"{indicateur.label}{note}\u00a0: {lowered(indicateur.description)}"
