"""Answers, for a terminal."""

import json

from assistant.domain.conversation import Answer
from web.rendering.plain import one_line, printable, shortened
from web.rendering.talk import sources


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
