"""Reads a name word by word: where it ends, and which words of it are first names."""

from typing import NamedTuple

from assistant.text.french import FUNCTION_WORDS
from assistant.text.page import Page, Word

TITLES = {
    **dict.fromkeys(("m", "mr", "monsieur"), "m"),
    **dict.fromkeys(("mm", "messieurs"), "m+"),
    **dict.fromkeys(("mme", "madame", "mlle", "melle", "mle", "mademoiselle", "ms", "mrs", "miss", "docteure"), "f"),
    **dict.fromkeys(("mmes", "mesdames", "mlles", "mesdemoiselles"), "f+"),
    **dict.fromkeys(("dr", "docteur", "pr", "me", "maitre"), ""),
}
"""Titles, each with the gender it tells and `+` when it announces several people."""
PARTICLES = frozenset(
    """
    de du des d la le l el al ben bin ibn ould abd abdel abou abu ait bel bou da do dos das del della delle di van von
    der den ten ter mac mc st saint sainte lo y ul ur
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
OWN_PARTICLES = frozenset(
    ("le", "la", "de", "du", "des", "ben", "el", "al", "da", "dos", "di", "van", "von", "ait", "ould", "abd", "bel", "bou", "del")
)
"""Particles that may begin a surname."""
NOT_NAMES = frozenset("rh drh cv cdi cdd cv tp ta ok pdf pc qcm sa sas ag ca ce cse tpe pme nb ps ii iii iv vi".split())  # noqa: SIM905


class Mention(NamedTuple):
    """A person named somewhere."""

    start: int
    end: int
    given: tuple[str, ...]
    """Keys of the first names, or of their initials followed by a point."""
    family: tuple[str, ...]
    gender: str
    reason: str


def name_words(page: Page, start: int, *, certain: bool, most: int = 4) -> list[int]:
    """Return the numbers of the words of the name that starts there; `certain` when something announces it."""
    numbers: list[int] = []
    position = start
    while position < len(page.words) and len(numbers) < most:
        word = page.words[position]
        if position > start and not _goes_on(page, position):
            break
        is_particle = word.key in PARTICLES and (word.shape != "initial" or word.key in ("d", "l"))
        if is_particle and _leads(page, position, started=bool(numbers) or certain):
            position += 1
            numbers.append(position - 1)
            continue
        if not page.is_free(word.start, word.end) or not _may_be_named(page, word, position, numbers, certain=certain):
            break
        numbers.append(position)
        position += 1
    while numbers and _dangles(page.words[numbers[-1]]):
        numbers.pop()
    return numbers


def _dangles(word: Word) -> bool:
    return word.key in PARTICLES and word.shape != "initial" and not word.known


def _goes_on(page: Page, position: int) -> bool:
    word, before = page.words[position], page.words[position - 1]
    if word.gap in ("'", "’"):
        return before.key in ("d", "l", "o", "m", "n")
    if before.shape == "initial" and word.gap.strip(" \u00a0\u202f") in (".", ".-"):
        return "\n" not in word.gap
    return word.near


def _leads(page: Page, position: int, *, started: bool) -> bool:
    """Tell whether a particle is followed by the capitalised word that it belongs to."""
    following = position + 1
    while following < len(page.words) and following < position + 3:
        word = page.words[following]
        if not (word.near or word.gap in ("'", "’")):
            return False
        if word.raised and word.key not in PARTICLES:
            return (
                started
                and page.is_open(following)
                and not word.role
                and (not word.ordinary or word.known or page.words[position].raised)
            )
        if word.key not in PARTICLES:
            return False
        following += 1
    return False


def _may_be_named(page: Page, word: Word, position: int, numbers: list[int], *, certain: bool) -> bool:
    is_title = word.key in TITLES and not word.first and not (word.shape == "initial" and numbers)
    if not word.raised or is_title or word.key in NOT_NAMES:
        return False
    if page.kept[position] and not (certain and not numbers and word.known):
        return False
    if word.shape == "initial":
        return certain or page.text[word.end : word.end + 1] == "." or bool(numbers)
    if word.key in FUNCTION_WORDS or (
        page.lexicon.is_calendar(word.key) and not (word.known and (certain or numbers)) and not _titled(page, position)
    ):
        return False
    if word.role and not (word.last and certain and all(page.words[n].key in PARTICLES for n in numbers)):
        return False
    if word.loud:
        return word.known or not word.ordinary
    if not word.ordinary or word.known:
        return not (len(numbers) >= 2 and word.shape == "upper" and len(word.key) <= 4 and not word.known)
    named = [n for n in numbers if page.words[n].key not in PARTICLES]
    return (certain and not named) or (len(numbers) == 1 and page.words[numbers[0]].first and not page.words[numbers[0]].ordinary)


def _titled(page: Page, position: int) -> bool:
    """Tell whether a title stands right before: « M. Vendredi » is someone."""
    word = page.words[position]
    return position > 0 and word.shape == "capital" and word.adjacent and page.words[position - 1].key in TITLES


def mention(page: Page, numbers: list[int], gender: str, reason: str, *, inverted: bool = False) -> Mention:
    """Return the mention that these words make, told apart into first names and surname."""
    words = [page.words[n] for n in numbers]
    given, family = _split(words, inverted=inverted)
    borne = next((page.lexicon.first_names[k] for k in (w.key.split("-")[0] for w in given) if k in page.lexicon.first_names), "")
    return Mention(
        words[0].start,
        words[-1].end,
        tuple(_part(w) for w in given),
        tuple(_part(w) for w in family),
        gender or (borne if borne in ("m", "f") else ""),
        reason,
    )


def _part(word: Word) -> str:
    return f"{word.key}." if word.shape == "initial" else word.key


def _split(words: list[Word], *, inverted: bool) -> tuple[list[Word], list[Word]]:
    if inverted:
        count = next(
            (n for n, w in enumerate(words) if n and w.first and (w.shape != "upper" or all(v.shape == "upper" for v in words))),
            len(words),
        )
        return words[count:], words[:count]
    if len(words) == 1:
        alone = words[0]
        is_given = alone.first and (
            not alone.last or (alone.shape == "capital" and alone.key not in ("martin", "bernard", "thomas"))
        )
        return (words, []) if is_given and alone.shape != "initial" else ([], words)
    is_mixed = any(w.shape == "upper" for w in words) and any(w.shape == "capital" for w in words)
    count = 0
    while (
        count < len(words) - 1
        and (words[count].first or words[count].shape == "initial")
        and not (is_mixed and words[count].shape == "upper")
    ):
        if count and words[count].key in PARTICLES:
            break
        count += 1
    return words[:count], words[count:]
