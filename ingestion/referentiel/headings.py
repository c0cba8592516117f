"""What a column holds, told from its headings."""

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.text.french import fold
from ingestion.referentiel.grid import Row

MAX_HEADING = 260


class Role(StrEnum):
    """What a column of a référentiel holds."""

    FONCTIONS = "fonctions"
    BLOC = "bloc"
    ACTIVITES = "activités"
    TACHES = "tâches"
    CODE = "code"
    COMPETENCES = "compétences"
    MODALITES = "modalités d’évaluation"
    CRITERES = "critères d’évaluation"
    INDICATEURS = "indicateurs"
    """Critères under another name, where no column is named so."""
    EVALUATION = "modalités et critères ensemble"
    """Modalités and critères together, or either of them under a heading that does not say which."""
    OTHER = "autre"
    """A heading that says something else (« Remarques »)."""


CORE = (Role.ACTIVITES, Role.COMPETENCES, Role.MODALITES, Role.CRITERES)

_KEYWORDS = (
    (Role.BLOC, r"blocs?"),
    (Role.FONCTIONS, r"fonctions?"),
    (Role.TACHES, r"taches?"),
    (Role.ACTIVITES, r"activites?|situations? de travail|missions?"),
    (Role.COMPETENCES, r"competences?|capacites?|savoirs?[ -]faire|etre capable"),
    (
        Role.MODALITES,
        r"modalites?|epreuves?|modes? d'evaluation|mises? en situation|situations? d'evaluation|types? d'evaluation",
    ),
    (Role.CRITERES, r"criteres?"),
    (Role.INDICATEURS, r"indicateurs?|attendus?|observables?"),
    (Role.EVALUATION, r"evaluations?|certification"),
    (Role.CODE, r"codes?|numeros?|n°|ref\.?"),
)
_KEYWORD = re.compile("|".join(rf"\b(?P<{role.name}>{words})(?![\w-])" for role, words in _KEYWORDS))
_NUMBERED = re.compile(r"\b(?:activites?|blocs?|competences?|fonctions?|taches?)\s*(?:n°\s*)?\d|\b[abc]\d|\d\.\d")
_SENTENCE = re.compile(r"\b(?:est|sont|afin|permet|permettent|respecte|doit|doivent|nous|je|j'ai)\b")
_LATE = 5
_EITHER = (Role.MODALITES, Role.CRITERES)
_PART = re.compile(r"(?:les |referentiel d')?(?:modalites?|criteres?|evaluation)\b")


def heading_role(text: str) -> Role | None:
    """Return what a heading announces; None when the text is empty or is no heading."""
    folded = fold(text).strip()
    if not folded or len(folded) > MAX_HEADING or _NUMBERED.search(folded) or folded.startswith(("-", "•", "–")):
        return None
    match = _KEYWORD.search(folded)
    if match is None or _SENTENCE.search(folded, 0, match.end()):
        return None
    if len(re.findall(r"[\w-]+", folded[: match.start()])) > _LATE:
        return None
    role = Role[str(match.lastgroup)]
    return Role.EVALUATION if role in _EITHER and _names_both(folded, role) else role


def _names_both(folded: str, role: Role) -> bool:
    other = "criteres?" if role is Role.MODALITES else "modalites?"
    return bool(re.search(rf"\b(?:et|&|/)\s*(?:les |des |aux? )?{other}\b", folded[:60]))


def heading_cells(texts: Sequence[str]) -> list[Role | None]:
    """Return the role of each cell of a heading row, the unknown ones as `OTHER`, the empty ones as None."""
    return [heading_role(text) or (Role.OTHER if text.strip() else None) for text in texts]


def is_heading_row(texts: Sequence[str]) -> bool:
    """Tell whether these cells are the headings of a référentiel's table, or a second row of them."""
    filled = [text for text in texts if text.strip()]
    if not filled or any(len(text) > MAX_HEADING for text in filled):
        return False
    roles = [heading_role(text) for text in filled]
    known = [role for role in roles if role is not None]
    if len(set(known)) >= 2:
        return len(known) * 2 >= len(filled)
    return len(texts) > 1 and len(known) == len(filled) and all(_PART.match(fold(text)) and len(text) < 90 for text in filled)


def merged_headings(rows: Sequence[Row]) -> list[Role | None]:
    """Return one role per column from its headings, the most precise of them, the lowest first."""
    width = len(rows[0].cells)
    merged: list[Role | None] = [None] * width
    for row in rows:
        for column, role in enumerate(heading_cells([cell.text for cell in row.cells])):
            if role is None or (role is Role.OTHER and merged[column] is not None):
                continue
            if role is not Role.EVALUATION or merged[column] in (None, Role.OTHER):
                merged[column] = role
    return merged
