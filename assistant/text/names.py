"""Finds people by their names: after a title, by a first name, by a surname, or by what surrounds them."""

import re
from collections.abc import Iterator

from assistant.text.name_evidence import evidence
from assistant.text.name_lower import FRENCH_ENDING, lower_first_name, lower_surname, lower_words
from assistant.text.name_order import inverted_name
from assistant.text.name_reading import OWN_PARTICLES, PARTICLES, TITLES, Mention, mention, name_words
from assistant.text.page import Page, Word

_GIVEN_PARTICLES = frozenset(("abd", "abou", "el", "al", "ould", "ait", "bou"))
_FOREIGN_PARTICLES = frozenset(("von", "van", "der", "den", "ter", "zu", "ben", "bin", "ibn", "della", "dos", "das"))
_THINGS = frozenset(
    """
    la le l les un une du des au aux ce cette en projet groupe salle espace module plan station ligne gare rue
    logiciel marque methode outil programme dispositif operation code classe equipe atelier label batiment residence
    place parc quartier lycee ecole college hopital certification titre carte offre pack formule site version lot
    serie zone
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""Words after which a capitalised common noun is the name of a thing."""
_AFTER_PREPOSITION = frozenset(
    """
    avec pour de d par a chez et que qu sans comme selon ou entre contre vers dont mais rappeler appeler voir
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)


def mentions(page: Page) -> Iterator[Mention]:
    """Yield the people of the page from left to right."""
    index = 0
    while index < len(page.words):
        found = list(_at(page, index)) if page.is_free(page.words[index].start, page.words[index].end) else []
        yield from (widened(page, m) for m in found)
        index = max(index + 1, page.word_at(found[-1].end) if found else 0)


def widened(page: Page, found: Mention) -> Mention:
    """Return the mention with what the lists do not know before it: « Harriet Pommier », « Abd El Kader »."""
    index = start = page.word_at(found.start)
    leading = _GIVEN_PARTICLES if found.given else PARTICLES
    foreign = _FOREIGN_PARTICLES if not found.given else frozenset[str]()
    while (
        start > index - 3
        and start > 0
        and page.words[start].near
        and (page.words[start - 1].raised or page.words[start - 1].opens or page.words[start - 1].key in foreign)
        and page.words[start - 1].key in leading
    ):
        start -= 1
    if start and re.fullmatch(r"[A-ZÀ-Þ]-[A-ZÀ-Þ]", page.words[start - 1].text) and page.words[start].adjacent:
        start -= 1
    if start and page.words[start - 1].text == "D" and page.words[start].gap in ("'", "’"):
        start -= 1
    own = tuple(w.key for w in page.words[start:index])
    if found.given:
        return found._replace(start=page.words[start].start, given=(*own, *found.given))
    before = page.words[start - 1] if start and page.words[start].near and page.is_open(start - 1) else None
    if before is None or not _is_unknown_first_name(before):
        return found._replace(start=page.words[start].start, family=(*own, *found.family))
    return found._replace(start=before.start, given=(before.key,), family=(*own, *found.family))


def _is_unknown_first_name(word: Word) -> bool:
    if (
        word.shape != "capital"
        or word.loud
        or word.ordinary
        or word.role
        or word.known
        or word.key in TITLES
        or len(word.key) < 3
    ):
        return False
    return not (word.opens and FRENCH_ENDING.fullmatch(word.key))


def _at(page: Page, index: int) -> Iterator[Mention]:
    word = page.words[index]
    if _is_title(page, index):
        yield from _titled(page, index)
    elif page.kept[index]:
        return
    elif word.shape == "initial":
        yield from _initialled(page, index)
    elif word.capital or (word.loud and word.known):
        yield from _capitalised(page, index)
    elif word.first and not word.raised:
        yield from lower_first_name(page, index)
    elif word.last and not word.raised:
        yield from lower_surname(page, index)


def _is_title(page: Page, index: int) -> bool:
    word = page.words[index]
    if word.key not in TITLES or index + 1 >= len(page.words):
        return False
    following = page.words[index + 1]
    if len(following.gap.strip(". \u00a0\u202f")) or len(following.gap) > 3 or "\n" in following.gap:
        return False
    if word.key in ("me", "dr", "pr", "mm", "maitre", "docteur"):
        return following.raised and (word.raised or len(word.key) > 3)
    if word.key == "m":
        digit = page.text[max(0, word.start - 2) : word.start].strip()[-1:].isdigit()
        is_short = word.text == "m" and following.gap.startswith(".")
        named = following.raised or (following.last and (is_short or not following.ordinary))
        return (word.raised or following.gap.startswith(".")) and not digit and (named or word.raised)
    return True


def _titled(page: Page, index: int) -> Iterator[Mention]:
    title = page.words[index]
    gender, plural = TITLES[title.key].rstrip("+"), TITLES[title.key].endswith("+")
    position, after_role = _past_function(page, index + 1)
    if after_role and position == index + 2 and page.words[position].raised and not page.words[position].role:
        position, after_role = index + 1, False  # « M. le Goff », « M. l'Hermite »
    if position < len(page.words) and _is_anyone(page, position):
        return
    numbers = name_words(page, position, certain=not after_role) or ([] if after_role else lower_words(page, position, title))
    if after_role and numbers and page.words[numbers[0]].ordinary:
        return
    reason = f"nom après « {title.text} »"
    while numbers:
        yield mention(page, numbers, gender, reason)
        position = numbers[-1] + 1
        if not plural or position >= len(page.words):
            return
        if page.words[position].key in ("et", "ou") and page.words[position].gap == " ":
            position += 1
        elif page.words[position].gap.strip() not in (",", "&"):
            return
        numbers = name_words(page, position, certain=True) if page.words[position].key not in TITLES else []


def _is_anyone(page: Page, position: int) -> bool:
    """Tell whether the name is nobody's: « Monsieur X », « Madame Michu », « Monsieur Tout-le-Monde »."""
    word = page.words[position]
    is_letter = word.key in ("x", "y", "z") and page.text[word.end : word.end + 1] != "."
    return is_letter or word.key in ("michu", "tout-le-monde", "toutlemonde", "untel", "unetelle", "dupont-lajoie")


def _past_function(page: Page, position: int) -> tuple[int, bool]:
    """Return where a name may start after « Mme », past « la Directrice »; and whether a function was there."""
    start, seen = position, False
    while position < min(len(page.words), start + 5):
        word = page.words[position]
        is_function = word.role and not (
            word.last and position == start and word.shape == "capital" and page.before(position, 1)[:1] != ["madame"]
        )
        if position > start and (len(word.gap) > 2 or "\n" in word.gap):
            return position, True
        if position == start and _is_a_name_with_article(page, position):
            return position, False
        if is_function or (word.key in ("la", "le", "l", "les") and (_next_is_function(page, position) or not word.raised)):
            seen = True
        elif not (
            seen and word.ordinary and (not word.known or word.key in ("general", "generale", "de", "adjoint", "adjointe"))
        ):
            break
        position += 1
    return position, seen


def _is_a_name_with_article(page: Page, position: int) -> bool:
    """Tell « M. Le Boulanger » from « M. le Directeur » and « M. Le Directeur »."""
    following = page.words[position + 1] if position + 1 < len(page.words) else None
    if page.words[position].text not in ("Le", "La") or following is None:
        return False
    return following.shape == "capital" and following.near and (following.last or not following.role)


def _next_is_function(page: Page, position: int) -> bool:
    return position + 1 < len(page.words) and page.words[position + 1].role


def _initialled(page: Page, index: int) -> Iterator[Mention]:
    """Yield « J. Dupont », « J.-P. Martin »; never the numbering « A. Introduction »."""
    if page.text[page.words[index].end : page.words[index].end + 1] not in (".", "-"):
        return
    doubled = page.words[index].key in TITLES and page.text[page.words[index].end : page.words[index].end + 2] == ".-"
    is_labelled = _is_labelled(page, index)
    if doubled or is_labelled:
        numbers = [index, *name_words(page, index + 1, certain=is_labelled)]
    else:
        numbers = name_words(page, index, certain=False)
    named = [page.words[n] for n in numbers if page.words[n].shape != "initial"]
    if named and len(named) < 3 and named[0].shape == "capital" and is_labelled:
        yield mention(page, numbers, "", "initiale suivie d’un nom, après une fonction")
        return
    if not named or len(named) > 3 or (named[0].ordinary and not named[0].last):
        return
    outline = page.words[index].opens and not named[0].known
    if not outline and not (named[0].ordinary and page.words[index].opens):
        yield mention(page, numbers, "", "initiale suivie d’un nom")


def _is_labelled(page: Page, index: int) -> bool:
    """Tell whether a function and a colon stand before: « Formatrice référente : C. Arrivé »."""
    return index > 0 and page.words[index - 1].role and page.words[index].gap.strip(" \u00a0") == ":"


def _capitalised(page: Page, index: int) -> Iterator[Mention]:
    word = page.words[index]
    if inverted := inverted_name(page, index):
        yield mention(page, inverted, "", "nom suivi d’un prénom", inverted=True)
    elif word.first and (named := _from_first_name(page, index)):
        yield named
    elif numbers := _surname(page, index):
        yield mention(page, numbers, "", "nom de famille de la liste")
    elif reason := evidence(page, index) or _two_unknown(page, index):
        yield mention(page, name_words(page, index, certain=False) or [index], "", reason)


def _from_first_name(page: Page, index: int) -> Mention | None:
    word = page.words[index]
    numbers = name_words(page, index, certain=False)
    more = [page.words[n] for n in numbers[1:] if page.words[n].key not in PARTICLES]
    if word.loud or word.ordinary or (word.shape == "upper" and len(word.key) <= 4):
        strong = [w for w in more if _is_strong(word, w)]
        if more and (strong or (more[0].last and not word.loud)):
            return mention(page, numbers, "", "prénom suivi d’un nom")
        if word.loud:
            return mention(page, [index], "", "prénom de la liste") if not word.ordinary and len(word.key) > 4 else None
        reason = evidence(page, index) or (_after_preposition(page, index) if not more else "")
        return mention(page, [index], "", reason) if reason else None
    if len(word.key) < 3 and not more:
        return None
    return mention(page, numbers, "", "prénom suivi d’un nom" if more else "prénom de la liste")


def _is_strong(first: Word, beside: Word) -> bool:
    """Tell whether what stands beside a doubtful first name makes it one."""
    if beside.ordinary or beside.shape == "initial":
        return False
    return beside.known or (not beside.loud and (first.shape != "upper" or beside.shape == "capital"))


def _after_preposition(page: Page, index: int) -> str:
    word = page.words[index]
    before = page.words[index - 1] if index else None
    is_after_a_thing = (
        before is None or (before.raised and not (before.opens and before.key in _AFTER_PREPOSITION)) or before.key in _THINGS
    )
    is_named = (word.shape == "capital" and not (word.opens or is_after_a_thing)) or _presented(page, index)
    return "prénom avec une majuscule dans la phrase" if is_named else ""


def _two_unknown(page: Page, index: int) -> str:
    """Tell whether two unknown capitalised words follow « avec », « par », « et »: « avec Xanthe Zyloph »."""
    word, after = page.words[index], page.after(index)
    if word.opens or word.ordinary or word.shape != "capital" or after is None or not after.near:
        return ""
    is_pair = after.shape == "capital" and not after.ordinary and not after.role and page.is_open(index + 1)
    return "deux mots inconnus avec une majuscule" if is_pair and _prepared(page, index) else ""


def _prepared(page: Page, index: int) -> bool:
    before = page.before(index, 1)
    return bool(before) and before[0] in _AFTER_PREPOSITION


def _presented(page: Page, index: int) -> bool:
    """Tell « c’est Blanche qui »."""
    after = page.after(index)
    return page.before(index, 2) == ["est", "c"] and after is not None and after.key == "qui"


def _surname(page: Page, index: int) -> list[int]:
    word = page.words[index]
    if word.key in OWN_PARTICLES and not word.loud:
        following = page.words[index + 1] if index + 1 < len(page.words) else None
        if following and following.near and following.capital and page.is_open(index + 1):
            listed = f"{word.key}-{following.key}" in page.lexicon.surnames
            if listed or (following.last and not following.ordinary and not word.opens):
                return [index, index + 1]
        return []
    if word.last and word.ordinary and _named_like_a_thing(page, index):
        return [index]
    if not word.last or word.first or word.ordinary or word.loud or word.key in page.lexicon.brands or word.role:
        return []
    if len(word.key) <= 2 or (word.shape == "upper" and len(word.key) <= 4):
        return []
    numbers = name_words(page, index, certain=False, most=2)
    beside = page.words[numbers[-1]]
    return numbers if beside.last or (beside.shape == "capital" and not beside.ordinary) else [index]


def _named_like_a_thing(page: Page, index: int) -> bool:
    """Tell whether « Marchand » has, after « entre » or « avec », a capital that a common noun would not have."""
    word, after = page.words[index], page.after(index)
    if word.shape != "capital" or word.opens or word.loud or word.first or word.role or not _prepared(page, index):
        return False
    is_alone = after is None or not after.near or not after.raised
    return is_alone and page.before(index, 1)[0] not in ("de", "d", "a", "par", "et", "ou", "pour")
