"""How an exemplar is laid out in rows, and put together again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur, ExemplarPassage, ExemplarRisk, ExemplarSource
from assistant.store.tables import ETATS, EXEMPLARS, NIVEAUX, PASSAGES, RISKS

_PARTS = (PASSAGES, NIVEAUX, ETATS, RISKS)
_AT_ONCE = 400
"""Ids in one question: databases limit how many parameters a statement has."""


def main_row(exemplar: Exemplar) -> dict[str, Any]:
    """Return the row of an exemplar in its own table, without the time of the change."""
    return {
        "id": exemplar.id,
        "sha256": exemplar.source.sha256,
        "name": exemplar.source.name,
        "fictional": exemplar.source.fictional,
        "consent": exemplar.source.consent,
        "bloc": exemplar.bloc,
        "context": exemplar.context,
        "state": exemplar.state.value,
        "revision": exemplar.revision,
        "text": exemplar.text,
    }


def replace_parts(connection: Connection, exemplar: Exemplar) -> None:
    """Write the passages, labels and risks of an exemplar in place of those it had; its vectors go with its passages."""
    for table in _PARTS:
        connection.execute(delete(table).where(table.c.exemplar == exemplar.id))
    for table, rows in _part_rows(exemplar):
        if rows:
            connection.execute(insert(table), rows)


def _part_rows(exemplar: Exemplar) -> Iterable[tuple[Table, list[dict[str, Any]]]]:
    owner = {"exemplar": exemplar.id}
    yield (
        PASSAGES,
        [
            owner | {"number": p.number, "start_at": p.start, "end_at": p.end, "heading": p.heading, "tabular": p.tabular}
            for p in exemplar.passages
        ],
    )
    yield NIVEAUX, [owner | {"critere": code, "niveau": niveau.value} for code, niveau in exemplar.niveaux.items()]
    yield (
        ETATS,
        [
            owner | {"indicateur": i.code, "etat": i.etat.value, "spans": " ".join(f"{s.start}-{s.end}" for s in i.spans)}
            for i in exemplar.indicateurs
        ],
    )
    yield (
        RISKS,
        [owner | {"number": n, "start_at": r.start, "end_at": r.end, "why": r.why} for n, r in enumerate(exemplar.risks)],
    )


def exemplars_of(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Exemplar, ...]:
    """Return the exemplars of those rows, in their order."""
    ids = [row["id"] for row in rows]
    parts = {table.name: _by_owner(connection, table, ids) for table in _PARTS}
    return tuple(_exemplar(row, {name: found.get(row["id"], []) for name, found in parts.items()}) for row in rows)


def _by_owner(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        asked = select(table).where(table.c.exemplar.in_(ids[start : start + _AT_ONCE])).order_by(*table.primary_key.columns)
        for row in connection.execute(asked).mappings():
            found.setdefault(row["exemplar"], []).append(row)
    return found


def _exemplar(row: RowMapping, parts: Mapping[str, list[RowMapping]]) -> Exemplar:
    return Exemplar(
        id=row["id"],
        text=row["text"],
        bloc=row["bloc"],
        context=row["context"],
        passages=tuple(
            ExemplarPassage(number=p["number"], start=p["start_at"], end=p["end_at"], heading=p["heading"], tabular=p["tabular"])
            for p in parts[PASSAGES.name]
        ),
        niveaux={n["critere"]: n["niveau"] for n in parts[NIVEAUX.name]},
        indicateurs=tuple(
            ExemplarIndicateur(code=e["indicateur"], etat=e["etat"], spans=_spans(e["spans"])) for e in parts[ETATS.name]
        ),
        risks=tuple(ExemplarRisk(start=r["start_at"], end=r["end_at"], why=r["why"]) for r in parts[RISKS.name]),
        source=ExemplarSource(name=row["name"], sha256=row["sha256"], fictional=row["fictional"], consent=row["consent"]),
        state=row["state"],
        revision=row["revision"],
    )


def _spans(written: str) -> tuple[Span, ...]:
    pairs = (pair.split("-") for pair in written.split())
    return tuple(Span(start=int(start), end=int(end)) for start, end in pairs)


def all_of(connection: Connection, state: str | None = None, bloc: str | None = None) -> Sequence[RowMapping]:
    """Return the rows of exemplars in that state and of that bloc, the oldest first."""
    asked = select(EXEMPLARS).order_by(EXEMPLARS.c.changed_at, EXEMPLARS.c.id)
    if state is not None:
        asked = asked.where(EXEMPLARS.c.state == state)
    if bloc is not None:
        asked = asked.where(EXEMPLARS.c.bloc == bloc)
    return connection.execute(asked).mappings().all()
