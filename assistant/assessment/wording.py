"""The sentences of an assessment: what is there, what is missing, one thing to do."""

from collections.abc import Sequence

from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat, IndicateurReading, Niveau
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.text.french import excerpt

_MOST_LABELS = 3


class NextStep(Frozen):
    """One thing to do, and the question a jury may ask about it."""

    advice: str
    question: str


def explain(niveau: Niveau, critere: CritereGrille, readings: Sequence[IndicateurReading]) -> str:
    """Return what is there, then what a jury member would miss, in one to three sentences."""
    by_state = {etat: _labels(critere, readings, etat) for etat in Etat}
    blocking = {i.code for i in critere.blocking()}
    unseen = [r for r in readings if r.etat not in (Etat.ATTESTE, Etat.PARTIEL, Etat.SANS_OBJET)]
    unseen.sort(key=lambda r: r.code not in blocking)
    sentences = [_what_is_there(niveau, by_state)]
    if by_state[Etat.CONTREDIT]:
        sentences.append(f"Votre texte dit lui-même que ceci n’a pas été fait\u00a0: {_listed(by_state[Etat.CONTREDIT])}.")
    missing = [_label(critere, r.code) for r in unseen if r.etat is not Etat.CONTREDIT]
    if missing and niveau is not Niveau.ABSENT:
        sentences.append(f"Un membre du jury chercherait encore\u00a0: {_listed(missing)}.")
    return " ".join(sentences)


def _what_is_there(niveau: Niveau, by_state: dict[Etat, list[str]]) -> str:
    shown, partial, named = by_state[Etat.ATTESTE], by_state[Etat.PARTIEL], by_state[Etat.EVOQUE]
    if niveau is Niveau.ABSENT or not (shown or partial or named):
        return "Je n’ai pas trouvé dans votre texte de passage qui réponde à ce critère."
    parts = []
    if shown:
        parts.append(f"Votre texte montre\u00a0: {_listed(shown)}.")
    if partial:
        lead = "En partie seulement" if shown else "Votre texte montre en partie"
        parts.append(f"{lead}\u00a0: {_listed(partial)}.")
    if named and not shown:
        parts.append(f"Nommé sans rien de précis sur votre situation\u00a0: {_listed(named)}.")
    return " ".join(parts)


def next_step(text: str, critere: CritereGrille, readings: Sequence[IndicateurReading]) -> NextStep:
    """Return the advice of the first blocking indicateur that is not shown, and its place."""
    state = {r.code: r for r in readings}
    target = aimed_at(critere, readings)
    if target is None:
        first = _in_order(critere)[0]
        return NextStep(
            advice="Ce critère peut rester en l’état\u00a0; préparez-vous à l’expliquer à l’oral.", question=first.question
        )
    return NextStep(advice=_placed(text, target, state[target.code]), question=target.question)


def aimed_at(critere: CritereGrille, readings: Sequence[IndicateurReading]) -> Indicateur | None:
    """Return the indicateur that the advice of a reading is about; None when everything is shown."""
    open_ = {r.code for r in readings if r.etat not in (Etat.ATTESTE, Etat.SANS_OBJET)}
    return next((i for i in _in_order(critere) if i.code in open_), None)


def _in_order(critere: CritereGrille) -> list[Indicateur]:
    blocking = critere.blocking()
    return [*blocking, *(i for i in critere.indicateurs if i not in blocking)]


def _placed(text: str, indicateur: Indicateur, reading: IndicateurReading) -> str:
    advice = indicateur.advice.rstrip(".") + "."
    if not reading.evidence:
        return advice
    place = excerpt(text[reading.evidence[0].start : reading.evidence[0].end])
    return f"À partir du passage «\u00a0{place}\u00a0»\u00a0: {_lower_first(advice)}"


def _label(critere: CritereGrille, code: str) -> str:
    return next(_lower_first(i.label) for i in critere.indicateurs if i.code == code)


def _labels(critere: CritereGrille, readings: Sequence[IndicateurReading], etat: Etat) -> list[str]:
    return [_label(critere, r.code) for r in readings if r.etat is etat]


def _listed(labels: Sequence[str]) -> str:
    shown = list(labels[:_MOST_LABELS])
    return "\u00a0; ".join(shown)


def _lower_first(phrase: str) -> str:
    """Lower the first letter unless the first word is an acronym or a proper name of one letter."""
    return phrase if len(phrase) > 1 and phrase[1].isupper() else phrase[:1].lower() + phrase[1:]
