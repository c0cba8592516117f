"""Codes: kept as the source writes them where they are usable, given by order elsewhere."""

from collections.abc import Sequence

from assistant.domain.referentiel import Competence
from ingestion.referentiel.contents import FoundCompetence
from ingestion.referentiel.report import Report, short
from ingestion.referentiel.wording import split_competence

Pair = tuple[int, int]


def bloc_numbers(wanted: Sequence[int | None], places: Sequence[str], report: Report) -> list[int]:
    """Return the numbers of the blocs: the source's own when each has one, else their order."""
    known = {number for number in wanted if number is not None}
    stated: list[int] = []
    for number in wanted:
        following = stated[-1] + 1 if stated else 1
        stated.append(number if number is not None else following)
    if known and len(set(stated)) == len(stated):
        if stated != sorted(stated):
            report.warning(
                "référentiel", "Les blocs ne se suivent pas dans l’ordre de leurs numéros ; ils ont été remis dans l’ordre."
            )
        return stated
    for order, (number, place) in enumerate(zip(wanted, places, strict=True), 1):
        if number is not None and number != order:
            report.warning(
                place,
                f"Le bloc numéroté {number} devient B{order}, d’après son rang : la numérotation se répète ou s’interrompt.",
            )
    if not known:
        report.info(
            "référentiel",
            f"Les blocs ne sont pas numérotés dans la source : ils ont reçu les codes B1 à B{len(wanted)}, par ordre.",
        )
    return list(range(1, len(wanted) + 1))


def coded_competences(number: int, found: Sequence[FoundCompetence], used: set[Pair], report: Report) -> tuple[Competence, ...]:
    """Return the compétences of a bloc with their codes, which no other bloc has."""
    pairs = [_pair(competence) for competence in found]
    where = f"bloc B{number}"
    if pairs and all(pair is not None and pair[0] != number for pair in pairs) and used.intersection(filter(None, pairs)):
        report.warning(
            where, f"Les numéros des compétences du bloc B{number} servent déjà dans un autre bloc ; elles sont renumérotées."
        )
        pairs = [(number, pair[1]) if pair else None for pair in pairs]
    kept = _kept_once(found, pairs, where, report)
    reserved = {pair for _, pair in kept if pair is not None} | used
    competences = []
    renamed = []
    for competence, pair in kept:
        code = pair
        if code is None or code in used:
            code = next((number, n) for n in range(1, len(reserved) + 2) if (number, n) not in reserved)
            renamed.append(
                f"{competence.label.written if competence.label else short(competence.texte, 30)} → C{code[0]}.{code[1]}"
            )
        used.add(code)
        reserved.add(code)
        competences.append(split_competence(f"C{code[0]}.{code[1]}", competence.texte))
    if renamed:
        report.info(where, f"Compétences sans numéro de la forme 1.2 : un code leur est donné par ordre ({', '.join(renamed)}).")
    return tuple(competences)


def _kept_once(
    found: Sequence[FoundCompetence], pairs: Sequence[Pair | None], where: str, report: Report
) -> list[tuple[FoundCompetence, Pair | None]]:
    """Drop what is written twice; a number used for two wordings stays with the first."""
    kept: list[tuple[FoundCompetence, Pair | None]] = []
    texts: dict[Pair, str] = {}
    for competence, pair in zip(found, pairs, strict=True):
        if pair is None or pair not in texts:
            kept.append((competence, pair))
        elif texts[pair] == competence.texte:
            report.warning(where, f"La compétence {pair[0]}.{pair[1]} est écrite deux fois ; elle n’est reprise qu’une fois.")
        else:
            report.warning(
                where,
                f"Le numéro {pair[0]}.{pair[1]} sert à deux compétences ; « {short(competence.texte)} » reçoit un autre code.",
            )
            kept.append((competence, None))
        if pair is not None:
            texts.setdefault(pair, competence.texte)
    return kept


def _pair(competence: FoundCompetence) -> Pair | None:
    label = competence.label
    return (label.major, label.minor) if label is not None and label.major is not None and label.minor is not None else None
