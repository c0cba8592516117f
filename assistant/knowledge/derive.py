"""Grilles for a référentiel that no expert has annotated, from the words of its critères alone."""

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.domain.grille import Basis, CritereGrille, Grille, Indicateur
from assistant.domain.referentiel import Bloc, Competence, PointEntretien
from assistant.knowledge.families import Family, family_of
from assistant.knowledge.typography import typographic
from assistant.knowledge.verbs import participle_of, word_set
from assistant.knowledge.wording import Condition, conditions
from assistant.text.french import fold, terms, words

VERSION = "derive-1"

_MOST_CUES = 12
_SIMULATED = re.compile(r"simul|fictif|fictive|etude de cas|cas pratique")
_REAL = re.compile(r"\bmission\b|\breel|\bvecu|\bentreprise\b|\bstage\b|situation de travail")
_COMPLEMENT = re.compile(r"([^\W\d_]{4,}) (de |d'|du |des )([^\W\d_]{4,})")
_CONDITION = re.compile(r"(?:si|s'il|au besoin|le cas échéant|selon)\b[^,]*,")
_ASPIRATED = ("hiérarch", "hauss", "heurt", "hiss", "harcel")
_EMPTY = word_set(
    """
    afin ainsi alors apres aucun aussi autre autres avant avec avoir bien cadre candidat cette chaque comme compte dans
    depuis differentes differents dont elle elles entre etre fait font leur leurs lors mais meme mise moins notamment
    nous oeuvre œuvre peut plus pour present presente regard sans selon sera seront soit sont sous sur tant tous tout toute
    toutes vers vis-a-vis vous permet permettent maniere facon fonction echeant eventuellement libelle
    """
)


def derive_grille(bloc: Bloc) -> Grille:
    """Return a grille whose indicateurs come from the wording of each critère and nothing else."""
    return Grille(
        bloc=bloc.code,
        version=VERSION,
        derived=True,
        simulated=_is_simulated(bloc),
        criteres=tuple(_derive(critere.code, critere.texte, bloc.competences) for critere in bloc.criteres),
    )


def derive_point(point: PointEntretien) -> CritereGrille:
    """Return the expected elements of an interview point, from its wording and nothing else."""
    return _derive(point.code, point.texte, ())


def _is_simulated(bloc: Bloc) -> bool:
    modalites = fold(" ".join(modalite.texte for modalite in bloc.modalites))
    return bool(_SIMULATED.search(modalites)) or not _REAL.search(modalites)


def _derive(code: str, texte: str, competences: tuple[Competence, ...]) -> CritereGrille:
    linked = _linked(texte, competences)
    indicateurs: list[Indicateur] = []
    for number, condition in enumerate(conditions(texte), 1):
        asked = frozenset(indicateur.question for indicateur in indicateurs)
        indicateurs.append(_indicateur(f"{code}-I{number}", condition, linked, asked))
    points = " ; ".join(_lower(indicateur.label) for indicateur in indicateurs)
    return CritereGrille(
        code=code,
        texte=texte,
        competences=tuple(competence.code for competence in linked),
        expected=typographic(f"Des éléments propres à la situation, datés et attribués, pour chaque point : {points}."),
        typical_failure="Le libellé est repris sans fait, chiffre, date ni nom propres à la situation.",
        indicateurs=tuple(indicateurs),
    )


def _linked(texte: str, competences: tuple[Competence, ...]) -> tuple[Competence, ...]:
    """Return the compétences that share the most words with a critère, two at most, two words at least."""
    wanted = _content_terms(texte)
    shared = {competence.code: len(wanted & _content_terms(competence.texte)) for competence in competences}
    best = sorted((c for c in competences if shared[c.code] >= 2), key=lambda c: -shared[c.code])
    return tuple(best[:2])


def _content_terms(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if len(term) > 3 and term not in _EMPTY)


def _indicateur(code: str, condition: Condition, linked: tuple[Competence, ...], asked: frozenset[str]) -> Indicateur:
    family = family_of(condition.verb)
    description, advice, question = _SAYINGS[condition.kind](condition, family)
    if typographic(question) in asked:
        _, _, question = _SAYINGS[condition.kind](condition, replace(family, question=""))
    return Indicateur(
        code=code,
        label=typographic(condition.label),
        description=typographic(description),
        essential=condition.essential,
        basis=Basis.DERIVE,
        evidence=family.evidence,
        cues=_cues(condition, linked),
        advice=typographic(advice),
        question=typographic(question),
    )


