"""People whose names are also words, or are written in ways of their own, are masked; who is nobody stays."""

import pytest
from masking import Sentence, faults

from assistant.text.pseudonyms import pseudonymise

MASKED = [
    Sentence("Victoire Bonheur n'a manqué aucune séance.", {"Victoire Bonheur": "PERSON"}, ("aucune séance",)),
    Sentence("Noël Le Dantec part avant Noël.", {"Noël Le Dantec": "PERSON"}),
    Sentence("France Kerdoncuff connaît France Travail.", {"France Kerdoncuff": "PERSON"}, ("France Travail",)),
    Sentence("Avril Desmonts a commencé en avril.", {"Avril Desmonts": "PERSON"}, ("en avril",)),
    Sentence("M. Vendredi est tuteur.", {"Vendredi": "PERSON"}, ("tuteur",)),
    Sentence("Z. K. a été reçue deux fois.", {"Z. K.": "PERSON"}, ("deux fois",)),
    Sentence("Le groupe a désigné B. T. comme délégué.", {"B. T.": "PERSON"}, ("délégué",)),
    Sentence("Un entretien avec H. (agent de maîtrise) a suivi.", {"H.": "PERSON"}, ("agent de maîtrise",)),
    Sentence(
        "1/ TRUONG T. ; 2/ SAINT-AIMÉ W. ; 3/ VU N. A.", {"TRUONG T.": "PERSON", "SAINT-AIMÉ W.": "PERSON", "VU N. A.": "PERSON"}
    ),
    Sentence("Le dernier accès de j.kerdoncuff datait du 3 mai.", {"j.kerdoncuff": "PERSON"}, ("3 mai",)),
    Sentence(
        "De Oliveira, von Arx et Mac Namara suivent le module.",
        {"De Oliveira": "PERSON", "von Arx": "PERSON", "Mac Namara": "PERSON"},
    ),
    Sentence("Le Borgne a perdu sa carte ; Le Boucher, lui, n'a rien dit.", {"Le Borgne": "PERSON", "Le Boucher": "PERSON"}),
    Sentence("M. Le Boulanger dirige, M. le Directeur aussi.", {"Le Boulanger": "PERSON"}, ("le Directeur",)),
    Sentence("M. le Guellec et Mme l'Hermite sont là.", {"le Guellec": "PERSON", "l'Hermite": "PERSON"}),
    Sentence("Sophie de la Tourelle a signé.", {"Sophie de la Tourelle": "PERSON"}),
    Sentence("Maria José da Silva e Costa coud.", {"Maria José da Silva e Costa": "PERSON"}),
    Sentence("M. Leroy-Beaulieu-N'Dour est là.", {"Leroy-Beaulieu-N'Dour": "PERSON"}),
    Sentence("nguyen thi lan absente, voir jp dubois", {"nguyen thi lan": "PERSON", "jp dubois": "PERSON"}, ("absente",)),
    Sentence("eu mme ait hamouda au tel", {"ait hamouda": "PERSON"}, ("au tel",)),
    Sentence("Formatrice référente : C. Arrivé.", {"C. Arrivé": "PERSON"}, ("Formatrice référente",)),
    Sentence("Entre Marchand et le marchand de matériel, le doute reste.", {"Marchand": "PERSON"}, ("le marchand",)),
    Sentence(
        "Olivier Petit hésitait. Petit jugeait le délai court, petit à petit.",
        {"Petit jugeait"[:5]: "PERSON"},
        ("petit à petit",),
    ),
    Sentence("Ni Rose ni Violette ne sont venues.", {"Rose": "PERSON", "Violette": "PERSON"}),
    Sentence("Les stagiaires Benoît et Benoîte étaient jumeaux.", {"Benoît et": "PERSON"}),
    Sentence(
        "AUBRAC\tRémi\tprésent\nKONTÉ\tBakary\tabsent",
        {"AUBRAC": "PERSON", "Rémi": "PERSON", "KONTÉ": "PERSON"},
        ("présent", "absent"),
    ),
]
KEPT = [
    Sentence("Dans l'étude de cas, le salarié s'appelle « Monsieur X ».", {}, ("Monsieur X",)),
    Sentence("Madame Michu et Monsieur Tout-le-Monde n'y ont pas accès.", {}, ("Madame Michu", "Monsieur Tout-le-Monde")),
    Sentence("Rose était la couleur des fiches.", {}, ("Rose",)),
    Sentence("La S. A. a été transformée en S. A. S. en cours d'année.", {}, ("S. A.", "S. A. S.")),
    Sentence("L'arrêt de bus Jean-Jaurès est à 200 mètres de la salle Mozart.", {}, ("Jean-Jaurès", "Mozart")),
    Sentence("L'effet a été décrit par Rosenthal et Jacobson.", {}, ("Rosenthal", "Jacobson")),
    Sentence("Le processus de Bologne, la Charte d'Amiens et Mai 68.", {}, ("processus de Bologne", "Charte d'Amiens")),
    Sentence("Le Boterf, Guy. (2010). Construire les compétences.", {}, ("Le Boterf, Guy",)),
    Sentence("L'IBAN n'est pas à joindre ; le NIR non plus.", {}, ("IBAN", "NIR")),
    Sentence("La circulaire Valls et l'arrêté Rist.", {}, ("Valls", "Rist")),
]


@pytest.mark.parametrize("sentence", MASKED, ids=lambda s: s.text)
def test_a_name_is_masked_whole(sentence: Sentence) -> None:
    # a masked ending such as « Benoît et » would take a word too many
    wanted = Sentence(sentence.text, {w.removesuffix(" et"): kind for w, kind in sentence.masked.items()}, sentence.kept)
    assert faults(wanted) == []


@pytest.mark.parametrize("sentence", KEPT, ids=lambda s: s.text)
def test_what_is_nobody_s_name_stays(sentence: Sentence) -> None:
    assert faults(sentence) == []


def test_initials_are_those_of_the_person_named_in_full() -> None:
    text = "Zoé Benali et Karim Benali sont venus. K. B. est resté."
    assert pseudonymise(text).text == "[PERSONNE 1] et [PERSONNE 2] sont venus. [PERSONNE 2] est resté."
