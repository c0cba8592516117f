"""The paragraph « Niveaux » of the semantics, case by case.

A case is written as the states of the indicateurs in order, blocking ones before the `|`:
A atteste, P partiel, E evoque, - absent, C contredit, S sans objet.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assessment.rules import niveau_of
from assistant.domain.feedback import Etat, Evidence, IndicateurReading, Niveau
from assistant.domain.grille import Basis, CritereGrille, Indicateur

ETATS = {
    "A": Etat.ATTESTE,
    "P": Etat.PARTIEL,
    "E": Etat.EVOQUE,
    "-": Etat.ABSENT,
    "C": Etat.CONTREDIT,
    "S": Etat.SANS_OBJET,
}
ORDER = [Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE]
CASES = [
    # demontre: every blocking one atteste, 60 % of the applicable ones atteste, none contredit
    ("AA|", "demontre"),
    ("AAA|PP", "demontre"),  # 3 of 5 is 60 %
    ("AAA|PEE", "partiel"),  # 3 of 6 is not
    ("AA|A--", "demontre"),  # 3 of 5
    ("AA|--", "partiel"),  # 2 of 4
    ("AA|SSSS", "demontre"),  # what does not apply is not counted
    ("AAS|", "demontre"),
    ("AP|AAA", "partiel"),  # fewer than four blocking ones: no excuse
    ("AAP|AAA", "partiel"),
    ("AAAP|", "demontre"),  # four blocking ones: one may be partiel
    ("AAAPS|", "demontre"),
    ("AAPS|AA", "partiel"),  # only three of the four apply
    ("AAAE|AA", "partiel"),  # excused only when partiel
    ("AAA-|AA", "partiel"),
    ("AAPP|AAA", "partiel"),  # only one
    ("AAAAP|", "demontre"),
    ("AA|AC", "partiel"),  # none contredit, blocking or not
    # partiel: one blocking atteste, or two partiel
    ("A-|", "partiel"),
    ("A--|---", "partiel"),
    ("PP-|", "partiel"),
    ("PP|EE", "partiel"),
    # evoque: something named, or a single non-blocking partiel, and no blocking one shown
    ("EE|", "evoque"),
    ("E-|-", "evoque"),
    ("--|E", "evoque"),
    ("--|P", "evoque"),
    ("--|PP", "evoque"),
    ("--|AA", "evoque"),
    ("P-|", "evoque"),  # one blocking partiel is not yet two
    ("PE|A", "evoque"),
    # absent: nothing, or only the statement that it was not done
    ("--|--", "absent"),
    ("CC|", "absent"),
    ("C-|-", "absent"),
    ("--|C", "absent"),
    ("SS|SS", "absent"),
    # a blocking contredit caps at absent without other evidence, at partiel with other evidence
    ("C-|E", "absent"),
    ("CE|E", "absent"),
    ("CA|", "partiel"),
    ("CAAA|AAAA", "partiel"),
    ("CPP|", "partiel"),
    ("CP|", "evoque"),  # a cap, not a gift: one blocking partiel gives evoque without the denial too
    ("C-|A", "evoque"),
    ("C-|P", "evoque"),
]


def _critere(case: str) -> CritereGrille:
    blocking, _, others = case.partition("|")
    bases = [Basis.LIBELLE] * len(blocking) + [Basis.EXPERT] * len(others)
    return CritereGrille(
        code="B1-C1",
        texte="…",
        expected="…",
        indicateurs=tuple(
            Indicateur(code=f"B1-C1-I{n}", label="…", description="…", essential=True, basis=basis, advice="…", question="…")
            for n, basis in enumerate(bases, start=1)
        ),
    )


def _readings(case: str) -> list[IndicateurReading]:
    place = (Evidence(quote="x", start=0, end=1),)
    return [
        IndicateurReading(code=f"B1-C1-I{n}", etat=ETATS[s], evidence=place if ETATS[s].needs_evidence else ())
        for n, s in enumerate(case.replace("|", ""), start=1)
    ]


def _niveau(case: str) -> Niveau:
    return niveau_of(_critere(case), _readings(case))


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_the_niveau_is_the_one_the_semantics_gives(case: str, expected: str) -> None:
    assert _niveau(case) == expected


@given(st.text(alphabet="APE-CS", min_size=2, max_size=5), st.text(alphabet="APE-CS", max_size=4), st.integers(0, 8))
def test_showing_more_never_lowers_the_niveau(blocking: str, others: str, position: int) -> None:
    case = f"{blocking}|{others}"
    place = position % len(case)
    if case[place] not in "PE-":
        return
    better = case[:place] + {"-": "E", "E": "P", "P": "A"}[case[place]] + case[place + 1 :]
    assert ORDER.index(_niveau(better)) >= ORDER.index(_niveau(case))


@given(st.text(alphabet="APE-S", min_size=2, max_size=5), st.text(alphabet="APE-S", max_size=4), st.integers(0, 8))
def test_a_denial_never_raises_the_niveau(blocking: str, others: str, position: int) -> None:
    case = f"{blocking}|{others}"
    place = position % len(case)
    if case[place] in "|S":
        return
    denied = case[:place] + "C" + case[place + 1 :]
    assert ORDER.index(_niveau(denied)) <= ORDER.index(_niveau(case))
