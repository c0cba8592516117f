"""A real server of models, as an operator would run one, with models made here: the protocol, and no garbage for a candidate."""

import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from assistants import RANKS, gold_text, niveaux
from drafts import draft_from_markdown
from pydantic import BaseModel
from real_model_server import LACKING, MISSING, RealServer, made, pieces, serving_models
from starlette.testclient import TestClient

from assistant.assessment.composing import WITHOUT_MODEL
from assistant.bootstrap import Assistant, build_assistant, open_assessor
from assistant.domain.draft import Draft
from assistant.domain.feedback import Evidence, FeedbackReport, Niveau
from assistant.errors import ModelCutShort, ModelFailure, ModelStopped, ModelUnreachable
from assistant.llm.chat import LanguageModel
from assistant.llm.service import open_model
from assistant.llm.usage import Used
from assistant.settings import load_settings
from prompts.prompt import Prompt
from web.app import create_app
from web.cli import run
from web.dependencies import labels_for
from web.rendering.document import render_json
from web.rendering.html import render_html
from web.rendering.markdown import render_markdown

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(LACKING) and "CI" not in os.environ, reason=MISSING),
]
NOISE, SCRAPS, INVENTED, LOWERING, FORM, ENDLESS = "bruit", "bribes", "inventions", "baisse", "formulaire", "intarissable"
CHOOSING = "choix"
CHOICE = {"source": "B1-C1", "elements": ["B1-C1-I4"]}
COLOUR = '{"couleur": "rouge cerise"}'
CANARY = "Félicitations zorbliques du jury, à l’unanimité"
DRAFT_LETTERS = 4_000
LONGEST = 64
PROMPT = Prompt("Répondez en JSON.", "Le texte : un été à Brive, « déjà ».", "essai/v1@0")


class Colour(BaseModel):
    couleur: str


def _verdict(codes: Sequence[str], etat: str, quote: str) -> str:
    constats: list[dict[str, object]] = [{"indicateur": code, "etat": etat} for code in codes]
    if quote:
        constats[0]["extraits"] = [{"phrase": "S1", "citation": quote}]
    return json.dumps({"constats": constats}, ensure_ascii=False)


def _best(report: FeedbackReport) -> str:
    """Return the critère that a reading finds best shown."""
    return max(report.assessments, key=lambda a: RANKS[a.niveau] if a.niveau else 0).critere


@pytest.fixture(scope="module")
def models(assistant: Assistant, plain: FeedbackReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models that say noise, scraps of French, a form of invented quotes, a form that finds nothing, and more than is read."""
    best = _best(plain)
    codes = [i.code for c in assistant.knowledge.grille("B1").criteres if c.code == best for i in c.indicateurs]
    said = {
        NOISE: None,
        SCRAPS: f"{CANARY}. Le critère est démontré : {{acquis}}.",
        INVENTED: _verdict(codes, "atteste", CANARY),
        LOWERING: _verdict(codes, "absent", ""),
        FORM: COLOUR,
        CHOOSING: json.dumps(CHOICE),
        ENDLESS: COLOUR + "".join(f" puis {n}," for n in range(1_000, 1_100)),
    }
    return made(tmp_path_factory.mktemp("modeles"), said)


@pytest.fixture(scope="module")
def server(models: Path) -> Iterator[RealServer]:
    with serving_models(models) as started:
        yield started


class Plugged:
    """The product, its settings naming a model of a server."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, models: Path, folder: Path) -> None:
        self._monkeypatch = monkeypatch
        self._models = models
        self._set("DATA_DIR", folder)
        self._set("INDEX", "exact")
        self._opened: list[LanguageModel] = []

    def to(self, server: RealServer, model: str, **settings: object) -> None:
        """Set what an operator sets."""
        given = {
            "provider": "openai",
            "name": self._models / model,
            "base_url": server.base_url,
            "context_tokens": 3072,
            "max_output_tokens": 512,
        }
        for name, value in (given | settings).items():
            self._set(f"MODEL__{name.upper()}", value)

    def door(self) -> LanguageModel:
        """Return the model that the settings name."""
        chosen = load_settings().model
        assert chosen is not None
        self._opened.append(open_model(chosen))
        return self._opened[-1]

    def assistant(self) -> Assistant:
        """Return an assistant that reads with the model that the settings name."""
        settings = load_settings()
        return build_assistant(settings, open_assessor("model", settings))

    def close(self) -> None:
        for model in self._opened:
            model.close()

    def _set(self, name: str, value: object) -> None:
        self._monkeypatch.setenv(f"JURY_BLANC_{name}", str(value))


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch, models: Path, tmp_path: Path) -> Iterator[Plugged]:
    product = Plugged(monkeypatch, models, tmp_path)
    yield product
    product.close()


