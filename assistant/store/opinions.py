"""What tutors and candidates say of a kept reading: comments, niveaux beside it, disputes; nothing of it changes the reading."""

import secrets
from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, func, insert, select

from assistant.domain.feedback import FeedbackReport, Niveau
from assistant.domain.opinion import Comment, Dispute, DisputeAnswer, LabelledCase, Opinions, Override, QueuedDispute
from assistant.errors import InputError, TooMuchKept, UnknownDispute, UnknownDraft
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.database import Database
from assistant.store.events import ask_scrub, note
from assistant.store.shown import owner_seen, seen_by
from assistant.store.tables import ACCOUNTS, COMMENTS, DISPUTE_ANSWERS, DISPUTES, DRAFTS, OVERRIDES, VERSIONS

LONGEST = 4000
"""Characters of a comment, a reason or an answer."""
MOST_SAID = 400
"""Comments, or niveaux, or disputes, on one draft."""
_REPORT: TypeAdapter[FeedbackReport] = TypeAdapter(FeedbackReport)


class OpinionStore:
    """The layer beside the readings; whoever writes in it is checked first."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def comment(self, tutor: str, version: tuple[str, int], words: str, critere: str | None = None) -> None:
        """Add a comment to a version that a tutor sees, or to one of its critères."""
        words = _said(words, "Un commentaire")
        with self._database.writing() as connection:
            self._check(connection, tutor, version, critere)
            _make_room(connection, version[0])
            self._add(connection, COMMENTS, tutor, version, critere=critere, words=words)
            note(connection, stored(self._clock()), tutor, "commentaire", version[0])

    def withdraw_comment(self, tutor: str, draft: str, comment: int) -> None:
        """Remove a comment of this tutor for good; raise `UnknownDraft` when there is none.

        Raises `LibraryBusy` when another program prevents the last traces from going.
        """
        now = stored(self._clock())
        own = (COMMENTS.c.id == comment, COMMENTS.c.author == tutor, COMMENTS.c.draft == draft)
        with self._database.writing() as connection:
            owner_seen(connection, tutor, draft)
            if not connection.execute(delete(COMMENTS).where(*own)).rowcount:
                raise UnknownDraft("Ce commentaire n’est pas parmi les vôtres.", hint="Il a pu être retiré.")
            note(connection, now, tutor, "commentaire-retire", draft)
            asked = ask_scrub(connection, now)
        self._database.scrub(asked)

    def override(self, tutor: str, version: tuple[str, int], critere: str, niveau: Niveau, reason: str) -> None:
        """Give a critère a niveau beside the one of the reading; a reason is required, and what was said before is kept."""
        reason = _said(reason, "Un avis différent")
        with self._database.writing() as connection:
            self._check(connection, tutor, version, critere)
            _make_room(connection, version[0])
            self._add(connection, OVERRIDES, tutor, version, critere=critere, niveau=niveau.value, reason=reason)
            note(connection, stored(self._clock()), tutor, "avis", version[0])

    def dispute(self, owner: str, version: tuple[str, int], critere: str, reason: str) -> str:
        """Dispute the reading of a critère of one's own draft; return the id of the dispute."""
        reason, code, (draft, number) = _said(reason, "Une contestation"), f"cts-{secrets.token_hex(8)}", version
        row = {"id": code, "draft": draft, "number": number, "critere": critere, "reason": reason, "at": stored(self._clock())}
        with self._database.writing() as connection:
            if connection.execute(select(DRAFTS.c.id).where(DRAFTS.c.id == draft, DRAFTS.c.account == owner)).first() is None:
                raise UnknownDraft("Ce texte n’est pas parmi les vôtres.", hint="Revenez à «\u00a0Mes textes\u00a0».")
            _check_critere(connection, version, critere)
            _make_room(connection, draft)
            if connection.execute(_disputes().where(_open(draft, number, critere))).first() is not None:
                raise InputError("Vous contestez déjà ce constat.", hint="Attendez la réponse de votre tuteur.")
            connection.execute(insert(DISPUTES).values(**row))
            note(connection, stored(self._clock()), owner, "contestation", code)
        return code

    def answer(self, tutor: str, dispute: str, words: str, niveau: Niveau | None = None) -> None:
        """Answer a dispute of a candidate of this tutor, once; with a niveau, it stands beside the reading from then on."""
        words, now = _said(words, "Une réponse"), stored(self._clock())
        with self._database.writing() as connection:
            row = connection.execute(_disputes().where(DISPUTES.c.id == dispute, seen_by(tutor))).first()
            if row is None:
                raise UnknownDispute("Cette contestation n’est pas dans vos cohortes.", hint="Elle a pu être effacée.")
            if row.answer is not None:
                raise InputError("Cette contestation a déjà sa réponse.", hint="Ajoutez un commentaire à la lecture.")
            connection.execute(insert(DISPUTE_ANSWERS).values(dispute=dispute, author=tutor, words=words, at=now))
            if niveau is not None:
                version = (row.draft, row.number)
                self._add(connection, OVERRIDES, tutor, version, critere=row.critere, niveau=niveau.value, reason=words)
            note(connection, now, tutor, "contestation-repondue", dispute)

    def queue(self, tutor: str) -> tuple[QueuedDispute, ...]:
        """Return the disputes of the candidates of a tutor, the open ones first, then the oldest first."""
        here = (VERSIONS.c.draft == DISPUTES.c.draft) & (VERSIONS.c.number == DISPUTES.c.number)
        asked = _disputes().add_columns(VERSIONS.c.report).join(VERSIONS, here).where(seen_by(tutor))
        with self._database.reading() as connection:
            rows = connection.execute(asked.order_by(DISPUTE_ANSWERS.c.at.is_not(None), DISPUTES.c.at, DISPUTES.c.id)).all()
        return tuple(_queued(row) for row in rows)

    def of_draft(self, draft: str) -> Opinions:
        """Return everything that was said of a draft; whoever asks must be known to see it."""
        with self._database.reading() as connection:
            return Opinions(
                comments=tuple(_comment(row) for row in connection.execute(_by(COMMENTS, draft))),
                overrides=tuple(_override(row) for row in connection.execute(_by(OVERRIDES, draft))),
                disputes=tuple(
                    _dispute(row)
                    for row in connection.execute(
                        _disputes().where(DISPUTES.c.draft == draft).order_by(DISPUTES.c.at, DISPUTES.c.id)
                    )
                ),
            )

    def given(self, tutor: str) -> Mapping[tuple[str, int, str], Override]:
        """Return, by draft, version and critère, the last niveau that anyone gave in the cohorts of a tutor."""
        asked = _named(OVERRIDES).join(DRAFTS, DRAFTS.c.id == OVERRIDES.c.draft)
        with self._database.reading() as connection:
            rows = connection.execute(asked.where(seen_by(tutor)).order_by(OVERRIDES.c.id)).all()
        return {(row.draft, row.number, row.critere): _override(row) for row in rows}

    def cases(self, tutor: str) -> tuple[LabelledCase, ...]:
        """Return the critères that a tutor judged in their cohorts: where they gave a niveau, or answered a dispute.

        A dispute answered without another niveau confirms that of the reading.
        """
        found: dict[tuple[str, int, str], LabelledCase] = {}
        with self._database.reading() as connection:
            reader = connection.execute(select(ACCOUNTS.c.name).where(ACCOUNTS.c.id == tutor)).scalar() or ""
            for row, niveau, words in _judged(connection, tutor):
                read = _read_niveau(row.report, row.critere)
                judged = niveau or read
                if judged is not None:
                    found[row.draft, row.number, row.critere] = LabelledCase(
                        draft=row.draft,
                        number=row.number,
                        critere=row.critere,
                        reader=reader,
                        niveau=judged,
                        read=read,
                        note=words,
                    )
        return tuple(found[key] for key in sorted(found))

    def _check(self, connection: Connection, tutor: str, version: tuple[str, int], critere: str | None) -> None:
        owner_seen(connection, tutor, version[0])
        _check_critere(connection, version, critere)

    def _add(self, connection: Connection, table: Table, author: str, version: tuple[str, int], **said: object) -> None:
        draft, number = version
        values = {"draft": draft, "number": number, "author": author, "at": stored(self._clock()), **said}
        connection.execute(insert(table).values(**values))


