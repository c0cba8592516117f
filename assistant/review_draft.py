"""The main job: read a draft against a bloc, critère by critère."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from assistant.assessment.arithmetic import check_arithmetic
from assistant.assessment.formal import check_formal
from assistant.assessment.genre import check_genre
from assistant.assessment.outdated import check_outdated
from assistant.domain.draft import Draft, Passage
from assistant.domain.feedback import (
    Assessment,
    BlocProbable,
    DraftFacts,
    FeedbackReport,
    Finding,
    Niveau,
    Priority,
    Provenance,
)
from assistant.domain.grille import Grille
from assistant.domain.knowledge import Knowledge
from assistant.domain.referentiel import Bloc, Referentiel
from assistant.errors import InputError
from assistant.knowledge.notice import notice
from assistant.protocols import AssessmentRequest, Assessor, Beside, Exemplars, PassageMatcher, UsesModel
from assistant.retrieval.bloc_guess import BlocGuesser
from assistant.text.french import fold, plain_spelling
from assistant.text.language import is_french
from assistant.text.polarity import takes_everything_back
from assistant.text.segment import passages

Scope = Literal["draft", "passage"]


class Step(StrEnum):
    """What has just been done of a reading; the critères are judged together, so no step stands between them."""

    RECOGNISED = "bloc"
    MATCHED = "passages"
    JUDGED = "criteres"
    CHECKED = "controles"


Progress = Callable[[Step, str | int], None]
"""Is told each step, with the code of the bloc for the first and how many things were looked at for the others."""

AUTO = "auto"
"""Asks for the probable bloc."""
FEWEST_WORDS = 120
"""Words under which a whole draft is not judged."""
_PRIORITIES = 3
_LIKELY = 0.6
"""Confidence from which a draft sent under another bloc is told so."""


@dataclass(frozen=True)
class Reviewer:
    """Reads drafts with one assessor and one body of knowledge."""

    knowledge: Knowledge
    matcher: PassageMatcher
    guesser: BlocGuesser
    assessor: Assessor
    version: str
    index: str
    exemplars: Exemplars | None = None

    def review(
        self,
        draft: Draft,
        bloc: str = AUTO,
        scope: Scope = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        """Return the reading of the draft; raise `InputError` when nothing can be read.

        `bloc` is a code of the référentiel or `auto`; `critere` restricts the judgement to one;
        `progress` is told each step as soon as it is done.
        """
        told = progress or _untold
        if not draft.text.strip():
            raise InputError("Le texte est vide.", hint="Collez un passage ou choisissez un fichier qui contient du texte.")
        read = passages(draft)
        probable = self.guesser.guess(draft, read)
        critere = critere and critere.upper()
        asked = self._bloc(bloc if bloc == AUTO else bloc.upper(), critere, probable)
        told(Step.RECOGNISED, asked.code)
        grille = self.knowledge.grille(asked.code)
        reading = _Read(draft, read, grille, scope)
        assessments = self._assess(reading, critere, told)
        told(Step.JUDGED, len(assessments))
        beside = self.exemplars.beside(draft, asked.code, assessments) if self.exemplars else None
        facts = self.knowledge
        report = FeedbackReport(
            scope=scope,
            bloc=asked.code,
            bloc_probable=probable,
            draft=_facts(draft),
            assessments=_illustrated(assessments, beside),
            priorities=_priorities(assessments),
            formal=check_formal(draft, asked) if scope == "draft" else (),
            genre=check_genre(draft, asked, simulated=grille.simulated),
            arithmetic=check_arithmetic(draft),
            outdated=check_outdated(draft, facts.controles, facts.faits, facts.knowledge_date),
            warnings=(*_other_bloc(asked.code, probable, scope), *(beside.copied if beside else ()), *draft.notices),
            notice=notice(facts, reader=self.assessor.id, model=self._uses.model if self._uses else None),
            provenance=self._provenance(grille, beside),
        )
        told(Step.CHECKED, sum(map(len, (report.formal, report.genre, report.arithmetic, report.outdated))))
        return report

    def assess(self, draft: Draft, bloc: str, scope: Scope = "draft", critere: str | None = None) -> list[Assessment]:
        """Return the judgement of a bloc's critères, or of one, without the checks of the whole draft."""
        return self._assess(_Read(draft, passages(draft), self.knowledge.grille(bloc), scope), critere, _untold)

    def _bloc(self, bloc: str, critere: str | None, probable: BlocProbable) -> Bloc:
        referentiel = self.knowledge.referentiel
        if critere is not None:
            referentiel.critere(critere)
            of_critere = critere.partition("-")[0]
            if bloc not in (AUTO, of_critere):
                raise InputError(
                    f"Le critère {critere} n’appartient pas au bloc {bloc}.", hint=f"Demandez le bloc {of_critere}, ou « auto »."
                )
            return referentiel.bloc(of_critere)
        if bloc != AUTO:
            return referentiel.bloc(bloc)
        return referentiel.bloc(probable.bloc or referentiel.blocs[0].code)

    def _assess(self, read: "_Read", critere: str | None, told: Progress) -> list[Assessment]:
        draft, grille = read.draft, read.grille
        judged = [c for c in grille.criteres if critere in (None, c.code)]
        reason = _why_not_judged(draft, read.scope, read.passages)
        if reason:
            return [Assessment.unassessed(c.code, reason, question=c.blocking()[0].question) for c in judged]
        candidates = self.matcher.candidates(draft.text, read.passages, [i for c in judged for i in c.indicateurs])
        told(Step.MATCHED, len(read.passages))
        known = wordings(self.knowledge.referentiel)
        requests = [
            AssessmentRequest(
                text=draft.text,
                critere=c,
                wordings=known,
                simulated=grille.simulated,
                scope=read.scope,
                candidates={i.code: candidates[i.code] for i in c.indicateurs},
                again=self.matcher.scored,
            )
            for c in judged
        ]
        return [keep_grounded(draft.text, a) for a in self.assessor.assess(requests)]

    def _provenance(self, grille: Grille, beside: Beside | None) -> Provenance:
        derived = "dérivée" if grille.derived else "experte"
        return Provenance(
            version=self.version,
            assessor=self.assessor.id,
            referentiel=self.knowledge.referentiel.identity(),
            grille=f"{grille.bloc} {self.knowledge.version} ({derived})",
            index=f"{self.index}+{beside.library}" if beside else self.index,
            knowledge_date=self.knowledge.knowledge_date,
            model=self._uses.model if self._uses else None,
            prompt=self._uses.prompt if self._uses else None,
        )

    @property
    def _uses(self) -> UsesModel | None:
        return self.assessor if isinstance(self.assessor, UsesModel) else None


