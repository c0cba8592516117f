"""What the import has to say: collected on the way, and checked on the result."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.referentiel import Bloc, Referentiel, ReportLine

_DIGITS = 9
Severity = Literal["info", "warning", "error"]


@dataclass(slots=True)
class Report:
    """Lines in the order in which things were met."""

    lines: list[ReportLine] = field(default_factory=list)

    def info(self, where: str, message: str) -> None:
        """Note something that was understood in a way worth knowing."""
        self._add("info", where, message)

    def warning(self, where: str, message: str) -> None:
        """Note something missing, doubtful or left out."""
        self._add("warning", where, message)

    def _add(self, severity: Severity, where: str, message: str) -> None:
        self.lines.append(ReportLine(severity=severity, where=where, message=message))


def short(text: str, limit: int = 60) -> str:
    """Return the first words of a wording, to name it in a message."""
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]}…"


def checked(referentiel: Referentiel) -> Referentiel:
    """Return the référentiel whose report also says what is missing, out of sequence or twice there."""
    lines = dict.fromkeys((*referentiel.report, *_checks(referentiel)))
    return Referentiel(**(dict(referentiel) | {"report": tuple(lines)}))


def _checks(referentiel: Referentiel) -> Iterator[ReportLine]:
    yield from _sequence([bloc.code for bloc in referentiel.blocs], "B", "référentiel", "bloc")
    yield from _duplicates(referentiel)
    for bloc in referentiel.blocs:
        yield from _bloc(bloc)
    final = referentiel.entretien_final
    if final is None:
        yield _warning("entretien final", "Aucun entretien final n’est décrit.")
    elif not final.points:
        yield _warning("entretien final", "L’entretien final n’a aucun point vérifié.")
    for activite in referentiel.activites:
        if not activite.taches:
            yield ReportLine(
                severity="info", where=f"activité {activite.code}", message=f"L’activité {activite.code} n’a aucune tâche."
            )


def _bloc(bloc: Bloc) -> Iterator[ReportLine]:
    where = f"bloc {bloc.code}"
    if not bloc.competences:
        yield _warning(where, f"Le bloc {bloc.code} n’a aucune compétence.")
    if not bloc.criteres:
        yield _warning(where, f"Le bloc {bloc.code} n’a aucun critère.")
    if not bloc.modalites:
        yield _warning(where, f"Le bloc {bloc.code} n’a aucune modalité d’évaluation.")
    yield from _competences(bloc, where)
    own = f"{bloc.code}-C"
    for critere in bloc.criteres:
        if not critere.code.startswith(own):
            message = f"Le critère {critere.code} est rangé dans le bloc {bloc.code}."
            yield ReportLine(severity="error", where=where, message=message)
    yield from _sequence([c.code for c in bloc.criteres if c.code.startswith(own)], own, where, "critère")


def _competences(bloc: Bloc, where: str) -> Iterator[ReportLine]:
    majors = Counter(c.code.partition(".")[0] for c in bloc.competences)
    for major in majors:
        codes = [c.code for c in bloc.competences if c.code.startswith(f"{major}.")]
        yield from _sequence(codes, f"{major}.", where, "compétence")
    usual = majors.most_common(1)[0][0] if majors else ""
    for competence in bloc.competences:
        if not competence.code.startswith(f"{usual}."):
            yield _warning(
                where, f"La compétence {competence.code} est rangée dans le bloc {bloc.code}, parmi des compétences {usual}."
            )


def _sequence(codes: list[str], prefix: str, where: str, noun: str) -> Iterator[ReportLine]:
    """Name the gaps of a numbering, in a line for each stretch."""
    expected = 1
    for number in sorted({int(code.removeprefix(prefix)[:_DIGITS]) for code in codes}):
        if number > expected:
            first, last = f"{prefix}{expected}", f"{prefix}{number - 1}"
            missing = first if first == last else f"{first} à {last}"
            yield _warning(where, f"La numérotation saute : {noun} {missing} introuvable.")
        expected = number + 1


def _duplicates(referentiel: Referentiel) -> Iterator[ReportLine]:
    groups: dict[str, Iterable[str]] = {
        "bloc": (b.code for b in referentiel.blocs),
        "activité": (a.code for a in referentiel.activites),
        "fonction": (f.code for f in referentiel.fonctions),
        "compétence": (c.code for b in referentiel.blocs for c in b.competences),
        "critère": (c.code for b in referentiel.blocs for c in b.criteres),
    }
    for noun, codes in groups.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield ReportLine(severity="error", where=f"{noun} {code}", message=f"Le code {code} est employé {times} fois.")


def _warning(where: str, message: str) -> ReportLine:
    return ReportLine(severity="warning", where=where, message=message)
