"""Finds people where a form or a list names them: labels, attendance lists, table columns, signatures, enumerations."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.text.french import FUNCTION_WORDS, fold
from assistant.text.name_reading import TITLES, Mention, mention, name_words
from assistant.text.names import widened
from assistant.text.page import Page
from assistant.text.tables import tables

_PEOPLE = (
    r"candidate?(?:\(e\))?|stagiaires?|apprenant(?:e|\(e\))?s?|participant(?:e|\(e\))?s?|format(?:eur|rice)s?(?:/trice)?|"
    r"tut(?:eur|rice)s?|"
    r"maitre d'apprentissage|redact(?:eur|rice)s?|aut(?:eur|rice|eure)s?|contacts?|interlocut(?:eur|rice)s?|animat(?:eur|"
    r"rice)s?|intervenant(?:e|\(e\))?s?|"
    r"referente?s?(?: \w+)?|responsables?(?: \w+)?|direct(?:eur|rice)|gerante?|presidente?|pilotes?|presente?s?|"
    r"absente?s?|excusee?s?|invitee?s?|"
    r"destinataires?|signataires?|beneficiaires?|eleves?|apprentie?s?|salariee?s?|conseiller|conseillere|"
    r"membres?(?: du jury)?|jury|equipe|emargement|"
    r"coordinat(?:eur|rice)|coordonnat(?:eur|rice)|comptable|secretaire|charge(?:e)? de \w+|assistante?|collaborat(?:eur|"
    r"rice)s?|de|a|cc|copie|"
    r"a l'attention de|observat(?:eur|rice)s?|evaluat(?:eur|rice)s?|examinat(?:eur|rice)s?|personnes? (?:presentes?|"
    r"rencontrees?|interrogees?)"
)
_LABEL = re.compile(
    rf"(?m)^[ \t|*•#>–-]*\**(?:{_PEOPLE})(?:[ /]{{1,3}}(?:{_PEOPLE}))?\**[ \u00a0]?:\**[ \u00a0]*(?P<names>[^\n]{{2,300}})$"
)
_INLINE_LABEL = re.compile(rf"(?:^|[\s(;])(?:{_PEOPLE})[ \u00a0]?:[ \u00a0](?P<names>[^\n]{{2,160}})")
_SURE_LABEL = re.compile(
    r"(?<!\w)(?:nom et prenoms?|prenoms? et nom|noms?, prenoms?|nom[ /]+prenom|prenom[ /]+nom|nom de (?:famille|"
    r"naissance|jeune fille)|nom d'(?:usage|epouse)|"
    r"nom du (?:stagiaire|candidat|salarie|tuteur|formateur|beneficiaire)|nom de la (?:stagiaire|candidate)|noms?|"
    r"prenoms?|signataire|signature|signe)\**[ \u00a0]?:\**[ \u00a0]{0,3}(?P<names>[^\n|\t;]{2,80})"
)
_BY = re.compile(
    r"(?<!\w)(?:redige|etabli|realise|anime|presente|valide|verifie|relu|signe|suivi|accompagne|encadre|represente|forme|"
    r"recrute|vu|cree|elabore|prepare|ecrit|"
    r"remis|propose|transmis|demande|recu|conduit|mene|assure)(?:e|es|s|ee|ees)? par[ \u00a0](?P<names>[^\n.;()]{2,80})"
)
_COLUMN = re.compile(
    r"\W*(?:noms?|prenoms?|nom et prenoms?|prenom et nom|nom,? prenom|nom[ /]+prenom|prenom[ /]+nom|stagiaires?|"
    r"participante?s?|apprenante?s?|candidate?s?|beneficiaires?|"
    r"formateurs?|formatrices?|intervenante?s?|tuteurs?|tutrices?|qui|qui \?|responsables?|pilotes?|porteurs?|contacts?|"
    r"interlocuteurs?|salariee?s?|personnes?|"
    r"animateurs?|referente?s?|acteurs?|agents?|membres?|eleves?|apprentie?s?|emargement|signature|nom du (?:stagiaire|"
    r"candidat|salarie|formateur)|collaborateurs?)\W*"
)
_SURE_COLUMN = re.compile(
    r"\W*(?:noms?|prenoms?|nom et prenoms?|prenom et nom|nom,? prenom|nom[ /]+prenom|prenom[ /]+nom|nom du \w+)\W*"
)
_CLOSING = re.compile(
    r"(?m)^[^\n]{0,80}\b(?:cordialement|salutations[^\n]{0,40}|sinceres|respectueusement|bien a vous|bien cordialement|"
    r"amicalement|signature[^\n]{0,30}|signe|"
    r"fait a [^\n]{2,60}|lu et approuve)[\s,.:]*$"
)
_JOINING = frozenset(("et", "ou", "ni", "puis", "ainsi", "que"))
_SEPARATOR = re.compile(
    r"\.?[ \u00a0]?(?:,|/|;|&|–|- )[ \u00a0]?(?:(?:et|ou)[ \u00a0])?|[ \u00a0](?:et|ou|ni|puis|ainsi que)[ \u00a0]"
)


def listed_people(page: Page) -> Iterator[Mention]:
    """Yield the people that a label, a column or the end of a letter announces."""
    folded = fold(page.text)
    sure: list[Mention] = []
    for match in _SURE_LABEL.finditer(folded):
        named = _names_in(page, match.start("names"), match.end("names"), "nom annoncé par une rubrique", sure=True)
        sure += [_of_kind(m, match.group()) for m in named]
    yield from _paired(folded, sure)
    for pattern in (_LABEL, _INLINE_LABEL, _BY):
        for match in pattern.finditer(folded):
            yield from _names_in(page, match.start("names"), match.end("names"), "nom annoncé par une rubrique", sure=False)
    yield from _paired(folded, list(_columns(page, folded)))
    yield from _bare_rows(page)
    for match in _CLOSING.finditer(folded):
        yield from _signature(page, match.end())


def _of_kind(mention: Mention, title: str) -> Mention:
    """Return the mention as a surname under « Nom », as a first name under « Prénom »."""
    says_given, says_family = "prenom" in title, re.search(r"(?<!pre)nom", title) is not None
    if says_given == says_family:
        return mention
    parts = (*mention.given, *mention.family)
    return mention._replace(given=parts, family=()) if says_given else mention._replace(given=(), family=parts)


def _paired(folded: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, a surname and a first name given side by side made one person."""
    ordered = sorted(found, key=lambda m: m.start)
    for number, each in enumerate(ordered):
        beside = [*ordered[max(0, number - 1) : number], *ordered[number + 1 : number + 2]]
        other = next((o for o in beside if _completes(folded, each, o)), None)
        yield each._replace(given=each.given or other.given, family=each.family or other.family) if other else each