@dataclass(frozen=True)
class _Read:
    draft: Draft
    passages: Sequence[Passage]
    grille: Grille
    scope: Scope


def _untold(_step: Step, _detail: str | int) -> None:
    """Tell nobody."""


def _illustrated(assessments: Sequence[Assessment], beside: Beside | None) -> tuple[Assessment, ...]:
    """Return the assessments with the exemplars to show beside each, and nothing else changed."""
    if beside is None:
        return tuple(assessments)
    return tuple(a.model_copy(update={"exemplars": beside.quotes.get(a.critere, ())}) for a in assessments)


def keep_grounded(text: str, assessment: Assessment) -> Assessment:
    """Return the assessment, or an abstention when a quote does not stand in the draft where it says."""
    quotes = [*assessment.evidence, *(e for r in assessment.indicateurs for e in r.evidence)]
    if all(e.grounded_in(text) for e in quotes):
        return assessment
    return Assessment.unassessed(
        assessment.critere,
        "La lecture de ce critère citait des mots qui ne sont pas dans votre texte\u00a0: elle a été écartée.",
        advice="Relancez la lecture de ce critère.",
        question=assessment.question,
    )


def wordings(referentiel: Referentiel) -> tuple[str, ...]:
    """Return every sentence of the référentiel that a candidate could repeat."""
    final = referentiel.entretien_final
    blocs = referentiel.blocs
    return (
        *(c.texte for b in blocs for c in b.criteres),
        *(c.texte for b in blocs for c in b.competences),
        *(m.texte for b in blocs for m in b.modalites),
        *(task for a in referentiel.activites for task in (a.intitule, *a.taches)),
        *(point.texte for point in (final.points if final else ())),
    )


def _why_not_judged(draft: Draft, scope: Scope, read: Sequence[Passage]) -> str | None:
    if scope == "draft" and draft.words < FEWEST_WORDS:
        return (
            f"Ce texte compte {draft.words} mots\u00a0: en dessous de {FEWEST_WORDS}, "
            "une lecture d’ensemble ne serait pas fiable. "
            "Pour un passage court, demandez la lecture d’un passage."
        )
    if not is_french(draft.text):
        return "Ce texte ne semble pas écrit en français\u00a0: je ne peux pas le lire de façon fiable."
    if scope == "draft" and read and _taken_back(draft, read[-1]):
        return (
            "La fin de ce texte dit que rien de ce qui précède n’a été fait\u00a0: je ne peux donc le compter ni pour vous "
            "ni contre vous. Ôtez cette phrase, ou dites précisément ce qui a été fait et ce qui reste à faire."
        )
    return None


def _taken_back(draft: Draft, last: Passage) -> bool:
    """Tell whether the last paragraph does nothing but say that all the others are void; words quoted are another's."""
    said = [fold(plain_spelling(draft.slice(s))) for s in last.sentences]
    return all(map(takes_everything_back, said)) and "«" not in draft.slice(last.span)


def _facts(draft: Draft) -> DraftFacts:
    return DraftFacts(
        name=draft.name,
        characters=len(draft.text),
        words=draft.words,
        pages=draft.pages,
        pages_are=draft.pages_are,
        sha256=draft.sha256,
    )


def _priorities(assessments: Sequence[Assessment]) -> tuple[Priority, ...]:
    """Choose the critères to work on first: the least answered, in the order of the référentiel."""
    leads = {
        Niveau.ABSENT: "Rien dans le texte n’y répond encore.",
        Niveau.EVOQUE: "Le sujet est nommé, sans rien de votre situation.",
        Niveau.PARTIEL: "Une partie essentielle manque.",
    }
    order = list(leads)
    open_ = sorted((a for a in assessments if a.niveau in leads), key=lambda a: order.index(a.niveau or Niveau.ABSENT))
    return tuple(
        Priority(critere=a.critere, why=f"{leads[a.niveau]} {a.advice}") for a in open_[:_PRIORITIES] if a.niveau in leads
    )


def _other_bloc(asked: str, probable: BlocProbable, scope: Scope) -> tuple[Finding, ...]:
    if scope == "passage" or probable.bloc in (None, asked) or probable.confidence < _LIKELY:
        return ()
    return (
        Finding(
            code="bloc-different",
            severity="attention",
            message=(
                f"Ce texte ressemble davantage à une réponse au bloc {probable.bloc} qu’au bloc {asked}. "
                f"Il a été lu pour le bloc {asked}, comme demandé\u00a0; vérifiez le bloc avant de tenir compte de cette lecture."
            ),
            expected=asked,
            found=probable.bloc,
        ),
    )
