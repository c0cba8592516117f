"""Stability of models at other temperatures; rules draw nothing and are not asked."""

from collections.abc import Callable, Sequence

import pytest
from benches import bench_of, passage, short_base, told
from quick_assessors import Quiet

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Assessment, Niveau
from assistant.protocols import AssessmentRequest, Assessor
from assistant.settings import ModelSettings, Settings
from evaluations.harness import subject as subjects
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.subject import Subject, Tempered, factory_of
from evaluations.properties.stability import Warmer

BASE = short_base([passage("B1-C1-I1", "shows", "Le 12 mai, j’ai comparé trois offres.")])


def reader(*unsteady: str) -> Callable[[Asked], Reading]:
    """Read two critères as `partiel`, and these as `demontre` at any temperature."""

    def read(asked: Asked) -> Reading:
        def niveau(critere: str) -> Niveau:
            return Niveau.DEMONTRE if asked.temperature is not None and critere in unsteady else Niveau.PARTIEL

        return Reading(text=asked.text, criteres=tuple(told(c, niveau(c)) for c in ("B1-C1", "B1-C2")))

    return read


def test_each_critere_that_another_temperature_moves_is_a_case_against_a_model(assistant: Assistant) -> None:
    bench = bench_of(assistant, reader("B1-C2"), sort="model", tempered=True)
    first, second = Warmer().observe(BASE, bench)
    assert (first.outcome, second.outcome) == ("held", "broken")
    assert second.id.endswith("/B1-C2")
    assert [(c.critere, c.after) for c in second.changes] == [("B1-C2", Niveau.DEMONTRE)]


def test_both_temperatures_come_up_over_some_drafts(assistant: Assistant) -> None:
    bench = bench_of(assistant, reader(), sort="model", tempered=True)
    drafts = [short_base([passage("B1-C1-I1", "shows", "a")], identity=f"court-B1-{n:03d}") for n in range(20)]
    changes = {case.change for draft in drafts for case in Warmer().observe(draft, bench)}
    assert changes == {"temperature-0.3", "temperature-0.7"}


def test_rules_have_no_case_and_a_model_without_a_temperature_says_so(assistant: Assistant) -> None:
    assert list(Warmer().observe(BASE, bench_of(assistant, reader()))) == []
    [case] = Warmer().observe(BASE, bench_of(assistant, reader(), sort="model"))
    assert case.outcome == "not_applicable"


class Thermometer(Quiet):
    """Finds nothing, and is as sure of it as it is warm."""

    def __init__(self, temperature: float = 0.0) -> None:
        self._temperature = temperature

    def at(self, temperature: float) -> Assessor:
        """Return one that is that warm."""
        return Thermometer(temperature)

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return empty judgements."""
        return [a.model_copy(update={"confidence": self._temperature}) for a in super().assess(requests)]


def test_a_reading_at_another_temperature_is_made_by_the_assessor_at_it_and_the_next_one_is_not() -> None:
    subject = Subject(Thermometer())
    text = "Le 12 mai 2026, j’ai comparé trois offres avec la directrice. " * 20
    warmth = [
        {c.confidence for c in subject.read(Asked(bloc="B1", text=text, temperature=t)).criteres} for t in (None, 0.3, None, 0.7)
    ]
    assert subject.tempered
    assert warmth == [{0.0}, {0.3}, {0.0}, {0.7}]
    assert not Subject().tempered


def opened(temperature: float | None, monkeypatch: pytest.MonkeyPatch) -> Assessor:
    settings = Settings(model=ModelSettings(provider="ollama", name="petit", temperature=temperature))
    monkeypatch.setattr(subjects, "load_settings", lambda: settings)
    made = factory_of("model", {})
    assert made is not None
    return made()


def test_a_model_is_opened_at_another_temperature(monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(0.0, monkeypatch)
    assert isinstance(model, Tempered)
    assert "température" not in model.id
    assert "température 0.7" in model.at(0.7).id


def test_a_model_that_takes_no_temperature_is_asked_at_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Subject(opened(None, monkeypatch)).tempered
