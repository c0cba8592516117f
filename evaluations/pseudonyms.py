"""How much pseudonymising masks of what identifies, and how much of what does not.

Run `python -m evaluations.pseudonyms` for the sentences of the gold set, each half apart, or give
a file of your own, one labelled text a line:
`{"id": …, "text": …, "spans": [{"text": …, "type": …}], "keep": […]}`. A span's text stands
somewhere in the text; when it stands several times, each place is one to mask, unless the
span says `"start"`.
"""

import argparse
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from assistant.domain.base import Frozen
from assistant.domain.pseudonym import IdentityType, Pseudonymised
from assistant.errors import InputError, JuryBlancError
from evaluations.gold import GOLD
from ingestion.anonymise import pseudonymise

SENTENCES = GOLD / "pseudonyms" / "sentences.jsonl"
DIRECT: tuple[IdentityType, ...] = ("EMAIL", "PHONE", "NIR", "SIREN_SIRET", "IBAN")
"""What identifies or reaches someone by itself."""
DONE, BAD_INPUT, NOTHING = 0, 2, 5
Mask = Callable[[str], Pseudonymised]
Half = Literal["develop", "test"]
HALVES: tuple[Half, ...] = ("develop", "test")
_FOUND = ("masked", "but_kind")
_KIND = re.compile(
    r"(?:(?:SARL|SASU?|EURL|SCOP|SCIC|SCI|SA|SNC|GIE|Association|Société|Entreprise|[^\W\dA-ZÀ-Þ][\w-]*)[ \u00a0'’]+)+(?=\S)"
)
"""A legal form, or words in lower case, before the name of an organisation: what it is, not which."""
_IN_FRENCH: dict[str, IdentityType] = {
    "PERSONNE": "PERSON",
    "ORGANISME": "ORG",
    "TELEPHONE": "PHONE",
    "ADRESSE": "ADDRESS",
    "LIEU": "TOWN",
    "SIREN": "SIREN_SIRET",
    "SIRET": "SIREN_SIRET",
    "NAISSANCE": "BIRTHDATE",
}


class LabelledSpan(Frozen):
    """Words that identify someone."""

    text: str = Field(min_length=1)
    type: IdentityType
    start: int | None = None
    """Where they stand, when the same words elsewhere are not to be masked."""

    @field_validator("type", mode="before")
    @classmethod
    def _named_in_french(cls, written: object) -> object:
        return _IN_FRENCH.get(written, written) if isinstance(written, str) else written


class LabelledText(Frozen):
    """A text with what is to be masked in it and what is to stay."""

    id: str
    text: str
    spans: tuple[LabelledSpan, ...] = ()
    keep: tuple[str, ...] = ()
    note: str = ""
    """What the text tries, for a person."""

    @property
    def half(self) -> Half:
        """Return the half that the text belongs to: by its id alone, whatever is added later."""
        return HALVES[int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2]


class ClassFigures(Frozen):
    """What became of the spans of one type."""

    labelled: int
    masked: int
    """Spans no letter or digit of which is left."""
    but_kind: int
    """Spans of organisations of which only the kind is left, as it is to be: « l'association », « la SARL »."""
    partly: int
    """Spans of which another part is left."""
    typed: int
    """Spans masked, their kind left or not, whose replacement has the type of the label."""

    @property
    def found(self) -> float:
        """Return the share of the spans that no longer say who it is."""
        return (self.masked + self.but_kind) / self.labelled


class PseudonymFigures(Frozen):
    """What was counted over a set of labelled texts."""

    texts: int
    characters: int
    by_type: dict[IdentityType, ClassFigures]
    beyond: int
    """Characters masked outside every labelled span."""
    kept: int
    """Words that were to stay."""
    kept_masked: tuple[tuple[str, str], ...]
    """Those that were masked, each with the id of its text."""
    missed: tuple[tuple[str, str, IdentityType], ...]
    """Spans of which something is left: id, words, type."""

    @property
    def recall(self) -> float:
        """Return the share of all spans that no longer identify; nan without any."""
        labelled = sum(f.labelled for f in self.by_type.values())
        return sum(f.masked + f.but_kind for f in self.by_type.values()) / labelled if labelled else float("nan")

    @property
    def direct(self) -> tuple[int, int]:
        """Return how many direct identifiers were masked whole, and how many there are."""
        found = [self.by_type[kind] for kind in DIRECT if kind in self.by_type]
        return sum(f.masked for f in found), sum(f.labelled for f in found)

    @property
    def over_masking(self) -> float:
        """Return the share of all characters that were masked outside labelled spans; nan without any."""
        return self.beyond / self.characters if self.characters else float("nan")


def measure(texts: Sequence[LabelledText], mask: Mask = pseudonymise) -> PseudonymFigures:
    """Return what the masking of these texts found, missed and took too much."""
    counts: dict[IdentityType, Counter[str]] = defaultdict(Counter)
    missed: list[tuple[str, str, IdentityType]] = []
    wrong: list[tuple[str, str]] = []
    beyond = 0
    for labelled in texts:
        done = mask(labelled.text)
        taken = _characters((r.start, r.end) for r in done.replacements)
        places = [(place, span) for span in labelled.spans for place in _places(labelled, span)]
        for (start, end), span in places:
            state = _state(labelled.text, (start, end), span.type, taken)
            counts[span.type].update(("labelled", state))
            has_type = any(r.type == span.type and r.start < end and start < r.end for r in done.replacements)
            counts[span.type]["typed"] += state in _FOUND and has_type
            if state not in _FOUND:
                missed.append((labelled.id, span.text, span.type))
        beyond += len(taken - _characters(place for place, _ in places))
        wrong += [(labelled.id, word) for word in labelled.keep if _is_masked(labelled, word, taken, [p for p, _ in places])]
    return PseudonymFigures(
        texts=len(texts),
        characters=sum(len(t.text) for t in texts),
        by_type={kind: _figures(counts[kind]) for kind in sorted(counts)},
        beyond=beyond,
        kept=sum(len(t.keep) for t in texts),
        kept_masked=tuple(wrong),
        missed=tuple(missed),
    )


