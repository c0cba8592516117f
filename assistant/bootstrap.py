"""The composition root: the only place that knows which parts are plugged together."""

import importlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.answer_question import Answerer
from assistant.assessment.embedded import EmbeddedAssessor
from assistant.assessment.judge import ModelAssessor
from assistant.assessment.panel import PanelAssessor
from assistant.coaching.choosing import Chooser
from assistant.coaching.reading import Reading
from assistant.compare_versions import compare_versions
from assistant.domain.comparison import Comparison
from assistant.domain.conversation import Answer, Conversation, SearchResults
from assistant.domain.doors import Client, Site
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, FeedbackReport
from assistant.domain.interview import InterviewKind, InterviewPlan, InterviewWish, JuryStyle
from assistant.domain.knowledge import Knowledge
from assistant.domain.referentiel import Referentiel
from assistant.domain.session import Debrief, Session
from assistant.domain.workspace import KeptVersion
from assistant.errors import InputError, KnowledgeInvalid, ModelMisconfigured
from assistant.hold_interview import debrief
from assistant.knowledge.loader import load_knowledge
from assistant.knowledge.shipped import shipped_exemplars, shipped_id
from assistant.llm.chat import LanguageModel
from assistant.llm.secret import install_secret
from assistant.llm.service import open_model
from assistant.plan_interview import plan_interview
from assistant.protocols import Assessor, Embedder, Masker, TakesExamples
from assistant.retrieval.asked import load_asked
from assistant.retrieval.bloc_guess import BlocGuesser
from assistant.retrieval.corpus import corpus
from assistant.retrieval.embedders import StaticEmbedder
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.index import build_store, open_index
from assistant.retrieval.matching import HybridMatcher
from assistant.retrieval.shelves import Shelves, Sources
from assistant.retrieval.showcase import Showcase
from assistant.retrieval.static import StaticVectors, load_static
from assistant.retrieval.word_runs import load_word_runs
from assistant.review_draft import Progress, Reviewer, Scope, wordings
from assistant.settings import DERIVED_FOLDER, LIBRARY_FILE, ModelSettings, Settings, load_settings
from assistant.version import product_version

if TYPE_CHECKING:
    from assistant.store.accounts import AccountStore
    from assistant.store.database import Database
    from assistant.store.doors import DoorStore
    from assistant.store.drafts import DraftStore
    from assistant.store.exemplars import ExemplarStore


