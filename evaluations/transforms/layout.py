"""Layout: the same words under other headings, marks, lists and tables."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from assistant.text.french import word_list
from evaluations.transforms.base import Edit, Transform, Variant, edited
from evaluations.transforms.surface import Rewriting
from evaluations.transforms.units import HEADING, ITEM, RULING, Line, Unit, cells, closing_runs, lines, rows, units

_BULLET = re.compile(r"([ \t]*)[-*+•–]([ \t]+)(?=\S)")
_NUMBER = re.compile(r"([ \t]*)\d{1,3}[.)]([ \t]+)(?=\S)")
_OPENING_WORDS = re.compile(r"[^\W\d_][\w’'-]*(?: [\w’'-]+){1,3}(?=[ ,])")
_PAIR = re.compile(r"[^|:\n]{2,60}? : (?=\S)")


def layout() -> tuple[Transform, ...]:
    """Return the changes of headings, bold marks, lists and tables."""
    return (
        Rewriting("upper-case-headings", "titres en majuscules", _upper_headings, str.casefold),
        Rewriting("deeper-headings", "titres d’un niveau plus bas", _deeper_headings, _without_heading_marks),
        Rewriting("bold-marks", "gras en tête de paragraphe", _bold, _without_bold, _bold_bounded),
        Rewriting("bullets-to-numbers", "puces numérotées", _numbered, _without_marks),
        Rewriting("numbers-to-bullets", "numéros changés en puces", _bulleted, _without_marks),
        Rewriting("lists-to-prose", "listes mises en phrases", _in_sentences, _words),
        Rewriting("list-to-table", "listes mises en tableaux", _in_tables, _words),
        TablesToLists(),
    )


@dataclass(frozen=True)
class TablesToLists:
    """Writes each row of a pipe table as an item: « colonne : cellule ; colonne : cellule »."""

    name: str = "table-to-list"

    def apply(self, text: str, _: random.Random) -> Variant | None:
        """Return the text without tables, None where it has none with a header and two columns."""
        edits = [Edit(u.start, u.end, "\n".join(items)) for u in closing_runs(text, "table") if (items := _row_items(text, u))]
        return edited(text, edits, "tableaux mis en listes") if edits else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether every cell is there once, under its column, and nothing else changed."""
        expected = Counter(word_list(before))
        for table in (u for u in closing_runs(before, "table") if _row_items(before, u)):
            header, *body = [_contents(before, row) for row in rows(before, table)]
            expected.subtract(chain.from_iterable(map(word_list, header)))
            heads = (head for row in body for head, cell in zip(header, row, strict=True) if cell)
            expected.update(chain.from_iterable(map(word_list, heads)))
        again = self.apply(before, random.Random(0))  # noqa: S311 - not drawn from
        return +expected == Counter(word_list(after)) and again is not None and again.text == after


def _headings(text: str) -> Iterator[tuple[Unit, re.Match[str]]]:
    for unit in units(text):
        match = HEADING.match(text[unit.start : unit.end]) if unit.kind == "heading" else None
        if match:
            yield unit, match


def _upper_headings(text: str, _: random.Random) -> list[Edit]:
    places = chain.from_iterable(range(u.start, u.end) for u, _ in _headings(text))
    changed = [(n, text[n].upper()) for n in places if text[n].upper() != text[n]]
    return [Edit(n, n + 1, upper) for n, upper in changed if upper.casefold() == text[n].casefold()]


def _deeper_headings(text: str, _: random.Random) -> list[Edit]:
    found = list(_headings(text))
    if any(u.level >= 6 for u, _ in found):
        return []
    return [Edit(u.start + m.start(1), u.start + m.start(1), "#") for u, m in found]


def _without_heading_marks(text: str) -> str:
    return re.sub(r"^( {0,3})#{1,6}(?=[ \t]+\S)", r"\1", text, flags=re.MULTILINE)


def _bold(text: str, rng: random.Random) -> list[Edit]:
    found: list[Edit] = []
    for unit in units(text):
        opening = _OPENING_WORDS.match(text, unit.start, unit.end)
        marked = re.search(r"[*_`<|]", text[unit.start : unit.end])
        if unit.kind == "paragraph" and opening and not marked and rng.random() < 0.5:
            found += [Edit(opening.start(), opening.start(), "**"), Edit(opening.end(), opening.end(), "**")]
    return found