def _completes(folded: str, mention: Mention, other: Mention) -> bool:
    if bool(mention.given) == bool(other.given) or bool(mention.family) == bool(other.family):
        return False
    between = folded[min(mention.end, other.end) : max(mention.start, other.start)]
    return len(between) < 40 and re.fullmatch(r"[^\w\n]*|[\W_]*(?:pre)?noms?(?: de \w+| d'\w+)?[\W_]*", between) is not None


def _names_in(page: Page, start: int, end: int, reason: str, *, sure: bool) -> Iterator[Mention]:
    """Yield the names of a list, until something that is no name."""
    position = page.word_at(start)
    first = True
    while position < len(page.words) and page.words[position].start < end:
        word = page.words[position]
        if not first and not _SEPARATOR.fullmatch(word.gap) and word.key not in _JOINING:
            return
        if word.key in _JOINING or word.key in TITLES:
            position, first = position + 1, word.key in TITLES
            first = True
            continue
        numbers = _item(page, position, end, sure=sure)
        if not numbers:
            return
        yield mention(page, numbers, "", reason, inverted=_is_inverted(page, numbers))
        position, first = numbers[-1] + 1, False
        position = _past_parenthesis(page, position)


def _past_parenthesis(page: Page, position: int) -> int:
    """Return the place after « (absente) », which may follow a name in a list."""
    if position < len(page.words) and page.words[position].gap.strip() == "(":
        closing = page.text.find(")", page.words[position].start, page.words[position].start + 60)
        if closing > 0:
            return page.word_at(closing)
    return position


