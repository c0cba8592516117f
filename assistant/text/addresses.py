"""Finds postal addresses, and the towns that say where someone lives or works."""

import re
from collections.abc import Iterator

from assistant.text.french import fold
from assistant.text.mark import Mark
from assistant.text.name_reading import TITLES
from assistant.text.page import Page

_B = "[ \u00a0\u202f]"
_CAP = "[A-ZÀ-ÖØ-Þ]"
_STREET = (
    r"(?:grand-?['’]?[ \u00a0]?rue|(?-i:r\.)|"
    r"rue|avenue|av\.?|boulevard|boul\.?|bd\.?|bld|blvd|place|pl\.|chemin|chem\.|ch\.|impasse|imp\.|allées?|route|rte|"
    r"quai|cours|square|"
    r"passage|villa|cité|lotissement|lot\.|hameau|faubourg|fbg|fg|rond-point|esplanade|promenade|sentier|ruelle|venelle|"
    r"montée|traverse|parvis|"
    r"résidence|zone artisanale|zone industrielle|zone d['’]activités?|parc d['’]activités?|rocade|clos|côte|lieu-?dit|mail|voie|"
    r"Z\.?A\.?C?\.?E?\.?|Z\.?I\.?)"
)
_BARE_STREET = (
    r"(?:rue|avenue|boulevard|bd|impasse|quai|square|faubourg|allées?|place(?=[ \u00a0](?:de|du|des|d['’]))|lotissement|"
    r"venelle|ZA|ZI|ZAC|ZAE|zone artisanale|zone industrielle)"
)
_JOIN = r"(?:de|du|des|la|le|les|et|à|aux|au|en|sur|sous|l['’]|d['’])"
_PROPER = rf"(?:{_CAP}|\d)[\w.’'-]*"
_DAY = (
    rf"\d{{1,2}}(?:er)?{_B}(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    rf"décembre)(?:{_B}\d{{4}})?"
)
_TAIL = rf"(?:{_B}(?:{_JOIN}{_B}?){{0,3}}(?:{_DAY}|{_PROPER})){{1,5}}"
_PLAIN_TAIL = (
    rf"(?:{_B}(?:{_JOIN}{_B}?){{1,3}}|{_B})[^\W\d_][\w’'-]*(?:{_B}[^\W\d_][\w’'-]*){{0,3}}?(?={_B}*(?:[,;.\n|\t)–]|\d{{5}}|$))"
)
_SHORT_TAIL = rf"{_B}(?:{_JOIN}{_B}?){{1,3}}[^\W\d_][\w’'-]*"
_INSIDE = (
    rf"(?:(?:{_B}?[,–-]{_B}?|{_B})(?:\(?(?i:bâtiment|bât\.?|bat\.?|immeuble|imm\.|entrée|escalier|esc\.|étage|appartement|"
    rf"appt?\.?|apt\.?|porte|hall|bureau|lot|local|chambre|logement|interphone|BP|CS|TSA|boîte){_B}?(?:n°{_B}?)?[\w°-]{{1,6}}\)?|"
    rf"\d{{1,2}}(?:er|e|ème|ère){_B}(?:étage|droite|gauche)|RDC|rez-de-chaussée|droite|gauche))*"
)
_TOWN_WORD = rf"(?!CEDEX|Cedex){_CAP}[\w’'-]{{0,40}}"
_TOWN = rf"{_TOWN_WORD}(?:{_B}(?:(?:sur|lès|les|en|le|la|de|du|des|sous|aux|et){_B}){{0,2}}(?:[dl]['’])?{_TOWN_WORD}){{0,3}}"
_LOWER_TOWN = r"[a-zà-ÿ][a-zà-ÿ’'-]{2,}"
_CEDEX = rf"(?:{_B}(?:CEDEX|Cedex|cedex)(?:{_B}\d{{1,2}})?)?"
_POSTED = rf"(?:F-)?(?:0[1-9]|[1-8]\d|9[0-8]){_B}?\d{{3}}{_B}{{1,2}}"
_BUILDING = (
    rf"(?:(?:(?:[Rr]ésidence|[Rr]és\.|[Ii]mm\.|[Pp]orte|[Qq]uartier|PK|[Tt]our|[Ii]mmeuble|[Bb]âtiment|[Bb]ât\.?|[Ee]ntrée|[Ee]scalier|[Hh]all|"
    rf"[Aa]ppartement|[Aa]p?pt\.?|"
    rf"[Ll]ogement|[Ll]ieu-dit|[Cc]entre commercial|[Pp]arc|[Zz]one|[Dd]omaine|[Cc]hez|c/o|C/o|"
    rf"Z\.?[AI]\.?C?|\d{{1,2}}(?:er|e|ème){_B}étage|[EÉeé]tage)"
    rf"(?:{_B}?[^\n,;|]{{0,40}})?|BP{_B}?\d{{1,5}}|CS{_B}?\d{{1,5}}){_B}?[,–-]{_B}){{1,3}}"
)
_NUMBER = rf"(?<![\w.,/-])(?:n°{_B}?)?\d{{1,4}}{_B}?(?:(?:bis|ter|quater|[A-Da-d])(?![\w’'])|[-/]\d{{1,4}})?{_B}?,?{_B}"
_ADDRESS = re.compile(
    rf"(?:(?:(?<!\w){_BUILDING})?{_NUMBER}(?i:{_STREET})(?:{_TAIL}|{_PLAIN_TAIL}|{_SHORT_TAIL})|(?<!\w)(?i:{_BARE_STREET}){_TAIL}"
    rf"|(?<!\w)(?i:au{_B}\d{{1,4}}(?:{_B}(?:bis|ter))?{_B}(?:de{_B}la|du){_B}{_STREET}){_TAIL}"
    rf"|(?<!\w)(?:\d{{1,4}},?{_B})?(?i:grande?{_B}?['’-]?{_B}?rue)\b"
    rf"|(?<!\w)(?i:rte|ch\.|bd|av\.|imp\.){_B}(?:de|du|des|la)\b{_TAIL}"
    rf"|(?<!\w)(?i:lieu-?dit)(?:{_B}[«\"])?{_TAIL}){_INSIDE}"
    rf"(?:{_B}?[,–|-]?{_B}?\n?{_B}?(?:{_POSTED}|(?:B|CH|L)?-?\d{{4}}{_B})(?:{_TOWN}|{_LOWER_TOWN}){_CEDEX}|,?{_B}à{_B}{_TOWN}|"
    rf"{_B}?[,–-]{_B}(?!M\.|Mme|Mlle|Monsieur|Madame|Tél|Tel|Le\b|La\b|Les\b|SIRET|Siret){_TOWN}(?={_B}?[,.;)\n|]|$))?"
)
_NAMED_PLACE = re.compile(
    rf"(?<![\w-])(?:(?:Le|La|Les)[ \u00a0]|L['’])?{_TOWN_WORD}(?:{_B}{_TOWN_WORD}){{0,2}},?{_B}{_POSTED}{_TOWN}{_CEDEX}"
)
_TITLED = re.compile(r"(?:\bM\.|\bMme|\bMlle|\bMonsieur|\bMadame)[ \u00a0](?:[\w-]+[ \u00a0])?$")
_POST_TOWN = re.compile(rf"(?<![\w.,€-]){_POSTED}({_TOWN}){_CEDEX}")
_LOWER_POST_TOWN = re.compile(rf"(?<![\w.,€-]){_POSTED}([a-zà-ÿ][a-zà-ÿ’'-]{{2,}}){_CEDEX}")
_BOX = re.compile(rf"(?<!\w)(?:BP|CS|TSA|B\.P\.){_B}?\d{{2,6}}(?:{_B}?[,–-]?{_B}?{_POSTED}{_TOWN}{_CEDEX})?")
_POSTCODE = re.compile(
    rf"(?<!\w)(?i:code{_B}postal|CP){_B}?:?{_B}?((?:0[1-9]|[1-8]\d|9[0-8])\d{{3}})(?!\d)|\(((?:0[1-9]|[1-8]\d|9[0-8])\d{{3}})\)"
)
_NOT_AFTER_NUMBER = re.compile(r"(?:cours|place|passage|voie|route|mail|côte|villa|cité|clos)\b", re.IGNORECASE)

