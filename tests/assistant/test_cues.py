import pytest

from assistant.text.cues import CueBook


def _found(cue: str, text: str) -> bool:
    return CueBook([[cue]]).counts(text) == [1]


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("éligib*", "Les conditions d’ÉLIGIBILITÉ sont réunies."),
        ("process*", "Le process est écrit."),
        ("accès*", "L’accès est libre."),
        ("tp*", "Le TP2 est prêt."),
        ("condition* d'accès", "Les conditions d’accès sont réunies."),
        ("condition* d’accès", "La condition d'accès est remplie."),
        ("l’éligib*", "Je vérifie l'éligibilité."),
        ("reste à charge", "Les restes à charge sont comparés."),
        ("réseau social", "Nos réseaux social et interne."),
        ("mise en œuvre", "La mise en oeuvre est datée."),
        ("mise en oeuvre", "La mise en œuvre est datée."),
        ("comité de pilotage", "Le comité\u00a0de\u202fpilotage se réunit."),
        ("e-learning", "Le module e‑learning est prêt."),
        ("<EUR>", "Le devis est de 12 500,50 €."),
        ("<EUR>", "Environ 3 k€ de reste."),
        ("<EUR> par stagiaire", "Soit 1 250 euros par stagiaire."),
        ("<PCT>", "Un taux de 87,5 % de réussite."),
        ("<DATE>", "La réunion du 3 mars 2026."),
        ("<DATE>", "Le 12/03, accueil."),
        ("<num> entretiens", "J’ai mené 1 200 entretiens."),
        ("bilan à <NUM> mois", "Un bilan à 6 mois est prévu."),
        ("coût ~ <EUR>", "Le coût de la salle, négocié avec la mairie, est de 300 €."),
        ("fonds propres ~ employeur", "L’employeur paie sur ses fonds propres."),
    ],
)
def test_a_cue_finds_what_it_describes(cue: str, text: str) -> None:
    assert _found(cue, text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("offre", "Il a offert des fleurs."),
        ("reste à charge", "Le reste est à sa charge."),
        ("éligib*", "Le candidat est inéligible."),
        ("<EUR>", "Il y a 12 stagiaires."),
        ("<PCT>", "Il y a 12 stagiaires."),
        ("<NUM> entretiens", "J’ai mené des entretiens."),
        ("coût ~ <EUR>", "Le coût est élevé."),
        ("coût ~ montant", "Le coût " + "et " * 20 + "le montant."),
    ],
)
def test_a_cue_does_not_find_something_else(cue: str, text: str) -> None:
    assert not _found(cue, text)


def test_two_halves_stand_within_twenty_words_in_either_order() -> None:
    assert _found("coût ~ montant", "Le coût " + "et " * 18 + "le montant.")
    assert _found("coût ~ montant", "Le montant du coût.")


def test_different_cues_are_counted_once_each_for_every_set() -> None:
    book = CueBook([["cpf", "opco", "aif"], ["opco"], []])
    assert book.counts("Le CPF, encore le CPF, puis l’OPCO.") == [2, 1, 0]


def test_an_empty_text_or_an_empty_book_gives_nothing() -> None:
    assert CueBook([["cpf"]]).counts("") == [0]
    assert CueBook([]).counts("Le CPF") == []
