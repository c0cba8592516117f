"""How well questions are answered and searched, on labelled questions such as people type.

Run `python -m evaluations.questions [--half develop|test]`. Nothing is tuned on the test
half: its figures are only reported.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Frozen
from assistant.domain.conversation import Answer
from evaluations.gold import Fold, GoldQuestion, GoldSet

FIRST = 3
"""Citations or results among which the right one counts as found."""


class QuestionFigures(Frozen):
    """What was counted; each part is between 0 and 1, nan when there was nothing to count."""

    questions: int
    cited_first: float
    """Answerable questions with a right code among the first citations."""
    refused: float
    """Requests to write or to predict that are declined, questions off the subject that get an abstention."""
    wrongly_refused: float
    """Answerable questions that are declined or get an abstention."""
    searched: int
    """Questions whose right answers include a critère or a compétence."""
    reciprocal_rank: float
    """Mean over those of 1/rank of the first right result of `search`, 0 when it is not found."""
    searched_first: float
    """Those with a right code among the first results of `search`."""


def measure(assistant: Assistant, questions: Sequence[GoldQuestion]) -> QuestionFigures:
    """Return the figures of an assistant on these questions."""
    answered = [(q, assistant.answer(q.text)) for q in questions]
    asked = [(q, a) for q, a in answered if q.kind == "referentiel"]
    ranks = [_rank(q.codes, _found(assistant, q)) for q, _ in asked if _searchable(q.codes)]
    return QuestionFigures(
        questions=len(questions),
        cited_first=_share([_rank(q.codes, [c.code for c in a.citations]) in range(1, FIRST + 1) for q, a in asked]),
        refused=_share([_refused(q, a) for q, a in answered if q.kind != "referentiel"]),
        wrongly_refused=_share([a.declined or a.abstained for _, a in asked]),
        searched=len(ranks),
        reciprocal_rank=sum(1 / r for r in ranks if r) / len(ranks) if ranks else float("nan"),
        searched_first=_share([r in range(1, FIRST + 1) for r in ranks]),
    )


def _found(assistant: Assistant, question: GoldQuestion) -> list[str | None]:
    return [r.code for r in assistant.search(question.text, 1000).results]


def _searchable(codes: Sequence[str]) -> bool:
    return any(code.startswith("C") or "-C" in code for code in codes)


def _rank(right: Sequence[str], found: Sequence[str | None]) -> int:
    """Return the place of the first right code, counted from 1; 0 when there is none."""
    return next((n for n, code in enumerate(found, start=1) if code in right), 0)


def _refused(question: GoldQuestion, answer: Answer) -> bool:
    return answer.abstained if question.kind == "hors-sujet" else answer.declined


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else float("nan")


def lines(half: Fold, figures: QuestionFigures) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    yield f"{figures.questions} questions de la moitié « {half} »"
    yield f"bonne source parmi les {FIRST} premières citées {figures.cited_first:.0%}"
    yield f"refus à raison {figures.refused:.0%}, refus à tort {figures.wrongly_refused:.0%}"
    yield (
        f"recherche parmi critères et compétences ({figures.searched} questions) : rang réciproque moyen "
        f"{figures.reciprocal_rank:.2f}, bon code parmi les {FIRST} premiers {figures.searched_first:.0%}"
    )
    yield "questions écrites pour le projet par une seule personne : accord avec de vrais candidats non mesuré"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of one half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("develop", "test"), default="develop")
    half: Fold = parser.parse_args(arguments).half
    assistant = build_assistant()
    figures = measure(assistant, GoldSet(assistant.knowledge).questions(half))
    sys.stdout.write("\n".join(lines(half, figures)) + "\n")


if __name__ == "__main__":
    main()
