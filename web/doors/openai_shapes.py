"""What clients of OpenAI's protocol send and expect."""

import json
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.conversation import Citation
from web.doors.refusals import Refused
from web.rendering.talk import pieces

MOST_MESSAGES = 400
_TOKEN = re.compile(r"\w+|[^\w\s]")


class Part(BaseModel):
    """A part of a message."""

    model_config = ConfigDict(extra="ignore")

    type: str
    text: str = ""


class Message(BaseModel):
    """Something said in a conversation."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)

    role: str
    """Only what `user` says is read: answers are worked out again, and the service has its own instructions."""
    content: str | list[Part] | None = None

    def words(self) -> str:
        """Return the text of the message; raise `Refused` when it holds something else."""
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        if any(part.type != "text" for part in self.content):
            raise Refused(
                400, "Seul le texte est lu.", code="unsupported_content", hint="Retirez les images et les fichiers du message."
            )
        return "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """How an answer is streamed."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class CompletionRequest(BaseModel):
    """Body of a request for an answer; what is not named here is accepted and has no effect."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)

    model: str
    """`jury-blanc/B1` … `jury-blanc/B6`, or `jury-blanc/entretien`."""
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1
    """One answer is all there is."""
    response_format: dict[str, Any] | None = None
    """`{"type": "text"}` alone."""

    def said(self) -> list[str]:
        """Return what the person said, oldest first; raise `Refused` when that, or what is wanted, cannot be served."""
        if self.n not in (None, 1):
            raise Refused(400, "Une seule réponse à la fois.", code="unsupported_value", hint="Retirez n, ou donnez n = 1.")
        if self.response_format and self.response_format.get("type") != "text":
            raise Refused(400, "Les réponses sont du texte.", code="unsupported_value", hint="Retirez response_format.")
        own = [message.words().strip() for message in self.messages if message.role == "user"]
        if not own or not own[-1]:
            raise Refused(
                400, "La question est vide.", code="empty_message", hint="Le dernier message de rôle user doit être un texte."
            )
        return [words for words in own if words]


class Spoken(BaseModel):
    """An answer in Markdown, and what it rests on."""

    text: str
    citations: tuple[Citation, ...] = ()


class Completion:
    """An answer, ready to be sent whole or piece by piece."""

    def __init__(self, model: str, said: Sequence[str], spoken: Spoken) -> None:
        self._spoken = spoken
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}
        asked, told = sum(_tokens(words) for words in said), _tokens(spoken.text)
        self._usage = {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}

    @property
    def _citations(self) -> list[dict[str, Any]]:
        return [citation.model_dump(mode="json") for citation in self._spoken.citations]

    def whole(self) -> dict[str, Any]:
        """Return the answer as one document."""
        message = {"role": "assistant", "content": self._spoken.text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._head | {
            "object": "chat.completion",
            "choices": [choice],
            "usage": self._usage,
            "citations": self._citations,
        }

    def events(self, *, usage: bool) -> Iterator[str]:
        """Yield the answer as events, the last of which is `[DONE]`."""
        extra: dict[str, Any] = {"usage": None} if usage else {}
        yield self._event({"role": "assistant", "content": ""}, **extra)
        for piece in pieces(self._spoken.text):
            yield self._event({"content": piece}, **extra)
        yield self._event({}, "stop", citations=self._citations, **extra)
        if usage:
            yield _line(self._head | {"object": "chat.completion.chunk", "choices": [], "usage": self._usage})
        yield "data: [DONE]\n\n"

    def _event(self, delta: dict[str, str], finish: str | None = None, **extra: Any) -> str:  # noqa: ANN401 - fields of a JSON document
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _line(self._head | {"object": "chat.completion.chunk", "choices": [choice], **extra})


def _line(document: dict[str, Any]) -> str:
    return f"data: {json.dumps(document, ensure_ascii=False)}\n\n"


def _tokens(text: str) -> int:
    """Count words and signs: there is no tokenizer to count otherwise."""
    return len(_TOKEN.findall(text))
