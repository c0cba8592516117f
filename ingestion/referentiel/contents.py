"""The cells of a row, read: labels, tasks, compétences, modalités and critères."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.domain.referentiel import Modalite
from assistant.text.french import fold
from ingestion.referentiel.codes import (
    Label,
    activite_label,
    bloc_label,
    competence_label,
    fonction_label,
    split_at_codes,
    split_at_labels,
    without_critere_code,
)
from ingestion.referentiel.grid import Line, clean
from ingestion.referentiel.headings import Role
from ingestion.referentiel.items import read_items
from ingestion.referentiel.limites import read_modalites
from ingestion.referentiel.report import Report, short
from ingestion.referentiel.rows import Entry


@dataclass(slots=True)
class FoundActivite:
    """An activité as its cell states it."""

    label: Label | None
    intitule: str
    fonction: int | None = None
    taches: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FoundCompetence:
    """A compétence as its cell states it."""

    label: Label | None
    texte: str
    place: str


@dataclass(slots=True)
class Content:
    """A row, read."""

    entry: Entry
    bloc: Label | None = None
    fonctions: list[Label] = field(default_factory=list)
    activites: list[FoundActivite] = field(default_factory=list)
    competences: list[FoundCompetence] = field(default_factory=list)
    modalites: tuple[Modalite, ...] = ()
    modalites_above: tuple[Modalite, ...] = ()
    criteres: list[str] = field(default_factory=list)


def read_content(entry: Entry, report: Report) -> Content:
    """Return what the cells of a row say, its bloc headings aside."""
    content = Content(entry)
    _read_bloc(content, entry.lines(Role.BLOC))
    _Activites(content).read(entry.lines(Role.FONCTIONS), entry.lines(Role.ACTIVITES), entry.lines(Role.TACHES))
    content.competences = _competences(entry)
    modalites, criteres = _evaluation(entry)
    content.modalites = read_modalites(modalites)
    content.modalites_above = read_modalites(entry.modalites_above.lines) if entry.modalites_above else ()
    content.criteres = _criteres(criteres, entry.place, report)
    return content


def _read_bloc(content: Content, lines: tuple[Line, ...]) -> None:
    if not lines:
        return
    text = " ".join(line.text for line in lines)
    content.bloc = bloc_label(text) or Label("", None, None, text)


class _Activites:
    """Reads an activités cell line by line; a title may stand on the line after its label."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._loose: list[Line] = []

    def read(self, fonctions: tuple[Line, ...], activites: tuple[Line, ...], taches: tuple[Line, ...]) -> None:
        if fonctions:
            text = " ".join(line.text for line in fonctions)
            self._content.fonctions.append(fonction_label(text) or Label("", None, None, text))
        for line in activites:
            for index, piece in enumerate(split_at_labels(line.text)):
                self._see(Line(piece, line.mark if index == 0 else "none", line.depth))
        self._close()
        if taches:
            self._loose = list(taches)
            self._close(all_tasks=True)

    def _see(self, line: Line) -> None:
        bare = line.text.lstrip("-–—•·▪* ")
        fonction, bloc, activite = fonction_label(bare), bloc_label(bare), activite_label(bare)
        if fonction is not None and fonction.major is not None:
            self._close()
            self._content.fonctions.append(fonction)
        elif bloc is not None and self._content.bloc is None:
            self._close()
            self._content.bloc = bloc
        elif activite is not None:
            self._close()
            self._open(activite)
        elif not self._completes_a_title(line):
            self._loose.append(line)

    def _completes_a_title(self, line: Line) -> bool:
        """« Fonction 1 » alone on its line takes the next one as its title."""
        if self._loose or self._content.activites or not self._content.fonctions:
            return False
        last = self._content.fonctions[-1]
        if last.rest:
            return False
        self._content.fonctions[-1] = Label(last.written, last.major, last.minor, line.text)
        return True

    def _open(self, label: Label) -> None:
        first, *others = read_items([Line(label.rest)]).items or [None]
        activite = FoundActivite(label, _title(first.text) if first else "", self._fonction())
        activite.taches += [item.text for item in others if item]
        self._content.activites.append(activite)

    def _fonction(self) -> int | None:
        return len(self._content.fonctions) - 1 if self._content.fonctions else None

    def _close(self, *, all_tasks: bool = False) -> None:
        items = list(read_items(self._loose).items)
        self._loose = []
        if not items:
            return
        if not self._content.activites:
            titled = not all_tasks and not items[0].bulleted
            self._content.activites.append(FoundActivite(None, _title(items.pop(0).text) if titled else "", self._fonction()))
        activite = self._content.activites[-1]
        if not activite.intitule and items and not items[0].bulleted and not all_tasks:
            activite.intitule = _title(items.pop(0).text)
        activite.taches += [item.text for item in items]


