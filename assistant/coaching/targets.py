"""What a question is about: the codes it names, or what the conversation was about before it."""

import re

from assistant.coaching.outline import Aspect, Topic
from assistant.domain.base import Frozen
from assistant.domain.referentiel import Referentiel
from assistant.text import aspects, intents
from assistant.text.french import FUNCTION_WORDS, content

_CODE = re.compile(r"\b(?:b\s?(\d+)\s?[-.]?\s?c\s?(\d+)|c\s?(\d+\.\d+)|competence\s+(?:n\s?°?\s?)?(\d+\.\d+)|e(\d+))\b")
_NUMBER = r"(?:n\s?°?\s?)?(\d{1,2})"
_CRITERE_OF_BLOC = re.compile(
    rf"\bcritere\s+{_NUMBER}\b.{{0,12}}\bbloc\s+{_NUMBER}|\bbloc\s+{_NUMBER}\b.{{0,12}}\bcritere\s+{_NUMBER}"
)
_CRITERE = re.compile(rf"\bcritere\s+{_NUMBER}\b|\b(\d{{1,2}})(?:e|er|eme|ieme)\s+critere\b|\bc(\d{{1,2}})\b(?!\.\d)")
_POINT = re.compile(rf"\bpoint\s+{_NUMBER}\b")
_BLOC = re.compile(r"\b(?:et\s+)?(?:pour\s+|dans\s+|au\s+|du\s+|le\s+|a\s+)*(?:bloc\s*(?:n\s?°?\s*)?\d+|b\d+|\w+\s+bloc)\b")
_OF_ASPECTS = frozenset(
    """
    preuve preuves exemple exemples donne donner donnez jury question questions oral ameliorer renforcer rediger
    concret concretement justificatif justificatifs pourquoi sert interet raison demander demande demandera peut
    pourrait autre autres encore plus details detail detaille developpe precise explique expliquez moi mieux autrement
    simplement comprends ecrire montrer prouver presenter faire prendre mettre joindre conseil conseils piste pistes
    aide aider critere bloc point competence suivant suivante prochain precedent attend attendu attendue attendent
    apres avant ensuite ecris ecrivez redige redigez fais vraiment dessus dedans la exactement juste manque manquait
    ok merci daccord accord stp plait important grave quoi lui celui celle elle pose
    """.split()  # noqa: SIM905 - a list of seventy quoted strings is harder to read and to extend
)
"""Words that say which side of a thing is asked about, and not what thing."""
_WORD = re.compile(r"[a-z]{2,}")
_FEW = 3


class Asked(Frozen):
    """A question, completed by the conversation before it."""

    spelt: str
    codes: tuple[str, ...] = ()
    """Codes it names or takes up that exist, the main one first."""
    aspect: Aspect = "attendu"
    follows: bool = False
    """Whether it is only understood with the turns before."""
    merged: bool = False
    """Whether the question before was added to it."""
    skip: int = 0
    """Elements of the thing already given."""
    given: tuple[str, ...] = ()
    """Codes of the elements that were given before the others."""
    bloc: str | None = None
    """Bloc to which a question taken up is moved."""


