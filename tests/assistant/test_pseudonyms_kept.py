"""Cited authors, laws, schemes, public bodies, tools, dates and amounts stay."""

import pytest
from masking import Sentence, faults

KEPT = [
    Sentence("Mme la Directrice et M. le Maire ont ouvert la séance.", {}, ("la Directrice", "le Maire")),
    Sentence("La pierre et la rose du jardin.", {}, ("pierre", "rose")),
    Sentence("Petit à petit, le groupe a progressé. Le Petit Prince est cité.", {}, ("Petit à petit",)),
    Sentence(
        "Selon Kirkpatrick et Kolb, l'évaluation a quatre niveaux ; Philippe Meirieu le dit aussi.",
        {},
        ("Kirkpatrick", "Kolb", "Philippe Meirieu"),
    ),
    Sentence("La taxonomie de Bloom, la matrice d'Eisenhower et le cycle de Deming.", {}, ("Bloom", "Eisenhower", "Deming")),
    Sentence("Le modèle de Phillips (1997) complète celui-ci (Gauthier, 2012).", {}, ("Phillips", "Gauthier")),
    Sentence(
        "La loi Rebsamen et la loi Avenir professionnel, article L. 6313-1 du Code du travail.",
        {},
        ("Rebsamen", "Avenir professionnel", "L. 6313-1", "Code du travail"),
    ),
    Sentence(
        "France Travail, l'OPCO Atlas, la Région Occitanie, Transitions Pro et l'Agefiph financent.",
        {},
        ("France Travail", "OPCO Atlas", "Région Occitanie", "Transitions Pro", "Agefiph"),
    ),
    Sentence(
        "Qualiopi, Moodle, Teams, Klaxoon et Digiforma sont nos outils.",
        {},
        ("Qualiopi", "Moodle", "Teams", "Klaxoon", "Digiforma"),
    ),
    Sentence("La session du 12/03/2026 coûte 2 150 € pour 8 personnes.", {}, ("12/03/2026", "2 150 €", "8 personnes")),
    Sentence(
        "Voir legifrance.gouv.fr et https://www.francecompetences.fr/fiche/rncp123.",
        {},
        ("legifrance.gouv.fr", "https://www.francecompetences.fr/fiche/rncp123"),
    ),
    Sentence("Le salon s'est tenu à Paris et à Lyon.", {}, ("Paris", "Lyon")),
    Sentence("Le CFA de la CMA, le GRETA et l'Afpa.", {}, ("CFA", "CMA", "GRETA", "Afpa")),
    Sentence("A. Contexte\nB. Méthode\nC. Résultats", {}, ("A. Contexte", "B. Méthode", "C. Résultats")),
    Sentence(
        "Le Responsable Formation et la Directrice des Ressources Humaines",
        {},
        ("Responsable Formation", "Directrice des Ressources Humaines"),
    ),
    Sentence("BILAN DE LA SESSION DE FORMATION", {}, ("BILAN DE LA SESSION DE FORMATION",)),
    Sentence("Lundi 12 janvier, en Avril et en Mai, Mars étant clos.", {}, ("Lundi", "Avril", "Mai", "Mars")),
    Sentence("Le groupe WhatsApp, le groupe A et le groupe projet.", {}, ("groupe WhatsApp", "groupe A", "groupe projet")),
    Sentence("Madame, Monsieur,\nVeuillez trouver le devis.", {}, ("Madame, Monsieur",)),
    Sentence("J'ai 25 ans d'expérience, CAP, BTS, Master à Toulouse.", {}, ("CAP", "BTS", "Master")),
    Sentence("Compte CPF de 2 150 €, PTP, Pro-A, plan de développement des compétences", {}, ("CPF", "2 150 €", "PTP", "Pro-A")),
    Sentence("Cap emploi, la MDPH du Tarn, le PLIE et la CAF", {}, ("Cap emploi", "MDPH", "Tarn", "PLIE", "CAF")),
    Sentence(
        "Constructys et Uniformation, l'Opco EP, AKTO, Ocapiat", {}, ("Constructys", "Uniformation", "Opco EP", "AKTO", "Ocapiat")
    ),
    Sentence("le RNCP, la VAE, l'AFEST, Certif Pro, le DUERP, le CSE", {}, ("RNCP", "VAE", "AFEST", "Certif Pro", "CSE")),
    Sentence(
        "La Région Nouvelle-Aquitaine et le Conseil départemental de la Creuse",
        {},
        ("Région Nouvelle-Aquitaine", "Conseil départemental", "Creuse"),
    ),
    Sentence(
        "Il y a 3 cours par jour, 12 places, 2 chemins possibles, 4 routes.",
        {},
        ("3 cours", "12 places", "2 chemins possibles", "4 routes"),
    ),
    Sentence("L'association, née en 1987, forme 120 personnes.", {}, ("1987", "120 personnes")),
    Sentence(
        "Du 2 février au 27 mars 2026, 280 heures, 12 € de l'heure, 26 880 €",
        {},
        ("2 février au 27 mars 2026", "280 heures", "26 880 €"),
    ),
    Sentence("Budget 2025-2026 : 123 456,78 €, soit 12,5 %.", {}, ("2025-2026", "123 456,78 €", "12,5 %")),
    Sentence("Séance 3 : 14 h 30 - 17 h 00, salle 204", {}, ("14 h 30 - 17 h 00", "204")),
    Sentence("Le Petit Robert, Word, Access et Python", {}, ("Word", "Python")),
    Sentence("Objectif : Analyser. Méthode : Kolb. Outil : Trello.", {}, ("Analyser", "Kolb", "Trello")),
    Sentence("Bernard Charlot et Gérard Vergnaud fondent l'approche.", {}, ("Bernard Charlot", "Gérard Vergnaud")),
    Sentence("(Carré, 2005) et (Pastré, Mayen & Vergnaud, 2006)", {}, ("Carré", "Pastré", "Mayen", "Vergnaud")),
    Sentence("comme le dit Le Boterf, agir avec compétence", {}, ("Le Boterf",)),
    Sentence("Juste après, tout est parfait.", {}, ("Juste après, tout est parfait.",)),
    Sentence("Selon Mezirow (1991) et Schön, la réflexivité se construit.", {}, ("Mezirow", "Schön")),
    Sentence("La méthode de Montessori et l'approche de Carl Rogers.", {}, ("Montessori", "Carl Rogers")),
    Sentence("Bandura parle de sentiment d'efficacité personnelle.", {}, ("Bandura",)),
    Sentence("Le carré pédagogique de Houssaye n'en est pas un : triangle.", {}, ("Houssaye",)),
    Sentence("La loi du 5 septembre 2018 et le décret n° 2019-564.", {}, ("5 septembre 2018", "2019-564")),
    Sentence("Notre certificateur est Bureau Veritas, après l'Afnor.", {}, ("Bureau Veritas", "Afnor")),
    Sentence("L'OPCO 2i et Akto cofinancent ; le reste vient du FSE+.", {}, ("OPCO 2i", "Akto", "FSE")),
    Sentence("La Région Bretagne, via le dispositif Qualif Emploi, paie 70 %.", {}, ("Région Bretagne", "70 %")),
    Sentence("La session a lieu à Bordeaux, puis à Toulouse.", {}, ("Bordeaux", "Toulouse")),
    Sentence("Madame le Proviseur et Monsieur l'Inspecteur étaient présents.", {}, ("Proviseur", "Inspecteur")),
    Sentence(
        "Objectif Opérationnel : Identifier Les Besoins Du Client",
        {},
        ("Objectif Opérationnel", "Identifier Les Besoins Du Client"),
    ),
    Sentence("FICHE DE POSTE : CHARGÉ DE FORMATION", {}, ("FICHE DE POSTE", "CHARGÉ DE FORMATION")),
    Sentence(
        "| Critère | Poids | Candidat A | Candidat B |\n|---|---|---|---|\n| Prix | 40 % | 12 | 14 |",
        {},
        ("Critère", "Candidat A", "Prix"),
    ),
    Sentence("D'après Jean-Pierre Boutinet, le projet est une anticipation.", {}, ("Jean-Pierre Boutinet", "projet")),
    Sentence("Vygotski, Bruner et Piaget sont convoqués ; Dewey aussi.", {}, ("Vygotski", "Bruner", "Piaget", "Dewey")),
    Sentence("(Bourgeois & Nizet, 2005 ; Tardif, 2006)", {}, ("Bourgeois", "Nizet", "Tardif")),
    Sentence("La grille de Gauthier (2018) et les niveaux de Kirkpatrick", {}, ("Gauthier", "Kirkpatrick")),
    Sentence("La certification CléA, le titre FPA et le bloc RNCP37275", {}, ("CléA", "FPA", "RNCP37275")),
    Sentence("Le Fongecif est devenu Transitions Pro ; l'Anlci publie.", {}, ("Fongecif", "Transitions Pro", "Anlci")),
    Sentence("Nous utilisons Genially, Padlet, Kahoot et Google Forms.", {}, ("Genially", "Padlet", "Kahoot", "Google Forms")),
    Sentence("Le ministère du Travail, la DREETS et le rectorat de Rennes", {}, ("ministère du Travail", "DREETS")),
    Sentence("Semaine 12, lundi 16 mars, 9 h - 12 h 30 : Accueil", {}, ("Semaine 12", "lundi 16 mars", "Accueil")),
    Sentence("Total : 12 675 € HT, TVA 20 %, soit 15 210 € TTC", {}, ("12 675 €", "15 210 €", "TVA 20 %")),
    Sentence("Chef de Projet Digital Learning, Conseiller en Insertion", {}, ("Chef de Projet", "Conseiller en Insertion")),
    Sentence("Formation suivie du 05-11-2024 au 09-11-2024", {}, ("05-11-2024", "09-11-2024")),
]


@pytest.mark.parametrize("sentence", KEPT, ids=lambda s: s.text[:60])
def test_what_identifies_nobody_stays(sentence: Sentence) -> None:
    assert faults(sentence) == []
