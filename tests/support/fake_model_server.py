"""A language model service on this machine that misbehaves as asked, in the protocols of four providers."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FORM = '{"couleur": "rouge"}'
"""What a model that behaves answers to a form of one colour."""
SLOW = 0.05


@dataclass(frozen=True)
class Dialect:
    """How a provider's service says things."""

    name: str
    stream_type: str
    whole: Callable[[str, str], dict[str, Any]]
    """A whole answer: its text and why it ended."""
    piece: Callable[[str, str], bytes]
    """A piece of a streamed answer, with the reason in the last one."""
    end: bytes
    tool: Callable[[], dict[str, Any]]
    beginning: bytes = b""


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _event(value: object, name: str = "") -> bytes:
    return (f"event: {name}\n".encode() if name else b"") + b"data: " + _json(value) + b"\n\n"


def _openai_whole(text: str, finish: str) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish or None}
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


def _openai_piece(text: str, finish: str) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish or None}
    return _event({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def _openai_tool() -> dict[str, Any]:
    answer = _openai_whole("", "tool_calls")
    call = {"id": "abcdefghi", "type": "function", "function": {"name": "ouvrir", "arguments": "{}"}}
    answer["choices"][0]["message"] |= {"content": None, "tool_calls": [call]}
    return answer


def _ollama_whole(text: str, finish: str) -> dict[str, Any]:
    answer = {
        "model": "m",
        "created_at": "2026-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": text},
        "done": bool(finish),
    }
    return answer | ({"done_reason": finish, "prompt_eval_count": 7, "eval_count": 3} if finish else {})


def _ollama_tool() -> dict[str, Any]:
    answer = _ollama_whole("", "stop")
    answer["message"]["tool_calls"] = [{"function": {"name": "ouvrir", "arguments": {}}}]
    return answer


_STOPS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}


def _anthropic_whole(text: str, finish: str) -> dict[str, Any]:
    content = [{"type": "text", "text": text}] if text else []
    reason = _STOPS.get(finish, finish) or None
    usage = {"input_tokens": 7, "output_tokens": 3}
    return {
        "id": "1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": content,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": usage,
    }


def _anthropic_piece(text: str, finish: str) -> bytes:
    said = b""
    if text:
        delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
        said = _event(delta, "content_block_delta")
    if finish:
        ended = {
            "type": "message_delta",
            "delta": {"stop_reason": _STOPS.get(finish, finish), "stop_sequence": None},
            "usage": {"output_tokens": 3},
        }
        said += _event({"type": "content_block_stop", "index": 0}, "content_block_stop") + _event(ended, "message_delta")
    return said


def _anthropic_tool() -> dict[str, Any]:
    return _anthropic_whole("", "tool_calls") | {"content": [{"type": "tool_use", "id": "1", "name": "ouvrir", "input": {}}]}


_ANTHROPIC_START = _event({"type": "message_start", "message": _anthropic_whole("", "")}, "message_start") + _event(
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}, "content_block_start"
)
_SSE = "text/event-stream"
DIALECTS = {
    "openai": Dialect("openai", _SSE, _openai_whole, _openai_piece, b"data: [DONE]\n\n", _openai_tool),
    "mistral": Dialect("mistral", _SSE, _openai_whole, _openai_piece, b"data: [DONE]\n\n", _openai_tool),
    "ollama": Dialect(
        "ollama", "application/x-ndjson", _ollama_whole, lambda t, f: _json(_ollama_whole(t, f)) + b"\n", b"", _ollama_tool
    ),
    "anthropic": Dialect(
        "anthropic",
        _SSE,
        _anthropic_whole,
        _anthropic_piece,
        _event({"type": "message_stop"}, "message_stop"),
        _anthropic_tool,
        _ANTHROPIC_START,
    ),
}


class Exchange:
    """One request being answered; what a fault is made with."""

    def __init__(self, handler: "_Handler", dialect: Dialect, body: dict[str, Any]) -> None:
        self.handler = handler
        self.dialect = dialect
        self.body = body
        self.streamed = bool(body.get("stream"))

    def head(self, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """Send the head of an answer of unknown length."""
        self.handler.send_response_only(status)
        for name, value in {"Content_Type": kind, "Connection": "close", **headers}.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def send(self, data: bytes) -> None:
        """Send bytes at once."""
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def reply(self, text: str = FORM, finish: str = "stop") -> None:
        """Answer as a service that works would."""
        if not self.streamed:
            self.head()
            self.send(_json(self.dialect.whole(text, finish)))
            return
        self.begin()
        half = max(1, len(text) // 2)
        for part in (text[:half], text[half:]):
            self.send(self.dialect.piece(part, ""))
        self.send(self.dialect.piece("", finish) + self.dialect.end)

    def begin(self) -> None:
        """Begin a streamed answer."""
        self.head(kind=self.dialect.stream_type)
        self.send(self.dialect.beginning)

    def prompt(self) -> str:
        """Return all that the service was sent."""
        return json.dumps(self.body, ensure_ascii=False)


Behaviour = Callable[[Exchange], None]


@dataclass
class FakeService:
    """Where the service is, and what it was asked."""

    port: int
    asked: list[Exchange] = field(default_factory=list)

    def base_url(self, provider: str) -> str:
        """Return the address to give to a provider's adapter."""
        return f"http://127.0.0.1:{self.port}" + ("/v1" if provider in ("openai", "mistral") else "")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    behaviour: Behaviour
    service: FakeService
    dialect: Dialect

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that leave."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        exchange = Exchange(self, self.server.dialect, body)
        self.server.service.asked.append(exchange)
        self.close_connection = True
        with suppress(OSError):
            self.server.behaviour(exchange)

    def do_GET(self) -> None:
        self.server.service.asked.append(Exchange(self, self.server.dialect, {"got": self.path}))
        self.send_response_only(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(behaviour: Behaviour, provider: str = "openai") -> Iterator[FakeService]:
    """Serve with that behaviour until the end of the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.behaviour, server.dialect = behaviour, DIALECTS[provider]
    server.service = FakeService(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def drip(exchange: Exchange, data: bytes, pause: float = SLOW) -> None:
    """Send bytes one by one."""
    for n in range(len(data)):
        exchange.send(data[n : n + 1])
        time.sleep(pause)


def answering(texts: Sequence[str]) -> Behaviour:
    """Return the behaviour of a model that says one thing after another, the last again and again."""
    left = list(texts)
    lock = threading.Lock()

    def behave(exchange: Exchange) -> None:
        with lock:
            text = left.pop(0) if len(left) > 1 else left[0]
        exchange.reply(text)

    return behave
