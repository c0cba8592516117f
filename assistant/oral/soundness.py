"""Whether a session that comes from outside could have been held: nothing is believed because it looks right."""

from collections.abc import Iterator

from assistant.domain.interview import LONGEST, Question
from assistant.domain.session import Session
from assistant.errors import UnsoundSession

MOST_RELANCES = 2
"""Times that the jury asks again about one question."""
LONGEST_ANSWER = 20_000
"""Characters of one answer: a quarter of an hour of speech."""
MOST_SAID = 250_000
"""Characters of all answers together: two hours of speech, and as much again."""
LONGEST_DOSSIER = 400_000
_MOST_QUESTIONS = 2 * LONGEST


def sound(session: Session) -> Session:
    """Return the session when it hangs together; raise `UnsoundSession` otherwise."""
    if any(_faults(session)):
        raise UnsoundSession(
            "Cet entretien ne peut pas être repris\u00a0: son contenu a été modifié ou coupé.",
            hint="Reprenez-le depuis une copie plus ancienne, ou commencez un autre entretien.",
        )
    return session


def _faults(session: Session) -> Iterator[bool]:
    questions = session.plan.questions
    yield not 1 <= len(questions) <= _MOST_QUESTIONS
    yield sum(phase.minutes for phase in session.plan.phases) != session.plan.minutes
    yield not 1 <= session.at <= len(questions) + 1
    yield session.pending is not None and (session.at > len(questions) or not session.turns)
    yield any(not question.probes for question in questions)
    yield len(session.dossier) > LONGEST_DOSSIER or len(session.typed) > LONGEST_ANSWER
    yield not _turns_follow(session)
    yield not all(_grounded(question, session.dossier) for question in questions)


def _turns_follow(session: Session) -> bool:
    """Tell whether what was asked comes in order, with no more relances than a jury makes."""
    numbers = [turn.question for turn in session.turns]
    return (
        numbers == sorted(numbers)
        and all(1 <= number <= _last_asked(session) for number in numbers)
        and all(numbers.count(number) <= 1 + MOST_RELANCES for number in set(numbers))
        and all(len(turn.answer) <= LONGEST_ANSWER for turn in session.turns)
        and sum(len(turn.answer) for turn in session.turns) <= MOST_SAID
    )


def _last_asked(session: Session) -> int:
    return session.at if session.pending else session.at - 1


def _grounded(question: Question, dossier: str) -> bool:
    return question.source is None or question.source.grounded_in(dossier)