class Assistant:
    """Everything the product can do; each part is made ready when first used."""

    def __init__(
        self,
        knowledge: Knowledge,
        settings: Settings,
        assessor: Assessor | None = None,
        *,
        exemplars: bool = True,
        chooser: Chooser | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.chooser = chooser
        self.settings = settings
        self.assessor: Assessor = assessor or EmbeddedAssessor()
        self._shows_exemplars = exemplars
        if exemplars and isinstance(self.assessor, TakesExamples):
            self.assessor.take(lambda request: self.showcase.examples(request))

    @cached_property
    def _static(self) -> StaticVectors:
        return load_static()

    @cached_property
    def _search(self) -> HybridSearch:
        return HybridSearch(corpus(self.knowledge), self._static, load_asked())

    @cached_property
    def matcher(self) -> HybridMatcher:
        """Return what chooses the passages that the assessor reads."""
        return HybridMatcher([c for g in self.knowledge.grilles for c in g.criteres], self._static, load_word_runs())

    @cached_property
    def _reviewer(self) -> Reviewer:
        return Reviewer(
            knowledge=self.knowledge,
            matcher=self.matcher,
            guesser=BlocGuesser(self.knowledge, self.matcher),
            assessor=self.assessor,
            version=product_version(),
            index=self._search.id,
            exemplars=self.showcase if self._shows_exemplars else None,
        )

    def review(
        self,
        draft: Draft,
        bloc: str = "auto",
        scope: Scope = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        """Return the reading of a draft against a bloc, or against the probable one; `progress` is told each step."""
        return self._reviewer.review(draft, bloc, scope, critere, progress)

    def assess(self, draft: Draft, bloc: str, scope: Scope = "draft", critere: str | None = None) -> list[Assessment]:
        """Return the judgement of a bloc's critères alone, several times faster than a whole reading."""
        return self._reviewer.assess(draft, bloc, scope, critere)

    def compare(self, before: KeptVersion, after: KeptVersion) -> Comparison:
        """Return what changed between two versions of a draft; raise `InputError` when they answer different blocs."""
        return compare_versions(self.knowledge.grille(after.report.bloc), before, after)

    def search(self, query: str, k: int = 10) -> SearchResults:
        """Return the critères and compétences closest to a text, best first."""
        return SearchResults(query=query, results=tuple(self._search.search(query, k)))

    @cached_property
    def coach(self) -> Answerer:
        """Return what answers questions, one conversation after another: it remembers none."""
        return Answerer(self.knowledge, self._search, self.chooser)

    def answer(
        self, question: str, draft: Draft | None = None, bloc: str = "auto", conversation: Conversation | None = None
    ) -> Answer:
        """Return an answer that cites its sources, about the référentiel or about a reading of the draft."""
        return self.coach.answer(question, self.read_for_coach(draft, bloc), conversation)

    def read_for_coach(self, draft: Draft | None, bloc: str = "auto") -> Reading | None:
        """Return what lets the coach speak of a draft during a whole conversation; None without a draft."""
        return self.coach.reading(draft, self.review(draft, bloc)) if draft else None

    def plan_interview(
        self,
        kind: InterviewKind,
        draft: Draft | FeedbackReport | None = None,
        *,
        style: JuryStyle = "referentiel",
        seed: int = 0,
        minutes: int | None = None,
    ) -> InterviewPlan:
        """Return a mock interview, from the gaps of the draft, or of its reading, when one is given."""
        report = self.review(draft, "auto" if kind == "final" else kind) if isinstance(draft, Draft) else draft
        proposed = {"B3": self.settings.interview_b3, "B4": self.settings.interview_b4}
        wish = InterviewWish(kind=kind, style=style, seed=seed, minutes=proposed.get(kind) if minutes is None else minutes)
        return plan_interview(self.knowledge, wish, self._static, report)

    def debrief(self, session: Session) -> Debrief:
        """Return what to remember of an interview that was held, or of its beginning."""
        every = (*(c for g in self.knowledge.grilles for c in g.criteres), *self.knowledge.entretien)
        return debrief(session, {critere.code: critere.texte for critere in every})

    @property
    def index_folder(self) -> Path:
        """Return the folder of the derived index of this knowledge."""
        return self.settings.data_dir / "index" / self._search.id

    @property
    def has_library(self) -> bool:
        """Tell whether the institute has taken dossiers in; asking makes nothing."""
        return (self.settings.data_dir / LIBRARY_FILE).exists()

    @cached_property
    def library(self) -> "ExemplarStore":
        """Return the exemplars of the institute; raise `LibraryUnusable` when their database cannot be opened."""
        store: ExemplarStore = importlib.import_module("assistant.store.exemplars").ExemplarStore(self.database)
        return store

    @cached_property
    def doors(self) -> "DoorStore":
        """Return who may come in from elsewhere; raise `LibraryUnusable` when the database cannot be opened."""
        store: DoorStore = importlib.import_module("assistant.store.doors").DoorStore(self.database)
        return store

    def site(self, code: str) -> Site | None:
        """Return the site of that id; asking makes nothing."""
        return self.doors.site(code) if self.has_library else None

    def client(self, key: str) -> Client | None:
        """Return the program of that key; asking makes nothing."""
        return self.doors.client(key) if self.has_library else None

    @cached_property
    def accounts(self) -> "AccountStore":
        """Return the accounts; raise `LibraryUnusable` when their database cannot be opened."""
        store: AccountStore = importlib.import_module("assistant.store.accounts").AccountStore(self.database)
        return store

    @cached_property
    def drafts(self) -> "DraftStore":
        """Return the drafts that accounts keep; raise `LibraryUnusable` when their database cannot be opened."""
        store: DraftStore = importlib.import_module("assistant.store.drafts").DraftStore(self.database)
        return store

    @cached_property
    def database(self) -> "Database":
        """Return the database of the institute; raise `LibraryUnusable` when it cannot be opened."""
        opened: Database = importlib.import_module("assistant.store.database").open_database(self.settings.data_dir)
        return opened

    @property
    def embedder(self) -> Embedder:
        """Return what makes the vectors of the passages of exemplars."""
        return StaticEmbedder(self._static)

    @cached_property
    def showcase(self) -> Showcase:
        """Return what shows exemplars beside readings: those shipped, and those published at that moment."""
        knowledge = self.knowledge
        sources = Sources(
            shipped=lambda bloc: () if knowledge.grille(bloc).derived else shipped_exemplars(bloc),
            shipped_id=shipped_id(),
            institute=lambda: self.library if self.has_library else None,
            wordings=wordings(knowledge.referentiel),
        )
        criteres = [c for g in knowledge.grilles for c in g.criteres]
        shelves = Shelves(criteres, self._static, self.embedder, sources)
        return Showcase(shelves, self.settings.data_dir / DERIVED_FOLDER)

    def build_index(self) -> bool:
        """Build the derived indexes unless sound ones are there; return whether any was built."""
        built = build_store(self.index_folder, self._search.ids, self._search.vectors)
        return self.showcase.build() or built

    def open_index(self) -> str:
        """Search through the derived index from now on when it is sound; return the one in use."""
        if self.settings.index == "exact":
            return "exact"
        self._search.index, name = open_index(self.index_folder)
        return name

    def begin_exemplars(self) -> None:
        """Have the first reading open or make the store of exemplars, in the background, so that a service is ready at once."""
        if self.settings.index != "exact":
            self.showcase.begin()


def build_assistant(
    settings: Settings | None = None,
    assessor: Assessor | None = None,
    *,
    exemplars: bool = True,
    chooser: Chooser | None = None,
) -> Assistant:
    """Return an assistant with these settings or those of the environment, and the embedded assessor unless given another.

    `exemplars=False` shows none beside a reading, nor to a model: what is measured must not meet its own words.
    `chooser` says what of all that was found answers a question; without one, it is what comes first.
    """
    settings = settings or load_settings()
    return Assistant(load_knowledge(_referentiel(settings)), settings, assessor, exemplars=exemplars, chooser=chooser)


ASSESSORS = ("embedded", "model", "panel")
"""Names of the assessors that an administrator can choose."""


def open_assessor(name: str, settings: Settings, *, masker: Masker | None = None, measured: bool = False) -> Assessor:
    """Return the assessor of that name, ready to read; raise `SetupError` when its model is not.

    `masker` pseudonymises what is sent. `measured` makes a failure of the model an abstention,
    so that a measure does not take the embedded reading for the model's.
    """
    if name == "embedded":
        return EmbeddedAssessor()
    if name not in ASSESSORS:
        raise InputError(f"Le lecteur «\u00a0{name}\u00a0» n’existe pas.", hint=f"Lecteurs\u00a0: {', '.join(ASSESSORS)}.")
    model = settings.model
    if model is None:
        raise ModelMisconfigured(
            "Aucun modèle de langue n’est réglé sur cette installation.",
            hint="Réglez JURY_BLANC_MODEL__PROVIDER et …__NAME (docs/modeles.md), ou employez --assessor embedded.",
        )
    if name == "model":
        return _with_model(model, settings, masker, stands_in=not measured)
    models = [model, *(model.model_copy(update={"name": other}) for other in model.panel)]
    return PanelAssessor([EmbeddedAssessor(), *(_with_model(m, settings, masker, stands_in=False) for m in models)])


def open_chooser(settings: Settings, *, masker: Masker | None = None) -> Chooser | None:
    """Return what has a model choose what answers, None unless that is set; raise `SetupError` when the model is not ready.

    `masker` pseudonymises the questions that are sent.
    """
    model = settings.model
    if model is None or model.answer_seconds == 0:
        return None
    chat = _opened(model.model_copy(update={"deadline": model.answer_seconds}), masker)
    secret = install_secret(settings.data_dir)
    return Chooser(chat, secret, masker=masker if model.masked else None, at_once=model.concurrency)


def _with_model(model: ModelSettings, settings: Settings, masker: Masker | None, *, stands_in: bool) -> ModelAssessor:
    chat = _opened(model, masker)
    return ModelAssessor(chat, install_secret(settings.data_dir), masker=masker if model.masked else None, stands_in=stands_in)


def _opened(model: ModelSettings, masker: Masker | None) -> LanguageModel:
    """Return a model that is ready; raise `SetupError` when its library, its key or what masks the texts it gets is missing."""
    if model.masked and masker is None:
        raise ModelMisconfigured(
            "Ce modèle est sur une autre machine, et les textes doivent être pseudonymisés avant de lui être envoyés.",
            hint="Si ce service est le vôtre, réglez JURY_BLANC_MODEL__PSEUDONYMISE=false\u00a0; voyez docs/modeles.md.",
        )
    chat = open_model(model)
    chat.prepare()
    return chat


def _referentiel(settings: Settings) -> Referentiel | None:
    if settings.referentiel is None:
        return None
    try:
        return Referentiel.model_validate(json.loads(settings.referentiel.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, ValidationError) as error:
        raise KnowledgeInvalid(
            f"Le référentiel «\u00a0{settings.referentiel.name}\u00a0» ne peut pas être chargé.",
            hint="Produisez-le avec «\u00a0jury-blanc referentiel import FICHIER --out referentiel.json\u00a0».",
        ) from error
