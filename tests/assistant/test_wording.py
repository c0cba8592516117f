from assistant.assessment.wording import explain, next_step
from assistant.domain.base import Span
from assistant.domain.feedback import Etat, Evidence, IndicateurReading, Niveau
from assistant.domain.grille import Basis, CritereGrille, Indicateur

TEXT = "Nous avons comparé les devis en mars."
CRITERE = CritereGrille(
    code="B1-C1",
    texte="…",
    expected="…",
    indicateurs=tuple(
        Indicateur(
            code=f"B1-C1-I{n}",
            label=label,
            description="…",
            essential=basis is not Basis.EXPERT,
            basis=basis,
            advice=f"Ajouter {label.lower()}.",
            question=f"Et {label.lower()} ?",
        )
        for n, (label, basis) in enumerate(
            [("Comparaison datée", Basis.LIBELLE), ("CPF chiffré", Basis.LIBELLE), ("Source citée", Basis.EXPERT)], start=1
        )
    ),
)


def _readings(*etats: Etat) -> list[IndicateurReading]:
    place = (Evidence.of(TEXT, Span(start=0, end=len(TEXT))),)
    return [
        IndicateurReading(code=f"B1-C1-I{n}", etat=etat, evidence=place if etat.needs_evidence else ())
        for n, etat in enumerate(etats, start=1)
    ]


def test_what_is_there_comes_first_then_what_is_missing() -> None:
    said = explain(Niveau.PARTIEL, CRITERE, _readings(Etat.ATTESTE, Etat.ABSENT, Etat.EVOQUE))
    assert said == (
        "Votre texte montre\u00a0: comparaison datée. Un membre du jury chercherait encore\u00a0: CPF chiffré\u00a0; source citée."
    )


def test_nothing_found_is_said_plainly() -> None:
    said = explain(Niveau.ABSENT, CRITERE, _readings(Etat.ABSENT, Etat.ABSENT, Etat.ABSENT))
    assert said == "Je n’ai pas trouvé dans votre texte de passage qui réponde à ce critère."


def test_what_the_draft_denies_is_told_apart_from_what_is_missing() -> None:
    said = explain(Niveau.PARTIEL, CRITERE, _readings(Etat.ATTESTE, Etat.CONTREDIT, Etat.PARTIEL))
    assert "En partie seulement\u00a0: source citée." in said
    assert "dit lui-même que ceci n’a pas été fait\u00a0: CPF chiffré." in said
    assert "chercherait encore" not in said


def test_what_is_only_named_is_said_so() -> None:
    said = explain(Niveau.EVOQUE, CRITERE, _readings(Etat.EVOQUE, Etat.ABSENT, Etat.ABSENT))
    assert said.startswith("Nommé sans rien de précis sur votre situation\u00a0: comparaison datée.")


def test_the_next_step_is_one_and_says_where() -> None:
    step = next_step(TEXT, CRITERE, _readings(Etat.PARTIEL, Etat.ABSENT, Etat.ABSENT))
    assert (
        step.advice == "À partir du passage «\u00a0Nous avons comparé les devis en mars\u00a0»\u00a0: ajouter comparaison datée."
    )
    assert step.question == "Et comparaison datée ?"


def test_blocking_indicateurs_come_before_the_others() -> None:
    step = next_step(TEXT, CRITERE, _readings(Etat.ATTESTE, Etat.ABSENT, Etat.EVOQUE))
    assert step.advice == "Ajouter cpf chiffré."


def test_when_all_is_shown_the_advice_is_to_prepare_for_the_oral() -> None:
    step = next_step(TEXT, CRITERE, _readings(Etat.ATTESTE, Etat.ATTESTE, Etat.SANS_OBJET))
    assert "préparez-vous" in step.advice
    assert step.question == "Et comparaison datée ?"
