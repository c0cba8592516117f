"""Direction: what « j’ai comparé » claims, denied, promised, or given to someone else."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.base import Span
from assistant.text.french import fold, sentences
from evaluations.transforms.base import Edit, Transform, Variant, edited
from evaluations.transforms.units import HEADING

_IR = (
    "choisi|défini|établi|réuni|fourni|garanti|rempli|fini|bâti|élargi|approfondi|enrichi|saisi|averti|investi|réfléchi|franchi"
    "|accompli|converti|réparti|recueilli|accueilli|servi|réagi|raccourci|assorti|rebâti|rétabli|redéfini"
)
_REGULAR = rf"(?:(?:{_IR})(?:es|e|s)?|[^\W\d_]{{2,}}é(?:es|e|s)?)(?![\w-])"
_IRREGULAR = (
    r"(?:fait|pris|mis|tenu|obtenu|retenu|vu|reçu|conçu|prévu|construit|écrit|décrit|produit|inscrit|suivi|ouvert|rendu|lu|appris"
    r"|repris|compris|transmis|soumis|permis|remis|conduit|traduit|introduit)(?:es|e|s)?(?![\w-])"
)
_NOT_PARTICIPLES = frozenset("été né pitié autorité qualité priorité capacité moitié côté intérêt".split())  # noqa: SIM905
_NOT_DEEDS = frozenset("préféré souhaité renoncé refusé évité oublié manqué hésité cessé tardé échoué négligé regretté".split())  # noqa: SIM905
"""Participles whose denial or promise would not take the deed back."""
_ADVERB = r"(?P<adverb>(?:d['’]abord|ensuite|alors|enfin|également|aussi|donc|ainsi|moi-même|personnellement) )?"
_WHO = r"\b(?P<who>[Jj](?P<mark>['’])ai|[Nn]ous avons) "
_LINK = r"(?:, puis| puis|,| et| ou)"
_DONE = re.compile(rf"{_WHO}{_ADVERB}(?P<chain>{_REGULAR}(?:{_LINK} {_REGULAR})*)")
_ANY_DONE = re.compile(
    rf"{_WHO}(?P<chain>(?:{_REGULAR}|{_IRREGULAR})(?:{_LINK} (?:{_REGULAR}|{_IRREGULAR}))*)(?P<article> une? (?=[^\W\d_]))?"
)
_LEFT_OVER = re.compile(rf"{_LINK} (?:{_REGULAR}|{_IRREGULAR})")
_ASPIRATED = ("hiérarchis", "hauss", "heurt", "hiss", "handicap")
_DENYING = re.compile(r"\b(?:ne|pas|jamais|rien|aucun\w*|sans|ni|plus|seulement|guere)\b|\bn'")
_COUNTED = re.compile(
    r" (?:\d[\d ]*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|cent|plusieurs|chaque|chacune?"
    r"|tous|toutes|tout|quelques|certaine?s)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:je|me|moi|moi-meme|mon|ma|mes|nous|notre|nos)\b|\b[jm]'(?!ai\b)")

Rewrite = Callable[[str], str | None]


@dataclass(frozen=True)
class SayOtherwise:
    """Rewrites the sentences that hold the given places, or every sentence it can where none is given."""

    name: str
    note: str
    rewrite: Rewrite
    """Gives the sentence as it should read, None where that cannot be told safely."""
    spans: tuple[Span, ...] = ()

    def apply(self, text: str, _: random.Random) -> Variant | None:
        """Return the text with those sentences rewritten, None where one of the given places cannot be."""
        edits = self._edits(text)
        return edited(text, edits, f"{self.note} ({len(edits)} phrases)") if edits else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether those sentences, and no other, read as they should."""
        edits = self._edits(before)
        return bool(edits) and edited(before, edits, "").text == after

    def _edits(self, text: str) -> list[Edit]:
        meant = [
            s
            for s in sentences(text)
            if not HEADING.match(text[s.start : s.end]) and (not self.spans or any(s.overlaps(q) for q in self.spans))
        ]
        new = [(s, self.rewrite(text[s.start : s.end])) for s in meant]
        if self.spans and any(words is None for _, words in new):
            return []
        return [Edit(s.start, s.end, words) for s, words in new if words is not None]


def first_person(spans: tuple[Span, ...] = ()) -> tuple[Transform, ...]:
    """Return the changes of what the candidate claims, in the sentences of these places or in all."""
    return (
        SayOtherwise("deny", "« je n’ai pas » pour « j’ai »", denied_sentence, spans),
        SayOtherwise("seem-to-deny", "« je n’ai pas manqué de » pour « j’ai »", not_failed_sentence, spans),
        SayOtherwise("to-intention", "« je prévois de » pour « j’ai »", intended_sentence, spans),
        SayOtherwise("other-agent", "« mon ancien responsable a » pour « j’ai »", attributed_sentence, spans),
    )


