"""What a language model service can do wrong, and what must come of it: `python tests/support/model_faults.py` prints it all."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # as a command it finds the rooms by itself
    sys.path[:0] = [str(Path(__file__).parents[2])]

from fake_model_server import DIALECTS, FORM, Behaviour, Exchange, closed_port, drip, serving
from pydantic import BaseModel, SecretStr

from assistant.coaching.choosing import Chooser
from assistant.coaching.outline import Offer
from assistant.errors import ModelFailure
from assistant.llm.service import open_model
from assistant.settings import ModelSettings
from prompts.prompt import Prompt

DEADLINE = 2.0
DRAFT_WORDS = "Mme Ouvrard a signé le bordereau 4417"
PROMPT = Prompt("Répondez en JSON.", f"Le texte : {DRAFT_WORDS}.", "essai/v1@0")
PROVIDERS = tuple(DIALECTS)
FOUND = (Offer(code="B1-C1", text="Un critère", elements=(("B1-C1-I1", "un élément"),)),)
"""What the coach found, which is said as it is whenever a model is of no use."""


class Colour(BaseModel):
    """A form to fill in."""

    couleur: str


def _status(code: int, retry_after: str = "") -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.head(code, **({"Retry_After": retry_after} if retry_after else {}))
        exchange.send(b'{"error": {"message": "' + DRAFT_WORDS.encode() + b'", "type": "x"}, "type": "error"}')

    return behave


def _body(data: bytes, kind: str = "application/json") -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.head(kind=exchange.dialect.stream_type if exchange.streamed and kind != "text/html" else kind)
        exchange.send(data)

    return behave


def _hang(_: Exchange) -> None:
    time.sleep(DEADLINE * 2)


def _head_drip(exchange: Exchange) -> None:
    drip(exchange, b"HTTP/1.1 200 OK\r\nX-Attente: " + b"a" * 400)


def _drip(exchange: Exchange) -> None:
    exchange.begin() if exchange.streamed else exchange.head()
    drip(exchange, exchange.dialect.piece(FORM * 20, "") if exchange.streamed else b" " * 400)


def _cut(exchange: Exchange) -> None:
    if exchange.streamed:
        exchange.begin()
        exchange.send(exchange.dialect.piece(FORM, ""))
        return
    exchange.head(Content_Length="5000")
    exchange.send(b'{"id": "1", ')


def _endless(exchange: Exchange) -> None:
    exchange.begin() if exchange.streamed else exchange.head()
    while True:
        exchange.send(exchange.dialect.piece("encore ", "") if exchange.streamed else b" ")
        time.sleep(0.01)


def _twice(exchange: Exchange) -> None:
    if not exchange.streamed:
        exchange.reply(FORM + FORM)
        return
    exchange.begin()
    for _ in range(2):
        exchange.send(exchange.dialect.piece(FORM, ""))
    exchange.send(exchange.dialect.piece("", "stop") + exchange.dialect.end)


def _tool(exchange: Exchange) -> None:
    if exchange.streamed:
        exchange.begin()
        exchange.send(exchange.dialect.piece("", "tool_calls") + exchange.dialect.end)
        return
    exchange.head()
    exchange.send(json.dumps(exchange.dialect.tool()).encode())


def _huge(exchange: Exchange) -> None:
    exchange.begin() if exchange.streamed else exchange.head()
    block = exchange.dialect.piece("x" * 60_000, "") if exchange.streamed else b" " * 65_536
    for _ in range(400):
        exchange.send(block)


def _redirect(exchange: Exchange) -> None:
    port = exchange.handler.server.server_address[1]
    exchange.head(302, Location=f"http://127.0.0.1:{port}/ailleurs")


def _no_finish(exchange: Exchange) -> None:
    if exchange.streamed:
        exchange.begin()
        exchange.send(exchange.dialect.piece(FORM, "") + exchange.dialect.end)
        return
    exchange.reply(FORM, "")


def _says(text: str, finish: str = "stop") -> Behaviour:
    return lambda exchange: exchange.reply(text, finish)


FORM_FAULTS: dict[str, tuple[Behaviour, str]] = {
    "JSON d’un autre texte": (_says('{"autre": 1}'), "modele_illisible"),
    "valeur hors de la liste": (_says('{"couleur": ["rouge"]}'), "modele_illisible"),
    "clés en trop": (_says('{"couleur": "rouge", "note": 20}'), "ok"),
    "JSON inachevé": (_says('{"couleur": "rou'), "modele_illisible"),
    "bavardage sans JSON": (_says("Bien sûr, voici ma réponse."), "modele_illisible"),
    "raisonnement puis JSON": (_says(f'<think>{{"couleur": 3}}</think>\n```json\n{FORM}\n```'), "ok"),
    "pensée jamais refermée": (_says(f"<think>{FORM}"), "modele_illisible"),
}
"""Faults that only a form shows; as a text they are an answer."""
FAULTS: dict[str, tuple[Behaviour, str]] = {
    "réponse normale": (_says(FORM), "ok"),
    "attente sans fin": (_hang, "modele_trop_lent"),
    "en-tête octet par octet": (_head_drip, "modele_trop_lent"),
    "corps octet par octet": (_drip, "modele_trop_lent"),
    "401": (_status(401), "modele_refuse"),
    "403": (_status(403), "modele_refuse"),
    "404": (_status(404), "modele_refuse"),
    "400": (_status(400), "modele_refuse"),
    "429 sans délai": (_status(429), "modele_sature"),
    "429, revenir tout de suite": (_status(429, "0"), "modele_sature"),
    "429, revenir dans une heure": (_status(429, "3600"), "modele_sature"),
    "500": (_status(500), "modele_injoignable"),
    "503": (_status(503), "modele_sature"),
    "page HTML": (_body(b"<html><body>Connexion</body></html>", "text/html"), "modele_illisible"),
    "corps vide": (_body(b""), "modele_illisible|modele_interrompu"),
    "JSON cassé": (_body(b'data: {"id": \n\n{"id"'), "modele_illisible|modele_interrompu"),
    "arrêt par longueur": (_says(FORM, "length"), "modele_interrompu"),
    "filtre de contenu": (_says("Je", "content_filter"), "modele_interrompu"),
    "coupure en route": (_cut, "modele_interrompu"),
    "fin non dite": (_no_finish, "modele_interrompu"),
    "flux sans fin": (_endless, "modele_trop_lent"),
    "morceaux en double": (_twice, "ok"),
    "outil au lieu d’un texte": (_tool, "modele_illisible"),
    "redirection": (_redirect, "modele_refuse"),
    "corps démesuré": (_huge, "modele_illisible"),
}
REFUSED = "connexion refusée"
_STANDS = "sans modèle"
"""What comes of every case when it is the coach who asks: no service here chooses anything."""


@dataclass(frozen=True)
class Outcome:
    """What came of a fault."""

    provider: str
    way: str
    fault: str
    seconds: float
    code: str
    said: str
    requests: int
    expected: str

    @property
    def fine(self) -> bool:
        """Tell whether it ended in time, as it should."""
        return self.seconds <= DEADLINE + 1 and self.code in self.expected.split("|")


def settings(provider: str, base_url: str, **more: Any) -> ModelSettings:
    """Return settings of a model at an address, with a small deadline."""
    given: dict[str, Any] = {"deadline": DEADLINE, "retries": 1, "api_key": SecretStr("cle-canari-77"), "pseudonymise": False}
    return ModelSettings(provider=provider, name="m", base_url=base_url, **(given | more))


def played(provider: str, way: str, fault: str) -> Outcome:
    """Return what comes of a fault."""
    behaviour, expected = (FAULTS | FORM_FAULTS | {REFUSED: (_hang, "modele_injoignable")})[fault]
    with serving(behaviour, provider) as service:
        base_url = service.base_url(provider)
        if fault == REFUSED:
            base_url = base_url.replace(str(service.port), str(closed_port()))
        model = open_model(settings(provider, base_url))
        model.prepare()
        started = time.monotonic()
        try:
            code, said = {"invoke": _asked, "stream": _streamed, "coach": _coached}[way](model)
        finally:
            seconds = time.monotonic() - started
            model.close()
        return Outcome(provider, way, fault, seconds, code, said, len(service.asked), _STANDS if way == "coach" else expected)


def _asked(model: Any) -> tuple[str, str]:
    (answer,) = model.ask([PROMPT], Colour)
    return (answer.code, str(answer)) if isinstance(answer, ModelFailure) else ("ok", answer.couleur)


def _streamed(model: Any) -> tuple[str, str]:
    try:
        return "ok", "".join(model.stream(PROMPT))
    except ModelFailure as failure:
        return failure.code, str(failure)


def _coached(model: Any) -> tuple[str, str]:
    advice = Chooser(model, b"secret").choose(DRAFT_WORDS, FOUND)
    return "ok" if advice.choice else _STANDS, advice.failure


def cases() -> list[tuple[str, str, str]]:
    """Return every provider, way of asking and fault."""
    forms = [REFUSED, *FAULTS, *FORM_FAULTS]
    faults = {"invoke": forms, "stream": [REFUSED, *FAULTS], "coach": forms}
    return [(p, way, fault) for p in PROVIDERS for way, listed in faults.items() for fault in listed]


def played_together(asked: Sequence[tuple[str, str, str]], at_once: int = 6) -> list[Outcome]:
    """Return what comes of each case, several at the same time since most of it is waiting.

    On a busy machine the cases hinder each other: what did not end well is played again, alone.
    """
    with ThreadPoolExecutor(at_once) as pool:
        outcomes = list(pool.map(lambda case: played(*case), asked))
    return [o if o.fine else played(*case) for o, case in zip(outcomes, asked, strict=True)]


def _lines() -> Iterator[tuple[bool, str]]:
    for done in played_together(cases()):
        mark = "bien" if done.fine else "NON "
        yield (
            done.fine,
            f"{mark} {done.provider:10} {done.way:7} {done.fault:28} {done.seconds:4.1f} s  {done.code:18} {done.requests} demande(s)  {done.said[:60]}",
        )


def main(put: Callable[[str], object] = sys.stdout.write) -> int:
    """Print the matrix and return 1 when something did not end as it should."""
    wrong = 0
    for fine, line in _lines():
        wrong += not fine
        put(line + "\n")
    put(f"{len(cases())} cas, {wrong} en défaut ; délai {DEADLINE} s\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
