"""What speaks for a service, before anything is believed of it."""

from collections.abc import AsyncIterator, Sequence
from typing import Literal, Protocol

from assistant.domain.base import Frozen

FINISHED = frozenset({"stop", "end_turn", "stop_sequence", "eos"})
"""How services say that an answer is whole."""


class Turn(Frozen):
    """Something said in an exchange with a model."""

    who: Literal["system", "user", "assistant"]
    text: str


class Said(Frozen):
    """A piece of an answer, or all of it."""

    text: str
    finish: str = ""
    """Why it ended, in the service's words; empty while it has not."""
    input_tokens: int = 0
    output_tokens: int = 0


class Speaker(Protocol):
    """One service and one model; raises `ModelFailure`, or anything else that its library raises."""

    async def say(self, turns: Sequence[Turn]) -> Said:
        """Return a whole answer."""

    def stream(self, turns: Sequence[Turn]) -> AsyncIterator[Said]:
        """Yield an answer piece by piece."""

    async def aclose(self) -> None:
        """Close the connections."""
