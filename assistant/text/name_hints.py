"""Finds people whose names are also words, or are written in ways of their own: initials, account names, « PHAM T. »."""

import re
from collections.abc import Iterator

from assistant.text.french import FUNCTION_WORDS
from assistant.text.name_reading import NOT_NAMES, PARTICLES, TITLES, Mention, mention, name_words
from assistant.text.page import Page, Word

_ALSO_FIRST_NAMES = frozenset(
    """
    noel avril mai juin juillet aout france paris prince princesse victoire constant juste parfait prudent modeste
    espoir blanche rose violette olive pascal clement celeste innocent fortune merveille gloire grace divine bienvenu
    bienvenue dieu-merci janvier fevrier septembre chance precieux benie benediction exaucee felicite fidele aime
    desire lys iris jade ambre perle reine roi ange angelus patience prosper plaisir nuage ocean lune etoile soleil
    ciel melodie harmonie lundi vendredi dimanche samedi jeudi toussaint carmen ines marina sierra chelsea brooklyn
    kenya inde asie cheyenne lorraine bretagne savoie florence sienne valence
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""Words, months and places that are also first names, when a surname follows."""
_NOT_INITIALS = frozenset(
    """
    nb ps jo ht tt rc av am pm uk us ie eg tp td
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""Pairs of letters that abbreviate something else."""
_FOREIGN = frozenset(("van", "von", "ben", "ould"))
_ARTICLES = frozenset(("la", "le", "l", "les", "une", "un", "du", "des", "cette", "ce", "au", "aux", "article", "art", "n", "no"))
_PAIR = re.compile(r"(?<![\w.’'])([A-ZÀ-Þ])\.[ \u00a0]?-?([A-ZÀ-Þ])\.(?:[ \u00a0]?-?([A-ZÀ-Þ])\.)?(?![\w-]|[ \u00a0][A-ZÀ-Þ\d])")
_LONE = re.compile(r"(?<!\w)(?:avec|pour|par|chez|contre|selon)[ \u00a0]([A-WÀ-Þ]\.)(?=[ \u00a0][(a-zà-ÿ]|,)")
_LOGIN = re.compile(r"(?<![\w@./-])([a-zà-ÿ]+)[._]([a-zà-ÿ]+(?:-[a-zà-ÿ]+)?)\d{0,4}(?![\w@/(-]|\.\w)")
_INITIAL_AFTER = re.compile(r"(?:[ \u00a0][A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)?){1,2}(?![\w])")


def hinted(page: Page) -> Iterator[Mention]:
    """Yield the people whose name needs what surrounds it to be seen as one."""
    for index, word in enumerate(page.words):
        if not page.is_free(word.start, word.end) or not (word.raised or word.key in _FOREIGN):
            continue
        found = _shouted(page, index) or (None if word.loud else _first_name_too(page, index) or _after_a_particle(page, index))
        if found:
            yield found
    yield from _initials(page)
    yield from _lone_initials(page)
    yield from _logins(page)


def completed(page: Page, found: Mention) -> Mention:
    """Return the mention with the capitalised word right after a lone first name: « Kelly-Ann Zébus »."""
    if len(found.family) + len(found.given) != 1 or found.reason.startswith("nom après"):
        return found
    if found.family and (before := page.word_at(found.start) - 1) >= 0 and _is_first_name_by_place(page, before):
        return found._replace(start=page.words[before].start, given=(page.words[before].key,))
    index = page.word_at(found.end)
    numbers = _noble(page, index) if found.given else []
    if index < len(page.words) and _is_surname_by_place(page, index) and not page.words[index - 1].loud:
        numbers = [index]
    if not numbers:
        return found
    keys = tuple(page.words[n].key for n in numbers)
    return found._replace(end=page.words[numbers[-1]].end, given=found.given or found.family, family=keys)


def _noble(page: Page, index: int) -> list[int]:
    """Return the numbers of « de la Tour », « d'Hautefeuille », « de Saint-Germain » after a first name; none for a town."""
    numbers: list[int] = []
    for position in range(index, min(index + 3, len(page.words))):
        word = page.words[position]
        if not (word.near or (word.gap in ("'", "’") and numbers)):
            return []
        if word.raised and numbers:
            is_open = page.is_open(position) and not word.role and word.shape == "capital" and not _is_plain(word)
            is_thing = word.key in page.lexicon.organisation_heads or page.is_town(position, position)
            return [*numbers, position] if is_open and not is_thing else []
        if word.key not in ("de", "d", "du", "la", "l", "le"):
            return []
        numbers.append(position)
    return []


def _is_surname_by_place(page: Page, index: int) -> bool:
    """Tell whether a capital that nothing else calls for stands right after a name."""
    word = page.words[index]
    if word.shape != "capital" or word.opens or word.loud or not word.near or not page.is_open(index):
        return False
    return not (
        word.role or page.lexicon.is_calendar(word.key) or _is_plain(word) or word.key in page.lexicon.organisation_suffixes
    )


def _is_first_name_by_place(page: Page, index: int) -> bool:
    """Tell whether a capital that nothing else calls for stands right before a surname: « et Lilas Dumas »."""
    word = page.words[index]
    if word.shape != "capital" or word.opens or word.loud or not page.words[index + 1].near or not page.is_open(index):
        return False
    is_thing = word.key in page.lexicon.organisation_heads or page.lexicon.is_calendar(word.key)
    return not (is_thing or word.role or _is_plain(word) or word.key in PARTICLES)


def _is_plain(word: Word) -> bool:
    return word.key in FUNCTION_WORDS or word.key in TITLES or word.key in NOT_NAMES


def _first_name_too(page: Page, index: int) -> Mention | None:
    """Return « Noël Le Gall », « Victoire Bonheur », « France Delahaye »: a word that may be a first name, then a surname."""
    word = page.words[index]
    may_be_first = word.key in _ALSO_FIRST_NAMES or (word.first and word.ordinary)
    if word.shape != "capital" or not may_be_first or index + 1 >= len(page.words) or not page.words[index + 1].near:
        return None
    following = page.words[index + 1]
    if not following.raised or following.loud or following.key in page.lexicon.organisation_suffixes:
        return None
    numbers = name_words(page, index + 1, certain=True, most=3)
    named = [page.words[n] for n in numbers if page.words[n].key not in PARTICLES and page.words[n].shape != "initial"]
    if not named or named[0].role or (named[0].ordinary and (not word.first or not _is_surname_by_place(page, numbers[0]))):
        return None
    if named[0].shape == "upper" and len(named[0].key) < 5 and not named[0].last:
        return None
    made = mention(page, [index, *numbers], "", "mot qui est aussi un prénom, suivi d’un nom")
    return made._replace(given=(word.key,), family=tuple(page.words[n].key for n in numbers))


def _shouted(page: Page, index: int) -> Mention | None:
    """Return « PHAM T. », « VO N. A. », « Dupont J. »: a surname and the initials of first names."""
    word = page.words[index]
    after = _INITIAL_AFTER.match(page.text, word.end)
    is_shouted = word.shape == "upper" and (word.last or word.key.startswith(("saint-", "sainte-")))
    if after is None or (word.ordinary and not is_shouted) or word.role or not page.is_open(index) or _is_plain(word):
        return None
    if not (word.last or word.shape == "upper" or (word.shape == "capital" and word.first)):
        return None
    if word.shape == "initial" or (word.shape == "capital" and not word.last):
        return None
    letters = re.findall(r"[A-ZÀ-Þ]", after.group())
    given = tuple(f"{letter.lower()}." for letter in letters)
    return Mention(word.start, after.end(), given, (word.key,), "", "nom suivi d’initiales")


def _after_a_particle(page: Page, index: int) -> Mention | None:
    """Return « De Oliveira », « Le Borgne »: a particle with a capital and a surname, where the language would not put one."""
    word = page.words[index]
    following = page.after(index)
    if following is None or not following.near or following.shape != "capital" or not page.is_open(index + 1):
        return None
    if not word.raised and page.before(index, 1)[:1] in (["le"], ["un"], ["en"], ["du"], ["la"], ["est"]):
        return None
    if word.key == "de" and following.key[0] in "aeiouy" and following.key not in ("un", "une", "onze", "oui", "un"):
        is_name = not following.ordinary or following.last
    elif word.key in ("le", "la", "del", "di", "da", "dos", "el", "al", "ben", "ait", "ould", "mac", "mc", "van", "von", "bel"):
        is_foreign = word.key not in ("le", "la")
        is_name = following.last and not following.role if not is_foreign else not following.ordinary or following.last
        is_name = is_name and (not following.ordinary or not word.opens or _acts_as_someone(page, index + 1))
    else:
        return None
    if not is_name:
        return None
    keys = (word.key, following.key)
    return Mention(word.start, following.end, (), keys, "", "particule suivie d’un nom")


def _acts_as_someone(page: Page, index: int) -> bool:
    return (
        re.match(
            r",[ \u00a0](?:lui|elle|qui)\b|[ \u00a0](?:n['’]|ne |a |avait |est |m['’]|s['’])",
            page.text[page.words[index].end :][:9],
        )
        is not None
    )


def _initials(page: Page) -> Iterator[Mention]:
    """Yield « S. B. » and « A. D. » where they stand for someone."""
    for match in _PAIR.finditer(page.text):
        letters = [g.lower() for g in match.groups() if g]
        index = page.word_at(match.start())
        before = page.before(index, 1)
        follows_a_name = bool(before) and page.words[index - 1].raised and page.words[index].near and not page.words[index].opens
        if "".join(letters) in _NOT_INITIALS or (before and before[0] in _ARTICLES) or len(letters) > 2 or follows_a_name:
            continue
        if page.is_free(match.start(), match.end()):
            yield Mention(match.start(), match.end(), (f"{letters[0]}.",), (f"{letters[1]}.",), "", "initiales d’une personne")


def _lone_initials(page: Page) -> Iterator[Mention]:
    """Yield the initial of « un entretien avec A. (agent de maîtrise) »."""
    for match in _LONE.finditer(page.text):
        if page.is_free(*match.span(1)):
            yield Mention(*match.span(1), (), (f"{match.group(1)[0].lower()}.",), "", "initiale d’une personne")


def _logins(page: Page) -> Iterator[Mention]:
    """Yield account names such as « e.delaunay » and « samia.benali »."""
    lexicon = page.lexicon
    for match in _LOGIN.finditer(page.text):
        first, last = match.groups()
        index = page.word_at(match.start(2))
        is_last = index < len(page.words) and (page.words[index].last or not page.words[index].ordinary)
        if len(last) < 3 and not (len(last) == 1 and len(first) > 2):
            continue
        if is_last and (len(first) == 1 or lexicon.is_first_name(first)) and page.is_free(match.start(), match.end()):
            yield Mention(match.start(), match.end(), (f"{first}." if len(first) == 1 else first,), (last,), "", "nom de compte")
