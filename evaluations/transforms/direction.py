"""Direction: evidence taken out, put in, contradicted or replaced by its denial; a total made wrong."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.base import Span
from assistant.text.french import fold, sentences
from assistant.text.numbers import cell_quantity
from evaluations.transforms.base import Edit, Variant, edited
from evaluations.transforms.insertion import Where, is_insertion, place, with_paragraphs
from evaluations.transforms.units import HEADING, ITEM, Line, cells, closing_runs, lines, rows

_RETRACTION = "En réalité, rien de tout cela n’a été fait."
_LEAST_TERMS = 2


@dataclass(frozen=True)
class RemoveQuotes:
    """Takes out the sentences, items or rows that hold the given places."""

    spans: tuple[Span, ...]
    name: str = field(default="remove-quotes", init=False)

    def apply(self, text: str, _: random.Random) -> Variant | None:
        """Return the text without those sentences, None where there is none or nothing else."""
        edits = self._edits(text)
        variant = edited(text, edits, f"{len(edits)} passages retirés") if edits else None
        return variant if variant and variant.text.strip() else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether every other sentence is there, in its order, and none of those."""
        left = [_bare(before[s.start : s.end]) for s in sentences(before) if not self._doomed(before, s)]
        found = [_bare(after[s.start : s.end]) for s in sentences(after)]
        return before != after and [w for w in left if w] == [w for w in found if w] and self._is_rest(before, after)

    def _is_rest(self, before: str, after: str) -> bool:
        return edited(before, self._edits(before), "").text == after

    def _doomed(self, text: str, sentence: Span) -> bool:
        return not HEADING.match(text[sentence.start : sentence.end]) and any(sentence.overlaps(s) for s in self.spans)

    def _edits(self, text: str) -> list[Edit]:
        found: list[Edit] = []
        for line in lines(text):
            inside = sentences(text, line.start, line.end)
            doomed = [self._doomed(text, s) for s in inside]
            if any(doomed):
                kept = [s for s, out in zip(inside, doomed, strict=True) if not out and _bare(text[s.start : s.end])]
                found += _cuts(text, inside, doomed) if kept else [_whole_line(text, line)]
        return found


def _cuts(text: str, inside: Sequence[Span], doomed: Sequence[bool]) -> list[Edit]:
    """Return the removal of sentences of a line that has others; the mark of a list item stays."""
    found: list[Edit] = []
    for number, (sentence, out) in enumerate(zip(inside, doomed, strict=True)):
        if out:
            mark = ITEM.match(text, sentence.start, sentence.end) if number == 0 else None
            end = inside[number + 1].start if number + 1 < len(inside) else sentence.end
            found.append(Edit(mark.end() if mark else sentence.start, end, ""))
    return found


def _whole_line(text: str, line: Line) -> Edit:
    """Return the removal of a line, and of the blank lines after it where one stands before it too."""
    end = min(line.end + 1, len(text))
    if not text[: line.start].rstrip(" \t").rstrip("\n") or re.search(r"\n[ \t]*\n[ \t]*$", text[: line.start]):
        blank = re.compile(r"(?:[ \t]*\n)*").match(text, end)
        end = blank.end() if blank else end
    return Edit(line.start, end, "")


def _bare(sentence: str) -> str:
    """Return the words of a sentence, list marks and rulings left out."""
    return re.sub(r"^[\s|:+=_-]+$", "", ITEM.sub("", sentence.strip(), count=1)).strip()


@dataclass(frozen=True)
class InsertParagraph:
    """Puts a given paragraph in, where it parts nothing that belongs together."""

    paragraph: str
    where: Where = "anywhere"
    name: str = "insert-evidence"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with the paragraph, None where it has no place for one."""
        number = place(text, self.where, rng)
        if number is None or not self.paragraph.strip():
            return None
        return with_paragraphs(text, {number: [self.paragraph]}, "un paragraphe ajouté")

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the paragraph, and nothing else, is there more."""
        return is_insertion(before, after, [self.paragraph])


def contradiction(statement: str = _RETRACTION) -> InsertParagraph:
    """Return the change that ends the draft with a statement to the contrary."""
    return InsertParagraph(statement, "end", "contradict-at-end")


@dataclass(frozen=True)
class FromPairs:
    """Replaces a sentence of the list, wherever it stands, by the other of its pair."""

    name: str
    pairs: tuple[tuple[str, str], ...]

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with one sentence replaced, None where it holds none of the list."""
        made = self._edits(text)
        return edited(text, [rng.choice(made)], "une phrase remplacée par sa paire") if made else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether exactly one sentence gave way to its pair."""
        return any(edited(before, [edit], "").text == after for edit in self._edits(before))

    def _edits(self, text: str) -> list[Edit]:
        found: list[Edit] = []
        for old, new in self.pairs:
            found += [Edit(m.start(), m.end(), new) for m in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text)]
        return found


@dataclass(frozen=True)
class WrongTotal:
    """Changes the first digit of one number in the total row of a pipe table."""

    name: str = field(default="wrong-total", init=False)

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with a wrong total, None where no table has a total of two numbers or more."""
        places = _total_digits(text)
        if not places:
            return None
        at = rng.choice(places)
        wrong = rng.choice([d for d in "123456789" if d != text[at]])
        return edited(text, [Edit(at, at + 1, wrong)], f"total changé : premier chiffre {text[at]} devenu {wrong}")

    def verify(self, before: str, after: str) -> bool:
        """Tell whether one such digit, and nothing else, is another digit."""
        if len(before) != len(after):
            return False
        changed = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        return len(changed) == 1 and changed[0] in _total_digits(before) and after[changed[0]] in "123456789"


def _total_digits(text: str) -> list[int]:
    """Return the places of the first digits of totals that have at least two numbers above them."""
    found: list[int] = []
    for table in closing_runs(text, "table"):
        above: Counter[int] = Counter()
        for row in rows(text, table):
            contents = cells(row)
            total = bool(contents) and fold(text[contents[0].start : contents[0].end]).strip("*_ ").startswith("total")
            for column, cell in enumerate(contents):
                digit = _first_digit(text, cell)
                if total and digit is not None and above[column] >= _LEAST_TERMS:
                    found.append(digit)
                above[column] += digit is not None and not total
    return found


def _first_digit(text: str, cell: Span) -> int | None:
    """Return the place of the first digit of a cell that is a number, a percentage or a leading zero left aside."""
    quantity = cell_quantity(text[cell.start : cell.end])
    if quantity is None or quantity.unit == "%":
        return None
    match = re.compile(r"\d").search(text, cell.start, cell.end)
    return match.start() if match and match.group() != "0" else None
