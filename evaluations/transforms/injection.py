"""Gaming: an order to the evaluator, put in the body, a heading, a table, a note, or in two halves."""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evaluations.french_data import Injection
from evaluations.transforms.base import Edit, Variant, edited
from evaluations.transforms.insertion import is_insertion, place, places, with_paragraphs
from evaluations.transforms.units import cells, closing_runs, rows, units

Placement = Literal["body-start", "body-middle", "body-end", "heading", "table-cell", "note", "split"]
PLACEMENTS: tuple[Placement, ...] = get_args(Placement)
_OWN: Mapping[str, Placement] = {
    "corps": "body-end",
    "titre": "heading",
    "cellule": "table-cell",
    "note": "note",
    "fragmente": "split",
}
_NOTE = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True)
class Inject:
    """Puts the words of an attack at one place of the draft."""

    attack: Injection
    placement: Placement

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"injection-{self.placement}-{self.attack.id}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with the attack, None where it has no such place."""
        note = f"injection {self.attack.id} ({self.attack.family}, {self.placement})"
        if self.placement == "table-cell":
            ends = _cell_ends(text)
            at = rng.choice(ends) if ends else None
            return None if at is None else edited(text, [Edit(at, at, f" {self._line(in_table=True)}")], note)
        pieces = self._pieces(text)
        if self.placement == "split":
            free = places(text)
            numbers = sorted(rng.sample(free, 2)) if len(free) > 1 else []
        else:
            number = self._number(text, rng)
            numbers = [] if number is None else [number]
        if len(numbers) != len(pieces):
            return None
        return with_paragraphs(text, dict(zip(numbers, ([p] for p in pieces), strict=True)), note)

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the attack, and nothing else, is there more."""
        if self.placement != "table-cell":
            return is_insertion(before, after, self._pieces(before))
        words = f" {self._line(in_table=True)}"
        return any(before[:at] + words + before[at:] == after for at in _cell_ends(before))

    def _number(self, text: str, rng: random.Random) -> int | None:
        """Return the number of the unit before which the attack goes."""
        if self.placement == "note":
            return len(units(text)) or None
        where: dict[str, Literal["start", "middle", "end"]] = {
            "body-start": "start",
            "body-middle": "middle",
            "body-end": "end",
        }
        return place(text, where.get(self.placement, "anywhere"), rng)

    def _pieces(self, text: str) -> list[str]:
        if self.placement == "heading":
            return [f"## {self._line()}"]
        if self.placement == "note":
            used = [int(number) for number in _NOTE.findall(text)]
            return [f"[^{max(used, default=0) + 1}]: {self._line()}"]
        if self.placement == "split":
            words = self.attack.text.split()
            half = len(words) // 2
            return [" ".join(words[:half]), " ".join(words[half:])] if half else []
        return [self.attack.text]

    def _line(self, *, in_table: bool = False) -> str:
        line = " ".join(self.attack.text.split())
        return line.replace("|", "/") if in_table else line


def injections(attacks: Iterable[Injection], where: Iterable[Placement] = ()) -> tuple[Inject, ...]:
    """Return every attack at every one of these places; at the place it was written for where none is named."""
    chosen = tuple(where)
    return tuple(Inject(attack, placement) for attack in attacks for placement in chosen or (own_placement(attack),))


def own_placement(attack: Injection) -> Placement:
    """Return the place an attack was written for; what files hide stands in the middle of the body here."""
    return _OWN.get(attack.placement, "body-middle")


def _cell_ends(text: str) -> list[int]:
    """Return where the words of the cells of the tables end, those of header rows left out."""
    body = (row for table in closing_runs(text, "table") for row in rows(text, table)[1:])
    return [cell.end for row in body for cell in cells(row) if cell.start < cell.end]
