"""Bytes of a text file become text, whatever old editor wrote them."""

import codecs

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "mac_roman", "cp850")
_EXPECTED = frozenset("éèêëàâäçùûüôöîïœæÉÈÊÀÂÇÔÎŒ«»’‘“”–—…€°²½•·  ")
_MOSTLY_UTF_8 = 0.02
_CONTROL_SHARE = 0.02


def decode(data: bytes) -> tuple[str, int]:
    """Return the text of the bytes, and how many characters could not be decoded."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _replacing(data, encoding)
    if unmarked := _unmarked_utf_16(data):
        return _replacing(data, unmarked)
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        text, lost = _replacing(data, "utf-8")
        if lost <= _MOSTLY_UTF_8 * sum(not c.isascii() for c in text):
            return text, lost
    return max((data.decode(encoding, "replace") for encoding in _OLD), key=_likelihood), 0


def is_text(data: bytes) -> bool:
    """Tell whether the bytes can be a text file rather than a binary one."""
    if data.startswith(tuple(mark for mark, _ in _MARKED)) or _unmarked_utf_16(data):
        return True
    head = data[:65_536]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in head)
    return b"\0" not in head and controls <= _CONTROL_SHARE * len(head)


def _replacing(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    return text, text.count("\ufffd")


def _unmarked_utf_16(data: bytes) -> str | None:
    head = data[:4096]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even < odd / 10:
        return "utf-16-le"
    if even > 0.4 * len(head) / 2 and odd < even / 10:
        return "utf-16-be"
    return None


def _likelihood(text: str) -> int:
    """Return how French the letters outside ASCII look; the first of equals is taken."""
    return sum((1 if c in _EXPECTED else -1) for c in text if not c.isascii())
