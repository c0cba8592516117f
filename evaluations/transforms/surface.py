"""Surface: the same words in other characters (typography, accents, white space, line ends)."""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluations.transforms.base import Edit, Variant, edited
from evaluations.transforms.units import is_flowing, units

Edits = Callable[[str, random.Random], Sequence[Edit]]
Normal = Callable[[str], str]

_NNBSP, _NBSP, _SOFT_HYPHEN = "\u202f", "\u00a0", "\u00ad"
_LETTER = r"[^\W\d_]"
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
_SPELT = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"}
_WITH_OE = (
    "cœur|chœur|mœurs|sœur|vœu|nœud|bœuf|œuf|œil|œuvre|manœuvre|main-d'œuvre|main-d’œuvre|œcuménique|œnologie"
    "|désœuvré|rancœur|œillet"
)
_OE_WORD = re.compile(rf"\b(?:l'|d'|l’|d’)?(?:{_WITH_OE.replace('œ', 'oe')})(?:e?s|x|es|r|rer|ré|rée|rés|rées)?\b", re.IGNORECASE)
_LONG_WORD = re.compile(rf"(?<![\w\u00ad-]){_LETTER}{{8,}}(?![\w\u00ad-])")
_SYLLABLE_END = re.compile(r"(?<=[aeiouyéèêàâîïôûù])(?=[^\W\d_aeiouyéèêàâîïôûùœ][aeiouyéèêàâîïôûù])", re.IGNORECASE)
_TYPESET_SPACE = re.compile(r"(?<=\S) (?=[;:!?»%€])|(?<=«) (?=\S)|(?<=\d) (?=\d{3}(?!\d))|(?<=\bn°) (?=\d)")
_PLAIN_QUOTES = re.compile(r'(?<![\w"])"([^"\s|](?:[^"\n|]*[^"\s|])?)"(?![\w"])')
_FRENCH_QUOTES = re.compile(r"(?:«[^\S\n]*([^«»“”\n]*?)[^\S\n]*»|“[^\S\n]*([^«»“”\n]*?)[^\S\n]*”)")


@dataclass(frozen=True)
class Rewriting:
    """A change of characters: what it does, and the common form of before and after that proves the words equal."""

    name: str
    note: str
    edits: Edits
    normal: Normal
    bounded: Callable[[str, str], bool] | None = None
    """Check of a drawn change; without it the change must be what `edits` makes, every time."""

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the rewritten text, None where nothing is to be rewritten."""
        variant = edited(text, self.edits(text, rng), self.note)
        return None if variant.text == text else variant

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the words are the same and the change is the one announced."""
        if before == after or self.normal(before) != self.normal(after):
            return False
        if self.bounded is not None:
            return self.bounded(before, after)
        return after == edited(before, self.edits(before, random.Random(0)), "").text  # noqa: S311 - not drawn from


