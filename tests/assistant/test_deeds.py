import pytest

from assistant.text.deeds import as_done


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ("Je n'ai pas comparé les devis le 4 mai.", "J’ai comparé les devis le 4 mai."),
        ("Le 4 mai, je n’ai jamais réuni l’équipe.", "Le 4 mai, j’ai réuni l’équipe."),
        ("Nous n’avons pas encore signé la convention.", "Nous avons signé la convention."),
        ("Nous n’avons ni relu ni corrigé le bilan.", "Nous avons relu et corrigé le bilan."),
        ("Je ne l’ai pas transmis.", "Je l’ai transmis."),
        ("Je n’ai pas rédigé de plan.", "J’ai rédigé un plan."),
        ("JE N’AI PAS COMPARÉ LES DEVIS.", "J’AI COMPARÉ LES DEVIS."),
    ],
)
def test_what_one_denies_is_said_as_done(said: str, done: str) -> None:
    assert as_done(said, planned=False) == done
    assert as_done(done, planned=True) == done


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ("Je prévois de comparer les devis.", "J’ai comparé les devis."),
        ("Nous prévoyons d’abord de lister et de réunir les besoins.", "Nous avons d’abord listé et réuni les besoins."),
        ("Je vais prendre contact avec l’OPCO.", "J’ai pris contact avec l’OPCO."),
        ("J’envisage de les écrire.", "Je les ai écrit."),
        ("Je comparerai les devis en mai.", "J’ai comparé les devis en mai."),
    ],
)
def test_what_one_plans_is_said_as_done_when_that_is_asked(said: str, done: str) -> None:
    assert as_done(said, planned=True) == done
    assert as_done(said, planned=False) == said


@pytest.mark.parametrize(
    "said",
    [
        "Je n’ai pas manqué de comparer les devis.",
        "Je n’ai pas hésité à refuser ce devis.",
        "Le candidat n’est pas retenu.",
        "J’ai comparé trois devis, et la directrice comparera les miens.",
        "J’étais prêt.",
    ],
)
def test_what_is_no_denial_or_plan_of_one_s_own_stays_as_it_is(said: str) -> None:
    assert as_done(said, planned=True) == said
