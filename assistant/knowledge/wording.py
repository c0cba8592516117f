"""What a critère asks for, read in its wording alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.knowledge import syntax
from assistant.knowledge.verbs import AUXILIARIES, finite, infinitive_of, is_infinitive

Kind = Literal["claim", "action", "element", "example", "whole"]

MOST = 7
"""Beyond that many conditions, a sentence is split less finely."""

_LONGEST_LABEL = 70
_HANGING = re.compile(r"(?:\s+(?:de|du|des|d'|la|le|les|l'|à|au|aux|et|ou|en|pour|par|un|une|sur|dans))*\s*$")

_BULLET = re.compile(r"^[\s\-–—•*·▪]*(?:[A-Z]{0,2}\d+(?:\.\d+)*\s*[-–—.:)]\s+)?(?=\w)")
_SENTENCE_END = re.compile(r"\s*;\s*|\s*\n\s*|(?<=[a-zé)])\.\s+(?=[A-ZÀÉÊ])")
_PARENTHESIS = re.compile(r"\s+\(([^()]{4,})\)")
_ASIDE = re.compile(r",\s+((?:dont|notamment|par exemple) (?:les?|la|l'|une?|des)\b[^,()]*),")
_AFTER_COLON = re.compile(r"\s*:\s+([^:;()]*,[^:;()]*)$", re.MULTILINE)
_EXAMPLE_INTRO = re.compile(r"^(?:notamment|par exemple|ex\.?|exemples?|dont|comme|tels? que|telles? que)\s*:?\s+", re.IGNORECASE)
_ETC = re.compile(r"\s*,?\s*(?:etc\.?|…|\.\.\.)\s*$", re.IGNORECASE)
_ABLE = re.compile(
    r"^(?:(?:le|la|l')\s*[\w-]+(?: [\w-]+)?\s+)?"
    r"(?:est capable|est en mesure|est apte|être capable|être en mesure|savoir|sait|doit|peut)\s+(?:de\s+|d'|à\s+)?"
    r"|^(?:capacité|aptitude)\s+(?:à\s+|de\s+|d')",
    re.IGNORECASE,
)
_BY_PERSON = re.compile(r"\s+par (?:le candidat|la candidate|l'apprenant|le stagiaire|le professionnel)\b", re.IGNORECASE)
_DETERMINER = re.compile(
    r"^(?:(?:tous|toutes) )?(?:(?:les?|la|une?|des?|du|ses|son|sa|leurs?|chaque|ces|cette|cet|ce|de la) |l'|de l'|d')",
    re.IGNORECASE,
)
_ADJECTIVE = r"[\w-]+(?:aire|ique|al|ale|aux|elle|if|ive|eux|euse|able|ible|interne|externe)s?"
_ADJECTIVE_PAIR = re.compile(rf"\b(?P<one>{_ADJECTIVE}) (?P<link>et|ou) (?P<two>{_ADJECTIVE})\b")
_NAME = r"[^\W\d]+(?:-[^\W\d]+)?"
_QUALITIES = re.compile(
    rf"^(?P<names>{_NAME}(?:(?:, | et |, et ){_NAME})+) (?P<of>(?:(?:de la|du|des|de|dans|avec|à|au|aux) |de l'|d').+)$"
)
_LOCUTION = re.compile(r"^\s*(?:en (?:œuvre|compte|place|évidence|valeur|relation|forme)|à (?:jour|disposition|profit))\b")
_PERSON = re.compile(r"\b(?:candidate?|apprenante?|stagiaire|professionnel(?:le)?|élève|étudiante?|il|elle)\b", re.IGNORECASE)
_LINK = re.compile(r"^(?:de |d'|à )")
_CIRCUMSTANCE = re.compile(
    r"^(?:en|dans|lors|pour|à|au|aux|après|avant|selon|afin|lorsqu|face|sur|par|suite|si)\b[^,]*,\s+(?=(?:les?|la|l'|une?|des|ses|son|sa|chaque)\b)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"(?:les? |la |l'|des |une? |ses |son |sa |leurs? |chaque |tous |toutes )")
_INFINITIVE = re.compile(r"^(?:en |y )?((?:se )?\S+) ?(.*)$", re.IGNORECASE)
_LISTING = re.compile(r",|\bet\b|\bou\b")


@dataclass(frozen=True)
class Condition:
    """One thing a critère asks for, with the words to speak of it."""

    kind: Kind
    text: str
    """A claim's sentence, an action's phrase, an element with its article, or the wording itself."""
    label: str
    essential: bool = True
    verb: str | None = None
    thing: str = ""
    """What the verb bears on, when « verb + thing » is French; else empty."""


def conditions(wording: str) -> tuple[Condition, ...]:
    """Return the conditions of the wording of a critère, in order; at least one, and one essential."""
    text, examples = _without_parentheses(_BULLET.sub("", _plain(wording)))
    found: list[Condition] = []
    for sentence in _SENTENCE_END.split(text):
        if _has_words(sentence):
            found += _of_sentence(sentence.strip(" ."))
    found = list(dict.fromkeys((*found, *examples)))
    if not found:
        whole = text.strip(" .") if _has_words(text) else "libellé absent"
        found = [Condition("whole", whole, _label(whole, keep=True))]
    if not any(condition.essential for condition in found):
        found[0] = replace(found[0], essential=True)
    return tuple(found)


def _plain(wording: str) -> str:
    text = wording.capitalize() if wording.isupper() else wording
    text = re.sub(r"[\ue000-\uf8ff]", "", text).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return "\n".join(re.sub(r"[^\S\n]+", " ", line).strip() for line in text.strip().splitlines())


def _has_words(text: str) -> bool:
    return re.search(r"[^\W_]", text) is not None


def _without_parentheses(text: str) -> tuple[str, list[Condition]]:
    """Return the text without its parentheses, and what these cite as examples."""
    text = _ASIDE.sub(r" (\1)", _AFTER_COLON.sub(r" (\1)", text))
    examples: list[Condition] = []
    for match in _PARENTHESIS.finditer(text):
        cited = _ETC.sub("", _EXAMPLE_INTRO.sub("", match.group(1).strip()))
        items = [item.strip() for item in re.split(r",|;|/|\bet\b|\bou\b", cited) if item.strip(" .…")]
        if len(items) > 4 or any(len(item.split()) > 6 for item in items):
            items = [cited]
        examples += [Condition("example", item, _label(item), essential=False) for item in items if item]
    return _ETC.sub("", _PARENTHESIS.sub("", text)), examples


def _of_sentence(sentence: str) -> list[Condition]:
    marks = syntax.OptionalMarks()
    marked = marks.take(sentence)
    for detail in ("fine", "predicates", "clauses"):
        found = [
            replace(condition, essential=condition.essential and not syntax.is_optional(condition.text))
            for clause in syntax.clauses(marked)
            if _has_words(clause)
            for condition in _of_clause(clause.strip(" ,"), detail)
        ]
        if len(found) <= MOST:
            break
    return [_written(condition, marks) for condition in found]


def _written(condition: Condition, marks: syntax.OptionalMarks) -> Condition:
    return replace(
        condition,
        text=marks.put(condition.text),
        label=_label(marks.drop(condition.label), keep=condition.kind == "whole"),
        thing=marks.drop(condition.thing),
    )


def _of_clause(clause: str, detail: str) -> Iterator[Condition]:
    able = _ABLE.match(clause)
    action = clause[able.end() :] if able else clause
    if _starts_with_infinitive(action):
        yield from _actions(action, detail)
        return
    clause = _with_subject(clause)
    verb = syntax.main_verb(clause)
    if verb is None or not (_has_words(clause[: verb.start]) and _has_words(clause[verb.end :])):
        yield from _nominal(clause, detail)
        return
    circumstance = _CIRCUMSTANCE.match(clause[: verb.start])
    begin = circumstance.end() if circumstance else 0
    for condition in _claims(clause[begin : verb.start].strip(" ,"), clause[verb.start :], detail):
        yield replace(condition, text=clause[:begin] + condition.text) if condition.kind == "claim" else condition


def _with_subject(clause: str) -> str:
    """Return the clause with the candidate as its subject when it starts with its verb (« décrit le métier »)."""
    found = syntax.tokens(clause)
    if len(found) < 2 or finite(found[0].word) is None:
        return clause
    if found[0].word.endswith("e") and found[1].word in ("de", "d'", "du", "des"):
        return clause
    completed = f"Le candidat {clause[0].lower()}{clause[1:]}"
    return completed if syntax.main_verb(completed) else clause


def _starts_with_infinitive(text: str) -> bool:
    found = syntax.tokens(_LINK.sub("", text))
    if len(found) > 1 and found[0].word in syntax.CLITICS:
        found = found[1:]
    return bool(found) and is_infinitive(found[0].word)


def _actions(phrase: str, detail: str) -> Iterator[Condition]:
    def accept(_left: str, right: str) -> bool:
        return _starts_with_infinitive(right)

    pieces = syntax.split(phrase, accept) if detail != "clauses" else [phrase]
    pieces = [_LINK.sub("", piece).strip() for piece in pieces]
    split_verbs = [m.groups() for m in map(_INFINITIVE.match, pieces) if m]
    shared = split_verbs[-1][1]
    for verb, thing in split_verbs:
        for part in _parts(thing or shared, detail):
            yield Condition("action", f"{verb.lower()} {part}".strip(), f"{verb} {part}", verb=verb.lower(), thing=part)


def _parts(thing: str, detail: str) -> list[str]:
    listed = syntax.enumeration(thing) if detail == "fine" else None
    if listed is None or not listed.every:
        return [thing]
    return [f"{listed.head} {member}".strip() for member in listed.members]


def _nominal(clause: str, detail: str) -> Iterator[Condition]:
    qualities = _QUALITIES.match(clause) if detail != "clauses" else None
    names = re.split(r", et |, | et ", qualities.group("names")) if qualities else []
    rest = f" {qualities.group('of')}" if qualities else ""
    unsure = syntax.tokens(clause)[0].word in syntax.DETERMINERS
    for text in [f"{name}{rest}" for name in names] or _parts(clause, "clauses" if unsure else detail):
        yield Condition("whole", text[0].lower() + text[1:] if text[1:2].islower() else text, text)


def _claims(subject: str, predicate: str, detail: str) -> Iterator[Condition]:
    pieces = syntax.predicates(predicate) if detail != "clauses" else [predicate]
    elements = list(_elements(subject, singular=_is_singular(predicate))) if detail == "fine" else []
    passive = _passive(pieces[0])
    if len(pieces) == 1 and passive and len(elements) > 1 and all(element.essential for element in elements):
        verb, rest = passive
        for element in elements:
            yield replace(element, verb=verb, thing=f"{element.text}{rest}")
        return
    for piece in pieces:
        yield from _claim(subject, piece, detail)
    yield from elements


def _claim(subject: str, predicate: str, detail: str) -> Iterator[Condition]:
    start = syntax.tokens(predicate)[0].end
    listed = syntax.enumeration(predicate, start) if detail == "fine" else None
    if listed is None or not listed.every:
        yield _one_claim(subject, predicate, listed=False)
        return
    members = listed.members
    if syntax.word_class(syntax.tokens(members[0]), 0) == {"de+infinitive"}:
        shared = members[-1].split(" ", 2)[2:] if members[-1].startswith("de ") else members[-1].split(" ", 1)[1:]
        members = tuple(f"{m} {' '.join(shared)}" if len(syntax.tokens(m)) == 2 else m for m in members)
    for member in members:
        yield _one_claim(subject, f"{listed.head} {member}".replace("' ", "'"), listed=True)


def _one_claim(subject: str, predicate: str, *, listed: bool) -> Condition:
    sentence = f"{subject} {predicate}"
    passive = _passive(predicate)
    if passive:
        verb, rest = passive
        words = predicate[syntax.tokens(predicate)[0].end :].strip()
        label = words if listed else f"{_short(subject)} {words}"
        return Condition("claim", sentence, label, verb=verb, thing=_BY_PERSON.sub("", f"{subject}{rest}"))
    verb, thing = _active(predicate)
    label = f"{verb} {thing}" if verb else predicate.partition(" ")[2] or sentence
    bare = re.sub(r"^\w+ment ", "", thing)
    direct = bare if verb and _OBJECT.match(bare) else ""
    if _PERSON.search(subject):
        direct = re.sub(r"\b(?:son|sa)\b", "votre", re.sub(r"\bses\b", "vos", direct))
    return Condition("claim", sentence, label, verb=verb, thing=direct)


def _passive(predicate: str) -> tuple[str | None, str] | None:
    """Return the verb of « est décrit … » and what follows it, `None` for an active predicate."""
    found = syntax.tokens(predicate)
    if found[0].word not in AUXILIARIES:
        return None
    core = next(iter(syntax.without_adverbs(found[1:])), None)
    if core is None:
        return None, ""
    return _with_locution(infinitive_of(core.word), predicate[core.end :])


def _with_locution(verb: str | None, rest: str) -> tuple[str | None, str]:
    """Return « mettre en œuvre » rather than « mettre » when that is what the text says."""
    locution = _LOCUTION.match(rest) if verb else None
    return (f"{verb} {locution.group().strip()}", rest[locution.end() :]) if locution else (verb, rest)


def _active(predicate: str) -> tuple[str | None, str]:
    """Return the infinitive of an active predicate and what follows it; « permet d'identifier » is « identifier »."""
    found = syntax.tokens(predicate)
    reflexive = found[0].word in ("se", "s'")
    core = found[1] if found[0].word in syntax.CLITICS else found[0]
    verb = finite(core.word)
    rest = predicate[core.end :].strip()
    if reflexive and verb:
        return ("s'" if verb[0] in "aeéèhiou" else "se ") + verb, rest
    inner = re.match(r"(?:de |d'|à )(\S+) ?(.*)$", rest) if verb in ("permettre", "contribuer", "servir") else None
    if inner and is_infinitive(inner.group(1)):
        return inner.group(1), inner.group(2)
    verb, rest = _with_locution(verb, rest)
    return verb, rest.strip()


