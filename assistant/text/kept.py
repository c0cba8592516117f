"""Marks the words that stay: public bodies, schemes, tools, places too wide, cited authors, laws."""

import re
from collections.abc import Iterator

from assistant.text.french import fold
from assistant.text.page import Page

_CITING = frozenset(
    """
    selon apres taxonomie modele modeles pyramide cycle roue theorie theories matrice concept diagramme courbe niveau
    niveaux echelle approche typologie travaux triangle cf voir chez sens reference lire lu cite citant inspire
    inspiree cadre pensee auteur auteurs livre ouvrage article these ecole principe principes loi hierarchie formule
    entretien methode methodes definition grille
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_WORKS = frozenset(
    """
    travaux livre livres ouvrage ouvrages theorie theories concept oeuvre recherches roman film essai taxonomie poeme
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_NAMED_AFTER = frozenset(
    """
    loi lois decret arrete circulaire ordonnance directive effet syndrome
    rapport amendement taxonomie modele pyramide matrice diagramme courbe theorie echelle accord prix plan
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_BEARERS = frozenset(("cfa", "greta", "lycee", "college", "ecole", "centre", "hopital", "universite", "mediatheque", "gymnase"))
_LOWER_STARTS = frozenset(
    (
        "processus",
        "charte",
        "strategie",
        "traite",
        "accords",
        "declaration",
        "programme",
        "effet",
        "test",
        "arret",
        "code",
        "madame",
        "monsieur",
        "pere",
    )
)
"""Words in lower case with which a listed phrase may begin: « le processus de Bologne »."""
_TITLES = frozenset(("m", "mm", "mr", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur", "maitre"))
_JOINS = frozenset(("de", "d", "du", "dite", "dit"))
_CITED_YEAR = re.compile(r"(?:\s+et al\.?)?(?:,|\s)?\s*[(\[]?\s*(?:(?:op\. )?(?:19|20)\d\d[a-z]?)\s*[,;:)\]]|\s+et al\b")
_CO_AUTHORED = re.compile(r"\s*(?:&|et|,)\s*[A-ZÀ-Þ][\w’'-]+\s*(?:,\s*|\()\s*(?:19|20)\d\d")
_REFERENCES = re.compile(
    r"^[#* \t\d.\-–)]*(?:bibliographie|references(?: bibliographiques)?|sources|webographie|sitographie|"
    r"ouvrages cites)\b[^\n]{0,40}$",
    re.MULTILINE,
)
_HEADING = re.compile(r"^(?:#{1,6} |[IVX\d]+[.)] )", re.MULTILINE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SAID_BY = re.compile(
    r"\b(?:décrite?s?|écrite?s?|définie?s?|théorisée?s?|formulée?s?|popularisée?s?|développée?s?|conceptualisée?s?|inspirée?s?|"
    r"mise?s? en évidence|créée?s?|conçue?s?|proposée?s?|inventée?s?) par[ \u00a0]$"
)
_BOUND = re.compile(r"^[ \u00a0]{1,2}$")


def keep(page: Page) -> None:
    """Mark the words of the page that are to stay, whatever they look like."""
    _keep_phrases(page)
    _keep_great_names(page)
    for index in [*_authors(page), *_whose_work(page), *_named_after(page), *_cited(page)]:
        page.kept[index] = 1


def _keep_phrases(page: Page) -> None:
    """Keep every public body, scheme, tool and wide place written with a capital."""
    lexicon, pieces, position = page.lexicon, page.pieces, 0
    while position < len(pieces):
        word = page.words[pieces[position].word]
        length = 0
        if word.raised or word.key in _LOWER_STARTS:
            length = max(lexicon.kept.length_at(pieces, position), lexicon.places.length_at(pieces, position))
        if length and _makes_sense(page, position, length):
            for piece in pieces[position : position + length]:
                page.kept[piece.word] = 2
        position += max(length, 1)


def _keep_great_names(page: Page) -> None:
    """Keep « Jean Jaurès » but not the school of that name, which says where someone works."""
    for position, piece in enumerate(page.pieces):
        length = page.lexicon.great_names.length_at(page.pieces, position)
        if not length or not page.words[piece.word].raised or (length == 1 and _is_someone_here(page, piece.word)):
            continue
        if not any(key in _BEARERS or key in page.lexicon.organisation_heads for key in page.before(piece.word, 2)):
            for each in page.pieces[position : position + length]:
                page.kept[each.word] = 1


def _is_someone_here(page: Page, index: int) -> bool:
    """Tell whether a great surname has, here, somebody's first name or title beside it."""
    before, after = page.words[index - 1] if index else None, page.after(index)
    follows = before is not None and page.words[index].adjacent and before.raised and (before.first or before.key in _TITLES)
    return follows or (after is not None and after.near and after.raised)


def _makes_sense(page: Page, position: int, length: int) -> bool:
    """Tell whether one listed word is not, here, a part of a compound name or a person's surname."""
    piece = page.pieces[position]
    word = page.words[piece.word]
    if length > 1 or piece.end - piece.start < word.end - word.start:
        final = page.pieces[position + length - 1]
        return piece.start == word.start and final.end == page.words[final.word].end
    before, after = page.words[piece.word - 1] if piece.word else None, page.after(piece.word)
    if after and after.near and after.raised and after.key in page.lexicon.organisation_suffixes and not word.loud:
        return False
    return not (before and word.adjacent and before.raised and (before.first or before.key in _TITLES))


def _authors(page: Page) -> Iterator[int]:
    for position, piece in enumerate(page.pieces):
        word = page.words[piece.word]
        if not word.raised or piece.start != word.start:
            continue
        for family in {piece.key, word.key, _pair(page, position)}:
            given = page.lexicon.authors.get(family)
            if given is not None:
                yield from _author_at(page, piece.word, given, is_pair=family not in (piece.key, word.key))
                break


def _pair(page: Page, position: int) -> str:
    """Return a surname in two words (« Le Boterf ») under the key it is listed with."""
    following = page.pieces[position + 1] if position + 1 < len(page.pieces) else None
    return f"{page.pieces[position].key}-{following.key}" if following and following.joined else ""


def _author_at(page: Page, index: int, given: frozenset[str], *, is_pair: bool) -> Iterator[int]:
    word = page.words[index]
    own = [index, index + 1] if is_pair else [index]
    before = page.words[index - 1] if index else None
    if before and word.adjacent and before.raised:
        if before.key in given or (
            before.shape == "initial" and before.key != "m" and any(g.startswith(before.key) for g in given)
        ):
            yield from [index - 1, *own]
            return
        if before.first or before.key in _TITLES:
            return
    after = page.after(own[-1])
    if after and after.gap == ", " and after.raised and (after.key in given or after.shape == "initial"):
        yield from [*own, own[-1] + 1]
        return
    if (
        after
        and after.near
        and after.raised
        and (after.key in given or (after.shape == "initial" and after.key[0] in {g[0] for g in given}))
    ):
        yield from [*own, own[-1] + 1]
        return
    if (after and after.near and after.raised and after.first) or word.shape == "lower":
        return
    if is_cited(page, index, own[-1]) or not (word.last or word.first or word.ordinary) or is_pair:
        yield from own


def is_cited(page: Page, index: int, last: int | None = None) -> bool:
    """Tell whether the name there is cited as an author is: « selon Kolb », « (Kolb, 1984) »."""
    end = page.words[index if last is None else last].end
    if _CITED_YEAR.match(page.text, end) or _CO_AUTHORED.match(page.text, end):
        return True
    if _SAID_BY.search(page.text, max(0, page.words[index].start - 30), page.words[index].start):
        return True
    before = page.before(index, 3)
    if before[:1] == ["apres"]:
        return page.words[index - 1].text.lower() == "après" and before[1:2] == ["d"]
    return any(key in _CITING for key in before[:2] if key != "apres")


def _whose_work(page: Page) -> Iterator[int]:
    """Yield the full names after « les travaux de », « un livre de »: authors that no list holds."""
    for index, word in enumerate(page.words):
        joined = page.words[index + 1] if index + 1 < len(page.words) else None
        if word.key not in _WORKS or joined is None or joined.key not in ("de", "d") or not joined.near:
            continue
        named: list[int] = []
        for following in range(index + 2, min(index + 5, len(page.words))):
            other = page.words[following]
            if not other.raised or other.role or other.key in _TITLES or (named and not other.near):
                break
            named.append(following)
        if len(named) > 1 and page.words[named[0]].first:
            yield from named


def _named_after(page: Page) -> Iterator[int]:
    """Yield what follows « loi », « rapport », « taxonomie de »: a name that the thing bears."""
    for index, word in enumerate(page.words):
        if word.key not in _NAMED_AFTER or word.loud:
            continue
        following = index + 1
        while following < len(page.words) and page.words[following].key in _JOINS and following < index + 3:
            following += 1
        while following < len(page.words) and following < index + 6:
            named = page.words[following]
            if not named.raised or len(named.gap) > 2 or "\n" in named.gap or not _is_a_title(page, index, following):
                break
            yield following
            following += 1


def _is_a_title(page: Page, head: int, index: int) -> bool:
    """Tell whether the thing bears the name: a plan or a model « de Karim » is someone's."""
    named = page.words[index]
    if named.key in _TITLES:
        return False
    is_owned = index > head + 1 and page.words[index - 1].key in _JOINS
    return not (named.first and is_owned) and (page.words[head].key not in ("plan", "prix", "accord") or not is_owned)


def _cited(page: Page) -> Iterator[int]:
    """Yield unknown surnames cited with a year, and the lines of a bibliography."""
    for index, word in enumerate(page.words):
        if word.capital and index and _fully_cited(page, index):
            yield from (index - 1, index)
        elif (
            word.capital
            and (not word.first or word.last)
            and word.shape != "initial"
            and word.end < len(page.text)
            and _cited_with_year(page, index)
        ):
            yield index
    for match in _REFERENCES.finditer(fold(page.text)):
        following = _HEADING.search(page.text, match.end())
        end = following.start() if following else len(page.text)
        yield from _reference_words(page, match.end(), end)


def _fully_cited(page: Page, index: int) -> bool:
    """Tell whether « Maela Paul (2004) » ends there: a first name, a surname and a year in brackets."""
    word, before = page.words[index], page.words[index - 1]
    if not (word.near and before.first and before.capital) or (index > 1 and page.words[index - 2].key in _TITLES):
        return False
    return re.match(r"[ \u00a0][(\[](?:19|20)\d\d[a-z]?[)\],]", page.text[word.end : word.end + 9]) is not None


def _cited_with_year(page: Page, index: int) -> bool:
    before = page.words[index - 1] if index else None
    if before and page.words[index].adjacent and before.raised and (before.first or before.key in _TITLES):
        return False
    word = page.words[index]
    match = _CITED_YEAR.match(page.text, word.end)
    if match is None or word.ordinary:
        return bool(not word.ordinary and _CO_AUTHORED.match(page.text, word.end))
    inside = page.text.rfind("(", max(0, word.start - 60), word.start) > page.text.rfind(")", max(0, word.start - 60), word.start)
    return "(" in match.group() or "[" in match.group() or "et al" in match.group() or inside


def _reference_words(page: Page, start: int, end: int) -> Iterator[int]:
    position = start
    while position < end:
        line_end = page.text.find("\n", position, end)
        line_end = end if line_end < 0 else line_end
        if _YEAR.search(page.text, position, line_end):
            yield from page.within(position, line_end)
        position = line_end + 1
