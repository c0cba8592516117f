"""Promises and plans: what stays vague, and actions that no date or no person goes with."""

import re
from collections.abc import Iterator

from assistant.assessment.outline import prose_of, sections_of
from assistant.assessment.tables import Table, TableCell, tables
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.text.french import fold, sentences

_VAGUE = re.compile(
    r"""\bil\ (?:faudra|faudrait)(?!\ (?:\w+\ )?(?:\d|tenir|compter|une?|deux|trois|cinq|six|sept|huit|dix|plus|moins
    |encore|pour))|\bil\ (?:conviendra|conviendrait|serait\ (?:bon|bien|interessant|souhaitable|utile|opportun))\b
    |\bdes\ que\ possible\b|\ben\ temps\ (?:utile|voulu)\b|\bau\ cas\ par\ cas\b|\bau\ fil\ de\ l'eau\b
    |\bselon\ les\ (?:besoins|possibilites|disponibilites|envies)\b
    |\b(?:sera|seront|sera\ donc|reste|restent)\ (?:\w+\ )?(?:precis|defini|determin|arret|fix|vu|etudi
    |complet)\w*\ (?:ulterieurement|plus\ tard|par\ la\ suite|en\ temps\ voulu)\b
    |\b(?:a|reste\ a|restent\ a|encore\ a)\ (?:definir|determiner|preciser|fixer|caler)\b(?!\ (?:par|avec\ (?:precision
    |soin)|le|la|les|l'|des|un))
    |\bdans\ la\ mesure\ du\ possible\b|\ble\ moment\ venu\b|\bd'une\ maniere\ ou\ d'une\ autre\b|\bprochainement\b
    |\ba\ terme,?\ (?:nous|je|il|l')
    |\bune\ attention\ particuliere\ sera\b|\bles\ moyens\ necessaires\ seront\b|\btout\ sera\ mis\ en\ (?:œuvre
    |oeuvre)\b|\bplusieurs\ pistes\ seront\b
    |\bon\ verra\b(?!\ (?:que|qu'|si|ce|comment|a|la|le|les|l'|un|une|en|dans|apparaitre|quel))|\b(?:nous|on)\ (?:fera
    |ferons)\ au\ mieux\b""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”")
_DATE = re.compile(
    r"""\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b
    |\b(?:printemps|ete|automne|hiver|rentree|noel|paques)\b
    |\b20\d\d\b|\bles?\ \d{1,2}\b|\b\d{1,2}[/.]\d{1,2}\b|\b\d+\ ?h\b
    |\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b
    |\b(?:trimestre|semestre|mensuel|hebdomadaire|annuel|trimestriel|quotidien)\w*
    |\b(?:semaine|mois|jour|heure|an|annee|debut|fin|entree|sortie|veille|lendemain|demain|matin|midi|soir|j[-+]\d)s?\b
    |\b(?:avant|apres|pendant|lors|chaque|tous\ les|des|jusqu|a\ l'issue|au\ terme|une\ fois|quand|lorsqu)\b
    |\b(?:ensuite|enfin|puis|d'abord)\b""",
    re.VERBOSE,
)
_ACTOR = re.compile(
    r"""\b(?:je|j'|nous|moi|on|m\.|mme|mm\.|par\ |avec\ (?:le|la|les|l'|un|une|mon|notre)\ )
    |\b(?:directeur|directrice|responsable|referent|formateur|formatrice|coordina|coordonn|charge|assistant|secretaire)\w*
    |\b(?:gerant|equipe|conseill|comptable|animat|intervenant|tuteur|tutrice|pilote|president|comite|prestataire)\w*""",
    re.VERBOSE,
)
_PASSIVE = re.compile(
    r"""\b(?:sera|seront|devra\ etre|devront\ etre|pourra\ etre|pourront\ etre|pourrait\ etre|pourraient\ etre)\s
    (?:(?:egalement|aussi|donc|ensuite|alors)\s)?
    (?:mis|organis|propos|realis|conduit|cre|develop|renforc|deploy|redig|elabor|planifi|engag|lanc|diffus|communiqu|form
    |recrut|achet|constitu|actualis|amelior|prevu|mene|construit|instaur|conclu|signe)\w*""",
    re.VERBOSE,
)
_ACTION_HEAD = re.compile(r"\bactions?\b|\bquoi\b|\bce qu'on fait|\bmesures? (?:prevue|propose)")
_WHEN_HEAD = re.compile(
    r"\bquand\b|echeance|\bdates?\b|periode|calendrier|delai|pour le|mois|semaine|planning|debut|fin\b|j[-+]|annee"
    r"|trimestre|20\d\d|moment"
)
_WHO_HEAD = re.compile(
    r"\bqui\b|pilote|responsable|porteur|acteur|charge|referent|intervenant|animat|par qui|realis|en charge|porte"
    r"|personne|animateur|role"
)
_PLAN_TITLE = re.compile(
    r"plan d'actions?|plan d'amelioration|feuille de route|retroplanning|prochaines? (?:etapes?|actions?)"
    r"|actions? (?:prevues?|a mener|a venir|proposees?)"
)
_UNSET = re.compile(
    r"\W*|(?:a )?(?:definir|preciser|determiner|fixer|voir|caler)\W*|(?:nc|n/a|a completer)\W*|des que possible\W*"
    r"|prochainement\W*"
)


def vague_promises(draft: Draft) -> list[Span]:
    """Return the formulas that put off or leave open what is to be done, words of others left out."""
    found: list[Span] = []
    for place in (*prose_of(draft), *_loose_cells(draft)):
        folded = _QUOTED.sub(lambda m: " " * len(m.group()), fold(draft.slice(place)))
        found.extend(Span(start=place.start + m.start(), end=place.start + m.end()) for m in _VAGUE.finditer(folded))
    return sorted(found, key=lambda span: span.start)


def _loose_cells(draft: Draft) -> Iterator[Span]:
    for table in tables(draft):
        for row in table.body:
            yield from (Span(start=c.start, end=c.end) for c in row.values() if not c.empty)


def unplanned_actions(draft: Draft) -> list[Span]:
    """Return the planned actions, in tables and sentences, that have neither a date or no one to carry them."""
    found = [span for table in tables(draft) for span in _in_table(table)]
    for section in sections_of(draft):
        planning = bool(_PLAN_TITLE.search(fold(section.title)))
        for block in section.blocks:
            if block.kind in ("paragraph", "list_item"):
                found.extend(_in_prose(draft, block.span, planning=planning and block.kind == "list_item"))
    return sorted(found, key=lambda span: span.start)


def _in_prose(draft: Draft, place: Span, *, planning: bool) -> Iterator[Span]:
    for sentence in sentences(draft.text, place.start, place.end):
        folded = _QUOTED.sub(lambda m: " " * len(m.group()), fold(draft.slice(sentence)))
        announced = _PASSIVE.search(folded) or (planning and re.match(r"\W*[a-z-]+(?:er|ir|re)\b", folded))
        if announced and not _DATE.search(folded) and not _ACTOR.search(folded):
            yield sentence


def _in_table(table: Table) -> Iterator[Span]:
    heads = {c: table.header(c) for c in table.columns}
    actions = [c for c, head in heads.items() if _ACTION_HEAD.search(head)]
    if not actions:
        return
    when = [c for c, head in heads.items() if _WHEN_HEAD.search(head) and c != actions[0]]
    who = [c for c, head in heads.items() if _WHO_HEAD.search(head) and c not in (actions[0], *when)]
    for row in table.body:
        action = row.get(actions[0])
        if action is None or action.empty or re.match("total|ensemble", action.folded):
            continue
        if (when and _unset(row, when)) or (who and _unset(row, who)):
            yield Span(start=action.start, end=action.end)


def _unset(row: dict[int, TableCell], columns: list[int]) -> bool:
    cells = [row[c] for c in columns if c in row]
    return bool(cells) and all(_UNSET.fullmatch(cell.folded) for cell in cells)