def _draft(dossier: str = "B1-04") -> Draft:
    return draft_from_markdown(gold_text(dossier)[:DRAFT_LETTERS])


@pytest.fixture(scope="module")
def plain(assistant: Assistant) -> FeedbackReport:
    """What is read without a model."""
    return assistant.review(_draft(), "B1")


def _but_for_the_mark(report: FeedbackReport) -> list[dict[str, object]]:
    """Return what a reading says, less the sentence that says that a model was of no use."""
    mark = re.compile(f" {WITHOUT_MODEL}\u00a0: [^.]*\\.$")
    return [a.model_dump() | {"explanation": mark.sub("", a.explanation)} for a in report.assessments]


def _quotes(report: FeedbackReport) -> list[Evidence]:
    return [e for a in report.assessments for e in (*a.evidence, *(q for i in a.indicateurs for q in i.evidence))]


def _shown(assistant: Assistant, report: FeedbackReport, draft: Draft) -> str:
    labels = labels_for(assistant, report)
    return render_json(report) + render_html(report, draft, labels) + render_markdown(report, labels, draft)


def test_a_whole_answer_of_the_server_is_read_and_its_tokens_are_counted(
    server: RealServer, plugged: Plugged, models: Path
) -> None:
    plugged.to(server, FORM)
    door = plugged.door()
    assert door.ask([PROMPT], Colour) == [Colour(couleur="rouge cerise")]
    asked = door.used
    assert asked == Used(requests=1, input_tokens=asked.input_tokens, output_tokens=pieces(models / FORM) + 1)
    assert asked.input_tokens > len(PROMPT.matter.split())
    told = list(door.stream(PROMPT))
    assert "".join(told) == COLOUR
    assert len(told) > 1
    assert door.used == Used(requests=2, input_tokens=2 * asked.input_tokens, output_tokens=2 * asked.output_tokens)


def test_an_answer_that_reaches_its_longest_is_a_failure_even_when_it_begins_with_a_whole_form(
    server: RealServer, plugged: Plugged
) -> None:
    plugged.to(server, ENDLESS, max_output_tokens=LONGEST)
    door = plugged.door()
    (answer,) = door.ask([PROMPT], Colour)
    assert isinstance(answer, ModelStopped)
    assert "length" in str(answer)
    assert (door.used.requests, door.used.output_tokens) == (1, LONGEST)
    with pytest.raises(ModelStopped):
        list(door.stream(PROMPT))
    assert (door.used.requests, door.used.output_tokens) == (2, 2 * LONGEST)


def test_whoever_stops_reading_stops_the_server_too(server: RealServer, plugged: Plugged) -> None:
    plugged.to(server, NOISE, max_output_tokens=12_000, context_tokens=16_384)
    text = plugged.door().stream(PROMPT)
    assert next(text)
    text.close()  # type: ignore[attr-defined]  # the protocol promises an iterator, this one is a generator
    plugged.to(server, NOISE, deadline=20, max_output_tokens=LONGEST)
    (answer,) = plugged.door().ask([PROMPT], Colour)
    assert isinstance(answer, ModelStopped)  # in time: the same model, which answers one at a time, was free


