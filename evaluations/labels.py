"""Labels by people: import, double marking and adjudication.

A label file is a CSV (comma or semicolon, any usual encoding) or a JSONL with the fields
`dossier`, `critere`, `lecteur`, `niveau` and, if wanted, `note`.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field, ValidationError

from assistant.domain.base import CritereCode, Frozen
from assistant.domain.feedback import Niveau
from assistant.errors import InputError
from evaluations.agreement import Table, confusion

SCALE = (Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE)
_FIELDS = ("dossier", "critere", "lecteur", "niveau")
_SHOWN = {n.shown: n.value for n in Niveau}


class Label(Frozen):
    """The niveau that one reader gives one critère of one dossier."""

    dossier: str
    critere: CritereCode
    lecteur: str = Field(min_length=1)
    niveau: Niveau
    note: str = ""


class Disagreement(Frozen):
    """A critère on which readers differ, and by how many levels."""

    dossier: str
    critere: CritereCode
    niveaux: Mapping[str, Niveau]
    """Niveau by reader."""
    gap: int


def read_labels(data: bytes, name: str, reader: str = "") -> tuple[Label, ...]:
    """Return the labels of a file; those that name no reader are by `reader`, if one is given.

    Raises `InputError` that names the line of the first problem.
    """
    text = _decoded(data)
    needed = tuple(f for f in _FIELDS if f != "lecteur" or not reader)
    rows = _jsonl(text, name) if name.lower().endswith((".jsonl", ".ndjson")) else _csv(text, name, needed)
    found: dict[tuple[str, str, str], Label] = {}
    for number, row in rows:
        label = _label(row | {"lecteur": row.get("lecteur") or reader}, f"{name}, ligne {number}")
        key = (label.dossier, label.critere, label.lecteur)
        if key in found and found[key].niveau is not label.niveau:
            raise InputError(
                f"{name}, ligne {number}\u00a0: {label.lecteur} donne deux niveaux à {label.critere} de {label.dossier}.",
                hint="Gardez-en un seul.",
            )
        found[key] = label
    if not found:
        raise InputError(f"{name}\u00a0: aucune étiquette.", hint=f"Colonnes attendues\u00a0: {', '.join(_FIELDS)}.")
    return tuple(found.values())


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv(text: str, name: str, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, object]]]:
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    missing = [f for f in needed if f not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{name}\u00a0: colonnes manquantes\u00a0: {', '.join(missing)}.", hint="La première ligne nomme les colonnes."
        )
    for row in reader:
        yield reader.line_num, {k: (v or "").strip() for k, v in row.items() if k in (*_FIELDS, "note")}


def _jsonl(text: str, name: str) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        if not isinstance(row, dict):
            raise InputError(f"{name}, ligne {number}\u00a0: ce n’est pas un objet JSON.")
        yield number, row


def _label(row: Mapping[str, object], where: str) -> Label:
    values = dict(row)
    values["niveau"] = _SHOWN.get(str(values.get("niveau", "")).lower(), values.get("niveau"))
    try:
        return Label.model_validate(values)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(
            f"{where}\u00a0: le champ «\u00a0{field}\u00a0» n’est pas accepté.",
            hint=f"Niveaux\u00a0: {', '.join(n.value for n in Niveau)}\u00a0; critères\u00a0: B1-C3.",
        ) from error


def double_marking(labels: Sequence[Label], first: str, second: str) -> Table:
    """Return the confusion of two readers over what both labelled, abstentions left out."""
    pairs = [
        (SCALE.index(a[first]), SCALE.index(a[second]))
        for a in _by_critere(labels).values()
        if a.get(first) in SCALE and a.get(second) in SCALE
    ]
    return confusion([a for a, _ in pairs], [b for _, b in pairs], len(SCALE))


def disagreements(labels: Sequence[Label]) -> tuple[Disagreement, ...]:
    """Return what readers must talk about, the widest gaps first; an abstention against a level counts one."""
    found = []
    for (dossier, critere), niveaux in _by_critere(labels).items():
        if len(set(niveaux.values())) > 1:
            ranks = [SCALE.index(n) for n in niveaux.values() if n in SCALE]
            gap = max(ranks) - min(ranks) if ranks else 0
            found.append(Disagreement(dossier=dossier, critere=critere, niveaux=niveaux, gap=max(gap, 1)))
    return tuple(sorted(found, key=lambda d: (-d.gap, d.dossier, d.critere)))


def adjudicated(labels: Sequence[Label], decisions: Sequence[Label]) -> tuple[Label, ...]:
    """Return one label a critère: what readers share, or what was decided together.

    Raises `InputError` when a disagreement has no decision, and keeps the decision's own reader.
    """
    decided = {(d.dossier, d.critere): d for d in decisions}
    kept = []
    for (dossier, critere), niveaux in sorted(_by_critere(labels).items()):
        if (dossier, critere) in decided:
            kept.append(decided[dossier, critere])
        elif len(set(niveaux.values())) == 1:
            readers = "+".join(sorted(niveaux))
            kept.append(Label(dossier=dossier, critere=critere, lecteur=readers, niveau=next(iter(niveaux.values()))))
        else:
            raise InputError(
                f"{critere} de {dossier} attend une décision\u00a0: les lecteurs diffèrent.",
                hint="Ajoutez-la au fichier des décisions.",
            )
    return tuple(kept)


def _by_critere(labels: Sequence[Label]) -> dict[tuple[str, str], dict[str, Niveau]]:
    gathered: dict[tuple[str, str], dict[str, Niveau]] = defaultdict(dict)
    for label in labels:
        gathered[label.dossier, label.critere][label.lecteur] = label.niveau
    return gathered
