"""Finds the organisations that a kind of body and a proper noun name: « CFA du bâtiment de Valdorne », « mairie de Trévoix »."""

from collections.abc import Iterator

from assistant.text.french import FUNCTION_WORDS
from assistant.text.mark import Mark
from assistant.text.name_reading import TITLES
from assistant.text.page import Page, Word

_ACRONYMS = frozenset(
    """
    cfa cfppa cfaa cfai greta gretas cci cma uimm medef cpme capeb ffb udaf adie cpts ce cse mfr lep lp legta eplefpa
    eplea creps ifsi ifas irts epide e2c mjc cibc geiq aci etti ccas cias chu ch chr chs ghu ght ehpad esat ime itep
    sessad iae ufr iut irfss crma ctm pmi mda mdph sivom sictom cada chrs foyer ame amep msap pfs gip gipal gemapi
    codev cidff ars urssaf cpam caf dsden sdis chi ssiad saad spasad msa ogec ufcv fol ddec udes bge cnfpt
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_WORDS = frozenset(
    """
    universite mairie commune agglomeration intercommunalite metropole centre hopital clinique lycee college ecole
    institut creche ferme pepiniere chantier syndicat regie residence office credit banque caisse chambre maison
    centrale federation confederation union ligue club comite foyer prison chantiers ateliers atelier mutuelle
    fondation cooperative groupement compagnie amicale collectif plateforme station domaine conservatoire theatre
    musee mediatheque bibliotheque communaute faculte cite internat campus antenne editions etude garderie
    halte fablab paroisse radio
    tiers-lieu auto-ecole micro-creche
    hotel auberge garage pharmacie boulangerie conserverie laiterie laboratoire labo distillerie cave
    ressourcerie recyclerie epicerie jardin jardins verger scierie carriere usine entrepot menuiserie halle
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
_OWN_NAMED = frozenset(
    """
    clinique ecole college lycee residence mjc ehpad esat ime creche ferme garage earl gaec club regie amap domaine hotel
    auberge micro-creche resto restaurant polyclinique maison-de-quartier foyer camping gite scop scic sci lep mfr
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""Kinds whose name is often a common noun: « la clinique des Tilleuls »."""
_FORMS = frozenset(("scop", "scic", "sci", "earl", "gaec"))
"""Legal forms, which stay."""
_MELTS = frozenset(("de", "du", "des", "d", "la", "le", "les", "l", "et", "aux", "au", "en", "sur", "pour"))
_MOST_BETWEEN = 5
_LONGEST = 7


def bodies(page: Page) -> Iterator[Mark]:
    """Yield the organisations that begin with a kind of body, an acronym or a capital of the kind included."""
    index = 0
    while index < len(page.words):
        mark, index = _at(page, index)
        if mark:
            yield mark


def _at(page: Page, index: int) -> tuple[Mark | None, int]:
    """Return the organisation whose kind stands there, and where to go on."""
    head = page.words[index]
    is_acronym = _is_acronym(head)
    if head.loud or not (is_acronym or head.key in _WORDS or head.key in _OWN_NAMED) or not page.is_free(head.start, head.end):
        return None, index + 1
    start = _proper(page, index + 1)
    if start is None:
        return None, index + 1
    end = _end(page, start)
    if not _says_which(page, index, start, end):
        return None, index + 1
    first = head if (is_acronym or head.raised) and head.key not in _FORMS else page.words[start]
    identity = " ".join(w.key for w in page.words[start : end + 1])
    return Mark(first.start, page.words[end].end, "ORG", f"nom après « {head.text} »", identity), end + 1


def _is_acronym(word: Word) -> bool:
    parts = word.key.split("-")
    return word.raised and parts[0] in _ACRONYMS and (word.shape == "upper" or len(parts[0]) > 3)


def _proper(page: Page, index: int) -> int | None:
    """Return where the proper noun starts, past « du bâtiment de », « hospitalier de »; None when none comes."""
    for position in range(index, min(index + _MOST_BETWEEN, len(page.words))):
        word = page.words[position]
        if not _follows(word):
            return None
        if word.raised:
            may_start = page.is_open(position) and not word.role and word.key not in TITLES and not word.first
            return position if may_start else None
        if word.key in FUNCTION_WORDS and word.key not in _MELTS:
            return None
        if not word.ordinary:
            return None
    return None


def _follows(word: Word) -> bool:
    return not word.opens and (word.near or word.gap in ("'", "’"))


def _end(page: Page, start: int) -> int:
    end = position = start
    while position + 1 < len(page.words) and position - start < _LONGEST:
        word = page.words[position + 1]
        if not (_follows(word) or word.gap in (" & ", "&")):
            break
        position += 1
        if word.raised and page.is_open(position) and not word.role and word.shape != "initial":
            end = position
        elif word.key not in _MELTS or position > end + 2 or word.key in ("et", "pour"):
            break
    return end


def _says_which(page: Page, index: int, start: int, end: int) -> bool:
    """Tell whether the capitals name one body, neither a large town, a kind, a diploma nor a person's function."""
    words = [w for w in page.words[start : end + 1] if w.raised]
    if page.is_town(start, end):
        return False
    first = words[0]
    is_acronym = _is_acronym(page.words[index])
    if first.key in _MELTS:
        return len(words) > 1 or not first.ordinary
    if first.shape == "upper" and (len(first.key) < 6 or first.ordinary):
        return False
    if page.lexicon.is_calendar(first.key):
        return False
    if not all(w.ordinary for w in words) or any("&" in w.gap for w in page.words[start + 1 : end + 1]):
        return True
    if page.words[start - 1].key in ("des", "du", "la", "l") and page.words[index].key in _OWN_NAMED:
        return True
    return not is_acronym and page.words[start - 1].key in _MELTS and len(words) > 1
