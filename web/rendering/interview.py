"""An interview plan put into words, ready for any form: terminal, Markdown, a printable sheet."""

from collections.abc import Iterator, Mapping

from assistant.domain.base import Frozen
from assistant.domain.interview import InterviewKind, InterviewPlan, JuryStyle, Part, Question
from web.rendering.markdown import safe as markdown_safe
from web.rendering.plain import one_line, shortened

TITLES: Mapping[InterviewKind, str] = {
    "B3": "Entretien du bloc 3",
    "B4": "Entretien du bloc 4",
    "final": "Entretien final",
}
SETTINGS: Mapping[InterviewKind, str] = {
    "B3": "Deux membres de l’équipe pédagogique questionnent la méthode suivie pour élaborer l’offre ou le cahier des charges.",
    "B4": "Le jury questionne le candidat après son exposé oral, sur le travail présenté et les compétences du bloc.",
    "final": "Le jury vérifie cinq points, une fois les blocs obtenus.",
}
STYLES: Mapping[JuryStyle, str] = {
    "referentiel": "jury «\u00a0référentiel\u00a0»",
    "terrain": "jury «\u00a0terrain\u00a0»",
    "qualite-risques": "jury «\u00a0qualité et risques\u00a0»",
}
STYLE_HELP: Mapping[JuryStyle, str] = {
    "referentiel": "il suit les critères et vérifie chacun",
    "terrain": "il veut des situations vécues\u00a0: qui, quand, comment",
    "qualite-risques": "il cherche les preuves, les limites et ce qui peut mal tourner",
}
PART_WORDS: Mapping[Part, str] = {
    "contexte": "le contexte",
    "action": "l’action",
    "resultat": "le résultat",
    "analyse": "l’analyse",
}


class SheetQuestion(Frozen):
    """One question as it is printed."""

    number: int
    text: str
    why: str
    probes: str
    source: str
    """Words of the draft, when the question does not already say them."""
    expected: tuple[str, ...]
    relances: tuple[tuple[str, str], ...]
    """What is missing, and the question that asks for it."""


class SheetPhase(Frozen):
    """A timed part as it is printed."""

    title: str
    begin: int
    end: int
    questions: tuple[SheetQuestion, ...]


class Sheet(Frozen):
    """A plan as it is printed."""

    title: str
    setting: str
    minutes: int
    style: str
    seed: int
    name: str
    """Name of the draft that it starts from; empty without one."""
    phases: tuple[SheetPhase, ...]
    notice: str

    @property
    def count(self) -> int:
        """Return how many questions there are."""
        return sum(len(phase.questions) for phase in self.phases)


def sheet_of(plan: InterviewPlan, name: str = "") -> Sheet:
    """Return the plan in words; questions are numbered through the whole interview."""
    phases, begin, number = [], 0, 0
    for phase in plan.phases:
        questions = tuple(_question(q, number + n) for n, q in enumerate(phase.questions, start=1))
        phases.append(SheetPhase(title=phase.title, begin=begin, end=begin + phase.minutes, questions=questions))
        begin, number = begin + phase.minutes, number + len(questions)
    return Sheet(
        title=TITLES[plan.kind],
        setting=SETTINGS[plan.kind],
        minutes=plan.minutes,
        style=STYLES[plan.style],
        seed=plan.seed,
        name=one_line(name),
        phases=tuple(phases),
        notice=plan.notice,
    )


def _question(question: Question, number: int) -> SheetQuestion:
    source = question.source.quote if question.source and question.source.quote not in question.text else ""
    return SheetQuestion(
        number=number,
        text=one_line(question.text),
        why=one_line(question.why),
        probes=", ".join(question.probes),
        source=shortened(source) if source else "",
        expected=tuple(map(one_line, question.expected)),
        relances=tuple((PART_WORDS[f.when], one_line(f.text)) for f in question.follow_ups),
    )


def lines_of(sheet: Sheet, *, markdown: bool) -> Iterator[str]:
    """Yield the plan line by line, as plain text or as Markdown."""
    top, heading = ("# ", "## ") if markdown else ("", "")
    safe = markdown_safe if markdown else str
    yield f"{top}{sheet.title} – {sheet.minutes} minutes"
    yield ""
    yield f"{sheet.setting} {sheet.style[:1].upper()}{sheet.style[1:]}, tirage n°\u00a0{sheet.seed}."
    yield ""
    for phase in sheet.phases:
        yield f"{heading}{phase.begin}–{phase.end} min · {phase.title}"
        if markdown:
            yield ""
        for question in phase.questions:
            yield f"{question.number}. {safe(question.text)}"
            yield from (f"   {'- ' if markdown else ''}{safe(line)}" for line in _lines(question))
        yield ""
    yield sheet.notice


def _lines(question: SheetQuestion) -> Iterator[str]:
    yield f"Pourquoi\u00a0: {question.why} ({question.probes})"
    if question.source:
        yield f"Dans le dossier\u00a0: «\u00a0{question.source}\u00a0»"
    yield f"Une bonne réponse\u00a0: {' '.join(question.expected)}"
    for missing, text in question.relances:
        yield f"Relance (si {missing} manque)\u00a0: {text}"