def test_a_model_that_the_server_does_not_have_is_a_failure_with_a_cause(server: RealServer, plugged: Plugged) -> None:
    plugged.to(server, "absent", retries=0)
    door = plugged.door()
    (answer,) = door.ask([PROMPT], Colour)
    assert isinstance(answer, ModelFailure)
    assert re.search(r"code 4\d\d|code 500", str(answer))


@pytest.mark.parametrize("model", [NOISE, SCRAPS, INVENTED])
def test_garbage_leaves_the_reading_that_would_be_made_without_a_model(
    model: str, server: RealServer, plugged: Plugged, plain: FeedbackReport
) -> None:
    plugged.to(server, model, max_output_tokens=LONGEST if model == NOISE else 512)
    product, draft = plugged.assistant(), _draft()
    began = time.monotonic()
    report = product.review(draft, "B1")
    assert time.monotonic() - began < 121
    assert _but_for_the_mark(report) == _but_for_the_mark(plain)
    marked = [a.critere for a in report.assessments if WITHOUT_MODEL in a.explanation]
    assert marked == ([] if model == INVENTED else [a.critere for a in report.assessments])
    assert report.provenance.model is not None
    assert report.provenance.model.endswith(model)
    assert _quotes(report)
    assert all(e.grounded_in(draft.text) for e in _quotes(report))
    shown = _shown(product, report, draft)
    assert not [word for word in ("zorblique", "unanimité", "\ufffd", "{acquis}") if word in shown]


def test_what_the_model_says_does_reach_the_reading_when_it_may(
    server: RealServer, plugged: Plugged, plain: FeedbackReport
) -> None:
    plugged.to(server, LOWERING)
    report = plugged.assistant().review(_draft(), "B1")
    best = _best(plain)
    assert niveaux(plain)[best] is not Niveau.ABSENT
    assert niveaux(report) == {**niveaux(plain), best: Niveau.ABSENT}
    assert [a.critere for a in report.assessments if "Lu sans modèle, ce critère serait" in a.explanation] == [best]


