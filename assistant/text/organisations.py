"""Finds organisations: after a legal form or a kind of place, before « Formation » or « & Fils », after « chez »."""

import re
from collections.abc import Iterator

from assistant.text.bodies import bodies
from assistant.text.mark import Mark
from assistant.text.page import Page, Word

_LINKS = frozenset(
    (
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "pour",
        "par",
        "dans",
        "avec",
        "sans",
    )
)
_KIND = frozenset(
    """
    formation formations insertion conseil consultants services service aide production travaux transport transports
    nettoyage intermediaire adaptee associative familiale cliente client professionnelle professionnel independant
    independante prive privee agricole technique general polyvalent superieur superieure hoteliere sociale solidaire
    culturelle sportive locale artisanale industrielle btp commerce restauration maconnerie menuiserie batiment
    communication informatique recrutement gestion expertise comptable social
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""Lower-case words that may stand between « organisme », « cabinet »… and the name."""
_EMPLOYING = re.compile(
    r"(?:\bchez|\bau sein d[eu']|\bau sein de la|\bpour le compte d[eu']|\bemployée? (?:par|de|d'|chez)|"
    r"\bsalariée? (?:de|d'|chez)|"
    r"\bmon employeur,?|\bemployeur\s*:|\bembauchée? (?:par|chez)|\brecrutée? (?:par|chez)|\bsous-traitante? de)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[ \t|*•\-–#]*(?:\*\*)?(?:nom de l['’](?:organisme|entreprise|association|établissement|employeur)|"
    r"organisme(?: de formation)?|entreprise(?: d['’]accueil)?|"
    r"employeur|raison sociale|structure(?: d['’]accueil)?|société|commanditaire|établissement|enseigne|client|"
    r"association|cabinet|nom de la société|"
    r"dénomination(?: sociale)?)\s*(?:\*\*)?\s*(?::|\t|\|)\s*(?:\*\*)?\s*(?P<name>[^\n|\t,;(]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_BLENDED = re.compile(
    r"(?<![\w’'])[A-ZÀ-Þ][a-zà-ÿ]{2,}['’&+][A-ZÀ-Þ][\w]+(?:[ \u00a0](?:\d{1,3}\b|[A-ZÀ-Þ][\w-]{3,}))?|"
    r"(?<![\w’'])[A-ZÀ-Þ][a-zà-ÿ]{2,}['’](?:[pP]lus|[aA]ction)\b"
)
_ELIDED = frozenset(("aujourd", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu", "certif", "educ"))
_TRADING = re.compile(r"\s+(?:&|et)\s+(?:fils|filles|associés?|cie|co|frères|compagnie)\b", re.IGNORECASE)
_AFTER_FORM = frozenset(("sarl", "sas", "sasu", "eurl", "scop", "scic", "sa", "gmbh", "ltd", "inc", "selarl", "snc"))
_QUOTED = re.compile(
    r"[ \u00a0]{0,2}(?:[,(]|nommée?|appelée?|baptisée?|"
    r"dénommée?)?[ \u00a0]{0,2}[«“\"][ \u00a0]{0,2}([^«»“”\"\n]{2,60}?)[ \u00a0]{0,2}[»”\"]"
)
_DESCRIBED = re.compile(
    r"(?:Maison|École|Ecole|Institut|Ateliers?|Centre|Espace|Campus|Académie|Foyer|Union|Compagnie)"
    r" (?:de la |de l['’]|des |du |de |d['’])[a-zà-ÿ-]+(?: [a-zà-ÿ-]+)? (?:de la |de l['’]|des |du |de |"
    r"d['’])(?P<name>[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)*)"
)
_NUMBERED = re.compile(
    r"[ \u00a0]\d{1,3}\b(?!\s*(?:€|%|h\b|heures|jours|ans|personnes|stagiaires))(?:[ \u00a0][A-ZÀ-Þ][a-zà-ÿ-]{2,})*"
)
_NEVER = frozenset(
    """
    bilan cours pedagogique numerique projet a b c d e f alpha beta un deux trois pilote tutorat langues jeunes
    adultes directeur responsable formateurs stagiaires handicap qualite formation administratif commercial national
    europeen public
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)


def organisations(page: Page) -> Iterator[Mark]:
    """Yield the organisations that something in the text announces; legal forms and public bodies stay."""
    for match in _LABEL.finditer(page.text):
        yield from _labelled(page, match)
    for match in _BLENDED.finditer(page.text):
        if re.split("['’&+]", match.group())[0].lower() not in _ELIDED:
            yield _mark(match.start(), match.end(), page, "nom d’organisation composé")
    yield from bodies(page)
    for index, word in enumerate(page.words):
        if word.key in page.lexicon.organisation_heads:
            yield from _headed(page, index)
        elif word.raised and page.is_open(index):
            yield from _tailed(page, index)


def _mark(start: int, end: int, page: Page, reason: str) -> Mark:
    return Mark(start, end, "ORG", reason, " ".join(page.words[n].key for n in page.within(start, end)) or page.text[start:end])


def _labelled(page: Page, match: re.Match[str]) -> Iterator[Mark]:
    start = match.start("name")
    name = match.group("name").rstrip(" .*")
    numbers = list(page.within(start, start + len(name)))
    while numbers and (
        page.words[numbers[0]].key in page.lexicon.organisation_heads
        or page.words[numbers[0]].key in ("le", "la", "l", "un", "une")
    ):
        kind = page.lexicon.organisation_heads.get(page.words[numbers[0]].key)
        if kind not in (None, "legal") and page.words[numbers[0]].raised:
            break
        numbers.pop(0)
    if len(numbers) > 8 or not any(page.words[n].raised and page.is_open(n) and not page.words[n].role for n in numbers):
        return
    first = next((n for n in numbers if page.words[n].raised), None)
    if first is None or (all(page.words[n].ordinary for n in numbers) and len(numbers) == 1):
        return
    if page.words[first].key in ("m", "mme", "monsieur", "madame") or (
        page.words[first].first and not page.words[first].ordinary
    ):
        return
    end = start + len(name)
    trailing = re.search(r"\s+(?:SARL|SASU?|EURL|SCOP|SCIC|SA)$", page.text[start:end])
    yield _mark(
        page.words[first].start,
        end - len(trailing.group()) if trailing else end,
        page,
        "nom annoncé comme celui d’une organisation",
    )


def _headed(page: Page, index: int) -> Iterator[Mark]:
    """Yield the name after words such as « association », « SARL », « lycée »."""
    head, kind = page.words[index], page.lexicon.organisation_heads[page.words[index].key]
    if head.shape == "upper" and head.loud and (head.key not in _AFTER_FORM or head.key == "sa"):
        return
    after_kind = _past_kind(page, index)
    quoted = _QUOTED.match(page.text, page.words[after_kind - 1].end)
    if (
        quoted
        and (quoted.group(1)[:1].isupper() or quoted.group(1)[:1].isdigit())
        and (kind != "common" or head.key in ("centre", "structure", "agence", "campus"))
    ):
        if any(page.is_open(n) for n in page.within(quoted.start(1), quoted.end(1))):
            yield _mark(quoted.start(1), quoted.end(1), page, f"nom après « {head.text.lower()} »")
        return
    described = _DESCRIBED.match(page.text, head.start) if head.raised and not head.loud else None
    if described and not any(page.kept[n] for n in page.within(described.start("name"), described.end())):
        yield _mark(head.start, described.end(), page, f"nom après « {head.text.lower()} »")
        return
    starts_near = (
        after_kind < len(page.words) and not page.words[after_kind].gap.strip(" \u00a0&") and len(page.words[after_kind].gap) < 4
    )
    end = _name_end(page, after_kind, linked=kind != "common" and head.raised and not head.loud) if starts_near else None
    if end is None or not _is_a_name(page, after_kind, end, kind):
        return
    starts_at_head = kind != "legal" and head.raised and after_kind == index + 1 and not head.loud
    if (
        kind == "legal"
        and page.words[after_kind].key in _LINKS - {"la", "le", "les", "l"}
        and sum(w.raised for w in page.words[after_kind:end]) < 2
    ):
        return
    first = next(
        n
        for n in range(after_kind, end)
        if page.words[n].raised or kind == "common" or page.words[n].key in ("la", "le", "les", "l")
    )
    start = head.start if starts_at_head else page.words[first].start
    finish = _with_number(page, page.words[end - 1].end)
    yield _mark(start, finish, page, f"nom après « {head.text.lower()} »")


def _with_number(page: Page, end: int) -> int:
    number = _NUMBERED.match(page.text, end)
    return number.end() if number else end


def _past_kind(page: Page, index: int) -> int:
    """Return where the name starts, past « de formation », « d'insertion », « SARL »."""
    position = index + 1
    while position < len(page.words) and position <= index + 4:
        word = page.words[position]
        linked = word.key in ("de", "d") and position + 1 < len(page.words) and page.words[position + 1].key in _KIND
        is_kind = not word.raised and word.key in _KIND
        is_form = word.key in _AFTER_FORM and word.raised
        if len(word.gap) > 2 or "\n" in word.gap or not (linked or is_kind or is_form):
            break
        position += 2 if linked else 1
    return position


def _name_end(page: Page, start: int, *, linked: bool = False) -> int | None:
    """Return the number after the last word of the capitalised name that starts there; None when none does."""
    position = end = start
    while position < len(page.words) and position < start + 9:
        word = page.words[position]
        if position > start and (not _continues(word, page.text) or page.lexicon.organisation_heads.get(word.key) == "legal"):
            break
        if word.raised and (not word.role or position > start):
            if not page.is_open(position) and not (position > start and word.near and page.is_a_place(position)):
                break
            position += 1
            end = position
        elif word.key in _LINKS and (position > start or linked) and position < end + 3:
            position += 1
        else:
            break
    return end if end > start else None


def _continues(word: Word, text: str) -> bool:
    return word.gap in (" ", "\u00a0", "'", "’", "-", " & ", "&", "  ") or (
        word.gap == "" and text[word.start - 1 : word.start] != ""
    )


def _is_a_name(page: Page, start: int, end: int, kind: str) -> bool:
    """Tell whether the capitalised words after a head name an organisation rather than a function or a theme."""
    words = [w for w in page.words[start:end] if w.raised and not (w.shape == "initial" and w.key in _LINKS)]
    if not words:
        return False
    first = words[0]
    if (
        (first.shape == "initial" and len(words) == 1)
        or (first.key in _NEVER and len(words) == 1)
        or (first.loud and kind == "common")
    ):
        return False
    if first.key in ("m", "mme", "monsieur", "madame", "mm", "mlle") or (kind == "common" and first.first and not first.ordinary):
        return False
    meaningful = [w for w in words if not w.ordinary]
    if kind == "common" and (
        any(c.isdigit() for c in first.text) or (first.shape == "upper" and len(first.text) <= 4 and len(words) == 1)
    ):
        return False
    starts_with_article = page.words[start].raised and page.words[start].key in ("le", "la", "les", "l", "aux", "au")
    if kind == "common":
        return (
            (starts_with_article and not first.loud and not first.role)
            or (len(meaningful) > 0 and first.shape in ("capital", "upper", "camel") and not first.known)
            or (len(words) > 1 and len(meaningful) > 1)
        )
    if meaningful:
        return True
    return kind == "place" or starts_with_article or (page.words[start - 1].key != "groupe" and not first.role)


def _tailed(page: Page, index: int) -> Iterator[Mark]:
    """Yield the name before « Formation », « & Fils », « SARL », or after « chez »."""
    word = page.words[index]
    before = page.words[index - 1] if index else None
    if (
        before
        and word.near
        and before.raised
        and page.is_open(index - 1)
        and before.key not in page.lexicon.organisation_heads
        and not before.role
        and not (before.ordinary and before.opens)
    ):
        return  # the name was seen from its first word
    end = _name_end(page, index) or index + 1
    finish = page.words[end - 1].end
    if trading := next(filter(None, (_TRADING.match(page.text, page.words[n].end) for n in range(index, end))), None):
        yield _mark(word.start, trading.end(), page, "raison sociale")
    elif (
        word.key not in _LINKS
        and end < len(page.words)
        and page.words[end].key in _AFTER_FORM
        and page.words[end].raised
        and not page.words[end].loud
        and page.words[end].near
    ):
        yield _mark(word.start, finish, page, "nom avant une forme juridique")
    elif end - index > 1 and page.words[end - 1].key in _AFTER_FORM and page.words[end - 1].shape == "upper" and not word.loud:
        yield _mark(word.start, page.words[end - 2].end, page, "nom avant une forme juridique")
    elif end - index > 1 and _has_suffix(page, index, end):
        yield _mark(word.start, _with_number(page, finish), page, "nom d’organisation composé")
    elif _is_employer(page, index, end):
        yield _mark(word.start, _with_number(page, finish), page, "employeur ou client nommé")
    elif (
        word.shape == "upper"
        and not word.loud
        and len(word.key) > 3
        and not word.known
        and not word.ordinary
        and _department(page, word)
    ):
        yield _mark(word.start, _with_number(page, word.end), page, "sigle suivi d’un numéro de département")


def _department(page: Page, word: Word) -> bool:
    return (
        re.match(
            r"[ \u00a0](?:0[1-9]|[1-8]\d|9[0-5]|97[1-6])\b(?!\s*(?:€|%|h\b|heures|jours|ans|[a-zà-ÿ]{4,}s\b))",
            page.text[word.end : word.end + 20],
        )
        is not None
    )


def _has_suffix(page: Page, index: int, end: int) -> bool:
    words = [w for w in page.words[index:end] if w.raised]
    first, last = words[0], words[-1]
    if len(words) < 2 or last.key not in page.lexicon.organisation_suffixes or last.loud:
        return False
    if first.key in page.lexicon.not_before_suffix or first.role or first.shape == "initial":
        return False
    others = words[:-1]
    if all(w.ordinary for w in others):
        return (
            len(words) == end - index
            and (len(words) > 2 or not first.opens)
            and last.key
            in (
                "formation",
                "formations",
                "conseil",
                "competences",
                "consulting",
                "academy",
            )
        )
    return not any(w.role for w in others)


def _is_employer(page: Page, index: int, end: int) -> bool:
    word = page.words[index]
    start = word.start
    article = re.search(r"(?:\b[Ll]a |\b[Ll]e |\b[Ll]es |\b[Ll]['’])$", page.text[max(0, start - 5) : start])
    start -= len(article.group()) if article else 0
    if not _EMPLOYING.search(page.text[max(0, start - 40) : start]):
        return False
    words = [w for w in page.words[index:end] if w.raised]
    if (word.first and not word.ordinary) or word.key in ("m", "mme", "monsieur", "madame", "mlle", "mm"):
        return False
    return word.shape != "initial" and (not word.ordinary or len(words) > 1 or word.key in page.lexicon.brands)
