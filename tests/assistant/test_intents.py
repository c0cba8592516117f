import pytest

from assistant.text.french import fold
from assistant.text.intents import (
    asked_limits,
    asks_about_the_exam,
    asks_for_priorities,
    asks_to_predict,
    asks_to_write,
    is_off_subject,
    loosely_named_bloc,
    named_bloc,
)

WRITE_FOR_ME = [
    "Rédige ma conclusion sur le budget.",
    "Peux-tu écrire le paragraphe sur la veille ?",
    "Écrivez-moi une introduction de dix lignes pour le bloc 3.",
    "j'aimerais que tu me rédiges la partie positionnement",
    "Fais mon dossier à ma place.",
    "Tu pourrais compléter ma note pour la directrice ?",
    "il me faudrait un texte tout fait sur l'évaluation à froid",
    "Génère un plan de communication que je puisse copier-coller.",
    "bonjour, pouvez-vous me faire le bilan de mon action svp",
    "Invente un budget crédible pour douze stagiaires.",
    "Réécris mon paragraphe pour qu'il fasse plus professionnel.",
    "Améliore mon texte, je le rends demain.",
    "tu m'écris trois pages sur la coordination des formateurs ?",
    "Donne-moi une réponse toute prête pour le jury.",
    "Stp termine ma partie sur le handicap",
    "Est-ce que tu peux rédiger l'analyse des écarts à partir de mes chiffres ?",
    "J'ai besoin que vous écriviez mon cahier des charges.",
    "Compose-moi un discours d'ouverture pour l'oral",
    "fabrique moi de faux témoignages de stagiaires",
    "Tu me fais l'intro ?",
    "Je voudrais que l'IA rédige mon bloc 5",
    "Propose-moi une rédaction complète du critère 2.",
    "tu rédiges mon truc sur la veille ?",
    "un paragraphe sur la veille stp",
    "fais-le pour moi",
    "Je te file mes notes et tu écris le dossier",
]
PREDICT = [
    "Est-ce que je vais avoir mon titre ?",
    "Ai-je une chance de réussir ?",
    "Quelle note vais-je obtenir ?",
    "Combien tu me mets sur 20 ?",
    "Suis-je sûr d'être reçu ?",
    "Mon dossier passe ou pas ?",
    "je serai admise tu crois ?",
    "Est-ce que le jury va me recaler ?",
    "Penses-tu que je vais échouer ?",
    "Quelle est la probabilité que j'aie mon diplôme ?",
    "Avec ça, j'ai le bloc 2 ?",
    "Est-ce que mon bloc 1 sera validé ?",
    "tu peux me dire si j'ai bon ou si je vais me planter",
    "Est-ce assez pour décrocher le titre ?",
    "C'est mieux que les autres candidats ?",
    "Mes chances au final ?",
    "Vais-je réussir l'entretien ?",
    "est ce que j'ai la moyenne",
    "Donne un pronostic sur mon passage devant le jury.",
    "je valide ou je valide pas ?",
    "à ton avis c'est validé ?",
    "notez mon dossier",
    "je vais l'avoir ?",
    "ça passe crème ou pas",
]
LEGITIMATE = [
    "Comment rédiger un cahier des charges ?",
    "Que doit contenir la note à la direction ?",
    "Comment je fais le budget de la session ?",
    "Faut-il écrire une conclusion dans le dossier ?",
    "Dois-je rédiger moi-même la grille d'entretien ?",
    "Est-ce que le jury note sur 20 ?",
    "Qui valide le bloc 4 ?",
    "Comment le titre est-il obtenu ?",
    "C'est bon si je mets cinq pages ?",
    "Faut-il joindre le budget, oui ou non ?",
    "Faut-il faire mention du RGPD ?",
    "Comment classer les candidats à l'entrée en formation ?",
    "Comment montrer que les candidats admis ont les prérequis ?",
    "J'ai reçu douze candidats, comment le présenter ?",
    "Peux-tu m'expliquer le critère 3 du bloc 1 ?",
    "Donnez-moi les modalités du bloc 3.",
    "Fais-moi la liste des critères du bloc 6.",
    "Qu'est-ce qui fait échouer un plan de communication ?",
    "Comment améliorer le passage sur le financement ?",
    "Comment réussir l'entretien avec le jury ?",
    "Que faut-il pour valider le bloc 2 ?",
    "Quelles chances donner à un candidat sans prérequis ?",
    "Pourquoi mon critère 2 est-il partiel ?",
    "Un formateur a rédigé le bilan à ma place, comment le dire ?",
    "Peut-on inventer une entreprise dans le bloc 1 ?",
    "Comment aider un formateur à préparer son cours ?",
    "Le bilan est fait par la coordinatrice, est-ce gênant ?",
    "Quels sont les meilleurs indicateurs pour mesurer l'impact ?",
    "Dis-moi ce que le jury attend sur la veille.",
    "Est-ce que je passe l'oral du bloc 3 devant un jury ?",
    "Vais-je passer devant un jury pour le bloc 4 ?",
    "Je vais avoir combien de jurés en face de moi ?",
    "Comment faire pour que mon dossier passe bien à l'oral ?",
    "Peux-tu me faire un récapitulatif du bloc 2 ?",
    "Invente-moi une question de jury",
    "Peux-tu m'aider à préparer l'entretien ?",
    "J'ai la certification Qualiopi, j'en parle où ?",
    "Est-ce que l'entretien final passe par un oral ?",
    "À quel bloc appartient ce critère ?",
    "Comment traduire la demande du client en objectifs ?",
    "Combien de temps fait l'oral ?",
    "Où mettre le loyer des salles dans le budget ?",
    "La formation porte sur les médicaments, faut-il les nommer ?",
    "C'est une étape capitale du projet, je la détaille ?",
]
OFF_SUBJECT = [
    "Quelle est la recette de la pâte à crêpes ?",
    "Quel temps fera-t-il demain à Lyon ?",
    "Raconte-moi une blague.",
    "Comment déclarer mes impôts ?",
    "Qui a gagné le match de foot hier ?",
    "Traduis bonjour en espagnol.",
    "Quelle est la capitale du Pérou ?",
]


