import pytest

from assistant.text import polarity
from assistant.text.french import fold

DENIALS = [
    "Nous n’avons pas comparé les financements.",
    "Je n’ai jamais tenu de tableau de bord.",
    "Aucun entretien n’a eu lieu avec les apprenants.",
    "Aucune grille de sélection n’existe.",
    "Rien n’a été écrit sur le positionnement.",
    "Personne n’a contrôlé les émargements.",
    "Le bilan n’est pas fait.",
    "Le budget prévisionnel n’a pas été établi.",
    "L’évaluation à froid reste à faire.",
    "Le plan de communication reste à construire.",
    "Je n’ai pas eu le temps d’analyser les questionnaires.",
    "Faute de temps, l’enquête a été abandonnée.",
    "Nous n’avons ni grille ni compte rendu.",
    "Il n’y a pas eu de réunion de bilan.",
    "Il n’existe aucun suivi des écarts.",
    "Le référent handicap n’a pas été associé.",
    "Les écarts ne sont pas expliqués.",
    "On ne fait aucun retour aux financeurs.",
    "Je ne sais pas combien de stagiaires ont trouvé un emploi.",
    "Le cahier des charges n’a pas pu être rédigé.",
    "NOUS N’AVONS PAS COMPARÉ LES DEVIS.",
    "Aucun de ces points n’a été abordé avec l’équipe.",
    "L’absence de suivi a été relevée par l’auditeur.",
    "Nous avons dû renoncer à l’enquête.",
    "Le suivi des stagiaires n’est pas encore en place.",
    "Ce calendrier n’a finalement pas été tenu.",
    "Il m’a été impossible de rencontrer les formateurs.",
    "Le compte rendu est inexistant.",
    "Pas de grille, pas de compte rendu.",
    "J’ai pas fait de tableau de suivi.",
]

ONLY_SEEM_DENIALS = [
    "Le groupe sera sans doute plus petit en mars.",
    "Aucun écart n’est resté sans explication.",
    "Nous n’avons que douze places.",
    "Je ne retiens que deux dispositifs.",
    "La grille sert non seulement au tri mais à l’entretien.",
    "Je n’ai pas seulement comparé les prix, j’ai comparé les délais.",
    "Les trois devis ont été comparés sans oublier les délais.",
    "La session s’est déroulée sans incident.",
    "Il n’y a pas de retard sur le calendrier du 3 mars.",
    "Aucun retard n’a été constaté au 30 juin.",
    "J’ai choisi le PTP plutôt que le CPF, et non pas au hasard.",
    "Nous avons réuni pas moins de douze formateurs.",
    "Aucun abandon n’est à déplorer : les douze stagiaires ont terminé.",
    "Rien n’a été laissé au hasard : la grille a neuf critères.",
    "Personne n’a été refusé sans un entretien de vingt minutes.",
    "Je n’ai pas retenu le CPF parce que ses droits ne couvrent que 2 340 €.",
    "Le budget n’a pas été dépassé.",
    "Je n’ai pas hésité à reprendre la grille avec les formateurs.",
    "Cela n’empêche pas le suivi, tenu chaque vendredi.",
    "La salle n’est plus au rez-de-chaussée mais à l’étage.",
    "Mme Alba ne manque pas une réunion et note les écarts.",
    "Le bilan est remis à la directrice le 3 mars.",
]

PROMISES = [
    "Je veillerai à comparer les financements.",
    "Nous mettrons en place un tableau de bord.",
    "Le responsable assurera le suivi.",
    "Il faudra prévoir une grille.",
    "Il conviendrait d’associer le référent handicap.",
    "Je souhaite construire un questionnaire.",
    "Nous allons réunir les formateurs.",
    "Un bilan devrait être rédigé.",
    "Ce point serait à approfondir.",
    "Je ferais un tableau comparatif.",
    "Nous comptons interroger les stagiaires.",
    "J’envisage d’interroger les stagiaires.",
    "Les stagiaires seront reçus.",
]

NOT_PROMISES = [
    "J’ai comparé trois financements.",
    "Samira tient la caméra pendant la séance.",
    "Le centre se trouve aux environs de Nevers.",
    "Le directeur préparait la réunion du lundi.",
    "Il espérait un retour et générait un rapport par mois.",
    "Nous préférions une grille courte.",
    "Elle opérait seule la saisie.",
    "Les biberons, les patrons et l’opéra ne sont pas des verbes.",
    "La réunion a lieu chaque vendredi.",
]

GENERIC = [
    "On distingue trois types d’évaluation.",
    "Le positionnement est défini comme une étape préalable.",
    "Un bon organisme de formation compare les devis.",
    "Il est important de suivre les écarts.",
    "L’organisme doit formaliser le positionnement.",
    "Généralement, le budget comprend des charges directes et indirectes.",
    "Tout formateur veille à la progression de son groupe.",
]


@pytest.mark.parametrize("sentence", DENIALS)
def test_a_denial_is_recognised(sentence: str) -> None:
    assert polarity.denied(fold(sentence))


@pytest.mark.parametrize("sentence", ONLY_SEEM_DENIALS)
def test_what_only_seems_a_denial_is_not_one(sentence: str) -> None:
    assert not polarity.denied(fold(sentence))


@pytest.mark.parametrize("sentence", PROMISES)
def test_a_promise_is_recognised(sentence: str) -> None:
    assert polarity.promised(fold(sentence))


@pytest.mark.parametrize("sentence", NOT_PROMISES)
def test_a_statement_is_not_a_promise(sentence: str) -> None:
    assert not polarity.promised(fold(sentence))


@pytest.mark.parametrize("sentence", GENERIC)
def test_what_a_manual_would_say_is_generic(sentence: str) -> None:
    assert polarity.generic(fold(sentence))


def test_a_statement_about_one_s_own_situation_is_not_generic() -> None:
    assert not polarity.generic(fold("J’ai reçu douze candidats le 3 mars avec la grille de l’annexe 2."))


def test_words_that_commit_to_nothing_are_counted() -> None:
    assert polarity.vague_words(fold("Nous utiliserons divers outils adaptés, si besoin.")) == 3
    assert polarity.vague_words(fold("Mme Alba a reçu douze candidats.")) == 0
