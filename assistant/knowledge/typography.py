"""French typography for what candidates read."""

import re

_NBSP = "\u00a0"
_THIN = "\u202f"
_SPACE = f"[ {_NBSP}{_THIN}]"

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w)'(?=[\w«])", "’"),
        (r"\.\.\.", "…"),
        (rf"«{_SPACE}*", f"«{_NBSP}"),
        (rf"{_SPACE}*»", f"{_NBSP}»"),
        (rf"{_SPACE}+([;!?])", rf"{_THIN}\1"),
        (rf"{_SPACE}+:(?!/)", f"{_NBSP}:"),
        (r"(?<=[\w)])([;!?])(?=\s|$)", rf"{_THIN}\1"),
        (r"(?<=[^\W\d]|\)):(?=\s|$)", f"{_NBSP}:"),
        (rf"(?<=\d){_SPACE}(?=(?:%|€|k€|M€|h\b|min\b|j\b))", _NBSP),
        (rf"\b(n°|[LRD]\.|art\.|Mme|M\.){_SPACE}(?=[\dA-Z])", rf"\1{_NBSP}"),
    )
)
_THOUSANDS = re.compile(r"(?<![\w,.-])\d{1,3}(?: \d{3})+(?!\d)")


def typographic(text: str) -> str:
    """Return the text with French apostrophes, ellipses and no-break spaces; twice is once.

    Narrow no-break space before `; ! ?` and between thousands, no-break space before `:`
    and units and inside « »; addresses and regular expressions are not for this function.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _THOUSANDS.sub(lambda match: match.group().replace(" ", _THIN), text)