@pytest.mark.parametrize("question", WRITE_FOR_ME)
def test_a_request_to_write_is_recognised(question: str) -> None:
    assert asks_to_write(fold(question))


@pytest.mark.parametrize("question", PREDICT)
def test_a_request_to_predict_is_recognised(question: str) -> None:
    assert asks_to_predict(fold(question))


@pytest.mark.parametrize("question", LEGITIMATE)
def test_a_question_about_the_work_is_neither(question: str) -> None:
    assert not asks_to_write(fold(question))
    assert not asks_to_predict(fold(question))
    assert not is_off_subject(fold(question))


@pytest.mark.parametrize("question", OFF_SUBJECT)
def test_everyday_life_is_off_the_subject(question: str) -> None:
    assert is_off_subject(fold(question))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Combien de pages pour le bloc 3 ?", "pages"),
        ("Le nombre de caractères, espaces compris ?", "caracteres_max"),
        ("Ça dure combien, l'entretien final ?", "minutes"),
        ("C'est long l'oral, combien de temps ?", "minutes"),
        ("Qui m'interroge au bloc 3 ?", "examinateurs"),
        ("Qui va me poser les questions ?", "examinateurs"),
        ("Je passe devant qui ?", "examinateurs"),
        ("Il y a combien de jurés ?", "examinateurs"),
    ],
)
def test_a_question_about_a_formal_limit_is_recognised(question: str, kind: str) -> None:
    assert kind in asked_limits(fold(question))
    assert asks_about_the_exam(fold(question))


@pytest.mark.parametrize(
    "question",
    ["L'épreuve est à l'oral ?", "Faut-il un vrai client ?", "Qu'est-ce que je dois rendre ? faut-il rendre un écrit ?"],
)
def test_a_question_about_the_form_of_the_exam_is_recognised(question: str) -> None:
    assert asks_about_the_exam(fold(question))
    assert not asks_about_the_exam(fold("Comment comparer les financements d'un candidat ?"))


@pytest.mark.parametrize(
    ("question", "bloc"),
    [
        ("le bloc 3", "B3"),
        ("bloc n°4", "B4"),
        ("B5 ?", "B5"),
        ("le premier bloc", "B1"),
        ("le 1er bloc", "B1"),
        ("le second bloc", "B2"),
        ("le 6e bloc", "B6"),
        ("le bloc 12", "B12"),
        ("les blocs", None),
    ],
)
def test_a_bloc_is_recognised_by_its_number(question: str, bloc: str | None) -> None:
    assert named_bloc(fold(question)) == bloc


@pytest.mark.parametrize(
    ("question", "bloc"),
    [
        ("Quand je rends le 2 je rends quoi ?", "B2"),
        ("faut il fabriquer une plaquette pour le 5", "B5"),
        ("le six c koi le rendu", "B6"),
        ("le six, c’est quoi le rendu ?", "B6"),
        ("On passe le 2 mars ?", None),
        ("Je dois rendre le 30 juin", None),
        ("Le quatre est un oral ?", "B4"),
    ],
)
def test_a_bloc_named_by_a_number_alone_is_told_from_a_date(question: str, bloc: str | None) -> None:
    assert loosely_named_bloc(fold(question)) == bloc


@pytest.mark.parametrize("question", ["Quelles sont mes priorités ?", "Par quoi je commence ?", "Que dois-je améliorer ?"])
def test_a_question_about_what_to_do_first_is_recognised(question: str) -> None:
    assert asks_for_priorities(fold(question))
    assert not asks_for_priorities(fold("Comment comparer les financements ?"))
