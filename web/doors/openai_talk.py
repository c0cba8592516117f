"""What the coach and the jury say to a program that speaks OpenAI's protocol."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.domain.conversation import Answer, Citation, Conversation
from assistant.domain.interview import InterviewPlan, InterviewWish
from assistant.domain.session import Session
from assistant.errors import InputError
from assistant.hold_interview import answer, begin, help_on, is_over, prompt
from assistant.oral.soundness import LONGEST_ANSWER
from web.conversations import LONGEST
from web.dependencies import labels_for
from web.desk import Desk
from web.doors.openai_shapes import Spoken
from web.rendering.markdown import render_markdown, safe
from web.rendering.plain import one_line, printable
from web.rendering.session import debrief_lines, help_lines
from web.rendering.talk import parts, source_name
from web.rendering.widget import CriterePassage, PassageReading, passage_reading
from web.submissions import Submission

LONG_WORDS = 60
"""From so many words on, what is not a question is a text to read."""
WHOLE_WORDS = 600
"""From so many words on, a text is read as a whole draft, with niveaux."""
_TOLD = 200
"""Characters of the longest line that introduces a text or asks about it."""
_READ = re.compile(r"^\s*(?:re)?lire\s*:\s*", re.IGNORECASE)
_CRITERE = re.compile(r"\bcrit[èe]re\s+(?:n\s?°\s?)?(\d+)|\bC(\d+)\b", re.IGNORECASE)
_STOP = re.compile(r"^\W*(?:bilan|stop|arr[êe]t\w*|fin|terminer)\W*$", re.IGNORECASE)
_PASS = re.compile(r"^\W*(?:passe\w*|suivante?|question suivante|je passe)\W*$", re.IGNORECASE)


class Pasted(NamedTuple):
    """A message, as a text to read and what is said of it."""

    said: str
    text: str
    """Empty for a question."""


def pasted(message: str) -> Pasted:
    """Tell a text to read from a question: « Lire : », or length; a first or last line may say what is wanted."""
    marked = _READ.match(message)
    if marked:
        return Pasted("", message[marked.end() :].strip())
    lines, said = message.strip().split("\n"), []
    if len(lines) > 1 and len(lines[0]) <= _TOLD and lines[0].rstrip().endswith((":", "?")):
        said.append(lines.pop(0))
    if len(lines) > 1 and len(lines[-1]) <= _TOLD and lines[-1].rstrip().endswith("?"):
        said.append(lines.pop())
    text = "\n".join(lines).strip()
    if len(text.split()) < LONG_WORDS or text.endswith("?"):
        return Pasted(message, "")
    return Pasted(" ".join(said), text)


def coach(desk: Desk, bloc: str, said: Sequence[str]) -> Spoken:
    """Return what the coach says of a bloc: the reading of the text that was just given, or the answer to a question."""
    heard = [pasted(message) for message in said]
    last = heard[-1]
    if last.text:
        return _reading(desk, bloc, last)
    draft = next((message.text for message in reversed(heard) if message.text), "")
    questions = [message.said.strip()[:LONGEST] for message in heard if message.said.strip()]
    before = Conversation()
    for question in questions[:-1]:
        before = before.asking(question)
    reading = desk.read_for_coach(draft, bloc)
    try:
        told = desk.reviewer.coach.turn(questions[-1], reading, before, bloc).answer
    except InputError as error:  # « ok », « pourquoi » alone: a person who chats is answered
        return Spoken(text=safe(f"{error} {error.hint}"))
    return Spoken(text="\n".join(_answer_lines(told)), citations=told.citations)


def _answer_lines(told: Answer) -> Iterator[str]:
    for part in parts(told.answer):
        if part.kind == "list":
            yield from (f"- {safe(line)}" for line in part.lines)
            yield ""
        else:
            for line in part.lines:
                yield safe(line)
                yield ""
    if told.citations:
        yield "**Sources**"
        yield ""
        for citation in told.citations:
            yield f"- {safe(source_name(citation))}\u00a0: «\u00a0{safe(one_line(citation.quote))}\u00a0»"
        yield ""
    yield f"*{safe(told.notice)}*"


def _reading(desk: Desk, bloc: str, last: Pasted) -> Spoken:
    if len(last.text.split()) >= WHOLE_WORDS:
        draft, report = desk.read(Submission(None, "", last.text, bloc))
        return Spoken(text=render_markdown(report, labels_for(desk.reviewer, report), draft))
    sent = Submission(None, "", last.text, bloc, "passage", _critere(desk, bloc, last.said))
    _, report = desk.read(sent)
    read = passage_reading(report, labels_for(desk.reviewer, report))
    cited = tuple(
        Citation(kind="draft", code=critere.code, quote=quote.quote, start=quote.start, end=quote.end)
        for critere in read.criteres
        for element in critere.elements
        for quote in element.quotes
    )
    return Spoken(text="\n".join(_passage_lines(read)), citations=cited)


def _critere(desk: Desk, bloc: str, said: str) -> str | None:
    named = _CRITERE.search(said)
    code = f"{bloc}-C{named[1] or named[2]}" if named else ""
    known = {critere.code for critere in desk.reviewer.knowledge.referentiel.bloc(bloc).criteres}
    return code if code in known else None


def _passage_lines(read: PassageReading) -> Iterator[str]:
    yield f"**Lecture de votre paragraphe, bloc {read.bloc}**"
    yield ""
    if not read.criteres:
        yield "Je n’y ai rien trouvé qui réponde à un critère de ce bloc."
        yield ""
    for critere in read.criteres:
        yield from _critere_lines(critere)
    if read.criteres and read.silent:
        yield f"Ce paragraphe ne parle pas de\u00a0: {', '.join(read.silent)}."
        yield ""
    for warning in read.warnings:
        yield f"- {safe(one_line(warning))}"
    yield f"*{safe(read.notice)}*"


def _critere_lines(critere: CriterePassage) -> Iterator[str]:
    yield f"### {critere.code} · {safe(one_line(critere.texte))}"
    yield ""
    for element in critere.elements:
        quotes = " ; ".join(f"«\u00a0{safe(one_line(quote.quote))}\u00a0»" for quote in element.quotes)
        yield f"- {safe(element.label)}, **{element.word}**\u00a0: {quotes}"
    yield ""
    if not critere.elements:
        yield safe(one_line(critere.explanation))
        yield ""
    if critere.missing:
        yield f"Un membre du jury chercherait encore\u00a0: {safe(' ; '.join(critere.missing))}."
        yield ""
    if critere.advice:
        yield f"**Prochain pas\u00a0:** {safe(one_line(critere.advice))}"
        yield ""
    if critere.question:
        yield f"**Le jury peut demander\u00a0:** {safe(one_line(critere.question))}"
        yield ""


def interview(desk: Desk, said: Sequence[str]) -> Spoken:
    """Return what the jury of the final interview says next; the first message opens it, and may hold the dossier."""
    dossier = pasted(said[0]).text
    sent = Submission(None, "", dossier) if dossier else None
    plan, _ = desk.plan_from(InterviewWish(kind="final", minutes=None), sent)
    session, stopped = begin(plan, dossier=dossier), False
    for message in said[1:]:
        stopped = _STOP.match(message) is not None
        if stopped or is_over(session):
            break
        session = answer(session, "" if _PASS.match(message) else message[:LONGEST_ANSWER])
    if stopped or is_over(session):
        return Spoken(text="\n".join(debrief_lines(desk.reviewer.debrief(session), markdown=True)))
    return Spoken(text="\n".join(_jury_lines(session, first=len(said) == 1)))


def _jury_lines(session: Session, *, first: bool) -> Iterator[str]:
    helped = help_on(session)
    if helped and session.pending is None:
        yield from (f"> {safe(line.strip())}" for line in help_lines(helped))
        yield ""
    if first:
        yield _opening(session.plan)
        yield ""
    asked = prompt(session)
    if asked:
        relance = ", relance" if asked.relance else ""
        yield f"**{safe(asked.phase)} · question {asked.question} sur {asked.of}{relance}**"
        yield ""
        yield safe(printable(asked.text))
    if first:
        yield ""
        yield f"*{safe(session.plan.notice)}*"


def _opening(plan: InterviewPlan) -> str:
    return (
        f"Entretien blanc final, prévu pour {plan.minutes}\u00a0minutes. Répondez comme devant le jury\u00a0; "
        "écrivez «\u00a0passe\u00a0» pour aller à la suite, «\u00a0bilan\u00a0» pour vous arrêter là."
    )
