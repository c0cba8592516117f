"""What a person or a program sends to the coach."""

import json
from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request

from assistant.domain.conversation import MOST_QUESTIONS, Conversation
from assistant.errors import InputError

LONGEST = 4000
"""Characters of the longest question that is read."""
_MOST_CODES, _LONGEST_CODE = 4, 20
_LONGEST_DRAFT = 2 * 1024 * 1024


def conversation_from(sent: Any) -> Any:  # noqa: ANN401 - what a program sends, whatever it is
    """Return what the person asked, from the value we gave back or from a list of messages; nothing else is kept."""
    if isinstance(sent, list):
        own = [m.get("content") if isinstance(m, dict) else m for m in sent if not isinstance(m, dict) or m.get("role") == "user"]
        sent = {"questions": own}
    if isinstance(sent, dict) and isinstance(sent.get("questions"), list):
        asked = [q.strip()[:LONGEST] if isinstance(q, str) else q for q in sent["questions"]]
        turns = [turn for turn in zip(asked, _chosen(sent, len(asked)), strict=True) if turn[0] != ""][-MOST_QUESTIONS:]
        chosen = [codes for _, codes in turns]
        return sent | {"questions": [q for q, _ in turns], "chosen": chosen if any(chosen) else []}
    return Conversation() if sent is None else sent


def _chosen(sent: dict[str, Any], questions: int) -> list[list[str]]:
    """Return the codes that go with each question, none where what was sent holds none: what they may change is checked later."""
    rows = sent.get("chosen")
    rows = rows if isinstance(rows, list) and len(rows) == questions else [[]] * questions
    return [
        [c for c in row[:_MOST_CODES] if isinstance(c, str) and len(c) <= _LONGEST_CODE] if isinstance(row, list) else []
        for row in rows
    ]


class ChatRequest(BaseModel):
    """Body of a question to the coach."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    message: Annotated[str, Field(max_length=LONGEST)]
    """The question."""
    conversation: Annotated[Conversation, BeforeValidator(conversation_from)] = Conversation()
    """What was asked before: `conversation` of the last `done` event, or a list of `{"role", "content"}`, of which only
    the person's own messages are used: answers and sources are worked out again, never taken from what is sent."""
    draft: Annotated[str | None, Field(max_length=_LONGEST_DRAFT)] = None
    """The person's text, read for this answer and forgotten."""
    bloc: str = "auto"
    """`auto`, or the code of the bloc that the draft answers."""


async def chat_request(request: Request) -> ChatRequest:
    """Read the JSON body of a question."""
    return chat_from(await request.body())


def chat_from(body: bytes | dict[str, Any]) -> ChatRequest:
    """Return the question of a body; raise a problem that names the fields to mend."""
    try:
        asked = ChatRequest.model_validate(body) if isinstance(body, dict) else ChatRequest.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False, include_context=False)) from None
    if not asked.message.strip():
        raise InputError("La question est vide.", hint="Posez une question sur le référentiel, un critère ou votre texte.")
    return asked


async def chat_form(request: Request) -> ChatRequest:
    """Read the form of the page of questions."""
    async with request.form(max_files=0, max_fields=8, max_part_size=_LONGEST_DRAFT) as form:
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
    sent = {key: fields[key] for key in ("draft", "bloc") if fields.get(key)}
    return ChatRequest.model_construct(
        message=fields.get("message", "").strip()[:LONGEST],
        conversation=remembered(fields.get("conversation", "")),
        draft=sent.get("draft"),
        bloc=sent.get("bloc", "auto"),
    )


def remembered(hidden: str) -> Conversation:
    """Return the conversation that a page carries; an empty one when it was tampered with."""
    try:
        return Conversation.model_validate(conversation_from(json.loads(hidden))) if hidden else Conversation()
    except (ValueError, RecursionError):
        return Conversation()