_LIVES = frozenset(
    """
    habite habitent habitant habitait vit vivant vivait domicilie domiciliee domicile demeurant reside residant
    residait residence ne nee naissance originaire base basee basees bases situe situee situes situees implante
    implantee implantes implantees installe installee installes installees siege fait demenage demenager venu venue vient viens
    venait
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_OTHER_AT = frozenset(
    """
    grace face quant conforme contrairement rapport recours acces connecte connectee abonne initiation former forme
    demande dit parle envoye remis propose explique transmis confie donne adresse pense repondu montre recourir
    preparation prepare prepares inscription inscrit certification conformement relatif relative due du formation
    formes passage adhesion adherent soumis egal correspond
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_COMES = frozenset(("vient", "viens", "venait", "originaire", "venu", "venue"))
_SITES = frozenset(
    """
    maire mairesse adjoint agence antenne site sites centre centres campus atelier ateliers bureau bureaux locaux
    ville commune mairie gare magasin boutique usine etablissement filiale etablissements plateau plateforme locale
    cpam caf greta cfa afpa mdph urssaf lycee college ecole ecoles hopital chu clinique residence prison maison
    agglomeration metropole bassin banlieue quartier tribunal prefecture rectorat tiers-lieu creche foyer entrepot
    depot restaurant hotel cote pres environs region pays
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_PUBLIC = frozenset(
    ("rectorat", "prefecture", "chu", "tribunal", "cpam", "caf", "urssaf", "mdph", "academie", "universite", "cfa")
)
"""Bodies of a large town, which say as little as the town."""
_AT = frozenset(("a", "sur", "vers", "depuis", "pres", "entre", "de", "d", "par"))
_SPOKEN_TO = re.compile(
    r"(?:demand|parl|ecri|envo|remet|remis|propos|expliqu|montr|appel|confi|repon|dit|dis|donn|laiss|transm|rend|appart|"
    r"adress|plai|ressembl|"
    r"appren|appri|enseign|pose|offr|annonc|rappel|pass|prete|serv|reserv|telephon|suggere|conseil|impos|permet|permis|"
    r"souhait|aide)"
)
_SHAPED = re.compile(
    r"(?:saint|sainte|st|ste)-[^\W\d_][\w-]+|[^\W\d_]{3,}(?:-[^\W\d_]+)?-(?:sur|les|en|sous|la|le|aux|lez|l|d|du|des|de)-[\w-]+"
)
_AFTER_ARTICLE = frozenset(
    ("havre", "mans", "creusot", "cannet", "puy", "bourget", "raincy", "vigan", "chesnay", "lamentin", "tampon")
)
"""Towns whose article melts into « au » and « du »."""
_SAINTS_THAT_STAY = frozenset(("saint-esprit", "saint-sylvestre", "saint-valentin", "saint-jean", "saint-exupery", "saint-simon"))
_DATELINE = re.compile(
    rf"(?m)^[ \t]*({_TOWN}),?{_B}(?:le{_B})?(?:lundi{_B}|mardi{_B}|mercredi{_B}|jeudi{_B}|"
    rf"vendredi{_B})?\d{{1,2}}(?:er)?[ /.][^\W_]"
)
_DONE_AT = re.compile(rf"(?i:\bfait{_B}à){_B}({_TOWN}|[a-zà-ÿ][a-zà-ÿ’'-]+)(?=,|{_B}le\b|\n|$)")


def addresses(text: str) -> Iterator[Mark]:
    """Yield postal addresses with their postcode and town."""
    for match in _ADDRESS.finditer(text):
        if not _is_a_count(match.group()):
            written = match.group().rstrip(" .,’'-")
            yield Mark(match.start(), match.start() + len(written), "ADDRESS", "adresse postale", fold(written))
    for match in _NAMED_PLACE.finditer(text):
        if not _TITLED.search(text, max(0, match.start() - 12), match.start()):
            yield Mark(match.start(), match.end(), "ADDRESS", "lieu-dit et commune", fold(match.group()))
    for match in _BOX.finditer(text):
        yield Mark(match.start(), match.end(), "ADDRESS", "boîte postale", fold(match.group()))


def _is_a_count(written: str) -> bool:
    """Tell whether « 12 places », « 3 cours de français » were read as an address."""
    if not written[0].isdigit() and not re.search(rf"{_CAP}[\w’'-]{{2}}", written[3:]):
        return True
    street = re.sub(r"^[^A-Za-zÀ-ÿ]*\d+\s?(?:(?:bis|ter|quater|[A-Da-d])\b)?[\s,]*", "", written)
    return street != written and bool(_NOT_AFTER_NUMBER.match(street)) and not re.search(_CAP, street[1:])


def towns(page: Page) -> Iterator[Mark]:
    """Yield the towns that identify: small ones, and any where someone lives, was born or works."""
    text = page.text
    for match in _POST_TOWN.finditer(text):
        yield Mark(match.start(), match.end(), "TOWN", "code postal et ville", _town_key(match.group(1)))
    for match in _LOWER_POST_TOWN.finditer(text):
        [number] = page.within(match.start(1), match.start(1) + 1) or [-1]
        if number >= 0 and not page.words[number].ordinary:
            yield Mark(match.start(), match.end(), "TOWN", "code postal et ville", _town_key(match.group(1)))
    for match in _POSTCODE.finditer(text):
        group = 1 if match.group(1) else 2
        yield Mark(match.start(group), match.end(group), "TOWN", "code postal")
    for pattern, why in ((_DONE_AT, "lieu de signature"), (_DATELINE, "lieu d’une lettre")):
        for match in pattern.finditer(text):
            if not _is_plain(page, match.start(1)) and not any(page.words[n].first for n in page.within(*match.span(1))):
                yield Mark(match.start(1), match.end(1), "TOWN", why, _town_key(match.group(1)))
    yield from _listed(page)
    yield from _guessed(page)


def _town_key(written: str) -> str:
    return re.sub(r"[\s'’-]+", " ", fold(written))


def _is_plain(page: Page, position: int) -> bool:
    word = page.words[page.word_at(position)]
    if word.shape == "upper" and len(word.key) < 4:
        return True
    return word.ordinary or page.kept[page.word_at(position)] > 0 or word.first


def _listed(page: Page) -> Iterator[Mark]:
    lexicon, pieces, last = page.lexicon, page.pieces, -1
    for position, piece in enumerate(pieces):
        word = page.words[piece.word]
        if piece.start < last or not word.raised or not page.is_open(piece.word):
            continue
        for phrases, large in ((lexicon.towns, False), (lexicon.large_towns, True)):
            length = phrases.length_at(pieces, position)
            if not length or not _whole(page, position, length):
                continue
            end = pieces[position + length - 1].end
            if _identifies(page, piece.word, position + length, large=large, alone=length == 1):
                yield Mark(piece.start, end, "TOWN", "ville", _town_key(page.text[piece.start : end]))
                last = end
            break


def _whole(page: Page, position: int, length: int) -> bool:
    """Tell whether the pieces are whole words with capitals at both ends."""
    first, final = page.pieces[position], page.pieces[position + length - 1]
    starts, ends = page.words[first.word], page.words[final.word]
    return first.start == starts.start and final.end == ends.end and ends.raised


def _identifies(page: Page, index: int, following: int, *, large: bool, alone: bool) -> bool:
    word, before = page.words[index], page.before(index, 4)
    if _is_where_someone_is(before) and not (large and len(before) > 1 and before[1] in _PUBLIC):
        return True
    if large:
        return False
    next_piece = page.pieces[following] if following < len(page.pieces) else None
    is_followed = bool(
        next_piece and next_piece.joined and page.words[next_piece.word].capital and not page.words[next_piece.word].ordinary
    )
    if alone and (word.known or word.ordinary):
        return bool(before) and word.capital and not is_followed and _says_at(page, index, ordinary=word.ordinary)
    return not word.loud or not word.known


def _says_at(page: Page, index: int, *, ordinary: bool) -> bool:
    """Tell « à Orange » from « a Orange », and « de Gourdon » from « Gourdon »."""
    before = page.words[index - 1].text.lower()
    return before in ("à", "sur", "vers", "depuis") or (before in ("de", "d") and not ordinary)


def _is_where_someone_is(before: list[str]) -> bool:
    if not before or before[0] not in _AT:
        return bool(before) and before[0] in ("habite", "commune", "ville") and len(before) > 1
    return any(key in _LIVES for key in before[1:3]) or (
        before[0] in ("de", "d", "a", "sur") and len(before) > 1 and before[1] in _SITES
    )


def _guessed(page: Page) -> Iterator[Mark]:
    """Yield unknown words that stand where a town stands, or are built as its name."""
    large = {p.word for n, p in enumerate(page.pieces) if page.lexicon.large_towns.length_at(page.pieces, n)}
    for index, word in enumerate(page.words):
        if not word.capital or word.shape == "initial" or word.key in TITLES or index in large or not page.is_open(index):
            continue
        reason = _why_a_town(page, index) if not word.ordinary or word.key in _AFTER_ARTICLE else ""
        if reason:
            yield Mark(word.start, word.end, "TOWN", reason, _town_key(word.text))


def _why_a_town(page: Page, index: int) -> str:
    """Return, in French, what shows that an unlisted word names a town; empty when nothing does."""
    word, before = page.words[index], page.before(index, 4)
    if word.key in _AFTER_ARTICLE:
        return "ville" if before[:1] in (["au"], ["du"]) else ""
    if _follows_a_first_name(page, index) or word.known:
        return ""
    if _SHAPED.fullmatch(word.key) and word.key not in _SAINTS_THAT_STAY and before[:1] != ["la"]:
        return "nom bâti comme celui d’une commune" if not word.opens or _is_where_someone_is(before) else ""
    if word.shape != "capital":
        return ""
    if not word.opens and index and _is_at(page, index):
        return "nom inconnu après « à »"
    return "lieu où quelqu’un vit ou travaille" if _is_where_someone_is(before) and _names_a_place(before) else ""


def _follows_a_first_name(page: Page, index: int) -> bool:
    """Tell whether the word ends a name with a particle: « Jean-Baptiste de Saint-Aubin »."""
    if index < 2 or page.words[index - 1].key not in ("de", "d", "du"):
        return False
    return page.words[index - 1].near and page.words[index - 2].first and page.words[index - 2].capital


def _is_at(page: Page, index: int) -> bool:
    """Tell « à Trébédan » from « grâce à », « demandé à », « accès à »."""
    before = page.before(index, 2)
    return (
        page.words[index - 1].text in ("à", "À")
        and len(before) > 1
        and before[1] not in _OTHER_AT
        and not _SPOKEN_TO.match(before[1])
    )


def _names_a_place(before: list[str]) -> bool:
    """Tell whether an unknown name must be a place: « habite à », « commune de », « site de »."""
    if before[0] in ("a", "sur", "pres") and any(k in _LIVES for k in before[1:3]):
        return True
    return before[0] in ("de", "d") and before[1] in (_SITES | _COMES) - {
        "maison",
        "centre",
        "centres",
        "restaurant",
        "hotel",
        "bureau",
        "bureaux",
    }
