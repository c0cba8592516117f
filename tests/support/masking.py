"""Says in one line what a sentence is to lose and to keep once pseudonymised."""

from typing import NamedTuple

from assistant.domain.pseudonym import IdentityType, Pseudonymised
from assistant.text.pseudonyms import pseudonymise


class Sentence(NamedTuple):
    """A text, the words that identify in it, and words that are to stay."""

    text: str
    masked: dict[str, IdentityType] = {}  # noqa: RUF012 - never changed
    kept: tuple[str, ...] = ()


def faults(sentence: Sentence) -> list[str]:
    """Return what is left of the words to mask, has another type, or was masked and should not be."""
    done = pseudonymise(sentence.text)
    found = []
    for words, kind in sentence.masked.items():
        start = sentence.text.index(words)
        types = {r.type for r in done.replacements if r.start < start + len(words) and r.end > start}
        if any(sentence.text[p].isalnum() and not _is_taken(done, p) for p in range(start, start + len(words))):
            found.append(f"left: {words}")
        elif kind not in types:
            found.append(f"{words} as {sorted(types)}")
    for words in sentence.kept:
        start = sentence.text.index(words)
        if any(_is_taken(done, p) for p in range(start, start + len(words))):
            found.append(f"masked: {words}")
    return found


def _is_taken(done: Pseudonymised, position: int) -> bool:
    return any(r.start <= position < r.end for r in done.replacements)