def _said(words: str, what: str) -> str:
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise InputError(f"{what} dit pourquoi\u00a0: le champ est vide.", hint="Une phrase suffit.")
    if len(words) > LONGEST:
        raise InputError(f"{what} compte {LONGEST} caractères au plus.", hint="Dites l’essentiel.")
    return words


def _check_critere(connection: Connection, version: tuple[str, int], critere: str | None) -> None:
    here = (VERSIONS.c.draft == version[0]) & (VERSIONS.c.number == version[1])
    written = connection.execute(select(VERSIONS.c.report).where(here)).scalar()
    if written is None:
        raise UnknownDraft("Cette version n’existe pas.", hint="Revenez à la liste des versions.")
    if critere is not None and critere not in {a.critere for a in _REPORT.validate_json(written).assessments}:
        raise InputError("Ce critère n’est pas dans cette lecture.", hint="Choisissez-en un de la page.")


def _make_room(connection: Connection, draft: str) -> None:
    for table in (COMMENTS, OVERRIDES, DISPUTES):
        if (connection.execute(select(func.count()).where(table.c.draft == draft)).scalar() or 0) >= MOST_SAID:
            raise TooMuchKept(f"Ce texte porte déjà {MOST_SAID} remarques.", hint="Continuez sur un autre texte.")