def _without_bold(text: str) -> str:
    return text.replace("**", "")


def _bold_bounded(before: str, after: str) -> bool:
    """Tell whether each fresh pair of marks stands around the first words of a paragraph."""
    fresh = after.count("**") - before.count("**")
    opening = len(re.findall(r"^\*\*[^*\n]+\*\*(?=[ ,])", after, re.MULTILINE))
    opened_before = len(re.findall(r"^\*\*[^*\n]+\*\*(?=[ ,])", before, re.MULTILINE))
    return fresh > 0 and fresh == 2 * (opening - opened_before)


def _listed(text: str) -> Iterator[list[Line]]:
    """Yield the lines of each list."""
    for run in closing_runs(text, "list"):
        yield list(lines(text, run.start, run.end))


def _numbered(text: str, _: random.Random) -> list[Edit]:
    found: list[Edit] = []
    for items in _listed(text):
        marks = [_BULLET.match(line.text) for line in items]
        if all(m and not m.group(1) for m in marks):
            places = [(line.start, m.end(2)) for line, m in zip(items, marks, strict=True) if m]
            found += [Edit(start, start + size, f"{n}. ") for n, (start, size) in enumerate(places, start=1)]
    return found


def _bulleted(text: str, _: random.Random) -> list[Edit]:
    found: list[Edit] = []
    for items in _listed(text):
        marks = [_NUMBER.match(line.text) for line in items]
        if all(m and not m.group(1) for m in marks):
            found += [Edit(line.start, line.start + m.end(2), "- ") for line, m in zip(items, marks, strict=True) if m]
    return found


def _without_marks(text: str) -> str:
    return "\n".join(ITEM.sub("", line.text, count=1) if ITEM.match(line.text) else line.text for line in lines(text))


def _words(text: str) -> str:
    return " ".join(word_list(_without_marks(text)))


def _in_sentences(text: str, _: random.Random) -> list[Edit]:
    """Join the items of each list with semicolons."""
    return [Edit(u.start, u.end, _sentence(items)) for u in closing_runs(text, "list") if (items := _items(text, u))]


def _in_tables(text: str, _: random.Random) -> list[Edit]:
    """Write each list as a table without header words, of two columns where all items read « a : b »."""
    found = [(u, _items(text, u)) for u in closing_runs(text, "list") if "|" not in text[u.start : u.end]]
    return [Edit(u.start, u.end, _table(items)) for u, items in found if len(items) >= 2]


def _items(text: str, unit: Unit) -> list[str]:
    """Return the items of a flat list, without their marks; nothing for a list in several levels."""
    found = list(lines(text, unit.start, unit.end))
    flat = not any(line.text[:1].isspace() for line in found)
    return [line.text[m.end() :].rstrip() for line in found if (m := ITEM.match(line.text))] if flat else []


def _sentence(items: list[str]) -> str:
    return " ; ".join(item.rstrip(" ;,.") or item for item in items) + "."


def _contents(text: str, row: Line) -> list[str]:
    return [text[c.start : c.end] for c in cells(row)]


def _row_items(text: str, unit: Unit) -> list[str]:
    """Return the rows of a table as items; nothing where a row has not the cells of the header."""
    if not any(RULING.fullmatch(line.text) for line in lines(text, unit.start, unit.end)):
        return []
    header, *body = [_contents(text, row) for row in rows(text, unit)] or [[]]
    if len(header) < 2 or not body or any(len(row) != len(header) for row in body):
        return []
    written = [" ; ".join(f"{h} : {c}" if h else c for h, c in zip(header, row, strict=True) if c) for row in body]
    return [f"- {item}" for item in written if item]


def _table(items: list[str]) -> str:
    pairs = [_PAIR.match(item) for item in items]
    split = [[item[: m.end() - 3], item[m.end() :]] for item, m in zip(items, pairs, strict=True) if m]
    body = split if len(split) == len(items) else [[item] for item in items]
    width = len(body[0])
    ruled = [[" "] * width, ["---"] * width, *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)
