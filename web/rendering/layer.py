"""What people say beside a reading, in words: niveaux, comments, disputes, and the forms that add to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.feedback import Niveau
from assistant.domain.opinion import Comment, Dispute, Opinions, Override
from web.rendering.words import french_date

NIVEAUX: tuple[tuple[str, str], ...] = tuple(
    (n.value, n.shown) for n in (Niveau.DEMONTRE, Niveau.PARTIEL, Niveau.EVOQUE, Niveau.ABSENT, Niveau.NON_EVALUABLE)
)
"""What a person may choose, and its word."""


@dataclass(frozen=True)
class Voice:
    """Something that one person said on one day."""

    id: int
    who: str
    day: str
    words: str
    niveau: str = ""
    word: str = ""
    """Of the niveau, when one was given."""
    mine: bool = False


@dataclass(frozen=True)
class Disputed:
    """A dispute and its answer, if it has one."""

    id: str
    day: str
    reason: str
    answer: Voice | None


@dataclass(frozen=True)
class Beside:
    """What is said beside the reading of one critère."""

    given: tuple[Voice, ...] = ()
    """The niveaux that stand."""
    former: tuple[Voice, ...] = ()
    """Those that their author replaced."""
    comments: tuple[Voice, ...] = ()
    disputes: tuple[Disputed, ...] = ()

    @property
    def open(self) -> bool:
        """Tell whether a dispute waits for its answer."""
        return any(d.answer is None for d in self.disputes)


@dataclass(frozen=True)
class Layer:
    """Everything that is said beside a reading, as one person sees it."""

    viewer: Literal["tutor", "owner"]
    title: str
    criteres: dict[str, Beside]
    comments: tuple[Voice, ...]
    """On the whole reading."""
    back: str
    """Path of the page where one came from, from the root of the service."""
    action: str
    """Path under which the forms are sent, from the root of the service."""
    token: str = ""
    candidate: str = ""
    waiting: bool = False
    """Whether the candidate does not see the reading yet."""
    disputable: bool = False
    """Whether somebody would answer a dispute."""
    versions: tuple[int, ...] = ()
    niveaux: tuple[tuple[str, str], ...] = field(default=NIVEAUX)

    def of(self, critere: str) -> Beside:
        """Return what is said beside that critère."""
        return self.criteres.get(critere, Beside())


def beside(opinions: Opinions, viewer: str) -> tuple[dict[str, Beside], tuple[Voice, ...]]:
    """Return what was said of one version by critère, and of the whole reading; `viewer` is the account that looks."""
    standing = {o.id for o in opinions.standing}
    codes = {o.critere for o in opinions.overrides} | {d.critere for d in opinions.disputes}
    codes |= {c.critere for c in opinions.comments if c.critere is not None}
    criteres = {
        code: Beside(
            given=_voices([o for o in opinions.overrides if o.critere == code and o.id in standing], viewer),
            former=_voices([o for o in opinions.overrides if o.critere == code and o.id not in standing], viewer),
            comments=_voices([c for c in opinions.comments if c.critere == code], viewer),
            disputes=tuple(disputed(d) for d in opinions.disputes if d.critere == code),
        )
        for code in codes
    }
    return criteres, _voices([c for c in opinions.comments if c.critere is None], viewer)


def disputed(dispute: Dispute) -> Disputed:
    """Return a dispute in words."""
    answer = dispute.answer
    shown = Voice(0, answer.author_name, french_date(answer.at[:10]), answer.words) if answer else None
    return Disputed(dispute.id, french_date(dispute.at[:10]), dispute.reason, shown)


def _voices(said: Sequence[Override | Comment], viewer: str) -> tuple[Voice, ...]:
    return tuple(_voice(one, viewer) for one in said)


def _voice(one: Override | Comment, viewer: str) -> Voice:
    day, mine = french_date(one.at[:10]), one.author == viewer
    if isinstance(one, Override):
        return Voice(one.id, one.author_name, day, one.reason, one.niveau.value, one.niveau.shown, mine)
    return Voice(one.id, one.author_name, day, one.words, mine=mine)
