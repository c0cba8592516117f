"""Answers, for a terminal."""

from assistant.domain.conversation import Answer
from web.rendering.plain import one_line, printable, shortened


def render_answer(answer: Answer) -> str:
    """Return the answer, its sources and the notice as plain text."""
    lines = [answer.answer]
    if answer.citations:
        lines += ["", "Sources\u00a0:"]
        lines += [f"- {c.code or 'votre texte'}\u00a0: «\u00a0{shortened(one_line(c.quote))}\u00a0»" for c in answer.citations]
    return printable("\n".join([*lines, "", answer.notice])) + "\n"
