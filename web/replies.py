"""An answer of the coach, event by event as it is streamed."""

from collections.abc import Iterable, Iterator

from fastapi.sse import ServerSentEvent

from assistant.domain.conversation import Answer, Conversation
from web.conversations import ChatRequest
from web.desk import Desk
from web.problems import unexpected
from web.rendering.talk import pieces


class Reply:
    """An answer ready to be streamed."""

    def __init__(self, answer: Answer, conversation: Conversation, bloc: str | None) -> None:
        self.answer = answer
        self.conversation = conversation
        self.bloc = bloc

    def events(self) -> Iterator[ServerSentEvent]:
        """Yield the events of the answer, in order."""
        meta = {"mode": self.answer.mode, "bloc": self.bloc, "notice": self.answer.notice}
        yield ServerSentEvent(event="meta", data=meta)
        yield from (ServerSentEvent(event="delta", data={"text": piece}) for piece in pieces(self.answer.answer))
        yield from (ServerSentEvent(event="citation", data=c.model_dump(mode="json")) for c in self.answer.citations)
        whole = self.answer.model_dump(mode="json") | {"conversation": self.conversation.model_dump(mode="json")}
        yield ServerSentEvent(event="done", data=whole)


def guarded(events: Iterable[ServerSentEvent]) -> Iterator[ServerSentEvent]:
    """Yield events; what goes wrong once the stream has started becomes a last event, `error`."""
    try:
        yield from events
    except Exception as error:  # noqa: BLE001 - the answer has started: a numbered problem is all that can still be said
        yield ServerSentEvent(event="error", data=unexpected(error).model_dump(mode="json", exclude_none=True))


def reply_to(desk: Desk, asked: ChatRequest) -> Reply:
    """Return the answer to a question; a bloc without a draft is the one that the question is about."""
    reading = desk.read_for_coach(asked.draft or "", asked.bloc)
    about = None if asked.bloc == "auto" else desk.reviewer.knowledge.referentiel.bloc(asked.bloc).code
    turn = desk.reviewer.coach.turn(asked.message, reading, asked.conversation, about)
    conversation = asked.conversation.asking(asked.message, turn.chosen)
    return Reply(turn.answer, conversation, reading.report.bloc if reading else None)