def denied_sentence(sentence: str) -> str | None:
    """Return the sentence with « je n’ai pas comparé » for « j’ai comparé », « de » for « un »; None where the scope is open."""
    if _DENYING.search(fold(sentence)) or not _safe(sentence, _ANY_DONE):
        return None
    if any(_COUNTED.match(fold(sentence[m.end("chain") :])) for m in _ANY_DONE.finditer(sentence)):
        return None
    return _ANY_DONE.sub(lambda m: _denied(m, sentence), sentence)


def not_failed_sentence(sentence: str) -> str | None:
    """Return the sentence with « je n’ai pas manqué de comparer » for « j’ai comparé », None where that is not safe."""
    if _DENYING.search(fold(sentence)) or not _safe(sentence, _DONE):
        return None
    return _DONE.sub(lambda m: f"{_subject(m, 'n', 'ai', 'avons')} {m['adverb'] or ''}pas manqué {_to_do(m)}", sentence)


def intended_sentence(sentence: str) -> str | None:
    """Return the sentence with « je prévois de comparer » for « j’ai comparé », None where a verb cannot be told."""
    if not _safe(sentence, _DONE):
        return None
    return _DONE.sub(
        lambda m: f"{_pronoun(m)} {'prévois' if m['mark'] else 'prévoyons'} {m['adverb'] or ''}{_to_do(m)}", sentence
    )


def attributed_sentence(sentence: str) -> str | None:
    """Return the sentence with « mon ancien responsable a » for « j’ai », None where the candidate is in it otherwise."""
    others = _FIRST_PERSON.search(fold(sentence))
    if others or not re.search(r"\b[Jj]['’]ai\b", sentence):
        return None
    return re.sub(r"\b([Jj])['’]ai\b", lambda m: ("Mon" if m[1] == "J" else "mon") + " ancien responsable a", sentence)


def infinitive(participle: str) -> str | None:
    """Return the infinitive of a regular past participle (« comparées » gives « comparer »), None for any other word."""
    low = participle.lower()
    if low in _NOT_PARTICIPLES:
        return None
    if match := re.fullmatch(r"(\w{2,})é(?:es|e|s)?", low):
        return match.group(1) + "er"
    match = re.fullmatch(rf"({_IR})(?:es|e|s)?", low)
    return match.group(1) + "r" if match else None


def _safe(sentence: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether every perfect of the first person is one that the pattern reads whole."""
    found = list(pattern.finditer(sentence))
    claims = len(re.findall(r"\b(?:[Jj]['’]ai|[Nn]ous avons)\b", sentence))
    rest = pattern.sub(" ", sentence)
    unsafe = _NOT_PARTICIPLES | _NOT_DEEDS
    participles = all(p.lower() not in unsafe for m in found for p in re.findall(r"\w+", m["chain"]))
    return bool(found) and len(found) == claims and participles and not _LEFT_OVER.search(rest)


def _denied(match: re.Match[str], sentence: str) -> str:
    verbs = re.split(_LINK + " ", match["chain"])
    ni = f"ni {' ni '.join(verbs)}" if len(verbs) > 1 else f"pas {verbs[0]}"
    article = match["article"] or ""
    if article:
        article = f" {_de(sentence[match.end() :], _mark(match))}"
    return f"{_subject(match, 'n', 'ai', 'avons')} {ni}{article}"


def _subject(match: re.Match[str], particle: str, mine: str, ours: str) -> str:
    return f"{_pronoun(match)} {particle}{_mark(match)}{mine if match['mark'] else ours}"


def _pronoun(match: re.Match[str]) -> str:
    if match["mark"]:
        return "Je" if match["who"][0] == "J" else "je"
    return match["who"].split()[0]


def _mark(match: re.Match[str]) -> str:
    return match["mark"] or "’"


def _to_do(match: re.Match[str]) -> str:
    """Return « de lister et de comparer » for « listé et comparé »."""
    return re.sub(rf"\b{_REGULAR}", lambda m: _de_infinitive(m.group(), _mark(match)), match["chain"])


def _de_infinitive(participle: str, mark: str) -> str:
    verb = infinitive(participle) or participle
    return f"{_de(verb, mark)}{verb}"


def _de(following: str, mark: str) -> str:
    folded = fold(following)
    mute = folded[:1] == "h" and not folded.startswith(tuple(map(fold, _ASPIRATED)))
    return f"d{mark}" if folded[:1] in tuple("aeiouyœ") or mute else "de "
