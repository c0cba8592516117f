"""Holds a mock interview: a state comes in, an answer comes in, the next state goes out; nothing is kept here."""

from collections.abc import Iterator, Mapping

from assistant.assessment.contradictions import contradictions
from assistant.domain.interview import PARTS, InterviewPlan, Part, Phase, Question
from assistant.domain.session import Debrief, Help, Mismatch, Mode, PointDebrief, Prompt, Said, Session, Step, Turn
from assistant.errors import InputError
from assistant.oral.parts import parts_missing, parts_shown
from assistant.oral.soundness import LONGEST_ANSWER, MOST_RELANCES
from assistant.oral.wording import GENERAL

_REHEARSED = 3
_NB = "\u00a0"
_PART_WORDS: Mapping[Part, str] = {
    "contexte": "le contexte",
    "action": "ce que vous avez fait vous-même",
    "resultat": "le résultat",
    "analyse": "votre analyse",
}


def begin(plan: InterviewPlan, *, mode: Mode = "practice", dossier: str = "", name: str = "") -> Session:
    """Return the state of an interview before its first question."""
    return Session(plan=plan, mode=mode, dossier=dossier, name=name)


def prompt(session: Session) -> Prompt | None:
    """Return what the jury says next; None when the interview is over."""
    if is_over(session):
        return None
    phase, question = _place(session.plan, session.at)
    return Prompt(
        question=session.at,
        of=_count(session.plan),
        phase=phase.title,
        text=_relance(question, session.pending) if session.pending else question.text,
        relance=session.pending,
        seconds_left=phase.minutes * 60 - _spent(session, phase),
        why="" if session.pending or session.mode == "exam" else question.why,
    )


def is_over(session: Session) -> bool:
    """Tell whether every question was asked."""
    return session.at > _count(session.plan)


def answer(session: Session, text: str, seconds: int = 0) -> Session:
    """Return the state after an answer; an empty one goes on to the next question.

    Raises `InputError` when the interview is over or the answer is longer than speech can be.
    """
    asked = prompt(session)
    if asked is None:
        raise InputError("Cet entretien est terminé.", hint="Lisez le bilan, ou commencez un autre entretien.")
    if len(text) > LONGEST_ANSWER:
        raise InputError("Cette réponse est trop longue pour être dite.", hint=f"Tenez-vous à {LONGEST_ANSWER}{_NB}signes.")
    turn = Turn(question=session.at, asked=asked.text, relance=session.pending, answer=text.strip(), seconds=max(0, seconds))
    done = session.model_copy(update={"turns": (*session.turns, turn), "typed": ""})
    pending = _next_relance(done) if turn.answer else None
    return done.model_copy(update={"pending": pending, "at": session.at if pending else _next_question(done)})


def help_on(session: Session) -> Help | None:
    """Return what the last answer shows and lacks, in practice; None in an exam, or before any answer."""
    if session.mode == "exam" or not session.turns or not session.turns[-1].answer:
        return None
    number = session.turns[-1].question
    _, question = _place(session.plan, number)
    return Help(shown=tuple(_shown(session, number)), missing=_missing(session, number), expected=question.expected)


def step(session: Session) -> Step:
    """Return where an interview stands, with the help that follows a question once it is done with."""
    return Step(session=session, prompt=prompt(session), help=None if session.pending else help_on(session))


def put_aside(session: Session, typed: str) -> Session:
    """Return the state with an answer that was begun, to be gone on with later."""
    return session.model_copy(update={"typed": typed[:LONGEST_ANSWER]})


def debrief(session: Session, wordings: Mapping[str, str]) -> Debrief:
    """Return what to remember of the interview so far; `wordings` are the words of critères and points by code."""
    asked = dict.fromkeys(t.question for t in session.turns)
    answered = [n for n in asked if _answers(session, n)]
    mismatches = tuple(_mismatches(session))
    return Debrief(
        asked=len(asked),
        answered=len(answered),
        seconds=sum(t.seconds for t in session.turns),
        points=tuple(_points(session, list(asked), wordings)),
        mismatches=mismatches,
        rehearse=tuple(_to_rehearse(session, list(asked), mismatches))[:_REHEARSED],
        notice=session.plan.notice,
    )


def _numbered(plan: InterviewPlan) -> Iterator[tuple[Phase, Question]]:
    for phase in plan.phases:
        for question in phase.questions:
            yield phase, question


def _count(plan: InterviewPlan) -> int:
    return len(plan.questions)


def _place(plan: InterviewPlan, number: int) -> tuple[Phase, Question]:
    return list(_numbered(plan))[number - 1]