def _item(page: Page, position: int, end: int, *, sure: bool) -> list[int]:
    numbers = [n for n in name_words(page, position, certain=sure) if page.words[n].start < end]
    words = [page.words[n] for n in numbers]
    if words and (sure or any(w.known or not w.ordinary for w in words)) and any(w.shape != "initial" for w in words):
        is_shouted = words[0].shape == "upper" and not any(w.known for w in words) and len(words) == 1
        return [] if is_shouted and not sure else numbers
    if not sure or words:
        return []
    return _lower_item(page, position, end)


def _lower_item(page: Page, position: int, end: int) -> list[int]:
    """Return the words in lower case of « nom : benali »."""
    numbers: list[int] = []
    while position < len(page.words) and page.words[position].start < end and len(numbers) < 3:
        word = page.words[position]
        if (
            (numbers and not word.near)
            or word.raised
            or word.role
            or word.key in FUNCTION_WORDS
            or (word.ordinary and not word.known)
        ):
            break
        numbers.append(position)
        position += 1
    return numbers


def _is_inverted(page: Page, numbers: Sequence[int]) -> bool:
    words = [page.words[n] for n in numbers]
    if len(words) < 2 or not words[-1].first:
        return False
    is_mixed = words[0].shape == "upper" and words[-1].shape != "upper"
    return is_mixed or (words[0].last and not words[0].first)


def _columns(page: Page, folded: str) -> Iterator[Mention]:
    """Yield the cells under a heading such as « Nom » or « Formateur »."""
    for rows in tables(page.text):
        header = rows[0]
        for column, (start, end) in enumerate(header):
            title = folded[start:end].strip(" *")
            if not _COLUMN.fullmatch(title):
                continue
            sure = _SURE_COLUMN.fullmatch(title) is not None
            for row in rows[1:]:
                if column < len(row):
                    reason = f"cellule sous « {page.text[start:end].strip(' *')} »"
                    yield from (_of_kind(m, title if sure else "") for m in _names_in(page, *row[column], reason, sure=sure))


def _bare_rows(page: Page) -> Iterator[Mention]:
    """Yield the surname and first name in neighbouring cells of a table without headings: « AUBRAC | Rémi »."""
    for rows in tables(page.text):
        for row in rows:
            for left, right in pairwise(row):
                one, other = list(page.within(*left)), list(page.within(*right))
                if not one or not other or len(one) > 3 or len(other) > 2:
                    continue
                for family, given in ((one, other), (other, one)):
                    if _is_a_first_name(page, given) and _may_be_a_surname(page, family):
                        keys = tuple(page.words[n].key for n in given), tuple(page.words[n].key for n in family)
                        reason = "nom et prénom dans deux cellules voisines"
                        yield Mention(page.words[family[0]].start, page.words[family[-1]].end, *keys, "", reason)
                        yield Mention(page.words[given[0]].start, page.words[given[-1]].end, *keys, "", reason)
                        break


def _is_a_first_name(page: Page, numbers: Sequence[int]) -> bool:
    return all(page.words[n].first and page.words[n].raised and page.is_open(n) for n in numbers)


def _may_be_a_surname(page: Page, numbers: Sequence[int]) -> bool:
    words = [page.words[n] for n in numbers]
    is_open = all(page.is_open(n) and w.raised and not w.role for n, w in zip(numbers, words, strict=True))
    return is_open and all(w.last or w.shape == "upper" or not w.ordinary for w in words)


