"""The second reading: what changed since an earlier version, and what became of each advice.

Everything is computed from the two readings and the two texts. An earlier advice is about one
indicateur, the first one that a jury would have missed; what became of it depends on the state
of that indicateur in the later version:

* attested: followed (`atteste`);
* in a better state, short of attested: followed in part (`progres`);
* in the same state, with a passage about it that the earlier text did not have: in part (`passage_nouveau`);
* otherwise not followed, whether nothing moved (`rien_de_nouveau`) or it got worse (`recul`);
* no longer relevant when the situation excludes it (`sans_objet`), when the critère is demonstrated
  without it (`critere_demontre`), when the critère could not be read (`non_lu`) or the grille no
  longer has it (`hors_grille`).
"""

from assistant.assessment.moves import Version, counted_passages, gained_and_lost
from assistant.assessment.wording import aimed_at
from assistant.domain.comparison import AdviceOutcome, Because, Comparison, CritereChange, Outcome
from assistant.domain.feedback import Assessment, Etat, FeedbackReport, Niveau
from assistant.domain.grille import CritereGrille, Grille
from assistant.domain.workspace import KeptVersion
from assistant.errors import InputError

_RANK = {Etat.CONTREDIT: 0, Etat.ABSENT: 0, Etat.SANS_OBJET: 0, Etat.EVOQUE: 1, Etat.PARTIEL: 2, Etat.ATTESTE: 3}
_OUTCOMES: dict[Because, Outcome] = {
    "atteste": Outcome.SUIVI,
    "progres": Outcome.EN_PARTIE,
    "passage_nouveau": Outcome.EN_PARTIE,
    "rien_de_nouveau": Outcome.NON_SUIVI,
    "recul": Outcome.NON_SUIVI,
    "sans_objet": Outcome.SANS_OBJET,
    "critere_demontre": Outcome.SANS_OBJET,
    "non_lu": Outcome.SANS_OBJET,
    "hors_grille": Outcome.SANS_OBJET,
}


def compare_versions(grille: Grille, before: KeptVersion, after: KeptVersion) -> Comparison:
    """Return what changed from one version to another; raise `InputError` when they cannot be compared."""
    if before.number == after.number:
        raise InputError("Ce sont deux fois la même version.", hint="Choisissez deux versions différentes.")
    if before.report.bloc != after.report.bloc:
        raise InputError(
            f"La version {before.number} a été lue pour le bloc {before.report.bloc}, "
            f"la version {after.number} pour le bloc {after.report.bloc}.",
            hint="Comparez deux versions lues pour le même bloc.",
        )
    pair = _Pair(before, after)
    earlier = {a.critere: a for a in before.report.assessments}
    expected = {c.code: c for c in grille.criteres}
    return Comparison(
        bloc=after.report.bloc,
        before=before.number,
        after=after.number,
        words_before=before.draft.words,
        words_after=after.draft.words,
        same_text=before.draft.text == after.draft.text,
        same_reader=_reader(before.report) == _reader(after.report),
        criteres=tuple(
            pair.change(expected.get(a.critere), earlier[a.critere], a) for a in after.report.assessments if a.critere in earlier
        ),
    )


def _reader(report: FeedbackReport) -> tuple[str, ...]:
    made = report.provenance
    return made.assessor, made.referentiel, made.grille, made.model or "", made.prompt or ""


class _Pair:
    """Two versions, with their words ready to be looked through."""

    def __init__(self, before: KeptVersion, after: KeptVersion) -> None:
        self._before, self._after = Version(before.draft), Version(after.draft)

    def change(self, critere: CritereGrille | None, earlier: Assessment, later: Assessment) -> CritereChange:
        """Return what changed for one critère."""
        gained, lost = gained_and_lost(self._before, self._after, counted_passages(earlier), counted_passages(later))
        return CritereChange(
            critere=later.critere,
            before=earlier.niveau or Niveau.NON_EVALUABLE,
            after=later.niveau or Niveau.NON_EVALUABLE,
            gained=gained,
            lost=lost,
            advice=self._advice(critere, earlier, later) if critere else None,
        )

    def _advice(self, critere: CritereGrille, earlier: Assessment, later: Assessment) -> AdviceOutcome | None:
        target = aimed_at(critere, earlier.indicateurs)
        states = {r.code: r.etat for r in earlier.indicateurs}
        if target is None or not earlier.advice:
            return None
        after = next((r.etat for r in later.indicateurs if r.code == target.code), None)
        because = self._because(target.code, states[target.code], after, later)
        return AdviceOutcome(
            advice=earlier.advice,
            indicateur=target.code,
            before=states[target.code],
            after=after,
            outcome=_OUTCOMES[because],
            because=because,
        )

    def _because(self, indicateur: str, before: Etat, after: Etat | None, later: Assessment) -> Because:
        if later.niveau is Niveau.NON_EVALUABLE or after is None:
            return "non_lu" if later.niveau is Niveau.NON_EVALUABLE else "hors_grille"
        settled: dict[Etat, Because] = {Etat.ATTESTE: "atteste", Etat.SANS_OBJET: "sans_objet"}
        if after in settled:
            return settled[after]
        if later.niveau is Niveau.DEMONTRE:
            return "critere_demontre"
        if _RANK[after] != _RANK[before]:
            return "progres" if _RANK[after] > _RANK[before] else "recul"
        quotes = (self._after.draft.slice(span) for span in counted_passages(later, indicateur))
        return "passage_nouveau" if any(not self._before.holds(q) for q in quotes) else "rien_de_nouveau"
