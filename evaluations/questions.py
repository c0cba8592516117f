"""How well questions are answered and searched, on labelled questions such as people type.

Run `python -m evaluations.questions [--half develop|test] [--file PATH] [--model]`. Nothing is tuned on
the test half: its figures are only reported. Intervals are exact, at 95 %. `--model` lets the language model of the
settings choose what answers, as `JURY_BLANC_MODEL__ANSWER_SECONDS` does for people.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from assistant.bootstrap import Assistant, build_assistant, open_chooser
from assistant.domain.base import Frozen
from assistant.domain.conversation import Answer
from assistant.errors import InputError
from assistant.settings import load_settings
from evaluations.gold import Fold, GoldQuestion, GoldSet, read_questions
from evaluations.harness.verdict import exact_interval
from ingestion.anonymise import Pseudonymiser

FIRST = 3
"""Citations or results among which the right one counts as found."""
Part = Literal["critere", "competence", "examen", "entretien"]
_PARTS: dict[Part, str] = {
    "critere": "critères",
    "competence": "compétences sans critère propre",
    "examen": "épreuves et entretien",
    "entretien": "points de l’entretien final",
}


class Share(Frozen):
    """How many out of how many."""

    held: int
    asked: int

    @property
    def value(self) -> float:
        """Return the part between 0 and 1, nan when nothing was counted."""
        return self.held / self.asked if self.asked else float("nan")

    def shown(self) -> str:
        """Return the part with its interval, as a person reads it."""
        if not self.asked:
            return "aucune question"
        low, high = exact_interval(self.held, self.asked)
        return f"{self.value:.0%} ({self.held} sur {self.asked}, intervalle {low:.0%} à {high:.0%})"


class QuestionFigures(Frozen):
    """What was counted."""

    questions: int
    cited_first: Share
    """Answerable questions with a right code among the first citations."""
    told_first: Share
    """Those whose answer is about a right code: it is cited before any other."""
    chosen: Share
    """Answers in which a language model had a part."""
    cited_by_part: dict[Part, Share]
    """The same, by what the most direct right answer is."""
    refused: Share
    """Requests to write or to predict that are declined, questions off the subject that get an abstention."""
    refused_by_kind: dict[str, Share]
    """The same, by kind of request."""
    wrongly_refused: Share
    """Answerable questions that are declined or get an abstention."""
    words: float
    """Words of the answers to answerable questions, on average."""
    searched: int
    """Questions whose right answers include a critère or a compétence."""
    reciprocal_rank: float
    """Mean over those of 1/rank of the first right result of `search`, 0 when it is not found."""
    searched_first: Share
    """Those with a right code among the first results of `search`."""


def measure(assistant: Assistant, questions: Sequence[GoldQuestion]) -> QuestionFigures:
    """Return the figures of an assistant on these questions."""
    answered = [(q, assistant.answer(q.text)) for q in questions]
    asked = [(q, a) for q, a in answered if q.kind == "referentiel"]
    others = [(q, a) for q, a in answered if q.kind != "referentiel"]
    ranks = [rank(q.codes, _found(assistant, q)) for q, _ in asked if searchable(q.codes)]
    return QuestionFigures(
        questions=len(questions),
        cited_first=_share([_cited(q, a) for q, a in asked]),
        told_first=_share([rank(q.codes, [c.code for c in a.citations]) == 1 for q, a in asked]),
        chosen=_share([a.mode == "model" for _, a in answered]),
        cited_by_part={p: _share([_cited(q, a) for q, a in asked if _part(q.codes) == p]) for p in _PARTS},
        refused=_share([_refused(q, a) for q, a in others]),
        refused_by_kind={
            k: _share([_refused(q, a) for q, a in others if q.kind == k]) for k in sorted({q.kind for q, _ in others})
        },
        wrongly_refused=_share([a.declined or a.abstained for _, a in asked]),
        words=sum(len(a.answer.split()) for _, a in asked) / len(asked) if asked else float("nan"),
        searched=len(ranks),
        reciprocal_rank=sum(1 / r for r in ranks if r) / len(ranks) if ranks else float("nan"),
        searched_first=_share([r in range(1, FIRST + 1) for r in ranks]),
    )


def _found(assistant: Assistant, question: GoldQuestion) -> list[str | None]:
    return [r.code for r in assistant.search(question.text, 1000).results]


def searchable(codes: Sequence[str]) -> bool:
    """Tell whether a critère or a compétence is among the right answers."""
    return any(code.startswith("C") or "-C" in code for code in codes)


def _part(codes: Sequence[str]) -> Part:
    """Return what the most direct right answer is."""
    if "-C" in codes[0]:
        return "critere"
    if codes[0].startswith("C"):
        return "critere" if any("-C" in code for code in codes) else "competence"
    return "entretien" if codes[0] != "ENTRETIEN" and codes[0].startswith("E") else "examen"


def _cited(question: GoldQuestion, answer: Answer) -> bool:
    return rank(question.codes, [c.code for c in answer.citations]) in range(1, FIRST + 1)


def rank(right: Sequence[str], found: Sequence[str | None]) -> int:
    """Return the place of the first right code, counted from 1; 0 when there is none."""
    return next((n for n, code in enumerate(found, start=1) if code in right), 0)


def _refused(question: GoldQuestion, answer: Answer) -> bool:
    return answer.abstained if question.kind == "hors-sujet" else answer.declined


def _share(held: Sequence[bool]) -> Share:
    return Share(held=sum(held), asked=len(held))


def lines(name: str, figures: QuestionFigures) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    yield f"{figures.questions} questions, {name}"
    yield f"bonne source parmi les {FIRST} premières citées\u00a0: {figures.cited_first.shown()}"
    yield f"bonne source citée en premier\u00a0: {figures.told_first.shown()}"
    if figures.chosen.held:
        yield f"réponses où un modèle de langue a choisi\u00a0: {figures.chosen.held} sur {figures.chosen.asked}"
    for part, share in figures.cited_by_part.items():
        if share.asked:
            yield f"  {_PARTS[part]}\u00a0: {share.shown()}"
    yield f"refus à raison\u00a0: {figures.refused.shown()}"
    for kind, share in figures.refused_by_kind.items():
        yield f"  {kind}\u00a0: {share.shown()}"
    yield f"refus à tort\u00a0: {figures.wrongly_refused.shown()}"
    yield f"longueur moyenne d’une réponse\u00a0: {figures.words:.0f} mots"
    yield (
        f"recherche parmi critères et compétences ({figures.searched} questions)\u00a0: rang réciproque moyen "
        f"{figures.reciprocal_rank:.2f}, bon code parmi les {FIRST} premiers {figures.searched_first.shown()}"
    )
    yield "questions écrites pour le projet par une seule personne\u00a0: accord avec de vrais candidats non mesuré"


def _with_model() -> Assistant:
    settings = load_settings()
    chooser = open_chooser(settings, masker=Pseudonymiser())
    if chooser is None:
        raise InputError(
            "Aucun modèle de langue n’est réglé pour choisir ce qui répond.",
            hint="Réglez JURY_BLANC_MODEL__… et JURY_BLANC_MODEL__ANSWER_SECONDS (docs/modeles.md).",
        )
    return build_assistant(settings, chooser=chooser)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of one half, or of a file of questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("develop", "test"), default="develop")
    parser.add_argument("--file", type=Path, help="other questions, in the form of questions.jsonl; all of them are measured")
    parser.add_argument("--model", action="store_true", help="let the language model of the settings choose what answers")
    asked = parser.parse_args(arguments)
    half: Fold = asked.half
    assistant = _with_model() if asked.model else build_assistant()
    questions = read_questions(asked.file) if asked.file else GoldSet(assistant.knowledge).questions(half)
    name = f"fichier {asked.file.name}" if asked.file else f"moitié «\u00a0{half}\u00a0»"
    sys.stdout.write("\n".join(lines(name, measure(assistant, questions))) + "\n")


if __name__ == "__main__":
    main()