class Targets:
    """Finds what a question is about."""

    def __init__(self, referentiel: Referentiel) -> None:
        points = referentiel.entretien_final.points if referentiel.entretien_final else ()
        self._rows: list[list[str]] = [[b.code for b in referentiel.blocs], [p.code for p in points]]
        self._rows += [[c.code for c in b.criteres] for b in referentiel.blocs]
        self._rows += [[c.code for b in referentiel.blocs for c in b.competences]]
        self._known = {code for row in self._rows for code in row}

    def resolve(self, spelt: str, topic: Topic | None, bloc: str | None = None, about: str | None = None) -> Asked:
        """Return what is asked; a critère named by its number alone is of `bloc`, the bloc spoken of before or `about`."""
        aspect = aspect_of(spelt)
        codes = self._named(spelt, bloc or _bloc_of(topic) or about)
        if codes:
            return Asked(spelt=spelt, codes=codes, aspect=aspect)
        return (topic and self._taken_up(spelt, topic, aspect)) or Asked(spelt=spelt, aspect=aspect)

    def _named(self, spelt: str, bloc: str | None) -> tuple[str, ...]:
        found = [f"B{b or b2}-C{c or c2}" for c, b, b2, c2 in _CRITERE_OF_BLOC.findall(spelt)]
        for b, c, competence, written, point in _CODE.findall(spelt):
            found.append(f"B{b}-C{c}" if b else f"C{competence or written}" if competence or written else f"E{point}")
        of_bloc = intents.named_bloc(spelt) or bloc
        if of_bloc and not found:
            found += [f"{of_bloc}-C{next(filter(None, numbers))}" for numbers in _CRITERE.findall(spelt)]
        if not found and "entretien" in spelt:
            found += [f"E{number}" for number in _POINT.findall(spelt)]
        return tuple(dict.fromkeys(code for code in found if code in self._known))

    def _taken_up(self, spelt: str, topic: Topic, aspect: Aspect) -> Asked | None:
        """Return the question as it goes on from the topic; None when it stands on its own."""
        main = tuple(code for code in topic.codes[:1] if code in self._known)
        near = aspects.step(spelt)
        if near and main:
            return Asked(spelt=spelt, codes=self._beside(main[0], near), aspect=topic.aspect, follows=True)
        rest = subject_words(spelt)
        bloc, leans = intents.named_bloc(spelt), aspects.leans_on_before(spelt)
        if bloc in self._known and len(rest) <= 1 and leans:
            return self._moved(str(bloc), topic)
        if bloc:
            return None
        more = aspects.asks_for_more(spelt)
        if not rest and main:
            side: Aspect = "plus" if more and aspect == "attendu" else aspect
            return Asked(spelt=spelt, codes=main, aspect=side, follows=True, skip=topic.shown if more else 0, given=topic.given)
        return self._merged(spelt, topic, aspect, len(rest)) if leans or more or not content(spelt) else None

    def _moved(self, bloc: str, topic: Topic) -> Asked:
        """Return the question before, asked of another bloc."""
        if topic.intent == "referentiel":
            return Asked(spelt=f"que contient le bloc {bloc[1:]}", codes=(bloc,), follows=True)
        question = f"{_BLOC.sub(' ', topic.question)} bloc {bloc[1:]}"
        main = topic.codes[0] if topic.codes else ""
        by_number = f"{bloc}-{main.partition('-')[2]}" if _CRITERE.search(topic.question) else ""
        codes = (by_number,) if by_number in self._known else ()
        return Asked(spelt=question, codes=codes, aspect=topic.aspect, follows=True, merged=not codes, bloc=bloc)

    def _merged(self, spelt: str, topic: Topic, aspect: Aspect, words: int) -> Asked | None:
        if words > _FEW or topic.intent in ("accueil", "ecrire", "predire", "hors-sujet"):
            return None
        return Asked(spelt=f"{topic.question} {spelt}", aspect=aspect, follows=True, merged=True)

    def _beside(self, code: str, near: int) -> tuple[str, ...]:
        """Return the code next to that one in the référentiel, or that one again at either end."""
        for row in self._rows:
            if code in row:
                place = min(max(row.index(code) + near, 0), len(row) - 1)
                return (row[place],)
        return (code,) if code in self._known else ()


def subject_words(spelt: str) -> list[str]:
    """Return the words that say what thing is asked about, those that say which side of it and which bloc left out."""
    words = _WORD.findall(_BLOC.sub(" ", spelt))
    return [w for w in words if w not in _OF_ASPECTS and w not in FUNCTION_WORDS]


def aspect_of(spelt: str) -> Aspect:
    """Return which side of a thing is asked about."""
    told: tuple[tuple[bool, Aspect], ...] = (
        (aspects.asks_for_proof(spelt), "preuve"),
        (aspects.asks_about_the_oral(spelt), "oral"),
        (aspects.asks_to_improve(spelt), "ameliorer"),
        (aspects.asks_why(spelt), "pourquoi"),
    )
    return next((aspect for holds, aspect in told if holds), "attendu")


def _bloc_of(topic: Topic | None) -> str | None:
    """Return the bloc that the conversation was about."""
    for code in topic.codes if topic else ():
        if code.startswith("B"):
            return code.partition("-")[0]
    return intents.named_bloc(topic.question) if topic else None