def _spent(session: Session, phase: Phase) -> int:
    numbers = {n for n, (where, _) in enumerate(_numbered(session.plan), start=1) if where is phase}
    return sum(t.seconds for t in session.turns if t.question in numbers)


def _answers(session: Session, number: int) -> list[str]:
    return [t.answer for t in session.turns if t.question == number and t.answer]


def _asked_words(session: Session, number: int) -> tuple[str, ...]:
    return tuple(t.asked for t in session.turns if t.question == number)


def _missing(session: Session, number: int) -> tuple[Part, ...]:
    return parts_missing("\n".join(_answers(session, number)), _asked_words(session, number))


def _shown(session: Session, number: int) -> Iterator[Said]:
    text = "\n".join(_answers(session, number))
    for shown in parts_shown(text, _asked_words(session, number)):
        yield Said(part=shown.part, question=number, quote=text[shown.span.start : shown.span.end])


def _relance(question: Question, part: Part) -> str:
    return next((f.text for f in question.follow_ups if f.when == part), GENERAL.of(part))


def _next_relance(session: Session) -> Part | None:
    """Return the part to ask for again: one that the answers lack, those the plan foresaw ahead."""
    number = session.at
    phase, question = _place(session.plan, number)
    asked = [t.relance for t in session.turns if t.question == number and t.relance]
    closing = number == _count(session.plan)
    if closing or len(asked) >= MOST_RELANCES or _spent(session, phase) >= phase.minutes * 60:
        return None
    foreseen = [f.when for f in question.follow_ups]
    missing = [part for part in _missing(session, number) if part not in asked]
    if number == 1:
        missing = [part for part in missing if part in foreseen]
    return min(missing, key=lambda part: (part not in foreseen, PARTS.index(part)), default=None)


def _next_question(session: Session) -> int:
    """Return the number of the next question; in an exam, a phase that has run out is left."""
    phase, _ = _place(session.plan, session.at)
    following = session.at + 1
    if session.mode == "exam" and _spent(session, phase) >= phase.minutes * 60:
        places = list(_numbered(session.plan))
        while following <= len(places) and places[following - 1][0] is phase:
            following += 1
    return following


def _points(session: Session, asked: list[int], wordings: Mapping[str, str]) -> Iterator[PointDebrief]:
    codes = dict.fromkeys(_place(session.plan, n)[1].probes[0] for n in asked)
    for code in codes:
        numbers = tuple(n for n in asked if _place(session.plan, n)[1].probes[0] == code)
        shown = tuple(said for n in numbers for said in _shown(session, n))
        there = {said.part for said in shown}
        yield PointDebrief(
            code=code,
            texte=wordings.get(code, ""),
            questions=numbers,
            shown=shown,
            missing=tuple(part for part in PARTS if part not in there),
            unanswered=tuple(n for n in numbers if not _answers(session, n)),
        )


def _mismatches(session: Session) -> Iterator[Mismatch]:
    answers = [t for t in session.turns if t.answer]
    said = "\n".join(t.answer for t in answers)
    for clash in contradictions(said, session.dossier):
        begin_at = 0
        for turn in answers:
            if clash.answer.start <= begin_at + len(turn.answer):
                quote = clash.answer.quote
                yield Mismatch(
                    kind=clash.kind, message=clash.message, question=turn.question, answer=quote, dossier=clash.dossier
                )
                break
            begin_at += len(turn.answer) + 1


def _to_rehearse(session: Session, asked: list[int], mismatches: tuple[Mismatch, ...]) -> Iterator[str]:
    """Yield what to rehearse, the most useful first: what clashes, what was left, what lacks most."""
    for number in dict.fromkeys(m.question for m in mismatches):
        yield f"Question {number}{_NB}: accordez votre réponse et votre dossier, puis redites-la avec le fait juste."
    clashing = {m.question for m in mismatches}
    framed = {1, _count(session.plan)}
    rest = [n for n in asked if n not in clashing and n not in framed]
    for number in sorted(rest, key=lambda n: (bool(_answers(session, n)), -len(_missing(session, n)), n)):
        question = _place(session.plan, number)[1]
        missing = _missing(session, number)
        if not _answers(session, number):
            yield f"Question {number}{_NB}: préparez une réponse d’une minute, à partir d’une situation précise."
        elif missing:
            first = min(missing, key=lambda part: (part not in [f.when for f in question.follow_ups], PARTS.index(part)))
            yield f"Question {number}{_NB}: redites votre réponse en y ajoutant {_PART_WORDS[first]}. {_relance(question, first)}"
        else:
            yield f"Question {number}{_NB}: votre réponse est complète{_NB}; redites-la en moins de deux minutes, sans notes."
