"""Organisations told by their kind, and proper nouns that nothing explains, are masked; ordinary words never are."""

import pytest
from masking import Sentence, faults

from assistant.text.pseudonyms import pseudonymise

MASKED = [
    Sentence("Je travaille au CFA du bâtiment de Valdrême.", {"CFA du bâtiment de Valdrême": "ORG"}, ("Je travaille",)),
    Sentence("Le Centre hospitalier de Brévigne forme 60 agents.", {"Centre hospitalier de Brévigne": "ORG"}, ("60 agents",)),
    Sentence("L'université de Haute-Lorelle certifie le diplôme.", {"Haute-Lorelle": "ORG"}, ("université", "diplôme")),
    Sentence(
        "La clinique des Tilleuls et la MJC des Trois-Ponts.", {"Tilleuls": "ORG", "MJC des Trois-Ponts": "ORG"}, ("clinique",)
    ),
    Sentence("Le chantier d'insertion Terre & Pain recrute.", {"Terre & Pain": "ORG"}, ("chantier d'insertion",)),
    Sentence("L'auto-école Feu Vert-Galant forme nos stagiaires.", {"Feu Vert-Galant": "ORG"}, ("auto-école",)),
    Sentence("L'Association Tremplin 2 Rives a cofinancé.", {"Tremplin 2 Rives": "ORG"}, ("cofinancé",)),
    Sentence("Nolan Vasseur (Novalyx) et Bricolux ont cadré le besoin.", {"Novalyx": "ORG", "Bricolux": "ORG"}, ("le besoin",)),
    Sentence("ORVELYA recrute deux tuteurs.", {"ORVELYA": "ORG"}, ("deux tuteurs",)),
    Sentence("Sécuri-Forme Ouest a livré les supports.", {"Sécuri-Forme Ouest": "ORG"}, ("les supports",)),
    Sentence("Une réunion chez volubyl, puis chez elle.", {"volubyl": "ORG"}, ("chez elle",)),
    Sentence("L'ADAPEX 99 nous aide depuis 99 jours.", {"ADAPEX 99": "ORG"}, ("99 jours",)),
    Sentence("Le GAEC des Deux Rives accueille.", {"Deux Rives": "ORG"}, ("GAEC",)),
    Sentence("La crèche P'tits Loups ouvre.", {"P'tits Loups": "ORG"}, ("crèche",)),
    Sentence("Le dossier « Plan_2024_NOVALYX_def.xlsx » est là.", {"NOVALYX": "ORG"}, ("2024",)),
    Sentence("L'école Jules-Ferry et la rue barrée.", {"Jules-Ferry": "ORG"}, ("école", "rue barrée")),
    Sentence("La DREETS a contrôlé Formactys Lorelle en 2022.", {"Formactys Lorelle": "PERSON"}, ("DREETS", "2022")),
]
KEPT = [
    Sentence("Kick-off, feedback et Next steps : le Project Owner valide.", {}, ("Kick-off", "Next steps", "Owner")),
    Sentence("Le Comité de Pilotage et la Maison de l'Emploi siègent.", {}, ("Comité de Pilotage", "Maison de l'Emploi")),
    Sentence("Le Livret d'Accueil et le Plan de Développement des Compétences.", {}, ("Livret d'Accueil", "Compétences")),
    Sentence("Les questions QQOQCCP ont ouvert l'entretien.", {}, ("QQOQCCP",)),
    Sentence("L'Ukrainienne et les Sénégalais parlent tamoul.", {}, ("Ukrainienne", "Sénégalais", "tamoul")),
    Sentence("Paludier, tonnelier, luthier : trois métiers.", {}, ("Paludier",)),
    Sentence("L'université de Nantes et le CHU de Lyon.", {}, ("université de Nantes", "CHU de Lyon")),
    Sentence("Articles L. 6353-1, R. 6316-1 et D. 6113-30.", {}, ("L. 6353-1, R. 6316-1 et D. 6113-30",)),
]


@pytest.mark.parametrize("sentence", MASKED, ids=lambda s: s.text)
def test_the_name_of_an_organisation_is_masked_whole(sentence: Sentence) -> None:
    assert faults(sentence) == []


@pytest.mark.parametrize("sentence", KEPT, ids=lambda s: s.text)
def test_words_of_the_language_and_public_bodies_stay(sentence: Sentence) -> None:
    assert faults(sentence) == []


def test_an_acronym_defined_once_is_masked_everywhere() -> None:
    text = "Tremplin Emploi Vaubrac (TEV) nous adresse des publics. TEV ferme en août."
    assert pseudonymise(text).text == "[ORGANISME 1] ([ORGANISME 1]) nous adresse des publics. [ORGANISME 1] ferme en août."


def test_a_word_that_the_text_uses_in_lower_case_is_no_name() -> None:
    assert pseudonymise("Le sprolage est utile. Sprolage et patience.").replacements == ()
