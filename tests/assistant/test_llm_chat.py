"""A model is asked within a deadline, a few times, a few at once, and only whole answers are believed."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress

import pytest
from pydantic import BaseModel

from assistant.errors import (
    ModelBusy,
    ModelCutShort,
    ModelFailure,
    ModelGarbled,
    ModelRefused,
    ModelResting,
    ModelTooSlow,
    ModelUnreachable,
)
from assistant.llm.breaker import Breaker
from assistant.llm.chat import LanguageModel, Limits
from assistant.llm.speaking import Said, Turn
from assistant.llm.usage import Used
from prompts.prompt import Prompt

PROMPT = Prompt("Répondez.", "Le texte.", "essai/v1@0")
RED = Said(text='{"couleur": "rouge"}', finish="stop", input_tokens=7, output_tokens=3)


class Colour(BaseModel):
    couleur: str


class Script:
    """Says one thing after another, the last again and again; raises what is an error."""

    def __init__(self, *answers: Said | Exception, pause: float = 0) -> None:
        self.answers = list(answers)
        self.pause = pause
        self.heard: list[Sequence[Turn]] = []
        self.now = self.most = 0
        self.closed = False

    async def say(self, turns: Sequence[Turn]) -> Said:
        self.heard.append(turns)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(self.pause)
        finally:
            self.now -= 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def stream(self, turns: Sequence[Turn]) -> AsyncIterator[Said]:
        self.heard.append(turns)
        for answer in self.answers:
            await asyncio.sleep(self.pause)
            if isinstance(answer, Exception):
                raise answer
            yield answer

    async def aclose(self) -> None:
        self.closed = True


Opened = Callable[..., LanguageModel]


@pytest.fixture
def opened() -> Iterator[Opened]:
    made: list[LanguageModel] = []

    def make(script: Script, breaker: Breaker | None = None, **limits: float) -> LanguageModel:
        model = LanguageModel(lambda: script, "essai:un", Limits.model_validate({"deadline": 5} | limits), breaker)
        made.append(model)
        return model

    yield make
    for model in made:
        model.close()


def test_forms_come_back_in_the_order_of_the_prompts_and_are_counted(opened: Opened) -> None:
    model = opened(Script(RED))
    answers = model.ask([PROMPT] * 3, Colour)
    assert [a.couleur for a in answers if isinstance(a, Colour)] == ["rouge"] * 3
    assert model.used == Used(requests=3, input_tokens=21, output_tokens=9)


def test_a_wrong_form_is_asked_for_once_more_with_what_is_wrong(opened: Opened) -> None:
    script = Script(Said(text='{"teinte": 1}', finish="stop"), RED)
    (answer,) = opened(script).ask([PROMPT], Colour)
    assert answer == Colour(couleur="rouge")
    first, second = script.heard
    assert [t.who for t in second] == ["system", "user", "assistant", "user"]
    assert second[:2] == first
    assert "couleur" in second[3].text


def test_a_form_that_stays_wrong_is_given_up_after_one_repair(opened: Opened) -> None:
    script = Script(Said(text="non", finish="stop"))
    (answer,) = opened(script).ask([PROMPT], Colour)
    assert isinstance(answer, ModelGarbled)
    assert len(script.heard) == 2


@pytest.mark.parametrize("finish", ["", "length", "max_tokens", "content_filter"])
def test_an_answer_that_did_not_end_is_not_believed_even_when_its_form_is_whole(finish: str, opened: Opened) -> None:
    (answer,) = opened(Script(RED.model_copy(update={"finish": finish})), retries=0).ask([PROMPT], Colour)
    assert isinstance(answer, ModelCutShort)


@pytest.mark.parametrize(("finish", "asked"), [("length", 1), ("content_filter", 1), ("", 3)])
def test_an_answer_that_the_service_stopped_is_not_asked_for_again_and_one_that_was_lost_is(
    finish: str, asked: int, opened: Opened
) -> None:
    script = Script(RED.model_copy(update={"finish": finish}))
    opened(script, retries=2).ask([PROMPT], Colour)
    assert len(script.heard) == asked
    streamed = Script(_piece("", finish))
    with pytest.raises(ModelCutShort):
        list(opened(streamed, retries=2).stream(PROMPT))
    assert len(streamed.heard) == asked


def test_a_service_in_trouble_is_asked_again_as_often_as_allowed(opened: Opened) -> None:
    script = Script(ModelUnreachable("x"), ModelBusy("x", wait=0), RED)
    assert opened(script, retries=2).ask([PROMPT], Colour) == [Colour(couleur="rouge")]
    script = Script(ModelBusy("x", wait=0))
    (answer,) = opened(script, retries=2).ask([PROMPT], Colour)
    assert isinstance(answer, ModelBusy)
    assert len(script.heard) == 3


def test_a_wait_that_the_service_asks_for_is_respected_when_there_is_time_and_given_up_when_not(opened: Opened) -> None:
    script = Script(ModelBusy("x", wait=0.3), RED)
    started = time.monotonic()
    assert opened(script).ask([PROMPT], Colour) == [Colour(couleur="rouge")]
    assert time.monotonic() - started >= 0.3
    script = Script(ModelBusy("x", wait=3600), RED)
    started = time.monotonic()
    (answer,) = opened(script).ask([PROMPT], Colour)
    assert isinstance(answer, ModelBusy)
    assert time.monotonic() - started < 1


def test_a_refusal_is_not_asked_again(opened: Opened) -> None:
    script = Script(ModelRefused("x"), RED)
    (answer,) = opened(script).ask([PROMPT], Colour)
    assert isinstance(answer, ModelRefused)
    assert len(script.heard) == 1


def test_the_deadline_is_for_everything_asked_together(opened: Opened) -> None:
    script = Script(RED, pause=0.4)
    started = time.monotonic()
    answers = opened(script, deadline=0.6, concurrency=1).ask([PROMPT] * 5, Colour)
    assert time.monotonic() - started < 1.2
    assert [type(a) for a in answers] == [Colour] + [ModelTooSlow] * 4


def test_no_more_requests_are_in_flight_than_allowed(opened: Opened) -> None:
    script = Script(RED, pause=0.05)
    opened(script, concurrency=3).ask([PROMPT] * 10, Colour)
    assert script.most == 3


def test_a_speaker_that_ignores_being_told_to_stop_is_left_behind(opened: Opened) -> None:
    class Deaf(Script):
        async def say(self, turns: Sequence[Turn]) -> Said:
            self.heard.append(turns)
            for _ in range(15):
                try:
                    await asyncio.sleep(0.1)
                except asyncio.CancelledError:
                    continue
            return RED

    started = time.monotonic()
    (answer,) = opened(Deaf(RED), deadline=0.2).ask([PROMPT], Colour)
    assert isinstance(answer, ModelTooSlow)
    assert time.monotonic() - started < 1.3


def test_whatever_a_library_raises_is_a_failure_with_a_cause(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    (answer,) = opened(Script(KeyError("mots du brouillon"))).ask([PROMPT], Colour)
    assert isinstance(answer, ModelGarbled)
    assert "KeyError" in str(answer)
    assert "modele_illisible" in caplog.text
    assert "brouillon" not in caplog.text


def test_after_five_outages_the_service_is_not_asked_until_it_rested(opened: Opened) -> None:
    clock = [0.0]
    script = Script(ModelUnreachable("x"))
    model = opened(script, Breaker(clock=lambda: clock[0]), retries=0, concurrency=1)
    answers = model.ask([PROMPT] * 8, Colour)
    assert [type(a) for a in answers] == [ModelUnreachable] * 5 + [ModelResting] * 3
    assert len(script.heard) == 5
    clock[0], script.answers = 30.0, [RED]
    assert model.ask([PROMPT], Colour) == [Colour(couleur="rouge")]


def _piece(text: str, finish: str = "") -> Said:
    return Said(text=text, finish=finish)


def test_a_text_comes_in_pieces_and_ends_when_the_service_says_so(opened: Opened) -> None:
    model = opened(Script(_piece("Bon"), _piece("jour."), _piece("", "stop")))
    assert list(model.stream(PROMPT)) == ["Bon", "jour."]
    assert model.used.requests == 1


@pytest.mark.parametrize(
    ("pieces", "failure"),
    [
        ([_piece("Bon")], ModelCutShort),
        ([_piece("Bon"), _piece("", "length")], ModelCutShort),
        ([_piece("Bon"), ModelCutShort("x")], ModelCutShort),
        ([_piece("Bon"), ValueError("x")], ModelGarbled),
        ([], ModelCutShort),
    ],
)
def test_a_text_that_did_not_end_says_so_and_is_not_begun_again(
    pieces: list[Said | Exception], failure: type[ModelFailure], opened: Opened
) -> None:
    script = Script(*pieces)
    got = []
    with pytest.raises(failure):
        for piece in opened(script, retries=0).stream(PROMPT):
            got.append(piece)  # noqa: PERF402 - what came before the failure is looked at
    assert got == ["Bon"] * bool(pieces)
    assert len(script.heard) == 1


def test_whoever_stops_reading_stops_the_request(opened: Opened) -> None:
    script = Script(*[_piece("a")] * 1000, pause=0.01)
    model = opened(script, concurrency=1)
    stream = model.stream(PROMPT)
    next(stream)
    stream.close()  # type: ignore[attr-defined]  # the protocol promises an iterator, this one is a generator
    script.answers, script.pause = [RED], 0
    assert model.ask([PROMPT], Colour) == [Colour(couleur="rouge")]


class Deaf(Script):
    """Loses the news of a cancellation, as a library does that waits with `wait_for` of Python 3.11."""

    text = "a"

    async def stream(self, turns: Sequence[Turn]) -> AsyncIterator[Said]:
        self.heard.append(turns)
        try:
            while True:
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(0.02)
                yield _piece(self.text)
        finally:
            self.closed = True


@pytest.mark.parametrize("text", ["a", ""])
def test_whoever_stops_reading_stops_the_request_even_when_a_library_loses_the_news(text: str, opened: Opened) -> None:
    script = Deaf()
    stream = opened(script).stream(PROMPT)
    next(stream)
    script.text = text
    stream.close()  # type: ignore[attr-defined]  # the protocol promises an iterator, this one is a generator
    end = time.monotonic() + 3
    while not script.closed:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_slow_text_is_told_at_the_deadline(opened: Opened) -> None:
    script = Script(*[_piece("a")] * 1000, pause=0.05)
    started = time.monotonic()
    with pytest.raises(ModelTooSlow):
        list(opened(script, deadline=0.4).stream(PROMPT))
    assert time.monotonic() - started < 1.4


def test_closing_closes_the_connections_and_may_be_done_twice(opened: Opened) -> None:
    script = Script(RED)
    model = opened(script)
    model.ask([PROMPT], Colour)
    model.close()
    assert script.closed
    model.close()


def test_nothing_is_made_ready_before_it_is_needed() -> None:
    def refuse() -> Script:
        raise AssertionError

    speaker: Callable[[], Script] = refuse
    model = LanguageModel(speaker, "essai:un", Limits())
    assert model.room > 10_000
    model.close()
