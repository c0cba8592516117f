"""Calculations written out in sentences (« 12 × 350 € = 4 200 € », « 31 sur 36, soit 86 % »), checked again."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from assistant.assessment.calculations import Calculation, calculations
from assistant.assessment.tables import tables
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.text.french import fold, sentences
from assistant.text.numbers import NUMBER, Quantity, agrees, format_number, parse_number, quantities, write_like

_WORDS = r"(?: [a-z€%/'-]+){0,5}?"
_RESULT = re.compile(
    rf"{_WORDS} ?(?:=|\)? ?[,:]? ?(?:soit|font|fait|donne|donnent|egalent?|(?:ca|sa|cela|ce qui) (?:fait|donne"
    rf"|represente))\b|,? ?pour (?=un (?:total|cout|montant)))"
    r" ?(?:un (?:total|montant|cout|budget|volume)(?: total| global)? de |au total |en tout |a peu pres )?"
)
_OPENING = re.compile(r" ?(?:[a-z]{1,15} )?\((?:soit |= ?)?")
_OUT_OF = re.compile(r"(?: [a-z'-]+){0,4} sur (?:les |un total de |nos )?")
_IN_BRACKETS = re.compile(r" ?\((?:soit )?")
_SO = re.compile(
    r"(?: [a-z'-]+){0,5}(?:,? soit| ?\(soit| =| ?\(|,? (?:ca|sa|cela|ce qui) fait) ?(?:un taux (?:de [a-z-]+ )?de |[a-z]+ de )?"
)
_SHARE_OF = re.compile(r" (?:de|des|sur|du total de|d'un total de|d'un budget de) ?(?:les |nos )?")
_PER = re.compile(r" ?(?:€ ?)?(?:de l'|par |/ ?|l'|la |le |chacun|pour un)")
_FOR = re.compile(r"(?: [a-z'-]+){0,3}(?: pour| divises? par| sur| rapportes? a) (?:les |nos |un groupe de )?")
_CHANGE = re.compile(
    rf"\b(?:pass|ramen|evolu|progress|augment|baiss|chut|recul|diminu|tomb)\w* de (?P<before>{NUMBER})(?P<first> ?[€%])?"
    rf"(?: [a-z'-]+){{0,3}} a (?P<after>{NUMBER})(?P<second> ?[€%])?(?: [a-z'-]+){{0,4}}(?:,? soit| ?\(soit| ?\()"
    rf" ?(?:une? [a-z]+ de |[a-z]+ de )?(?P<sign>[+–−-] ?)?(?P<rate>{NUMBER}) ?%"
)
_TOTAL = re.compile(
    r"\)?[^\d.;:]{0,30}?,? ?(?:soit|pour un total de|ce qui fait|total) (?:au total |en tout |un total de "
    r"|une duree (?:totale )?de )?"
)
_LISTED = re.compile(r"\)?[^\d.;:()]{0,40}(?:\([^\d.;:()]{0,30}\))?[^\d.;:()]{0,20}(?:,|;| et | puis )[^.;:()]{0,40}\(?")
_LONGEST_SENTENCE = 1500
"""Beyond, it is a table or a list without punctuation, in which neighbours have nothing to do with each other."""
_LONGEST_GAP = 120
_DIGIT = re.compile(r"\d")
_MULTIPLIED = re.compile(
    r"\b(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|chaque|chacune?|fois|par|dont|reste|environ|sauf|moins|plus|soit|tous|toutes)\b|[x×*/]"
)


def check_prose_sums(draft: Draft) -> list[Finding]:
    """Return the results stated in sentences or in the words of a cell that do not follow."""
    cells = [cell for table in tables(draft) for row in table.rows for cell in row.values()]
    places = [Span(start=c.start, end=c.end) for c in cells if c.quantity is None or "(" in c.text]
    inside = sorted((c.start, c.end) for c in cells)
    found: list[Finding] = []
    for sentence in [*_outside(sentences(draft.text), inside), *places]:
        words = draft.slice(sentence)
        if len(words) <= _LONGEST_SENTENCE and len(_DIGIT.findall(words)) > 2:
            found.extend(_placed(finding, sentence.start) for finding in _check(words))
    return found


def _placed(finding: Finding, at: int) -> Finding:
    """Return what was found in a sentence, at its place in the draft."""
    return finding.model_copy(update={"start": (finding.start or 0) + at, "end": (finding.end or 0) + at})


def _outside(spans: Sequence[Span], cells: Sequence[tuple[int, int]]) -> Iterator[Span]:
    position = 0
    for span in spans:
        while position < len(cells) and cells[position][1] <= span.start:
            position += 1
        if position == len(cells) or cells[position][0] >= span.end:
            yield span


@lru_cache(maxsize=2048)
def _check(text: str) -> tuple[Finding, ...]:
    """Return what a sentence states that does not follow, placed in it; one that did not change is not read again."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Finding]:
    folded = fold(text).replace("*", " ")
    numbers = quantities(text)
    for written in calculations(text):
        yield from _stated_after(text, folded, written, numbers)
        yield from _stated_before(text, folded, written, numbers)
    for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        gaps = (
            folded[first.end : second.start],
            folded[second.end : third.start],
        )
        after = folded[third.end :][:30]
        if not (first.approximate or second.approximate):
            yield from _three((first, second, third), gaps, after)
    yield from _changes(folded)
    yield from _enumerated(folded, numbers)


