"""Reads names whose surname comes first: « DUPONT Jean », « Benali Amina »."""

from assistant.text.french import FUNCTION_WORDS
from assistant.text.name_reading import NOT_NAMES, PARTICLES, TITLES
from assistant.text.page import Page, Word


def inverted_name(page: Page, index: int) -> list[int]:
    """Return the words of « DUPONT Jean », « DUPONT, Jean » or « Benali Amina »."""
    numbers = _before_first_name(page, index)
    if not numbers:
        return []
    position, first = numbers[-1] + 1, page.words[index]
    core = next((page.words[n] for n in reversed(numbers) if page.words[n].key not in PARTICLES), None)
    if core is None:
        return []
    comma = "," in page.words[position].gap
    if comma and (first.shape != "upper" or not first.opens):
        return []
    if first.first and (first.shape == "capital" or first.loud):
        return []  # « Jean Martin » reads in the usual order
    if (
        core.shape == "capital"
        and not (core.last and not core.ordinary)
        and not (core.ordinary or _ends_an_item(page, index, position))
    ):
        return []
    if core.shape == "capital" and core.ordinary and not (core.last and _ends_an_item(page, index, position)):
        return []
    following = page.after(position)
    compound = following is not None and following.near and following.first and following.shape == "capital" and not comma
    return [*numbers, position, *([position + 1] if compound else [])]


def _before_first_name(page: Page, index: int) -> list[int]:
    """Return up to three words that may be a surname, when a first name comes right after them."""
    numbers: list[int] = []
    for position in range(index, min(index + 4, len(page.words))):
        word = page.words[position]
        if numbers and not (word.near or (word.gap == ", " and len(numbers) == 1)):
            return []
        may_be_first = word.first and word.raised and (word.shape != "upper" or page.words[index].loud)
        if numbers and may_be_first and page.is_open(position):
            return numbers
        if not _is_family_first(page, word, position) or (numbers and not word.near):
            return []
        numbers.append(position)
    return []


def _is_family_first(page: Page, word: Word, position: int) -> bool:
    if (
        not page.is_open(position)
        or not word.raised
        or word.role
        or word.shape == "initial"
        or word.key in TITLES
        or word.key in NOT_NAMES
    ):
        return False
    if (word.key in FUNCTION_WORDS and word.key not in PARTICLES) or page.lexicon.is_calendar(word.key):
        return False
    if word.loud:
        return word.last and not word.ordinary
    if word.shape == "upper":
        return not word.ordinary or word.last or word.key in PARTICLES
    return not word.ordinary or word.last or word.key in PARTICLES


def _ends_an_item(page: Page, index: int, position: int) -> bool:
    """Tell whether « Xy Amina » stands alone in its line, cell or enumeration."""
    word = page.words[index]
    after = page.text[page.words[position].end : page.words[position].end + 2].strip(" ")
    return (word.opens or word.gap.strip() == ",") and (not after or after[0] in "\n\t|,;)(.")
