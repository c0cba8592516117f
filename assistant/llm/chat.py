"""Asks a language model within a deadline, and believes only whole answers."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as NotInTime
from contextlib import aclosing

from assistant.domain.base import Frozen
from assistant.errors import ModelCutShort, ModelFailure, ModelGarbled, ModelStopped, ModelTooSlow
from assistant.llm.breaker import Breaker
from assistant.llm.forms import read_form
from assistant.llm.loop import Loop
from assistant.llm.speaking import FINISHED, Said, Speaker, Turn
from assistant.llm.usage import Usage, Used
from assistant.protocols import Form
from prompts.library import repair
from prompts.prompt import Prompt

_LOG = logging.getLogger(__name__)
_GRACE = 0.5
"""Seconds after the deadline in which a request that was told to stop must have stopped."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 20.0
_CHARACTERS_PER_TOKEN = 2.5
"""Fewer than in French prose, so that what is counted as fitting fits."""


class Limits(Frozen):
    """What a model may take."""

    deadline: float = 120
    """Seconds for everything that is asked together."""
    retries: int = 2
    concurrency: int = 4
    context_tokens: int = 8192
    max_output_tokens: int = 2000


class LanguageModel:
    """A `ChatModel` over one service; `close` it when done."""

    def __init__(self, speaker: Callable[[], Speaker], identity: str, limits: Limits, breaker: Breaker | None = None) -> None:
        self._make = speaker
        self._speaker: Speaker | None = None
        self._limits = limits
        self._breaker = breaker or Breaker()
        self._usage = Usage()
        self._seats = asyncio.Semaphore(limits.concurrency)
        self._loop = Loop()
        self.id = identity

    @property
    def room(self) -> int:
        """Return how many characters of a prompt are certain to be read whole."""
        left = self._limits.context_tokens - self._limits.max_output_tokens
        return int(max(left, self._limits.context_tokens // 2) * _CHARACTERS_PER_TOKEN)

    @property
    def used(self) -> Used:
        """Return how much was asked of the service so far."""
        return self._usage.total

    def prepare(self) -> None:
        """Load the provider's library now; raise `SetupError` when it or a setting is missing."""
        self._ready()

    def ask(self, prompts: Sequence[Prompt], form: type[Form]) -> list[Form | ModelFailure]:
        """Return one filled form a prompt, or why there is none; raise `SetupError` only."""
        speaker = self._ready()
        until = time.monotonic() + self._limits.deadline

        async def all_of_them() -> list[Form | ModelFailure]:
            return list(await asyncio.gather(*(self._filled(speaker, prompt, form, until) for prompt in prompts)))

        try:
            return self._loop.run(all_of_them(), self._limits.deadline + _GRACE)
        except NotInTime:
            return [self._told(_too_slow()) for _ in prompts]

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield an answer as it comes; raise `ModelFailure` when what was yielded is not a whole answer."""
        speaker = self._ready()
        until = time.monotonic() + self._limits.deadline
        try:
            yield from self._loop.iterate(self._pieces(speaker, prompt, until), self._limits.deadline + _GRACE)
        except NotInTime:
            raise self._told(_too_slow()) from None

    def close(self) -> None:
        """Close the connections and the thread that served them."""
        speaker, self._speaker = self._speaker, None
        self._loop.close(speaker.aclose if speaker else None)

    def _ready(self) -> Speaker:
        if self._speaker is None:
            self._speaker = self._make()
        return self._speaker

    async def _filled(self, speaker: Speaker, prompt: Prompt, form: type[Form], until: float) -> Form | ModelFailure:
        turns = _turns(prompt)
        try:
            said = await self._answer(lambda: speaker.say(turns), until)
            try:
                return read_form(said.text, form)
            except ModelGarbled as wrong:
                again = (*turns, Turn(who="assistant", text=said.text), Turn(who="user", text=repair(wrong.hint)))
            said = await self._answer(lambda: speaker.say(again), until)
            return read_form(said.text, form)
        except ModelFailure as failure:
            return self._told(failure)

    async def _answer(self, say: Callable[[], Awaitable[Said]], until: float) -> Said:
        """Return a whole answer, asked again while the time and the number of retries allow."""
        for attempt in range(self._limits.retries + 1):
            try:
                return await self._once(say, until)
            except ModelFailure as failure:
                pause = self._pause(failure, attempt, until)
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, say: Callable[[], Awaitable[Said]], until: float) -> Said:
        try:
            async with asyncio.timeout(until - time.monotonic()), self._seats:
                self._breaker.enter()
                try:
                    said = await say()
                except Exception as error:  # the provider's library may raise anything; it is named, and told
                    raise self._noted(named(error)) from error
                except asyncio.CancelledError:
                    self._breaker.failed()
                    raise
        except TimeoutError:
            raise _too_slow() from None
        self._breaker.succeeded()
        self._usage.count(said)
        return _whole(said)

    async def _pieces(self, speaker: Speaker, prompt: Prompt, until: float) -> AsyncGenerator[str, None]:
        begun = False
        for attempt in range(self._limits.retries + 1):
            try:
                async with aclosing(self._read(speaker, prompt, until)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
            except ModelFailure as failure:
                pause = None if begun else self._pause(failure, attempt, until)
                if pause is None:
                    raise self._told(failure) from None
                await asyncio.sleep(pause)
            else:
                return

    async def _read(self, speaker: Speaker, prompt: Prompt, until: float) -> AsyncGenerator[str, None]:
        """Yield the pieces of one answer; each is awaited within the deadline, and the last says that it is the last."""
        finish, spoken = "", False
        async with self._seats:
            self._breaker.enter()
            stream = speaker.stream(_turns(prompt))
            try:
                while (said := await self._next(stream, until)) is not None:
                    finish = said.finish or finish
                    self._usage.count(said, request=not spoken)
                    spoken = True
                    if said.text:
                        yield said.text
            finally:
                self._breaker.left()
                await _closed(stream)
        self._breaker.succeeded()
        _whole(Said(text="…" if spoken else "", finish=finish))

    async def _next(self, stream: AsyncIterator[Said], until: float) -> Said | None:
        try:
            async with asyncio.timeout(until - time.monotonic()):
                said = await anext(stream, None)
        except TimeoutError:
            raise self._noted(_too_slow()) from None
        except Exception as error:  # the provider's library may raise anything; it is named, and told
            raise self._noted(named(error)) from error
        if _left_by_its_reader():
            raise asyncio.CancelledError
        return said

    def _pause(self, failure: ModelFailure, attempt: int, until: float) -> float | None:
        """Return how long to wait before asking again, None when it is no use or too late."""
        if not failure.worth_retrying or attempt >= self._limits.retries:
            return None
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
        pause = failure.wait if failure.wait is not None else random.uniform(longest / 2, longest)  # noqa: S311 - spreads, hides nothing
        return pause if pause < until - time.monotonic() else None

    def _noted(self, failure: ModelFailure) -> ModelFailure:
        if failure.outage:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        return failure

    def _told(self, failure: ModelFailure) -> ModelFailure:
        """Log why a model was of no use; never what was sent nor what it answered."""
        _LOG.warning("modèle %s : %s (%s)", self.id, failure, failure.code)
        self._usage.fail()
        return failure


def named(error: BaseException) -> ModelFailure:
    """Return the failure that is behind an error of a provider's library."""
    cause: BaseException | None = error
    for _ in range(10):
        if cause is None:
            break
        if isinstance(cause, ModelFailure):
            return cause
        cause = cause.__cause__ or cause.__context__
    return ModelGarbled(f"la réponse du service est illisible ({type(error).__name__})")


def _turns(prompt: Prompt) -> tuple[Turn, ...]:
    return Turn(who="system", text=prompt.instructions), Turn(who="user", text=prompt.matter)


def _whole(said: Said) -> Said:
    """Return an answer that ended as it should; raise otherwise."""
    if said.finish in FINISHED and said.text.strip():
        return said
    if said.finish in FINISHED or said.finish in ("tool_calls", "tool_use"):
        raise ModelGarbled("le modèle n’a rien répondu")
    if said.finish:
        raise ModelStopped(f"le modèle s’est arrêté avant la fin ({said.finish[:20]})")
    raise ModelCutShort("le service n’a pas dit que la réponse était finie")


def _too_slow() -> ModelTooSlow:
    return ModelTooSlow("le modèle n’a pas répondu dans le temps prévu")


def _left_by_its_reader() -> bool:
    """Say whether this task was cancelled, even when a library that waited with `wait_for` of Python 3.11 lost the news."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _closed(stream: AsyncIterator[Said]) -> None:
    close = getattr(stream, "aclose", None)
    if close is not None:
        await close()