def _say_claim(condition: Condition, family: Family) -> tuple[str, str, str]:
    clause = _lower(condition.text)
    that = f"que, {clause}" if _CONDITION.match(clause) else f"qu'{clause}" if _starts_with_vowel(clause) else f"que {clause}"
    advice = _direct(condition, family) or f"{family.shown} {that}."
    question = _asked(condition, family) or f"Qu'est-ce qui montre, dans votre travail, {that} ?"
    return f"{_upper(condition.text)}.", advice, question


def _say_action(condition: Condition, family: Family) -> tuple[str, str, str]:
    action = condition.text
    advice = _direct(condition, family) or f"{family.shown} comment vous parvenez à {action}."
    question = _asked(condition, family) or f"Comment avez-vous procédé pour {action} ?"
    return f"Le libellé demande {_of(action)}.", advice, question


def _say_element(condition: Condition, family: Family) -> tuple[str, str, str]:
    if condition.verb:
        return _say_action(replace(condition, text=f"{condition.verb} {_lower(condition.thing)}"), family)
    element = _lower(condition.text)
    return (
        f"Cet élément du libellé est traité pour lui-même : {element}.",
        f"Consacrer un passage précis à cet élément : {element}.",
        f"Que montrez-vous, précisément, sur cet élément : {element} ?",
    )


def _say_example(condition: Condition, _family: Family) -> tuple[str, str, str]:
    example = condition.text
    return (
        f"Le libellé cite cet élément en exemple : {example}.",
        f"Décrire ou joindre cet élément, que le libellé cite en exemple : {example}.",
        f"Où trouve-t-on cet élément dans votre travail : {example} ?",
    )


def _say_whole(condition: Condition, _family: Family) -> tuple[str, str, str]:
    point = condition.text
    return (
        f"Le libellé demande ceci : {point}.",
        f"Montrer ce point par un fait précis de la situation : {point}.",
        f"Qu'est-ce qui montre ce point dans votre travail : {point} ?",
    )


_SAYINGS = {
    "claim": _say_claim,
    "action": _say_action,
    "element": _say_element,
    "example": _say_example,
    "whole": _say_whole,
}


def _direct(condition: Condition, family: Family) -> str:
    if not (family.direct and condition.verb and condition.thing):
        return ""
    return f"{_upper(condition.verb)} {_lower(condition.thing)}{family.direct}"


def _asked(condition: Condition, family: Family) -> str:
    if not (family.question and condition.verb and condition.thing):
        return ""
    return family.ask(participle_of(condition.verb), _lower(condition.thing))


def _cues(condition: Condition, linked: Iterable[Competence]) -> tuple[str, ...]:
    """Return the vocabulary of a condition, then of the linked compétences, as truncated words."""
    plain = condition.text.lower()
    pairs = (m.groups() for m in _COMPLEMENT.finditer(plain) if not {fold(m.group(1)), fold(m.group(3))} & _EMPTY)
    found = [f"{_truncated(noun)} {link}{_truncated(other)}" for noun, link, other in pairs]
    verb = (condition.verb or "").removeprefix("se ").removeprefix("s'").partition(" ")[0]
    if len(verb) > 5:
        found.append(f"{verb.removesuffix('er') if verb.endswith('er') else participle_of(verb)}*")
    for word in (*_content_words(plain), *(w for competence in linked for w in _content_words(competence.texte.lower()))):
        if not any(cue.endswith("*") and word.startswith(cue[:-1]) for cue in found):
            found.append(_truncated(word))
    return tuple(dict.fromkeys(found))[:_MOST_CUES]


def _content_words(text: str) -> list[str]:
    found = (text[span.start : span.end] for span in words(text))
    return [word for word in found if len(word) > 3 and fold(word) not in _EMPTY and not word.isdigit()]


def _truncated(word: str) -> str:
    return re.sub(r"[sx]$", "", word) + "*" if len(word) > 4 else word


def _of(action: str) -> str:
    return f"d'{action}" if _starts_with_vowel(action) and not action.startswith(_ASPIRATED) else f"de {action}"


def _starts_with_vowel(text: str) -> bool:
    return fold(text[:1]) in tuple("aeiouhœ")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """Return the text with a small first letter, unless it starts with an acronym."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in ("'", "’", " ") else text