def _by(table: Table, draft: str) -> Select[tuple[object, ...]]:
    return _named(table).where(table.c.draft == draft).order_by(table.c.id)


def _named(table: Table) -> Select[tuple[object, ...]]:
    named = select(*table.c, ACCOUNTS.c.name.label("author_name")).select_from(table)
    return named.join(ACCOUNTS, ACCOUNTS.c.id == table.c.author)


def _disputes() -> Select[tuple[object, ...]]:
    owners, tutors = ACCOUNTS.alias("owners"), ACCOUNTS.alias("tutors")
    return (
        select(
            *(*DISPUTES.c, DRAFTS.c.title, owners.c.name.label("candidate"), tutors.c.name.label("tutor_name")),
            DISPUTE_ANSWERS.c.author,
            DISPUTE_ANSWERS.c.words.label("answer"),
            DISPUTE_ANSWERS.c.at.label("answered_at"),
        )
        .join(DRAFTS, DRAFTS.c.id == DISPUTES.c.draft)
        .join(owners, owners.c.id == DRAFTS.c.account)
        .outerjoin(DISPUTE_ANSWERS, DISPUTE_ANSWERS.c.dispute == DISPUTES.c.id)
        .outerjoin(tutors, tutors.c.id == DISPUTE_ANSWERS.c.author)
    )


def _open(draft: str, number: int, critere: str) -> ColumnElement[bool]:
    here = (DISPUTES.c.draft == draft) & (DISPUTES.c.number == number) & (DISPUTES.c.critere == critere)
    return here & DISPUTE_ANSWERS.c.dispute.is_(None)


def _judged(connection: Connection, tutor: str) -> Iterator[tuple[Row[tuple[object, ...]], Niveau | None, str]]:
    """Yield what a tutor judged, the later standing: disputes answered, then niveaux given."""
    answered = _of_version(DISPUTES, DISPUTE_ANSWERS.c.words).join(DISPUTE_ANSWERS, DISPUTE_ANSWERS.c.dispute == DISPUTES.c.id)
    given = _of_version(OVERRIDES, OVERRIDES.c.reason.label("words"), OVERRIDES.c.niveau)
    for row in connection.execute(answered.where(DISPUTE_ANSWERS.c.author == tutor, seen_by(tutor)).order_by(DISPUTES.c.at)):
        yield row, None, row.words
    for row in connection.execute(given.where(OVERRIDES.c.author == tutor, seen_by(tutor)).order_by(OVERRIDES.c.id)):
        yield row, Niveau(row.niveau), row.words


def _of_version(table: Table, *more: ColumnElement[str]) -> Select[tuple[object, ...]]:
    here = (VERSIONS.c.draft == table.c.draft) & (VERSIONS.c.number == table.c.number)
    columns = (table.c.draft, table.c.number, table.c.critere, VERSIONS.c.report, *more)
    return select(*columns).select_from(table).join(VERSIONS, here).join(DRAFTS, DRAFTS.c.id == table.c.draft)


def _read_niveau(report: str, critere: str) -> Niveau | None:
    return next((a.niveau for a in _REPORT.validate_json(report).assessments if a.critere == critere), None)


def _comment(row: Row[tuple[object, ...]]) -> Comment:
    return Comment(
        id=row.id,
        number=row.number,
        author=row.author,
        author_name=row.author_name,
        critere=row.critere,
        words=row.words,
        at=row.at,
    )


def _override(row: Row[tuple[object, ...]]) -> Override:
    return Override(
        id=row.id,
        number=row.number,
        author=row.author,
        author_name=row.author_name,
        critere=row.critere,
        niveau=Niveau(row.niveau),
        reason=row.reason,
        at=row.at,
    )


def _queued(row: Row[tuple[object, ...]]) -> QueuedDispute:
    read = _read_niveau(row.report, row.critere)
    return QueuedDispute(dispute=_dispute(row), candidate=row.candidate, title=row.title, read=read)


def _dispute(row: Row[tuple[object, ...]]) -> Dispute:
    answered = row.answer is not None
    answer = (
        DisputeAnswer(author=row.author, author_name=row.tutor_name, words=row.answer, at=row.answered_at) if answered else None
    )
    return Dispute(
        id=row.id, draft=row.draft, number=row.number, critere=row.critere, reason=row.reason, at=row.at, answer=answer
    )