def replacing(pattern: str | re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Edits:
    """Return the edits that rewrite every match of a pattern, by a template or a function."""
    compiled = re.compile(pattern)

    def edits(text: str, _: random.Random) -> list[Edit]:
        written = [(m, m.expand(new) if isinstance(new, str) else new(m)) for m in compiled.finditer(text)]
        return [Edit(m.start(), m.end(), words) for m, words in written if words != m.group()]

    return edits


def typography() -> tuple[Rewriting, ...]:
    """Return the changes of apostrophes, quotation marks, spaces, ligatures and hyphens."""
    return (
        Rewriting("nfd", "accents décomposés (NFD)", replacing(r"[^\x00-\x7f]+", _decomposed), _composed),
        Rewriting(
            "typographic-apostrophes", "apostrophes courbes", replacing(r"(?<=\w)'(?=\w)", "’"), lambda t: t.replace("’", "'")
        ),
        Rewriting(
            "straight-apostrophes", "apostrophes droites", replacing(r"(?<=\w)’(?=\w)", "'"), lambda t: t.replace("’", "'")
        ),
        Rewriting("straight-quotes", "guillemets droits", replacing(_FRENCH_QUOTES, _straight), _with_plain_quotes),
        Rewriting("guillemets", "guillemets français", replacing(_PLAIN_QUOTES, rf"«{_NNBSP}\1{_NNBSP}»"), _with_plain_quotes),
        Rewriting("nbsp", "espaces insécables", replacing(_TYPESET_SPACE, _NBSP), _with_plain_spaces),
        Rewriting("thin-spaces", "espaces fines insécables", replacing(_TYPESET_SPACE, _NNBSP), _with_plain_spaces),
        Rewriting("oe-two-letters", "œ en deux lettres", replacing("[œŒæÆ]", lambda m: _SPELT[m.group()]), _spelt),
        Rewriting("oe-ligature", "œ en une lettre", replacing(_OE_WORD, _ligated), _spelt),
        Rewriting("fi-ligature", "ligatures ﬁ, ﬂ, ﬀ", replacing("ff[il]|ff|f[il]", lambda m: _LIGATURES[m.group()]), _unligated),
        Rewriting("soft-hyphens", "traits d’union conditionnels", _soft_hyphens, _without_soft_hyphens, _soft_hyphens_bounded),
    )


def white_space() -> tuple[Rewriting, ...]:
    """Return the changes of line ends, blank lines, trailing blanks and line breaks."""
    return (
        Rewriting("crlf", "fins de ligne de Windows", replacing(r"(?<!\r)\n", "\r\n"), lambda t: t.replace("\r\n", "\n")),
        Rewriting("trailing-spaces", "espaces en fin de ligne", _trailing, _without_trailing, lambda a, b: len(b) > len(a)),
        Rewriting("blank-lines", "lignes vides en plus", _blank_lines, _one_blank_line, lambda a, b: len(b) > len(a)),
        Rewriting("line-end-hyphenation", "lignes coupées avec césures", _wrapped, _unwrapped, _wrapped_bounded),
    )


def _decomposed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", match.group())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _straight(match: re.Match[str]) -> str:
    return f'"{match.group(1) if match.group(1) is not None else match.group(2)}"'


def _with_plain_quotes(text: str) -> str:
    return re.sub(r"[^\S\n]*[»”]", '"', re.sub(r"[«“][^\S\n]*", '"', text))


def _with_plain_spaces(text: str) -> str:
    return text.replace(_NBSP, " ").replace(_NNBSP, " ")


def _spelt(text: str) -> str:
    return re.sub("[œŒæÆ]", lambda m: _SPELT[m.group()], text)


def _ligated(match: re.Match[str]) -> str:
    return match.group().replace("oe", "œ").replace("Oe", "Œ")


def _unligated(text: str) -> str:
    for letters, ligature in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return text


def _soft_hyphens(text: str, rng: random.Random) -> list[Edit]:
    found: list[Edit] = []
    for word in _LONG_WORD.finditer(text) if _SOFT_HYPHEN not in text else ():
        breaks = [m.start() for m in _SYLLABLE_END.finditer(text, word.start() + 2, word.end() - 2)]
        if breaks and rng.random() < 0.5:
            at = rng.choice(breaks)
            found.append(Edit(at, at, _SOFT_HYPHEN))
    return found


def _without_soft_hyphens(text: str) -> str:
    return text.replace(_SOFT_HYPHEN, "")


def _soft_hyphens_bounded(before: str, after: str) -> bool:
    cut = re.findall(rf"{_LETTER}*(?:{_SOFT_HYPHEN}{_LETTER}*)+", after)
    whole = [re.fullmatch(rf"{_LETTER}{{2,}}{_SOFT_HYPHEN}{_LETTER}{{2,}}", word) for word in cut]
    return _SOFT_HYPHEN not in before and all(whole) and all(len(word) > 8 for word in cut)


def _trailing(text: str, rng: random.Random) -> list[Edit]:
    ends = [m.start() for m in re.finditer(r"(?<=\S)$", text, re.MULTILINE)]
    return [Edit(at, at, " " * rng.randint(1, 3)) for at in ends if rng.random() < 0.5]


def _without_trailing(text: str) -> str:
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def _blank_lines(text: str, rng: random.Random) -> list[Edit]:
    ends = [m.end() for m in re.finditer(r"(?<=\S)\n(?:[ \t]*\n)+(?=[^\n])", text)]
    return [Edit(at, at, "\n" * rng.randint(1, 3)) for at in ends if rng.random() < 0.7]


def _one_blank_line(text: str) -> str:
    return re.sub(r"\n(?:[ \t]*\n)+", "\n\n", text)


def _wrapped(text: str, rng: random.Random) -> list[Edit]:
    """Break the paragraphs into lines of a drawn width, long words cut after a syllable."""
    width = rng.randint(55, 95)
    found: list[Edit] = []
    for unit in units(text) if is_flowing(text) else ():
        if unit.kind != "paragraph" or "\n" in text[unit.start : unit.end]:
            continue
        begin = unit.start
        while unit.end - begin > width:
            edit = _line_end(text, begin, begin + width)
            if edit is None or edit.end >= unit.end:
                break
            found.append(edit)
            begin = edit.end
    return found if any(edit.text.startswith("-") for edit in found) else []


def _line_end(text: str, begin: int, limit: int) -> Edit | None:
    word = next((m for m in _LONG_WORD.finditer(text, begin) if m.end() > limit), None)
    if word and word.start() < limit - 3:
        cuts = [m.start() for m in _SYLLABLE_END.finditer(text, word.start() + 2, word.end() - 2) if m.start() < limit]
        if cuts:
            return Edit(cuts[-1], cuts[-1], "-\n")
    space = text.rfind(" ", begin + 1, limit)
    starts_a_mark = re.match(r"[-–•*+#|>=\d:;!?»%€]", text[space + 1 : space + 2])
    return Edit(space, space + 1, "\n") if space > begin and not starts_a_mark else None


def _unwrapped(text: str) -> str:
    """Join cut words and lines: the form that a text and its wrapped variant share."""
    joined = re.sub(rf"(?<={_LETTER})-\n(?={_LETTER})", "", text)
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", joined)


def _wrapped_bounded(before: str, after: str) -> bool:
    """Tell whether words were cut, and only inside paragraphs."""
    cuts = len(re.findall(rf"{_LETTER}-\n{_LETTER}", after)) - len(re.findall(rf"{_LETTER}-\n{_LETTER}", before))
    flowing = is_flowing(before)
    others = [[t[u.start : u.end] for u in units(t, flowing=flowing) if u.kind != "paragraph"] for t in (before, after)]
    return cuts > 0 and others[0] == others[1]
