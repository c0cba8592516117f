"""Answers and interview plans, for a terminal or as Markdown."""

import json
from collections.abc import Iterator
from typing import Literal

from assistant.domain.conversation import Answer
from assistant.domain.interview import InterviewPlan, Phase, Question
from web.rendering.plain import one_line, printable, shortened
from web.rendering.talk import sources

Form = Literal["terminal", "json", "md"]


def render_answer(answer: Answer) -> str:
    """Return the answer, its sources and the notice as plain text."""
    return f"{render_turn(answer)}{printable(answer.notice)}\n"


def render_turn(answer: Answer, question: str = "") -> str:
    """Return the answer and its sources as plain text, under the question when one is given."""
    lines = [f"> {one_line(question)}", ""] if question else []
    lines += [answer.answer, ""]
    if answer.citations:
        named = [f"- {name}\u00a0: «\u00a0{shortened(words)}\u00a0»" for name, words in sources(answer)]
        lines += ["Sources\u00a0:", *named, ""]
    return printable("\n".join(lines)) + "\n"


def as_line(answer: Answer, question: str) -> str:
    """Return a question and its answer as one JSON document on one line."""
    return json.dumps({"question": question, **answer.model_dump(mode="json")}, ensure_ascii=False) + "\n"


def render_interview(plan: InterviewPlan, form: Form) -> str:
    """Return the plan, phase by phase, in the form asked."""
    heading = "## " if form == "md" else ""
    title = "Entretien final" if plan.kind == "final" else f"Entretien du bloc {plan.kind[1:]}"
    lines = [f"{'# ' if form == 'md' else ''}{title} – {plan.minutes} minutes", ""]
    begin = 0
    for phase in plan.phases:
        lines.append(f"{heading}{begin}–{begin + phase.minutes} min · {phase.title}")
        lines += [*_phase(phase), ""]
        begin += phase.minutes
    return printable("\n".join([*lines, plan.notice])) + "\n"


def _phase(phase: Phase) -> Iterator[str]:
    for number, question in enumerate(phase.questions, start=1):
        yield f"{number}. {question.text}"
        yield from (f"   {line}" for line in _question(question))


def _question(question: Question) -> Iterator[str]:
    yield f"Pourquoi\u00a0: {question.why} ({', '.join(question.probes)})"
    if question.source:
        yield f"Dans le dossier\u00a0: «\u00a0{shortened(one_line(question.source.quote))}\u00a0»"
    yield f"Une bonne réponse\u00a0: {' '.join(question.expected)}"
    for follow_up in question.follow_ups:
        yield f"Relance ({_WHEN[follow_up.when]})\u00a0: {follow_up.text}"


_WHEN = {
    "contexte": "si le contexte manque",
    "action": "si l’action manque",
    "resultat": "si le résultat manque",
    "analyse": "si l’analyse manque",
}