def _figures(count: Counter[str]) -> ClassFigures:
    return ClassFigures.model_validate({name: count[name] for name in ClassFigures.model_fields})


def _characters(places: Iterable[tuple[int, int]]) -> set[int]:
    return {position for start, end in places for position in range(start, end)}


def _places(labelled: LabelledText, span: LabelledSpan) -> list[tuple[int, int]]:
    """Return where the words stand as words of their own; raise `InputError` when they stand nowhere."""
    if span.start is not None:
        found = [span.start] if labelled.text.startswith(span.text, span.start) else []
    else:
        found = list(_occurrences(labelled.text, span.text))
    if not found:
        raise InputError(f"{labelled.id}\u00a0: «\u00a0{span.text}\u00a0» n’est pas dans le texte.")
    return [(start, start + len(span.text)) for start in found]


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    alone = False
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(words) : start + len(words) + 1]
        if not ((before.isalnum() and words[0].isalnum()) or (after.isalnum() and words[-1].isalnum())):
            alone = True
            yield start
        start = text.find(words, start + 1)
    if not alone and words in text:
        yield text.find(words)


def _state(text: str, place: tuple[int, int], kind: IdentityType, taken: set[int]) -> str:
    start, end = place
    letters = [p for p in range(start, end) if text[p].isalnum()]
    left = [p for p in letters if p not in taken]
    if not left:
        return "masked"
    said = _KIND.match(text, start, end) if kind == "ORG" else None
    if said and left[-1] < said.end():
        return "but_kind"
    return "partly" if len(left) < len(letters) else "left"


def _is_masked(labelled: LabelledText, word: str, taken: set[int], places: Sequence[tuple[int, int]]) -> bool:
    """Tell whether words that were to stay are touched somewhere that no label covers."""
    labelled_characters = _characters(places)
    return any(
        bool(set(range(start, start + len(word))) & (taken - labelled_characters)) for start in _occurrences(labelled.text, word)
    )


def read(path: Path) -> list[LabelledText]:
    """Return the labelled texts of a file; raise `InputError` for a line that is not one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Le fichier «\u00a0{path}\u00a0» ne peut pas être lu.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(LabelledText.model_validate(json.loads(line)))
        except (ValidationError, json.JSONDecodeError) as error:
            message = f"{path.name}, ligne {number}\u00a0: ce n’est pas un texte étiqueté."
            raise InputError(message, hint=str(error).splitlines()[0]) from error
    return found


def lines(figures: PseudonymFigures, *, details: bool = False) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    yield f"{figures.texts} textes, {figures.characters} caractères"
    for kind, found in figures.by_type.items():
        but_kind = f", dont {found.but_kind} sauf leur genre" if found.but_kind else ""
        yield (
            f"{kind:12} masqués {found.masked + found.but_kind}/{found.labelled} ({found.found:.1%}){but_kind}, "
            f"du bon type {found.typed}, en partie {found.partly}"
        )
    masked, labelled = figures.direct
    if labelled:
        yield f"identifiants directs masqués {masked}/{labelled} ({masked / labelled:.1%})"
    yield f"ensemble masqué {figures.recall:.1%}"
    yield f"masqué en trop {figures.over_masking:.2%} des caractères"
    yield f"à garder et masqué\u00a0: {len(figures.kept_masked)} sur {figures.kept}"
    if details:
        yield from (f"manqué  {code} {kind} {words!r}" for code, words, kind in figures.missed)
        yield from (f"en trop {code} {words!r}" for code, words in figures.kept_masked)


def _sets(path: Path | None, half: Half | None) -> Iterator[tuple[str, list[LabelledText], bool]]:
    """Yield what to measure: a title, its texts, and whether they may be shown."""
    if path:
        yield path.name, [t for t in read(path) if half in (None, t.half)], True
        return
    texts = read(SENTENCES)
    for each in [half] if half else HALVES:
        yield f"moitié «\u00a0{each}\u00a0»", [t for t in texts if t.half == each], each == "develop"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of the gold sentences or of a file of labelled texts, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="labelled texts; the sentences of the gold set when left out")
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument(
        "--details", action="store_true", help="name what was missed or masked wrongly, never in the gold test half"
    )
    asked = parser.parse_args(arguments)
    counted = 0
    try:
        for title, texts, may_show in _sets(asked.file, asked.half):
            counted += len(texts)
            shown = lines(measure(texts), details=asked.details and may_show)
            sys.stdout.write("\n".join([f"— {title}", *shown]) + "\n")
    except JuryBlancError as error:
        sys.stderr.write(f"{error}\n{error.hint}".rstrip() + "\n")
        return BAD_INPUT
    return DONE if counted else NOTHING


if __name__ == "__main__":
    sys.exit(main())
