"""Which column holds what: from the headings, and from the content where they do not tell."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.text.french import fold
from ingestion.referentiel.codes import activite_label, bloc_label, competence_label, fonction_label
from ingestion.referentiel.grid import Cell, Row
from ingestion.referentiel.headings import CORE, Role
from ingestion.referentiel.items import read_items
from ingestion.referentiel.wording import starts_with_infinitive

_TEST = (
    r"mises? en situation|entretien avec|etude de cas|cas pratique|soutenance|epreuve|expose oral|ecrit professionnel|qcm|dossier"
)
_SURE_TEST = re.compile(rf"\b(?:{_TEST})\b")
_MODALITE = re.compile(
    rf"\b(?:{_TEST}|simulee?|ecrite?s?|orale?s?|entretien|jury|questionnaire|controle|production|expose|caracteres|duree|minutes|memoire"
    r"|rapport|examen|portfolio|projet|evaluation|devoir)\b"
)
_CRITERE_START = re.compile(
    r"(?:l'|la |les? |une? |des |chaque |toute? |tous |aucun|ses |son |sa |il |elle |qualite|pertinence|respect|conformite)"
)
_CRITERE_VERB = re.compile(
    r"\b(?:est|sont|a|ont|permet|permettent|respecte|respectent|repond|repondent|definissent|definit|correspond|correspondent|tient|tiennent"
    r"|comporte|comportent|repose|reposent|prend|prennent|identifie|identifient)\b"
)
_TASK_NOUN = re.compile(
    r"(?:[a-z'-]+\s+)?[a-z-]*(?:tion|sion|ment|age|ance|ence|ise|eil|veille|suivi|gestion|appui|conseil|reponse|vente|mise|choix|controle)s?\b"
)
_CERTAIN = 0.6
_POSSIBLE = 0.35
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each column; `by_content` are the ones that no heading told."""

    roles: tuple[Role | None, ...]
    by_content: tuple[int, ...] = ()

    def has(self, role: Role) -> bool:
        """Tell whether a column holds that."""
        return role in self.roles


def resolve(headings: Sequence[Role | None], rows: Sequence[Row]) -> Columns:
    """Return the columns of a table from the roles its headings announce and from its rows."""
    headings = _renamed(headings)
    roles: list[Role | None] = list(headings)
    for column, role in enumerate(headings):
        if role is Role.EVALUATION or _repeated(headings, column):
            roles[column] = None
    candidates = [c for c, role in enumerate(roles) if role in (None, Role.OTHER)]
    wanted = [role for role in CORE if role not in roles]
    scores = {(c, role): score(_sample(rows, c), role) for c in candidates for role in wanted}
    guessed = _assign(scores, certain=frozenset(c for c in candidates if headings[c] is Role.OTHER))
    for column in candidates:
        roles[column] = guessed.get(column) or _plain_role(headings[column], _sample(rows, column)) or roles[column]
    _leave_evaluation(headings, roles, rows)
    return Columns(tuple(roles), tuple(c for c in candidates if c in guessed))


def _renamed(headings: Sequence[Role | None]) -> list[Role | None]:
    other = Role.OTHER if Role.CRITERES in headings else Role.CRITERES
    return [other if role is Role.INDICATEURS else role for role in headings]


def _plain_role(heading: Role | None, cells: Sequence[Cell]) -> Role | None:
    """Columns of bare codes, of bloc titles, or of tasks beside their activité."""
    if not cells:
        return None
    labels = [competence_label(cell.text) for cell in cells]
    if all(label is not None and not label.rest for label in labels):
        return Role.CODE
    if all(bloc_label(cell.lines[0].text) for cell in cells):
        return Role.BLOC
    return Role.TACHES if heading is Role.ACTIVITES else None


def _repeated(roles: Sequence[Role | None], column: int) -> bool:
    role = roles[column]
    return role is not Role.OTHER and role is not None and list(roles).count(role) > 1


def _leave_evaluation(headings: Sequence[Role | None], roles: list[Role | None], rows: Sequence[Row]) -> None:
    """The only column left under « évaluation » holds what is missing, or both."""
    for column, heading in enumerate(headings):
        if heading not in (Role.EVALUATION, Role.MODALITES, Role.CRITERES) or not _sample(rows, column):
            continue
        lacking = [role for role in (Role.MODALITES, Role.CRITERES) if role not in roles]
        if roles[column] is None:
            roles[column] = {0: None, 1: lacking[0] if lacking else None}.get(len(lacking), Role.EVALUATION)
        elif heading is Role.EVALUATION and len(lacking) == 1:
            roles[column] = Role.EVALUATION


def _sample(rows: Sequence[Row], column: int) -> list[Cell]:
    cells = {id(row.cells[column]): row.cells[column] for row in rows if row.cells[column].lines}
    return list(cells.values())[:_SAMPLE]


def _assign(scores: dict[tuple[int, Role], float], *, certain: frozenset[int]) -> dict[int, Role]:
    """Give each column at most one role and each role one column, the surest first."""
    given: dict[int, Role] = {}
    for (column, role), value in sorted(scores.items(), key=lambda entry: (-entry[1], entry[0][0])):
        least = _CERTAIN if column in certain else _POSSIBLE
        if value >= least and column not in given and role not in given.values():
            given[column] = role
    return given


def score(cells: Sequence[Cell], role: Role) -> float:
    """Return from 0 to 1 how much the content looks like that of such a column."""
    return _SCORES[role](cells) if cells else 0.0


def _share(cells: Sequence[Cell], test: Callable[[str], bool]) -> float:
    texts = [item.text for cell in cells for item in read_items(cell.lines).items]
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _as_competences(cells: Sequence[Cell]) -> float:
    return _share(cells, is_competence)


def is_competence(text: str) -> bool:
    """Tell whether the wording, code left out, starts as a compétence does."""
    label = competence_label(text)
    return starts_with_infinitive(label.rest if label else text)


def _as_activites(cells: Sequence[Cell]) -> float:
    firsts = [cell.lines[0].text for cell in cells]
    labelled = sum(bool(_is_label(text)) for text in firsts) / len(firsts)
    nominal = _share(cells, lambda text: bool(_TASK_NOUN.match(fold(text))) and not _CRITERE_VERB.search(fold(text)))
    return max(labelled, 0.7 * nominal)


def _is_label(text: str) -> bool:
    named = fold(text).startswith(("activite", "fonction", "a")) or text[:1].isdigit()
    label = fonction_label(text) or activite_label(text)
    return named and label is not None and not starts_with_infinitive(label.rest)


def _as_modalites(cells: Sequence[Cell]) -> float:
    tested = sum(bool(_SURE_TEST.search(fold(cell.text[:400]))) for cell in cells) / len(cells)
    spoken = sum(bool(_MODALITE.search(fold(cell.text[:400]))) for cell in cells) / len(cells)
    against = _share(cells, _like_critere)
    return max(0.0, 0.7 * tested + 0.3 * spoken - 0.5 * against)


def _as_criteres(cells: Sequence[Cell]) -> float:
    return _share(cells, _like_critere)


def _like_critere(text: str) -> bool:
    folded = fold(text)
    return bool(_CRITERE_START.match(folded)) and bool(_CRITERE_VERB.search(folded)) and not bloc_label(text)


_SCORES: dict[Role, Callable[[Sequence[Cell]], float]] = {
    Role.ACTIVITES: _as_activites,
    Role.COMPETENCES: _as_competences,
    Role.MODALITES: _as_modalites,
    Role.CRITERES: _as_criteres,
}
