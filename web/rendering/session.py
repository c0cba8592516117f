"""A live interview in words: what the jury says, the help after an answer, the debrief, the transcript."""

from collections.abc import Iterator, Mapping

from assistant.domain.interview import Part
from assistant.domain.session import Debrief, Help, Mode, PointDebrief, Prompt, Session
from web.rendering.interview import PART_WORDS, TITLES
from web.rendering.markdown import safe
from web.rendering.plain import one_line, printable, shortened

MODES: Mapping[Mode, str] = {"practice": "entraînement", "exam": "conditions d’examen"}
_PARTS_CAPITAL: Mapping[Part, str] = {part: words[:1].upper() + words[1:] for part, words in PART_WORDS.items()}


def clock(seconds: int) -> str:
    """Return « 4 min 05 » ; a time that has run over is told as such."""
    minutes, rest = divmod(abs(seconds), 60)
    told = f"{minutes}\u00a0min\u00a0{rest:02d}"
    return f"dépassé de {told}" if seconds < 0 else f"reste {told}"


def prompt_lines(prompt: Prompt) -> Iterator[str]:
    """Yield what the jury says next, for a terminal."""
    yield ""
    yield f"{prompt.phase} · question {prompt.question} sur {prompt.of} · {clock(prompt.seconds_left)}"
    yield ""
    yield f"{'Relance' if prompt.relance else 'Jury'}\u00a0: {printable(prompt.text)}"


def help_lines(help_: Help) -> Iterator[str]:
    """Yield what an answer shows and lacks, and what was hoped for."""
    if help_.shown:
        yield f"  Votre réponse donne {listed(tuple(said.part for said in help_.shown))}."
    if help_.missing:
        yield f"  Il y manque {listed(help_.missing)}."
    yield f"  Une bonne réponse contient\u00a0: {printable(' '.join(help_.expected))}"


def listed(parts: tuple[Part, ...]) -> str:
    """Return parts as one phrase: « le contexte, l’action et le résultat »."""
    words = [PART_WORDS[part] for part in dict.fromkeys(parts)]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"


def debrief_lines(debrief: Debrief, *, markdown: bool = False) -> Iterator[str]:
    """Yield the debrief: what to rehearse, what the dossier does not bear out, then point by point."""
    heading = "## " if markdown else ""
    lasted = f" Durée\u00a0: {max(1, round(debrief.seconds / 60))}\u00a0min." if debrief.seconds else ""
    yield f"{'# ' if markdown else ''}Bilan de l’entretien"
    yield ""
    yield f"Questions posées\u00a0: {debrief.asked}, dont {debrief.answered} avec une réponse.{lasted}"
    yield ""
    if debrief.rehearse:
        yield f"{heading}À répéter"
        yield ""
        yield from (f"{n}. {_shown(line, markdown=markdown)}" for n, line in enumerate(debrief.rehearse, start=1))
        yield ""
    if debrief.mismatches:
        yield f"{heading}À accorder avec votre dossier"
        yield ""
        yield from _mismatch_lines(debrief, markdown=markdown)
    yield f"{heading}Point par point"
    yield ""
    for point in debrief.points:
        yield from _point_lines(point, markdown=markdown)
    yield _shown(debrief.notice, markdown=markdown)


def _mismatch_lines(debrief: Debrief, *, markdown: bool) -> Iterator[str]:
    for mismatch in debrief.mismatches:
        yield f"- Question {mismatch.question}. {mismatch.message}"
        yield f"  - Vous avez répondu\u00a0: «\u00a0{_shown(shortened(mismatch.answer), markdown=markdown)}\u00a0»"
        yield f"  - Le dossier dit\u00a0: «\u00a0{_shown(shortened(mismatch.dossier.quote), markdown=markdown)}\u00a0»"
    yield ""


def _point_lines(point: PointDebrief, *, markdown: bool) -> Iterator[str]:
    numbers = ", ".join(map(str, point.questions))
    texte = f" – {_shown(point.texte, markdown=markdown)}" if point.texte else ""
    yield f"{'### ' if markdown else ''}{point.code}{texte} (question{'s' if len(point.questions) > 1 else ''} {numbers})"
    if markdown:
        yield ""
    for said in point.shown:
        yield f"- {_PARTS_CAPITAL[said.part]}\u00a0: «\u00a0{_shown(shortened(said.quote, 160), markdown=markdown)}\u00a0»"
    if point.missing:
        yield f"- Il manque {listed(point.missing)}."
    if point.unanswered:
        yield f"- Sans réponse\u00a0: question {', '.join(map(str, point.unanswered))}."
    yield ""


def _shown(text: str, *, markdown: bool) -> str:
    line = one_line(text)
    return safe(line) if markdown else line


def transcript(session: Session, debrief: Debrief) -> str:
    """Return the whole interview and its debrief in Markdown."""
    lines = [f"# {TITLES[session.plan.kind]} – {session.plan.minutes} minutes ({MODES[session.mode]})", ""]
    for turn in session.turns:
        asked = "Relance" if turn.relance else f"Question {turn.question}"
        lines += [f"**{asked}**\u00a0: {safe(one_line(turn.asked))}", ""]
        lines += [f"> {safe(one_line(line))}" for line in (turn.answer or "(sans réponse)").split("\n") if line.strip()]
        lines += [">", f"> *{turn.seconds // 60}\u00a0min\u00a0{turn.seconds % 60:02d}*", ""]
    return "\n".join([*lines, *debrief_lines(debrief, markdown=True)]) + "\n"
