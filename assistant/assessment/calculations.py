"""Calculations that a text writes out (« 28 jours à 320 € », « 9 x 602 h ») and what they come to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.text.french import fold
from assistant.text.numbers import Quantity, quantities

_UNIT = r"(?P<unit>[^\W\d_x]?[^\W\d_]*(?:[ './-]+[^\W\d_]+){0,4}[.]?)"
_SIGNED = re.compile(
    rf" ?{_UNIT} ?(?P<sign>(?<![a-z])x(?![a-z])|[×*÷/+]|(?<= )[−–-](?= ))(?P<open> ?\(?) ?(?P<article>[a-z' -]{{0,25}})"
)
_AT = re.compile(rf" ?{_UNIT} a (?:raison de )?")
_LONGEST_GAP = 60
_WRITTEN = {"x": "*", "×": "*", "÷": "/", "−": "-", "–": "-"}


@dataclass(frozen=True, slots=True)
class Calculation:
    """Numbers joined by signs, with what they come to."""

    start: int
    end: int
    value: Decimal
    unit: str
    slack: Decimal
    """What rounding of the terms may add up to."""
    kind: str
    """`times`, `plus`, `minus` or `over`: the sign of lowest rank."""
    implicit: bool = False
    """The sign is the word « à » (« 28 jours à 320 € »)."""


@dataclass(frozen=True, slots=True)
class _Term:
    value: Decimal
    unit: str
    step: Decimal


def calculations(text: str, start: int = 0, end: int | None = None) -> list[Calculation]:
    """Return the longest calculations of `text[start:end]`, in order, placed in `text`."""
    end = len(text) if end is None else end
    folded = fold(text[start:end])
    numbers = [q for q in quantities(text, start, end) if not q.approximate]
    return list(_chains(folded, numbers, start))


def _chains(folded: str, numbers: Sequence[Quantity], offset: int) -> Iterator[Calculation]:
    index = 0
    while index < len(numbers) - 1:
        last, signs = index, []
        while last + 1 < len(numbers):
            sign = _sign(folded, numbers[last], numbers[last + 1], offset)
            if sign is None:
                break
            signs.append(sign)
            last += 1
        if signs:
            found = _evaluate(folded, numbers[index : last + 1], signs, offset)
            if found is not None:
                yield found
        index = last + 1


def _sign(folded: str, left: Quantity, right: Quantity, offset: int) -> str | None:
    between = folded[left.end - offset : right.start - offset]
    if len(between) > _LONGEST_GAP:
        return None
    if between == " de " and left.unit == "%":
        return "%"
    at = _AT.fullmatch(between)
    if at and right.unit == "€" and left.unit not in ("€", "%") and (left.unit or at["unit"].strip()):
        return "@"
    signed = _SIGNED.fullmatch(between)
    if signed is None or (signed["article"].strip() and signed["sign"] != "+"):
        return None
    return signed["open"].strip() + _WRITTEN.get(signed["sign"], signed["sign"])


def _evaluate(folded: str, numbers: Sequence[Quantity], signs: Sequence[str], offset: int) -> Calculation | None:
    terms = [_Term(q.value, q.unit, q.step) for q in numbers]
    end = numbers[-1].end
    grouped = [i for i, sign in enumerate(signs) if sign.startswith("(")]
    if grouped:
        closing = re.match(r"[^()]*?\)\s*(€)?", folded[end - offset : end - offset + _LONGEST_GAP])
        if len(grouped) > 1 or closing is None:
            return None
        first = grouped[0]
        inner = _fold_terms(terms[first + 1 :], signs[first + 1 :])
        if inner is None:
            return None
        end += closing.end()
        terms = [*terms[: first + 1], _Term(inner.value, "€" if closing[1] else inner.unit, inner.step)]
        signs = [*signs[:first], signs[first][1:]]
    total = _fold_terms(terms, signs)
    if total is None:
        return None
    kind = next(
        k for k, written in (("plus", "+"), ("minus", "-"), ("over", "/"), ("times", "*@%")) if any(s in written for s in signs)
    )
    slack = sum((t.step for t in terms if t.step < 1), Decimal(0)) / 2 if kind == "plus" else Decimal(0)
    return Calculation(numbers[0].start, end, total.value, total.unit, slack, kind, implicit="@" in signs)


def _fold_terms(terms: Sequence[_Term], signs: Sequence[str]) -> _Term | None:
    products, operators = [terms[0]], []
    for sign, term in zip(signs, terms[1:], strict=True):
        if sign in ("*", "@", "%", "/"):
            joined = _join(products[-1], sign, term)
            if joined is None:
                return None
            products[-1] = joined
        else:
            operators.append(sign)
            products.append(term)
    value, units = products[0].value, {p.unit for p in products} - {""}
    if len(units) > 1:
        return None
    for sign, term in zip(operators, products[1:], strict=True):
        value += term.value if sign == "+" else -term.value
    return _Term(value, units.pop() if units else "", min(p.step for p in products))


def _join(left: _Term, sign: str, right: _Term) -> _Term | None:
    if sign == "/":
        if not right.value:
            return None
        unit = "€" if left.unit == "€" and right.unit != "€" else ""
        return _Term(left.value / right.value, unit, left.step)
    units = [u for u in (left.unit, right.unit) if u]
    if units.count("€") > 1:
        return None
    value = left.value * right.value
    if "%" in units:
        value, units = value / 100, [u for u in units if u != "%"]
    unit = "€" if "€" in units else "min" if units == ["min"] else units[-1] if len(units) == 1 else ""
    return _Term(value, unit, min(left.step, right.step))