def _is_singular(predicate: str) -> bool:
    verb = syntax.tokens(predicate)[0].word
    return not verb.endswith("nt") or verb == "tient"


def _elements(subject: str, *, singular: bool) -> Iterator[Condition]:
    """Yield the elements that a subject lists (« les contraintes et les ressources »)."""
    listed = syntax.enumeration(subject, singular=singular)
    if listed is not None:
        for member in listed.members:
            text = f"{listed.head} {member}".strip().replace("' ", "'")
            yield Condition("element", text, text, essential=listed.every)
        return
    pair = _ADJECTIVE_PAIR.search(subject)
    if pair:
        for adjective in (pair.group("one"), pair.group("two")):
            text = subject[: pair.start()] + adjective + subject[pair.end() :]
            yield Condition("element", text, text, essential=pair.group("link") == "et")


def _short(subject: str) -> str:
    """Return the head of a subject and its first complement, without its determiner."""
    bare = _DETERMINER.sub("", re.sub(r"^(?:il|elle|on)$", "", subject, flags=re.IGNORECASE))
    if len(bare) <= 40 and "," not in bare and " et " not in bare:
        return bare
    groups = re.split(r"(?= (?:de|du|des|à|au|aux|pour|en|dans) | d')", bare)
    kept = groups[0] if not _LISTING.search(groups[0]) else groups[0].split()[0]
    if len(groups) > 1 and len(kept + groups[1]) <= 40 and not _LISTING.search(groups[1]):
        kept += groups[1]
    return kept.strip()


def _label(text: str, *, keep: bool = False) -> str:
    """Return the text as a label: no determiner (unless kept), a capital, seventy characters at most."""
    bare = text.strip(" .,")
    bare = bare if keep else _DETERMINER.sub("", bare) or bare
    if len(bare) > _LONGEST_LABEL:
        bare = _HANGING.sub("", bare[: _LONGEST_LABEL - 1].rsplit(" ", 1)[0]) + "…"
    return bare[:1].upper() + bare[1:]