def _signature(page: Page, position: int) -> Iterator[Mention]:
    """Yield the name that stands alone on one of the three lines after a closing formula."""
    for _ in range(4):
        end = page.text.find("\n", position)
        end = len(page.text) if end < 0 else end
        numbers = list(page.within(position, end))
        if numbers and len(numbers) <= 4:
            named = name_words(page, numbers[0] + (page.words[numbers[0]].key in TITLES), certain=False)
            words = [page.words[n] for n in named]
            if (
                named
                and named[-1] == numbers[-1]
                and (len(named) > 1 or not words[0].ordinary)
                and not any(w.role for w in words)
            ):
                yield mention(page, named, "", "signature", inverted=_is_inverted(page, named))
                return
        position = end + 1
        if position >= len(page.text):
            return


def enumerated(page: Page, known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the unknown words that stand in an enumeration of people: « José, Kévin et Zorg »."""
    ends = {m.end for m in known}
    starts = {page.word_at(m.start) for m in known}
    for found in known:
        for position in (_after(page, page.word_at(found.end)), _before(page, page.word_at(found.start))):
            if position is None or position >= len(page.words) or position in starts:
                continue
            if _is_beside(page, position, found, ends) and (_could_be(page, position) or _is_twin(page, position, found)):
                numbers = name_words(page, position, certain=False, most=3)
                yield widened(page, mention(page, numbers or [position], "", "énumération de personnes"))


def _after(page: Page, index: int) -> int:
    while index < len(page.words) and page.words[index].key in _JOINING:
        index += 1
    return index


def _before(page: Page, index: int) -> int | None:
    position = index - 1
    while position > 0 and page.words[position].key in _JOINING:
        position -= 1
    return position if position >= 0 else None


def _is_beside(page: Page, position: int, found: Mention, ends: set[int]) -> bool:
    word = page.words[position]
    if word.start >= found.end:
        between = page.text[found.end : word.start]
        is_joined = re.search(r"et|ni|puis|ainsi", between) is not None
        return _SEPARATOR.fullmatch(between) is not None and (is_joined or _another_follows(page, position, ends))
    between = page.text[word.end : found.start]
    return (
        _SEPARATOR.fullmatch(between) is not None
        and ("et" in between or "ni" in between or "," in between)
        and (not word.opens or word.first)
    )


def _another_follows(page: Page, position: int, ends: set[int]) -> bool:
    """Tell whether the enumeration has two other people already, or goes on."""
    word = page.words[position]
    after = page.text[word.end : word.end + 4]
    before = page.text[max(0, word.start - 60) : word.start]
    return sum(1 for e in range(word.start - len(before), word.start) if e in ends) >= 2 or bool(
        re.match(r"(?:,|[ \u00a0]et)[ \u00a0]", after)
    )


def _is_twin(page: Page, position: int, found: Mention) -> bool:
    """Tell whether a common noun with a capital follows a first name and « et »: « Benoît et Benoîte »."""
    word = page.words[position]
    if word.shape != "capital" or word.opens or word.loud or word.role or not page.is_open(position) or found.family:
        return False
    is_plain = page.lexicon.is_calendar(word.key) or word.key in FUNCTION_WORDS or word.key in TITLES
    return not is_plain and page.text[found.end : word.start] == " et "


def _could_be(page: Page, position: int) -> bool:
    word = page.words[position]
    if (
        not page.is_open(position)
        or not word.capital
        or word.role
        or word.shape in ("initial", "camel")
        or word.key in FUNCTION_WORDS
        or word.key in TITLES
    ):
        return False
    if (word.shape == "upper" and not word.known) or page.lexicon.is_calendar(word.key) or word.key in page.lexicon.brands:
        return False
    return word.known or not word.ordinary
