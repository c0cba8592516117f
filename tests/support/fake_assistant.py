"""An assistant whose readings are known in advance."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from b1_grounds import NOTICE, b1_grille, b1_referentiel, facts, provenance

from assistant.coaching.outline import Outline, Sentence, Topic
from assistant.coaching.reading import Reading
from assistant.domain.base import Span
from assistant.domain.conversation import Answer, Citation, Conversation, Exchange, SearchResult, SearchResults
from assistant.domain.draft import Draft
from assistant.domain.feedback import (
    Assessment,
    BlocProbable,
    CritereEvidence,
    Etat,
    Evidence,
    FeedbackReport,
    IndicateurReading,
    Niveau,
)
from assistant.domain.grille import Grille
from assistant.domain.interview import FollowUp, InterviewKind, InterviewPlan, JuryStyle, Phase, Question
from assistant.domain.referentiel import Referentiel
from assistant.domain.session import Debrief, Session
from assistant.errors import UnknownCode
from assistant.hold_interview import debrief
from assistant.review_draft import Progress, Step


class FakeKnowledge:
    """The bloc of the fixture, and nothing else."""

    @property
    def referentiel(self) -> Referentiel:
        return b1_referentiel()

    def grille(self, bloc: str) -> Grille:
        if bloc != "B1":
            raise UnknownCode(f"Le bloc « {bloc} » n’existe pas.", hint="Blocs connus : B1.")
        return b1_grille()


@dataclass
class FakeCoach:
    """Repeats what it is asked and cites the first critère; `failing` runs first, and may raise."""

    failing: Callable[[], None] = lambda: None

    chooser: None = None

    def outline(self, question: str) -> Outline:
        self.failing()
        return Outline(topic=Topic(intent="element", question=question), sentences=(Sentence(text="Un critère."),))

    def turn(
        self, question: str, reading: Reading | None = None, before: Conversation | None = None, about: str | None = None
    ) -> Exchange:
        self.failing()
        told = f"{'Votre texte. ' if reading else ''}Question {len(before.questions) + 1 if before else 1}\u00a0: {question}.{f' Bloc {about}.' if about else ''}"
        answer = Answer(answer=told, citations=(Citation(kind="critere", code="B1-C1", quote="Un critère"),), notice=NOTICE)
        return Exchange(question=question, answer=answer)

    def replay(self, conversation: Conversation, reading: Reading | None = None) -> tuple[Exchange, ...]:
        asked = conversation.questions
        before = (Conversation(questions=asked[:n]) for n in range(len(asked)))
        return tuple(self.turn(q, reading, b) for q, b in zip(asked, before, strict=True))


@dataclass
class FakeAssistant:
    """Finds the first word of a draft convincing; `failing` runs first, and may raise."""

    failing: Callable[[], None] = lambda: None
    asked: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    planned: list[Draft | FeedbackReport | None] = field(default_factory=list)

    @property
    def knowledge(self) -> FakeKnowledge:
        return FakeKnowledge()

    @property
    def coach(self) -> "FakeCoach":
        return FakeCoach(self.failing)

    def read_for_coach(self, draft: Draft | None, bloc: str = "auto") -> Reading | None:
        if draft is not None:
            self.review(draft, bloc)
        return None

    def review(
        self,
        draft: Draft,
        bloc: str = "auto",
        scope: Literal["draft", "passage"] = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        self.asked.append((draft.name, bloc, scope, critere))
        self.failing()
        self.knowledge.grille("B1" if bloc == "auto" else bloc)
        if progress:
            progress(Step.RECOGNISED, "B1")
            progress(Step.JUDGED, 1)
        return simple_report(draft, scope)

    def search(self, query: str, k: int = 10) -> SearchResults:
        self.failing()
        found = SearchResult(code="B1-C1", kind="critere", score=1.0, text="Un critère")
        return SearchResults(query=query, results=(found,)[:k])

    def plan_interview(
        self,
        kind: InterviewKind,
        draft: Draft | FeedbackReport | None = None,
        *,
        style: JuryStyle = "referentiel",
        seed: int = 0,
        minutes: int | None = None,
    ) -> InterviewPlan:
        self.planned.append(draft)
        question = Question(
            text="Qui décide\u00a0?",
            probes=("E3",),
            why="Pour savoir.",
            expected=("Une personne.",),
            follow_ups=(FollowUp(when="action", text="Et vous\u00a0?"), FollowUp(when="contexte", text="Quand\u00a0?")),
        )
        length = minutes or 30
        return InterviewPlan(
            kind=kind,
            style=style,
            seed=seed,
            minutes=length,
            phases=(Phase(title="Échange", minutes=length, questions=(question,)),),
            notice=NOTICE,
        )

    def debrief(self, session: Session) -> Debrief:
        return debrief(session, {})


def simple_report(draft: Draft, scope: Literal["draft", "passage"] = "draft", *spans: Span) -> FeedbackReport:
    """Return a reading of one critère that quotes those spans, or the first ten characters."""
    cited = spans or (Span(start=0, end=min(10, len(draft.text))),)
    evidence = tuple(Evidence.of(draft.text, span) for span in cited)
    return FeedbackReport(
        scope=scope,
        bloc="B1",
        bloc_probable=BlocProbable(bloc="B1", confidence=0.7),
        draft=facts(draft),
        assessments=(
            Assessment(
                critere="B1-C1",
                niveau=Niveau.PARTIEL if scope == "draft" else None,
                confidence=0.7,
                indicateurs=(IndicateurReading(code="B1-C1-I1", etat=Etat.ATTESTE, evidence=evidence),),
                evidence=tuple(CritereEvidence(**e.model_dump(), indicateur="B1-C1-I1") for e in evidence),
                explanation="Une phrase.",
                advice="Un pas.",
                question="Une question ?",
            ),
        ),
        priorities=(),
        formal=(),
        genre=(),
        arithmetic=(),
        outdated=(),
        warnings=(),
        notice=NOTICE,
        provenance=provenance(),
    )
