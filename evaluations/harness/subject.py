"""The assessor under test, inside the product's own pipeline."""

import hashlib
import json
import os
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, runtime_checkable

from assistant.assessment.embedded import EmbeddedAssessor
from assistant.bootstrap import ASSESSORS, build_assistant, open_assessor
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, FeedbackReport
from assistant.errors import InputError, JuryBlancError
from assistant.protocols import AssessmentRequest, Assessor, PassageMatcher
from assistant.settings import Settings, load_settings
from evaluations.harness.readings import Asked, CritereReading, Reading, critere_reading
from ingestion.anonymise import Pseudonymiser
from ingestion.readers import read_draft, read_text

Factory = Callable[[], Assessor]
Opener = Callable[[Asked], Draft]


def opened(asked: Asked) -> Draft:
    """Return the draft that is to be read; raise `InputError` for one that cannot be."""
    return read_draft(asked.file, asked.name) if asked.file else read_text(asked.text, asked.name)


@runtime_checkable
class Tempered(Protocol):
    """An assessor that can be had at another temperature."""

    def at(self, temperature: float) -> Assessor:
        """Return the same assessor, drawing its answers that freely."""


class Warmed:
    """The model, or the panel, that the settings name, at their temperature or at another."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._name, self._settings = name, settings
        self._assessor = _opened(name, settings)

    @property
    def id(self) -> str:
        """Return the identity of the assessor."""
        return self._assessor.id

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return what the assessor says."""
        return self._assessor.assess(requests)

    def at(self, temperature: float) -> Assessor:
        """Return the same assessor at another temperature."""
        model = self._settings.model
        changed = model and model.model_copy(update={"temperature": temperature})
        return _opened(self._name, self._settings.model_copy(update={"model": changed}))


class Overheard:
    """An assessor whose words are kept as it said them, before the product takes out what it cannot verify."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor
        self._at = lru_cache(assessor.at) if isinstance(assessor, Tempered) else None
        self.said: list[Assessment] = []
        self.temperature: float | None = None
        self.order = 0
        """Another number asks in another order; what is returned is in the order of the requests."""

    @property
    def id(self) -> str:
        """Return the assessor's own identity."""
        return self._assessor.id

    @property
    def tempered(self) -> bool:
        """Tell whether the assessor takes a temperature."""
        return self._at is not None

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return what the assessor says."""
        assessor = self._assessor if self.temperature is None or self._at is None else self._at(self.temperature)
        if not self.order:
            self.said = assessor.assess(requests)
            return self.said
        rng = random.Random(self.order)  # noqa: S311 - reproducible, not secret
        places = rng.sample(range(len(requests)), len(requests))
        said = assessor.assess([_reordered(requests[n], rng) for n in places])
        self.said = [a for _, a in sorted(zip(places, said, strict=True), key=lambda pair: pair[0])]
        return self.said


class Subject:
    """Reads drafts with one assessor; the same for every property."""

    def __init__(self, assessor: Assessor | None = None, opener: Opener = opened) -> None:
        self._heard = Overheard(assessor or EmbeddedAssessor())
        self._open = opener
        self.assistant = build_assistant(assessor=self._heard, exemplars=False)

    @property
    def assessor(self) -> Assessor:
        """Return the assessor under test."""
        return self._heard

    @property
    def tempered(self) -> bool:
        """Tell whether another temperature can be asked for."""
        return self._heard.tempered

    @property
    def matcher(self) -> PassageMatcher:
        """Return what chooses the passages that the assessor reads."""
        return self.assistant.matcher

    @cached_property
    def identity(self) -> str:
        """Return a hash that changes whenever a reading could: assessor, code, knowledge and settings that act on it."""
        knowledge = self.assistant.knowledge
        parts = [
            self._heard.id,
            fingerprint("assistant", "ingestion", "prompts"),
            knowledge.referentiel.identity(),
            knowledge.version,
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def read(self, asked: Asked) -> Reading:
        """Return the reading; a refused draft is a reading that says so."""
        self._heard.said, self._heard.order, self._heard.temperature = [], asked.reordered, asked.temperature
        try:
            draft = self._open(asked)
        except InputError as refusal:
            return Reading(text="", refused=str(refusal))
        try:
            return self._report(draft, asked) if asked.whole else self._judgement(draft, asked)
        except JuryBlancError as refusal:
            return Reading(text=draft.text, refused=str(refusal))

    def _judgement(self, draft: Draft, asked: Asked) -> Reading:
        shown = self.assistant.assess(draft, asked.bloc, asked.scope, asked.critere)
        return Reading(
            text=draft.text, criteres=self._kept(shown), findings=draft.notices, document=_digest([a.model_dump() for a in shown])
        )

    def _report(self, draft: Draft, asked: Asked) -> Reading:
        report = self.assistant.review(draft, asked.bloc, asked.scope, asked.critere)
        return Reading(
            text=draft.text,
            criteres=self._kept(report.assessments),
            findings=findings(report),
            notice=report.notice,
            document=_digest(report.model_dump()),
        )

    def _kept(self, shown: Sequence[Assessment]) -> tuple[CritereReading, ...]:
        said = {a.critere: a for a in self._heard.said}
        return tuple(critere_reading(said.get(a.critere, a), a) for a in shown)


def findings(report: FeedbackReport) -> tuple[object, ...]:
    """Return every finding of a report, in its order."""
    return (*report.formal, *report.genre, *report.arithmetic, *report.outdated, *report.warnings)


def factory_of(name: str, known: Mapping[str, Factory]) -> Factory | None:
    """Return how to make the assessor of that name: a known one, or `module:attribute`; None for the embedded one.

    Raises `InputError` when there is no such assessor.
    """
    if name == "embedded":
        return None
    if name in ASSESSORS:
        return lambda: _configured(name, load_settings())
    if name in known:
        return known[name]
    module, _, attribute = name.partition(":")
    if attribute:
        try:
            found: Factory = getattr(import_module(module), attribute)
        except (ImportError, AttributeError):
            pass
        else:
            return found
    raise InputError(
        f"Aucun lecteur ne s’appelle «\u00a0{name}\u00a0».",
        hint=f"Choisissez {', '.join((*ASSESSORS, *sorted(known)))}" + ", ou «\u00a0module:fabrique\u00a0».",
    )


def _configured(name: str, settings: Settings) -> Assessor:
    takes_it = settings.model is not None and settings.model.temperature is not None
    return Warmed(name, settings) if takes_it else _opened(name, settings)


def _opened(name: str, settings: Settings) -> Assessor:
    return open_assessor(name, settings, masker=Pseudonymiser(), measured=True)


def fingerprint(*rooms: str) -> str:
    """Return a hash of every file of these rooms."""
    digest = hashlib.sha256()
    for room in rooms:
        root = Path(os.fspath(import_module(room).__path__[0]))
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(f"{room}/{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _reordered(request: AssessmentRequest, rng: random.Random) -> AssessmentRequest:
    indicateurs = request.critere.indicateurs
    critere = request.critere.model_copy(update={"indicateurs": tuple(rng.sample(indicateurs, len(indicateurs)))})
    return request.model_copy(update={"critere": critere})


def _digest(document: object) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
