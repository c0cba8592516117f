"""The exemplars of an institute: taken in, reviewed, published, withdrawn and erased."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from assistant.domain.exemplar import AuditEntry, Exemplar, ExemplarSummary, ReviewState
from assistant.errors import ExemplarNotReady, UnknownExemplar
from assistant.protocols import Embedder, Vectors
from assistant.store.database import Database, now
from assistant.store.rows import all_of, exemplars_of, main_row, replace_parts
from assistant.store.tables import AUDIT, EXEMPLARS, PASSAGES, RISKS, SCRUBS, VECTORS

_FLOAT = np.dtype("<f4")


class StoredVectors(NamedTuple):
    """Vectors of passages of published exemplars, one row a passage."""

    passages: tuple[tuple[str, int], ...]
    """Id of the exemplar and number of the passage."""
    vectors: Vectors


class ExemplarStore:
    """The library; `on_change` is called whenever what is published is no longer the same."""

    def __init__(self, database: Database, on_change: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._on_change = on_change

    def add(self, exemplar: Exemplar, *, by: str) -> str:
        """Keep an exemplar as a draft to review, under a new id; return its id, or that of the same text kept before."""
        with self._database.writing() as connection:
            known: str | None = connection.execute(
                select(EXEMPLARS.c.id).where(EXEMPLARS.c.sha256 == exemplar.source.sha256)
            ).scalar()
            if known is not None:
                return known
            kept = exemplar.model_copy(update={"id": f"ex-{secrets.token_hex(6)}", "state": ReviewState.BROUILLON, "revision": 1})
            connection.execute(insert(EXEMPLARS).values(**main_row(kept), changed_at=now()))
            replace_parts(connection, kept)
            _note(connection, by, "ajout", kept.id)
        return kept.id

    def known(self, sha256: str) -> str | None:
        """Return the id of the exemplar made from the text of that sha256, if there is one."""
        with self._database.reading() as connection:
            found: str | None = connection.execute(select(EXEMPLARS.c.id).where(EXEMPLARS.c.sha256 == sha256)).scalar()
        return found

    def get(self, code: str) -> Exemplar:
        """Return one exemplar, whatever its state; raise `UnknownExemplar` when there is none of that id."""
        with self._database.reading() as connection:
            return exemplars_of(connection, [_row(connection, code)])[0]

    def summaries(self, state: ReviewState | None = None) -> tuple[ExemplarSummary, ...]:
        """Return what a list shows of every exemplar, or of those in one state, the oldest change first."""
        with self._database.reading() as connection:
            asked = select(RISKS.c.exemplar, func.count()).group_by(RISKS.c.exemplar)
            risks: dict[str, int] = dict(connection.execute(asked).all())
            return tuple(_summary(row, risks.get(row["id"], 0)) for row in all_of(connection, state))

    def published(self, bloc: str | None = None) -> tuple[Exemplar, ...]:
        """Return the exemplars that candidates may be shown, of one bloc or of all: the only door for retrieval."""
        with self._database.reading() as connection:
            return exemplars_of(connection, all_of(connection, ReviewState.PUBLIE, bloc))

    def published_id(self) -> str:
        """Return the identity of what is published: it changes whenever `published` or its vectors would."""
        asked = select(EXEMPLARS.c.id, EXEMPLARS.c.revision).where(EXEMPLARS.c.state == ReviewState.PUBLIE)
        with self._database.reading() as connection:
            found = connection.execute(asked.order_by(EXEMPLARS.c.id)).all()
        return hashlib.sha256("\0".join(f"{code}/{revision}" for code, revision in found).encode()).hexdigest()[:16]

    def review(self, exemplar: Exemplar, *, by: str) -> Exemplar:
        """Keep what a person made of the text and labels of an exemplar, as reviewed; what they replaced is erased.

        Raises `UnknownExemplar` when it is gone and `ExemplarNotReady` when someone else changed it meanwhile.
        """
        return self._keep(exemplar, ReviewState.RELU, "relecture", by)

    def correct(self, exemplar: Exemplar, *, by: str) -> Exemplar:
        """Keep the same as `review` does, in the middle of a review: the exemplar is still to be accepted."""
        return self._keep(exemplar, ReviewState.BROUILLON, "correction", by)

    def _keep(self, exemplar: Exemplar, state: ReviewState, action: str, by: str) -> Exemplar:
        with self._database.writing() as connection:
            before = _row(connection, exemplar.id)
            if before["revision"] != exemplar.revision:
                raise ExemplarNotReady(
                    f"L’exemplaire {exemplar.id} a changé pendant votre relecture.", hint="Relisez-le dans sa nouvelle version."
                )
            kept = exemplar.model_copy(update={"state": state, "revision": exemplar.revision + 1})
            connection.execute(update(EXEMPLARS).where(EXEMPLARS.c.id == kept.id).values(**main_row(kept), changed_at=now()))
            replace_parts(connection, kept)
            _note(connection, by, action, kept.id, f"version {kept.revision}")
            _ask_scrub(connection)
        self._changed(was=before["state"])
        self._database.scrub()
        return kept

    def publish(self, code: str, *, by: str, embedder: Embedder) -> Exemplar:
        """Let candidates be shown a reviewed exemplar, with the vectors of its passages; raise `ExemplarNotReady` otherwise."""
        with self._database.writing() as connection:
            [exemplar] = exemplars_of(connection, [_row(connection, code)])
            _check_ready(exemplar)
            _embed(connection, exemplar, embedder)
            if exemplar.state is ReviewState.PUBLIE:
                return exemplar
            _set_state(connection, code, ReviewState.PUBLIE)
            _note(connection, by, "publication", code)
        self._changed(was=ReviewState.PUBLIE)
        return self.get(code)

    def withdraw(self, code: str, *, by: str) -> None:
        """Show an exemplar to nobody from now on; it is kept, and may be reviewed again."""
        with self._database.writing() as connection:
            before = _row(connection, code)
            _set_state(connection, code, ReviewState.RETIRE)
            connection.execute(delete(VECTORS).where(VECTORS.c.exemplar == code))
            _note(connection, by, "retrait", code)
        self._changed(was=before["state"])

    def erase(self, code: str, *, by: str) -> None:
        """Remove an exemplar for good: when this returns, no byte of it is left in the data folder.

        Raises `LibraryBusy` when another program prevents the last part; the exemplar is gone
        all the same, and the next opening finishes the work.
        """
        with self._database.writing() as connection:
            before = _row(connection, code)
            connection.execute(delete(EXEMPLARS).where(EXEMPLARS.c.id == code))
            _note(connection, by, "effacement", code)
            _ask_scrub(connection)
        self._changed(was=before["state"])
        self._database.scrub()

    def vectors(self, embedder: Embedder, bloc: str | None = None) -> StoredVectors:
        """Return the vectors that this embedder made of published passages, those it lacks being made and kept."""
        with self._database.reading() as connection:
            lacking = _lacking(connection, embedder)
        if lacking:
            with self._database.writing() as connection:
                for exemplar in exemplars_of(connection, [_row(connection, code) for code in _lacking(connection, embedder)]):
                    _embed(connection, exemplar, embedder)
        with self._database.reading() as connection:
            asked = (
                select(VECTORS.c.exemplar, VECTORS.c.number, VECTORS.c.vector)
                .join(EXEMPLARS, EXEMPLARS.c.id == VECTORS.c.exemplar)
                .where(EXEMPLARS.c.state == ReviewState.PUBLIE.value, VECTORS.c.embedder == embedder.id)
                .order_by(VECTORS.c.exemplar, VECTORS.c.number)
            )
            if bloc is not None:
                asked = asked.where(EXEMPLARS.c.bloc == bloc)
            rows = connection.execute(asked).all()
        vectors = [np.frombuffer(vector, dtype=_FLOAT) for _, _, vector in rows]
        matrix = np.array(vectors, dtype=np.float32) if vectors else np.zeros((0, 0), dtype=np.float32)
        return StoredVectors(tuple((exemplar, number) for exemplar, number, _ in rows), matrix)

    def audit(self, code: str | None = None) -> tuple[AuditEntry, ...]:
        """Return who did what and when, in order, to one exemplar or to all; erased ones included."""
        asked = select(AUDIT.c.at, AUDIT.c.actor, AUDIT.c.action, AUDIT.c.exemplar, AUDIT.c.detail).order_by(AUDIT.c.id)
        if code is not None:
            asked = asked.where(AUDIT.c.exemplar == code)
        with self._database.reading() as connection:
            return tuple(AuditEntry.model_validate(dict(row)) for row in connection.execute(asked).mappings())

    def _changed(self, was: str) -> None:
        if was == ReviewState.PUBLIE:
            self._database.forget_derived()
            self._on_change()


def _row(connection: Connection, code: str) -> RowMapping:
    found = connection.execute(select(EXEMPLARS).where(EXEMPLARS.c.id == code)).mappings().first()
    if found is None:
        raise UnknownExemplar(
            f"Aucun exemplaire ne porte l’identifiant «\u00a0{code}\u00a0».",
            hint="Voyez la liste avec «\u00a0jury-blanc ingest list\u00a0».",
        )
    return found


def _summary(row: RowMapping, risks: int) -> ExemplarSummary:
    return ExemplarSummary(
        id=row["id"],
        state=row["state"],
        bloc=row["bloc"],
        name=row["name"],
        fictional=row["fictional"],
        consent=bool(row["consent"]),
        characters=len(row["text"]),
        risks=risks,
        changed_at=row["changed_at"],
    )


def _check_ready(exemplar: Exemplar) -> None:
    review = f"Relisez-le avec «\u00a0jury-blanc ingest review {exemplar.id}\u00a0»."
    if exemplar.state not in (ReviewState.RELU, ReviewState.PUBLIE):
        why = "a été retiré" if exemplar.state is ReviewState.RETIRE else "n’a pas encore été relu"
        raise ExemplarNotReady(f"L’exemplaire {exemplar.id} {why}\u00a0: il ne peut pas être publié.", hint=review)
    if exemplar.bloc is None or not exemplar.niveaux:
        raise ExemplarNotReady(f"L’exemplaire {exemplar.id} n’a pas encore de bloc ni de niveaux.", hint=review)
    if not (exemplar.source.fictional or exemplar.source.consent):
        raise ExemplarNotReady(
            f"Aucun accord de l’auteur n’est noté pour l’exemplaire {exemplar.id}.",
            hint="Notez-le à la relecture («\u00a0accord RÉFÉRENCE\u00a0»), ou indiquez que le dossier est fictif.",
        )


def _embed(connection: Connection, exemplar: Exemplar, embedder: Embedder) -> None:
    """Make and keep the vectors of an exemplar, unless this very embedder has done so."""
    has = select(VECTORS.c.number).where(VECTORS.c.exemplar == exemplar.id, VECTORS.c.embedder == embedder.id)
    made_before = set(connection.execute(has).scalars())
    passages = [p for p in exemplar.passages if p.number not in made_before]
    if not passages:
        return
    made = np.asarray(embedder.embed([exemplar.words(p.span) for p in passages]), dtype=_FLOAT)
    rows = [
        {"exemplar": exemplar.id, "number": p.number, "embedder": embedder.id, "vector": vector.tobytes()}
        for p, vector in zip(passages, made, strict=True)
    ]
    connection.execute(insert(VECTORS), rows)


def _lacking(connection: Connection, embedder: Embedder) -> Sequence[str]:
    """Return the published exemplars of which this embedder has not seen every passage."""
    made = select(VECTORS.c.number).where(
        VECTORS.c.exemplar == PASSAGES.c.exemplar, VECTORS.c.number == PASSAGES.c.number, VECTORS.c.embedder == embedder.id
    )
    asked = select(PASSAGES.c.exemplar).join(EXEMPLARS).where(EXEMPLARS.c.state == ReviewState.PUBLIE.value, ~made.exists())
    return connection.execute(asked.distinct()).scalars().all()


def _set_state(connection: Connection, code: str, state: ReviewState) -> None:
    connection.execute(update(EXEMPLARS).where(EXEMPLARS.c.id == code).values(state=state.value, changed_at=now()))


def _note(connection: Connection, by: str, action: str, code: str, detail: str = "") -> None:
    connection.execute(insert(AUDIT).values(at=now(), actor=by, action=action, exemplar=code, detail=detail))


def _ask_scrub(connection: Connection) -> None:
    connection.execute(insert(SCRUBS).values(asked_at=now()))