def test_the_command_shows_nothing_of_the_garbage(
    server: RealServer, plugged: Plugged, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plugged.to(server, SCRAPS)
    draft = tmp_path / "brouillon.md"
    draft.write_text(gold_text("B1-04")[:DRAFT_LETTERS], encoding="utf-8")
    before = server.received
    assert run(["review", str(draft), "--bloc", "B1", "--critere", "B1-C1", "--assessor", "model", "--format", "html"]) == 0
    shown, told = capsys.readouterr()
    assert server.received == before + 2
    assert WITHOUT_MODEL in shown.replace("\u202f", "\u00a0")
    assert "zorblique" not in shown + told
    assert "unanimité" not in shown + told


def test_questions_are_answered_without_the_model_and_say_so(
    server: RealServer, plugged: Plugged, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Qu’est-ce que le jury attend au critère B1-C1 ?"
    plugged.to(server, SCRAPS)
    before = server.received
    assert run(["ask", question]) == 0
    asked = capsys.readouterr().out
    assert "sans modèle de langue" in asked
    with TestClient(create_app(plugged.assistant())) as service:
        streamed = service.post("/api/v1/chat", json={"message": question}).text
        page = service.post("/api/v1/reviews", json={"text": gold_text("B1-04")[:DRAFT_LETTERS], "bloc": "B1"}).text
    done = json.loads(re.findall(r"^data: (.*)$", streamed, re.MULTILINE)[-1])
    assert done["answer"] == assistant.answer(question).answer
    assert '"mode":"embedded"' in streamed.replace(" ", "")
    assert server.received > before
    assert WITHOUT_MODEL in page
    assert not [word for word in ("zorblique", "unanimité") if word in asked + streamed + page]


@pytest.mark.parametrize("model", [NOISE, SCRAPS, INVENTED])
def test_garbage_leaves_the_answer_that_would_be_given_without_a_model_and_says_why(
    model: str, server: RealServer, plugged: Plugged, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Qu’est-ce que le jury attend au critère B1-C1 ?"
    plugged.to(server, model, answer_seconds=60, max_output_tokens=LONGEST if model == NOISE else 512)
    before = server.received
    assert run(["ask", question, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert server.received > before
    assert answer["answer"] == assistant.answer(question).answer
    assert answer["mode"] == "embedded"
    assert re.search(r"sans modèle de langue \([^)]{20,}\)", answer["notice"])


def test_what_the_model_chooses_does_reach_the_person(
    server: RealServer, plugged: Plugged, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Qu’est-ce que le jury attend au critère B1-C1 ?"
    plugged.to(server, CHOOSING, answer_seconds=60)
    assert run(["ask", question, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    plain = assistant.answer(question)
    (label,) = (i.label for g in assistant.knowledge.grilles for c in g.criteres for i in c.indicateurs if i.code == "B1-C1-I4")
    (line,) = re.findall(r"^– (.*)$", answer["answer"], re.MULTILINE)
    assert line.startswith(label)
    assert answer["mode"] == "model"
    assert answer["citations"] == [c.model_dump(mode="json") for c in plain.citations]


def test_readings_made_at_the_same_time_are_each_their_own(server: RealServer, plugged: Plugged, assistant: Assistant) -> None:
    plugged.to(server, INVENTED)
    product = plugged.assistant()
    drafts = [_draft(dossier) for dossier in ("B1-04", "B1-05", "B1-06")]
    with ThreadPoolExecutor(len(drafts)) as pool:
        reports = list(pool.map(lambda draft: product.review(draft, "B1"), drafts))
    for draft, report in zip(drafts, reports, strict=True):
        assert _but_for_the_mark(report) == _but_for_the_mark(assistant.review(draft, "B1"))
        assert WITHOUT_MODEL not in report.model_dump_json()


def test_a_server_too_slow_then_killed_takes_no_reading_with_it(
    plugged: Plugged, assistant: Assistant, plain: FeedbackReport, tmp_path: Path
) -> None:
    began = time.monotonic()
    assistant.review(_draft(), "B1")
    own = time.monotonic() - began
    with serving_models(tmp_path) as server, ThreadPoolExecutor(1) as pool:
        plugged.to(server, NOISE, max_output_tokens=8_000, context_tokens=16_384)
        text = plugged.door().stream(PROMPT)
        assert next(text)
        late, seconds = _read_within(plugged, server, 3)
        assert seconds < 3 + 1 + 5 * own
        plugged.to(server, NOISE, deadline=100, max_output_tokens=2_000)
        product, before = plugged.assistant(), server.received
        reading = pool.submit(product.review, _draft(), "B1")
        server.until_received(before + 1)
        server.kill()
        began = time.monotonic()
        cut = reading.result(60)
        assert time.monotonic() - began < 20
        with pytest.raises((ModelCutShort, ModelUnreachable)):
            list(text)
        gone = product.review(_draft(), "B1")
    expected = {"dans le temps prévu": late, "ne répond pas|coupée|plus sollicité": cut, "ne répond pas|plus sollicité": gone}
    for causes, report in expected.items():
        assert _but_for_the_mark(report) == _but_for_the_mark(plain)
        assert all(re.search(f"{WITHOUT_MODEL}\u00a0: .*({causes})", a.explanation) for a in report.assessments)


def _read_within(plugged: Plugged, server: RealServer, deadline: int) -> tuple[FeedbackReport, float]:
    """Return a reading and how long it took once all was loaded."""
    plugged.to(server, NOISE, deadline=deadline, max_output_tokens=2_000)
    product = plugged.assistant()
    product.review(draft_from_markdown("Trop court pour que rien soit demandé."), "B1")
    began = time.monotonic()
    report = product.review(_draft(), "B1")
    return report, time.monotonic() - began