def _between(folded: str, start: int, end: int) -> str:
    """Return the words between two numbers; what is too far apart to be read together gives a mark no pattern allows."""
    return folded[start:end] if end - start <= _LONGEST_GAP else "\0"


def _stated_after(text: str, folded: str, written: Calculation, numbers: Sequence[Quantity]) -> Iterator[Finding]:
    result = next((q for q in numbers if q.start >= written.end), None)
    if result is None or not _RESULT.fullmatch(_between(folded, written.end, result.start)):
        return
    if _PER.match(folded[result.end :]) and written.kind != "over":
        return
    yield from _compared(text, written, result)


def _stated_before(text: str, folded: str, written: Calculation, numbers: Sequence[Quantity]) -> Iterator[Finding]:
    result = next((q for q in reversed(numbers) if q.end <= written.start), None)
    closing = re.match(r"[^\d()]{0,30}\)", folded[written.end :])
    if result is None or closing is None or not result.unit or result.unit != written.unit:
        return
    if _OPENING.fullmatch(_between(folded, result.end, written.start)):
        yield from _compared(text, written, result)


def _compared(text: str, written: Calculation, result: Quantity) -> Iterator[Finding]:
    expected, unit = written.value, written.unit
    if unit == "min" and result.unit == "h":
        expected, unit = expected / 60, "h"
    if unit and result.unit and unit != result.unit:
        return
    if written.implicit and expected and result.value != expected and result.value % expected == 0:
        return
    slack = max(written.slack, result.step if expected % result.step else Decimal(0))
    if not agrees(expected, result, slack=slack):
        yield _finding("calcul", result, expected, f"« {text[written.start : written.end]} »")


def _three(numbers: tuple[Quantity, Quantity, Quantity], gaps: tuple[str, str], after: str) -> Iterator[Finding]:
    first, second, third = numbers
    for part, whole, result, before, between in (
        (first, second, third, _OUT_OF, _SO),
        (first, third, second, _SO, _SHARE_OF),
        (second, third, first, _IN_BRACKETS, _OUT_OF),
    ):
        if result.unit != "%" or not _alike(part, whole) or not 0 <= part.value <= whole.value or not whole.value:
            continue
        expected = part.value / whole.value * 100
        if before.fullmatch(gaps[0]) and between.fullmatch(gaps[1]) and not agrees(expected, result):
            yield _finding("calcul-pourcentage", result, expected, f"{_plain(part)} sur {_plain(whole)}")
    if first.unit == third.unit == "€" != second.unit and second.value and _PER.match(after):
        expected = first.value / second.value
        stated = _FOR.fullmatch(gaps[0]) and _SO.fullmatch(gaps[1])
        if stated and not agrees(expected, third, slack=max(third.step, expected / 200)):
            yield _finding("calcul-cout-unitaire", third, expected, f"{_plain(first)} divisé par {_plain(second)}")


def _alike(first: Quantity, second: Quantity) -> bool:
    units = {first.unit, second.unit}
    return "%" not in units and (len(units) == 1 or (len(units - {""}) < 2 and "€" not in units))


def _changes(folded: str) -> Iterator[Finding]:
    for match in _CHANGE.finditer(folded):
        before, after = parse_number(match["before"])[0], parse_number(match["after"])[0]
        rate, step = parse_number(match["rate"])
        result = Quantity(match.start("rate"), match.end(), rate, "%", step)
        if not before or "%" in (match["first"] or "") + (match["second"] or ""):
            continue
        expected = abs(after - before) / before * 100
        if not agrees(expected, result):
            yield _finding(
                "calcul-pourcentage", result, expected, f"l’évolution de {format_number(before)} à {format_number(after)}"
            )


def _enumerated(folded: str, numbers: Sequence[Quantity]) -> Iterator[Finding]:
    """Check « M1 (35 h), M2 (35 h) et M3 (56 h), soit 126 heures »."""
    for index, result in enumerate(numbers):
        listed = [q for q in numbers[:index] if q.unit]
        if len(listed) < 2 or listed != list(numbers[:index]) or {q.unit for q in listed} != {result.unit} or result.unit == "%":
            continue
        gaps = [_between(folded, a.end, b.start) for a, b in pairwise(listed)]
        head = folded[max(0, listed[0].start - 30) : listed[0].start]
        words = [head, *gaps]
        if any(_MULTIPLIED.search(w) for w in words) or not all(_LISTED.fullmatch(g) for g in gaps):
            continue
        expected = sum((q.value for q in listed), Decimal(0))
        between = _between(folded, listed[-1].end, result.start)
        follows = folded[result.end :]
        if _TOTAL.fullmatch(between) and not _PER.match(follows) and not agrees(expected, result):
            yield _finding("calcul", result, expected, f"la somme des {len(listed)} nombres qui précèdent")
            return


def _plain(quantity: Quantity) -> str:
    return write_like(quantity.value, quantity)


def _finding(code: str, result: Quantity, expected: Decimal, what: str) -> Finding:
    right, found = write_like(expected, result), _plain(result)
    return Finding(
        code=code,
        severity="erreur",
        message=f"Vous écrivez {found}, mais {what} donne {right}. Vérifiez les deux nombres et corrigez celui qui est faux.",
        start=result.start,
        end=result.end,
        expected=right,
        found=found,
    )