def _title(text: str) -> str:
    return text.rstrip(" :")


def _competences(entry: Entry) -> list[FoundCompetence]:
    lines = _with_codes(entry)
    pieces = [Line(piece, line.mark, line.depth) for line in lines for piece in split_at_codes(line.text)]
    coded = [competence_label(_bare(piece)) for piece in pieces]
    if not any(coded):
        return [FoundCompetence(None, item.text, entry.place) for item in read_items(pieces).items]
    found: list[FoundCompetence] = []
    for piece, label in zip(pieces, coded, strict=True):
        if label is not None:
            found.append(FoundCompetence(label, label.rest, entry.place))
        elif found:
            found[-1].texte = clean(f"{found[-1].texte} {piece.text}")
        elif not piece.text.endswith(":"):
            found.append(FoundCompetence(None, piece.text, entry.place))
    return [competence for competence in found if competence.texte]


def _bare(line: Line) -> str:
    return line.text.lstrip("-–—•·▪* ")


def _with_codes(entry: Entry) -> Iterable[Line]:
    """Put the codes of a column of their own before the wordings."""
    lines, codes = entry.lines(Role.COMPETENCES), entry.lines(Role.CODE)
    if not codes or len(codes) != len(lines):
        return (Line(f"{codes[0].text} {lines[0].text}"), *lines[1:]) if len(codes) == 1 and lines else lines
    return tuple(Line(f"{code.text} {line.text}") for code, line in zip(codes, lines, strict=True))


def _evaluation(entry: Entry) -> tuple[list[Line], list[Line]]:
    """Return the lines of the modalités and of the critères, sorted out where one column holds both."""
    modalites, criteres = list(entry.lines(Role.MODALITES)), list(entry.lines(Role.CRITERES))
    under: Role | None = None
    for line in entry.lines(Role.EVALUATION):
        announced = _announced(line.text)
        if announced is not None:
            under = announced
            continue
        listed = line.mark != "none" or line.text[:1] in "-–—•·▪*"
        target = under or (Role.CRITERES if listed else Role.MODALITES)
        (criteres if target is Role.CRITERES else modalites).append(line)
    return modalites, criteres


def _announced(text: str) -> Role | None:
    folded = fold(text).strip(" :.-–•")
    if len(folded) > 40:
        return None
    if folded.startswith("critere"):
        return Role.CRITERES
    return Role.MODALITES if folded.startswith("modalite") else None


def _criteres(lines: list[Line], place: str, report: Report) -> list[str]:
    listing = read_items([line for line in lines if _announced(line.text) is None])
    for doubt in listing.doubts:
        report.warning(place, f"Le tiret devant « {short(doubt)} » est lu comme faisant partie du critère ; vérifiez.")
    listed = any(item.bulleted for item in listing.items)
    criteres = []
    for item in listing.items:
        if listed and not item.bulleted and item.text.endswith(":"):
            report.info(place, f"« {short(item.text)} » annonce une liste : ce n’est pas un critère.")
        else:
            criteres.append(without_critere_code(item.text))
    return criteres
