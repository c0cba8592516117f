"""From rows to blocs, activités and fonctions, with their codes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.domain.referentiel import Activite, Bloc, Critere, Fonction, Modalite
from ingestion.referentiel.codes import Label
from ingestion.referentiel.contents import Content, FoundActivite, FoundCompetence, read_content
from ingestion.referentiel.numbering import bloc_numbers, coded_competences
from ingestion.referentiel.report import Report
from ingestion.referentiel.rows import Entry
from ingestion.referentiel.tree import ActiviteTree


@dataclass(slots=True)
class Group:
    """A bloc in the making."""

    place: str
    label: Label | None = None
    tables: set[int] = field(default_factory=set)
    activites: list[FoundActivite] = field(default_factory=list)
    fonctions: list[Label] = field(default_factory=list)
    competences: list[FoundCompetence] = field(default_factory=list)
    modalites: list[Modalite] = field(default_factory=list)
    criteres: list[str] = field(default_factory=list)
    major: int | None = None
    """First number of most of its compétences (« 3 » of « 3.1 »)."""

    @property
    def number(self) -> int | None:
        """Return the number that the source gives it, by its heading or by its compétences."""
        return self.label.major if self.label is not None and self.label.major is not None else self.major


def assemble(entries: Iterable[Entry], report: Report) -> tuple[tuple[Fonction, ...], tuple[Activite, ...], tuple[Bloc, ...]]:
    """Return the fonctions, activités and blocs that the rows make."""
    grouping = _Grouping(report)
    for entry in entries:
        grouping.add(entry)
    groups = [group for group in grouping.groups if group.competences or group.criteres]
    numbers = bloc_numbers([group.number for group in groups], [group.place for group in groups], report)
    tree = ActiviteTree(report)
    codes = [
        tree.add(group.fonctions, group.activites, number, group.place) for number, group in zip(numbers, groups, strict=True)
    ]
    used: set[tuple[int, int]] = set()
    blocs = []
    for number, group, activites in sorted(zip(numbers, groups, codes, strict=True), key=lambda made: made[0]):
        title = _intitule(group, number, [tree.intitule(code) for code in activites], grouping.titles, report)
        blocs.append(
            Bloc(
                code=f"B{number}",
                intitule=title,
                activite=activites[0] if len(activites) == 1 else None,
                competences=coded_competences(number, group.competences, used, report),
                criteres=tuple(Critere(code=f"B{number}-C{n}", texte=texte) for n, texte in enumerate(group.criteres, 1)),
                modalites=tuple(group.modalites),
            )
        )
        if len(activites) > 1:
            report.info(f"bloc B{number}", f"Le bloc B{number} regroupe plusieurs activités : {', '.join(activites)}.")
    return tree.fonctions(), tree.activites(), tuple(blocs)


def _intitule(group: Group, number: int, activites: Sequence[str], titles: dict[int, str], report: Report) -> str:
    labelled = group.label.rest.rstrip(" :") if group.label is not None else ""
    title = labelled or next(filter(None, activites), "") or titles.get(number, "")
    if not title:
        report.warning(group.place, f"Le bloc B{number} n’a pas d’intitulé.")
    return title or f"Bloc {number}"


def _major(competences: Sequence[FoundCompetence]) -> int | None:
    majors = Counter(c.label.major for c in competences if c.label is not None and c.label.major is not None)
    return majors.most_common(1)[0][0] if majors else None


class _Grouping:
    """Decides, row after row, whether a bloc goes on or another begins."""

    def __init__(self, report: Report) -> None:
        self.groups: list[Group] = []
        self.titles: dict[int, str] = {}
        self._report = report
        self._current: Group | None = None

    def add(self, entry: Entry) -> None:
        content = read_content(entry, self._report)
        if content.bloc is None:
            content.bloc = self._mark(entry.marks)
        current = self._current
        if current is None or self._begins(current, content):
            current = self._earlier(content) or self._new(content)
        self._current = current
        current.tables.add(entry.table)
        _extend(current, content, self._report)

    def _mark(self, marks: Sequence[Label]) -> Label | None:
        """Return the heading that stands before the row; a list of all the blocs is none."""
        self.titles.update({mark.major: mark.rest for mark in marks if mark.major is not None and mark.rest})
        if len(marks) > 1 and marks[-1].major == (marks[-2].major or 0) + 1:
            return None
        return marks[-1] if marks else None

    def _begins(self, current: Group, content: Content) -> bool:
        if content.bloc is not None:
            return current.label is None or (content.bloc.major, content.bloc.rest) != (current.label.major, current.label.rest)
        elsewhere = content.entry.table not in current.tables
        new_activite = _has_new_activite(current, content)
        major = _major(content.competences)
        if major is not None and current.major is not None:
            if major == current.major:
                return new_activite and _conflicts(current, content)
            return current.label is None or elsewhere or new_activite
        if content.entry.modalites_above is not None:
            return False
        if elsewhere and content.entry.headed:
            return new_activite or bool(content.competences)
        return new_activite and current.label is None and bool(content.competences)

    def _earlier(self, content: Content) -> Group | None:
        """Return the bloc that the row goes on with after an interruption."""
        for group in self.groups:
            if content.bloc is not None:
                same = content.bloc.major is not None and group.label is not None and group.label.major == content.bloc.major
            else:
                major = _major(content.competences)
                same = major is not None and major == group.major and not _conflicts(group, content)
            if same:
                return group
        return None

    def _new(self, content: Content) -> Group:
        group = Group(content.entry.place, content.bloc, modalites=list(content.modalites_above))
        self.groups.append(group)
        return group


def _has_new_activite(current: Group, content: Content) -> bool:
    known = {_identity(activite) for activite in current.activites}
    return any(_identity(activite) not in known for activite in content.activites)


def _identity(activite: FoundActivite) -> tuple[int | None, int | None] | str:
    label = activite.label
    return (label.major, label.minor) if label is not None else activite.intitule.casefold() or "|".join(activite.taches)


def _conflicts(group: Group, content: Content) -> bool:
    """Tell whether the row gives a number of the bloc to another wording: numbers then start again."""
    known = {(c.label.major, c.label.minor): c.texte for c in group.competences if c.label is not None}
    stated = [(c.label, c.texte) for c in content.competences if c.label is not None and c.label.minor is not None]
    return any(known.get((label.major, label.minor), texte) != texte for label, texte in stated)


def _extend(group: Group, content: Content, report: Report) -> None:
    group.label = group.label or content.bloc
    offset = len(group.fonctions)
    group.fonctions += content.fonctions
    for activite in content.activites:
        if activite.fonction is not None:
            activite.fonction += offset
        known = next((a for a in group.activites if _identity(a) == _identity(activite)), None)
        if known is None:
            group.activites.append(activite)
        else:
            known.taches += [tache for tache in activite.taches if tache not in known.taches]
    if content.competences:
        group.competences += content.competences
        group.major = _major(group.competences)
    group.modalites += [modalite for modalite in content.modalites if modalite not in group.modalites]
    for critere in content.criteres:
        if critere in group.criteres:
            report.warning(
                content.entry.place, f"Le critère « {critere[:60]} » est écrit deux fois ; il n’est repris qu’une fois."
            )
        else:
            group.criteres.append(critere)
