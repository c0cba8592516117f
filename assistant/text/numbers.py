"""French numbers: found with their place, unit and precision, compared with tolerance, written back."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from assistant.text.french import fold

SPACE = "[ \u00a0\u202f\u2009]"
NUMBER = rf"(?:\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?![\d.])|\d+)(?:,\d+|\.\d+(?![\d.]))?"
_CURRENCY = r"[km]?€|k?eur\b|k?euros?\b"
_UNIT = rf"{_CURRENCY}|%|pour cent\b|heures?\b|h\b|minutes?\b|min\b|journees?\b|jours?\b|j\b"
_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|(?:janv|fevr|avr|juil|sept|oct|nov|dec)\.)"
)
_QUANTITY = re.compile(
    rf"(?<![\w.,/°-])(?P<number>{NUMBER})"
    rf"(?:{SPACE}?(?P<hours>h){SPACE}?(?P<minutes>[0-5]\d)\b(?!{SPACE}?[€%])|{SPACE}?(?P<unit>{_UNIT}))?"
)
_NOT_COMPUTABLE = re.compile(
    rf"""\b(?:art(?:icles?|\.)|[lrd]\.)\ ?[lrd]?\.?\ ?\d[\d.-]*(?:\ et\ \d[\d.-]*)*   # articles of a code
    |\bn[°o]s?\ ?\d[\d.-]*                                                            # numbers of laws, invoices, annexes
    |(?<!\d)0\d(?:[ .]\d\d){{4}}(?!\d)|\+33[\d .]{{9,}}                                # telephones
    |(?<!\d)\d{{3}}\ \d{{3}}\ \d{{3}}(?:\ \d{{5}})?(?!\d)(?!\ ?[€%])                   # SIREN and SIRET
    |\b\d{{1,2}}(?:er)?(?:(?:,|\ et|\ au|\ a)\ \d{{1,2}})*\ {_MONTH}(?:\ \d{{4}})?|\b{_MONTH}\ \d{{4}}
    |\b\d{{1,4}}[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?\b
    |\b(?:niveaux?|annexes?|phases?|etapes?|modules?|sequences?|seances?|lots?|blocs?|articles?|chapitres?|pages?|p\.|tableaux?
        |figures?|fiches?|indicateurs?|criteres?|options?|groupes?|jours?|version|semaines?|axes?
        |titres?)\ \d+(?:[.,]\d+)*(?:(?:,|\ et|\ a)\ \d+)*(?!\d)
    |\b(?:19|20)\d\d\b(?!{SPACE}?(?:[kM]?€|euros?|%|h\b|heures?))                      # years
    |\b\d{{5}}(?=\ [a-z]{{3,}}(?:[- ]|$))""",  # postcodes, before a town
    re.VERBOSE,
)
_RANGE = re.compile(rf"(?<![\w.,]){NUMBER}{SPACE}?(?:€|%|h|min)?(?:{SPACE}(?:a|ou){SPACE}|[-–]){NUMBER}")
_APPROXIMATE = re.compile(
    r"(?:~|≈|\benviron|\bpres de|\bpresque|\bquelque|\bautour de|\bplus de|\bmoins de|\bau moins|\bau plus|\bjusqu'a)\s*$"
)
_UNITS = {"pour cent": "%", "heure": "h", "heures": "h", "minute": "min", "minutes": "min"}
_DAYS = ("jour", "jours", "journee", "journees", "j")
_LONGEST_CELL = 120
_MARKUP = re.compile(r"[*_`]")
_CELL = re.compile(
    rf"(?P<about>~|≈|environ )?{SPACE}*(?P<sign>[+–−-]|moins )?{SPACE}*(?P<number>{NUMBER})"
    rf"(?:{SPACE}?(?P<hours>h){SPACE}?(?P<minutes>[0-5]\d)\b|{SPACE}*(?P<unit>{_UNIT}))?(?P<rest>(?:{SPACE}|/|\().*|)$"
)
_TRAILING = re.compile(rf"(?:{SPACE}*(?:/|par)?{SPACE}*[^\W\d_]+(?:[-'.][^\W\d_]+)*\.?){{0,3}}{SPACE}*(?:\([^()]*\))?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text with its unit; amounts in k€ and M€ are given in euros."""

    start: int
    end: int
    value: Decimal
    unit: str = ""
    """`€`, `%`, `h`, `min`, `jour`, another word in a table cell, or nothing."""
    step: Decimal = Decimal(1)
    """What one unit of the last digit written is worth."""
    approximate: bool = False

    @property
    def decimals(self) -> int:
        """Return how many decimals were written."""
        return max(0, -int(self.step.normalize().as_tuple().exponent))


def quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Return the numbers one may compute with: no dates, years, phones, articles, ranges or numbering."""
    return [replace(q, start=q.start + start, end=q.end + start) for q in _quantities(text[start:end])]


@lru_cache(maxsize=2048)
def _quantities(text: str) -> tuple[Quantity, ...]:
    folded = fold(text)
    masked = bytearray(len(folded))
    for pattern in (_NOT_COMPUTABLE, _RANGE):
        for match in pattern.finditer(folded):
            masked[match.start() : match.end()] = b"\1" * len(match.group())
    found = []
    for match in _QUANTITY.finditer(folded):
        if any(masked[match.start() : match.end("number")]):
            continue
        about = bool(_APPROXIMATE.search(folded, max(0, match.start() - 12), match.start()))
        found.append(_quantity(match, 0, approximate=about))
    return tuple(found)


def cell_quantity(text: str, start: int = 0) -> Quantity | None:
    """Return the number that a table cell consists of, placed from `start`; None for any other cell.

    A unit, up to three words and one parenthesis may follow (« 2 jours », « 4 608 (91,4 %) »);
    `(1 200)` is negative as accountants write it, « 12 sur 16 » is no number.
    """
    if len(text) > _LONGEST_CELL:
        return None
    bare = _MARKUP.sub(" ", text)
    left = len(bare) - len(bare.lstrip())
    right = len(bare.rstrip())
    content = fold(bare)[left:right]
    negative = bool(re.fullmatch(rf"\({NUMBER}{SPACE}?(?:€|euros?)?\)", content))
    match = _CELL.match(content[1:-1] if negative else content)
    if match is None or not _TRAILING.fullmatch(match["rest"]):
        return None
    if re.fullmatch(r"\s*(?:a|ou|et|sur|/|x)\b.*", match["rest"]) or re.match(rf"{SPACE}*{_MONTH}", match["rest"]):
        return None
    offset = left + (1 if negative else 0)
    quantity = _quantity(match, offset, approximate=bool(match["about"]))
    sign = -1 if negative or (match["sign"] or "").strip() in {"–", "−", "-", "moins"} else 1
    unit = quantity.unit or _first_word(match["rest"])
    return Quantity(start + left, start + right, sign * quantity.value, unit, quantity.step, quantity.approximate)


def _first_word(rest: str) -> str:
    word = re.match(rf"{SPACE}*([^\W\d_]+)", rest)
    return word.group(1).rstrip("s") if word else ""


def _quantity(match: re.Match[str], offset: int, *, approximate: bool) -> Quantity:
    value, step = parse_number(match["number"])
    unit = match["unit"] or ""
    if match["minutes"]:
        value, step, unit = value + Decimal(match["minutes"]) / 60, Decimal("0.01"), "h"
    elif re.fullmatch(_CURRENCY, unit):
        scale = {"k": 1000, "m": 1_000_000}.get(unit[0], 1)
        value, step, unit = value * scale, step * scale, "€"
    elif unit in _DAYS:
        unit = "jour"
    return Quantity(offset + match.start(), offset + match.end(), value, _UNITS.get(unit, unit), step, approximate)


def parse_number(written: str) -> tuple[Decimal, Decimal]:
    """Return the value of a French number and the worth of its last digit."""
    plain = re.sub(SPACE, "", written)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    return Decimal(plain), Decimal(1).scaleb(-len(plain.partition(".")[2]))


def format_number(value: Decimal, unit: str = "", *, decimals: int = 0) -> str:
    """Return the number as French writes it: « 1 234,50 € », no-break spaces included."""
    if unit == "h" and value % 1 and value * 60 % 1 == 0:
        return f"{format_number(Decimal(int(value)), 'h')}\u00a0{int(abs(value) * 60) % 60:02d}"
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", "\u202f").replace(".", ",")
    sign = "−" if rounded < 0 else ""  # a true minus sign, which a hyphen would not align with
    plural = "s" if unit == "jour" and abs(rounded) >= 2 else ""
    return f"{sign}{text}\u00a0{unit}{plural}" if unit else f"{sign}{text}"


def write_like(value: Decimal, like: Quantity) -> str:
    """Return the value in the unit of another number, with its decimals or the few more that it needs."""
    exact = -int(value.normalize().as_tuple().exponent) if value else 0
    most = {"€": 2, "h": 2}.get(like.unit, 1)
    decimals = 0 if like.unit == "h" and exact <= 0 else max(like.decimals, min(exact, most))
    return format_number(value, like.unit, decimals=decimals)


def agrees(expected: Decimal, found: Quantity, *, slack: Decimal = Decimal(0)) -> bool:
    """Tell whether a stated result is the expected one, rounding and « environ » allowed for.

    `slack` is what rounding of the terms may add up to.
    """
    gap = abs(expected - found.value)
    if found.approximate:
        return gap <= abs(expected) * Decimal("0.05")
    if found.unit == "%":
        return gap <= max(slack, Decimal("0.6") if found.step >= 1 else Decimal("0.15"))
    return gap <= max(slack, _rounding(expected, found))


def _rounding(expected: Decimal, found: Quantity) -> Decimal:
    for step, least in ((Decimal(1000), 100_000), (Decimal(100), 10_000), (Decimal(10), 200)):
        if found.step == 1 and abs(found.value) >= least and found.value % step == 0 and expected % step:
            return step / 2
    return found.step if expected % found.step else Decimal(0)
