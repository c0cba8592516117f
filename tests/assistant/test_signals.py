import pytest

from assistant.assessment.signals import FORMS, parroting, read_signals, situated

SHOWN = {
    "montant": ["Le devis est de 12 500,50 €.", "Soit 3 k€.", "Un reste de 40 euros."],
    "pourcentage": ["Un taux de 87,5 % est atteint."],
    "date": ["Le 3 mars, accueil.", "En 2026, tout change.", "Chaque vendredi, un point.", "Le bilan est remis à J+30."],
    "nombre": ["J’ai reçu 12 candidats.", "Trois devis sont comparés.", "Une dizaine de réponses."],
    "acteur_nomme": ["Mme Alba signe.", "La coordinatrice relit.", "M. Brun relit."],
    "outil": ["La grille est en annexe.", "Un questionnaire est envoyé."],
    "source": ["D’après l’Insee, le bassin vieillit.", "L’art. L. 6313-1 le dit."],
    "verbatim": ["« Je veux changer de métier avant l’été », dit-elle."],
    "argument_causal": ["J’ai choisi le PTP parce que la durée le permet."],
    "alternative": ["Le CPF a été écarté."],
    "role": ["J’ai reçu les candidats."],
    "resultat": ["Dix stagiaires sur 12 ont réussi."],
}


@pytest.mark.parametrize(("form", "sentence"), [(form, s) for form, sentences in SHOWN.items() for s in sentences])
def test_a_form_of_evidence_is_seen_in_any_case_and_typography(form: str, sentence: str) -> None:
    written = [sentence, sentence.upper(), sentence.replace("’", "'"), sentence.replace(" ", "\u00a0")]
    assert all(form in read_signals(variant).forms for variant in written)


def test_a_direction_is_somebody_unless_it_is_a_way() -> None:
    assert "acteur_nomme" in read_signals("La direction relit.").forms
    assert "acteur_nomme" in read_signals("Une directrice relit.").forms
    assert "acteur_nomme" not in read_signals("Une direction suffit.").forms
    assert "acteur_nomme" not in read_signals("Nous allons dans la même direction.").forms


@pytest.mark.parametrize("form", sorted(FORMS))
def test_an_empty_claim_shows_no_form_of_evidence(form: str) -> None:
    assert form not in read_signals("La qualité est au cœur de la démarche.").forms


@pytest.mark.parametrize(
    "sentence",
    [
        "2. Le budget est suivi.",
        "1.3 Le budget est suivi.",
        "B1-C4 : le budget est suivi.",
        "L’indicateur 11 et le critère 3 sont respectés.",
        "La loi du 5 septembre 2018 encadre le financement.",
        "Le tableau 4 est joint.",
    ],
)
def test_a_number_that_only_points_at_something_is_no_evidence(sentence: str) -> None:
    signals = read_signals(sentence)
    assert not signals.hard


def test_what_stands_for_a_name_is_no_number() -> None:
    masked, named = read_signals("[PERSONNE 2] voulait garder les bancs."), read_signals("Fatoumata voulait garder les bancs.")
    assert masked == named
    assert "acteur_nomme" in read_signals("Mme [PERSONNE 2] voulait garder les bancs.").forms


def test_an_amount_or_a_date_is_not_counted_again_as_a_number() -> None:
    assert "nombre" not in read_signals("Le devis est de 25 000 €.").forms
    assert "nombre" not in read_signals("Un taux de 87,5 %.").forms
    assert "nombre" not in read_signals("La réunion du 3 mars.").forms


def test_what_others_did_elsewhere_is_told_apart() -> None:
    assert read_signals("Chez mon ancien employeur, la grille existait.").elsewhere
    assert not read_signals("J’ai construit la grille avec l’équipe.").elsewhere


def test_a_situation_shows_by_a_person_a_past_a_date_or_an_amount() -> None:
    assert situated("J’ai reçu douze candidats.")
    assert situated("Les candidats ont été reçus.")
    assert situated("Le devis est de 300 €.")
    assert not situated("Le budget comprend trois familles de charges, selon la loi du 5 mars 2014.")


def test_parroting_is_the_part_of_the_words_that_one_wording_has() -> None:
    wording = "Les possibilités de financement d'un parcours de formation sont listées et comparées"
    assert parroting(f"Je liste et je compare : {wording}.", (wording,)) == 1.0
    assert parroting("Le financement du vélo de Samira coûte cher", (wording,)) == pytest.approx(1 / 5)
    assert parroting("", (wording,)) == 0.0
    assert parroting("Le financement", ()) == 0.0
