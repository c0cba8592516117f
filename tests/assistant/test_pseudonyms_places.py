"""Organisations, addresses and towns that identify are masked; legal forms and large towns stay."""

import pytest
from masking import Sentence, faults

PLACES = [
    Sentence(
        "Née le 12 mars 1984 à Mazamet, elle vit à Castres.", {"12 mars 1984": "BIRTHDATE", "Mazamet": "TOWN", "Castres": "TOWN"}
    ),
    Sentence(
        "Il habite 14 bis, rue du Général-Leclerc, 81200 Mazamet.", {"14 bis, rue du Général-Leclerc, 81200 Mazamet": "ADDRESS"}
    ),
    Sentence("3 place de la Mairie\n31130 Balma", {"3 place de la Mairie\n31130 Balma": "ADDRESS"}),
    Sentence(
        "L'association Les Ateliers du Gué et la SARL Dupuy Formation coopèrent.",
        {"Les Ateliers du Gué": "ORG", "Dupuy Formation": "ORG"},
        ("association", "SARL"),
    ),
    Sentence("Je travaille chez Batiform 31 comme formateur.", {"Batiform 31": "ORG"}, ("formateur",)),
    Sentence("Mon employeur, la menuiserie Roucayrol, a 23 salariés. Roucayrol paie.", {"Roucayrol": "ORG"}, ("23 salariés",)),
    Sentence("Fait à Brest, le 12 mai 2026", {"Brest": "TOWN"}, ("12 mai 2026",)),
    Sentence("Notre centre de Lyon accueille le groupe.", {"Lyon": "TOWN"}, ("centre",)),
    Sentence("Cabinet Beaurepaire & Associés, société par actions.", {"Beaurepaire & Associés": "ORG"}, ("société par actions",)),
    Sentence("Form'Action 31 et Compét'Plus répondent à l'appel.", {"Form'Action 31": "ORG", "Compét'Plus": "ORG"}, ("appel",)),
    Sentence("La plateforme de l'EHPAD Les Glycines à Trébédan.", {"Les Glycines": "ORG", "Trébédan": "TOWN"}),
    Sentence(
        "Groupe Horizon Compétences, organisme de formation « Le Tremplin »", {"Le Tremplin": "ORG"}, ("organisme de formation",)
    ),
    Sentence(
        "La ville de Plouhinec finance ; l'agence France Travail de Carhaix aussi.",
        {"Plouhinec": "TOWN", "Carhaix": "TOWN"},
        ("France Travail",),
    ),
    Sentence("Le lycée Jean-Moulin et le collège Émile-Zola.", {"Jean-Moulin": "ORG", "Émile-Zola": "ORG"}, ("lycée", "collège")),
    Sentence(
        "SCOP Terre & Pente, SAS Delvaux Industrie, EURL Le Fournil de Zoé",
        {"Terre & Pente": "ORG", "Delvaux Industrie": "ORG", "Le Fournil de Zoé": "ORG"},
        ("SCOP", "SAS", "EURL"),
    ),
    Sentence(
        "Roucayrol et Fils, Durand & Associés, Delmas Frères",
        {"Roucayrol et Fils": "ORG", "Durand & Associés": "ORG", "Delmas Frères": "ORG"},
    ),
    Sentence(
        "Entreprise : Batinor\nOrganisme de formation : Cap Métiers Sud",
        {"Batinor": "ORG", "Cap Métiers Sud": "ORG"},
        ("Entreprise", "Organisme de formation"),
    ),
    Sentence("La société Horizon Bleu emploie 12 personnes.", {"Horizon Bleu": "ORG"}, ("12 personnes",)),
    Sentence("l'association « La Passerelle » (ALP) ; l'ALP gère 3 sites", {"La Passerelle": "ORG", "ALP": "ORG"}, ("3 sites",)),
    Sentence("Je suis salariée de Logivia depuis 2019.", {"Logivia": "ORG"}, ("2019",)),
    Sentence("L'organisme Synergie Compétences, Synergie pour les intimes", {"Synergie Compétences": "ORG"}),
    Sentence(
        "Clinique des Cèdres, EHPAD Résidence du Lac, crèche Les Loupiots",
        {"Clinique des Cèdres": "ORG", "Les Loupiots": "ORG"},
        ("crèche",),
    ),
    Sentence("le garage Martin, la boulangerie Au Bon Pain", {"Martin": "ORG", "Au Bon Pain": "ORG"}, ("garage", "boulangerie")),
    Sentence(
        "Mission locale de Vitry et agence France Travail de Carhaix",
        {"Vitry": "TOWN", "Carhaix": "TOWN"},
        ("Mission locale", "France Travail"),
    ),
    Sentence(
        "Domicile : 5 allée des Acacias, appt 12, 69100 Villeurbanne",
        {"5 allée des Acacias, appt 12, 69100 Villeurbanne": "ADDRESS"},
        ("Domicile",),
    ),
    Sentence(
        "ZA des Quatre Chemins, BP 204, 85500 Les Herbiers Cedex",
        {"ZA des Quatre Chemins, BP 204, 85500 Les Herbiers Cedex": "ADDRESS"},
    ),
    Sentence("12, RUE DES LILAS - 31000 TOULOUSE", {"12, RUE DES LILAS - 31000 TOULOUSE": "ADDRESS"}),
    Sentence("J'habite 8 rue pasteur à albi", {"8 rue pasteur": "ADDRESS"}),
    Sentence("lieu-dit La Combe Noire, 12400 Saint-Affrique", {"La Combe Noire, 12400 Saint-Affrique": "ADDRESS"}),
    Sentence("Je vis à Sainte-Foy-la-Grande, près de Bergerac.", {"Sainte-Foy-la-Grande": "TOWN", "Bergerac": "TOWN"}),
    Sentence(
        "J'interviens pour le cabinet Althéa Conseil à Quimperlé.", {"Althéa Conseil": "ORG", "Quimperlé": "TOWN"}, ("cabinet",)
    ),
    Sentence(
        "Je suis chargée de mission au sein de Bretagne Compétences Plus.",
        {"Bretagne Compétences Plus": "ORG"},
        ("chargée de mission",),
    ),
    Sentence(
        "La SAS Vertuo, filiale du groupe Kermène, emploie 45 personnes.",
        {"Vertuo": "ORG", "Kermène": "ORG"},
        ("SAS", "45 personnes"),
    ),
    Sentence("Le centre social L'Envolée et la maison de quartier Bellevue", {"L'Envolée": "ORG"}, ("centre social",)),
    Sentence("FORMALOIRE 42, organisme certifié Qualiopi depuis 2021", {"FORMALOIRE 42": "ORG"}, ("Qualiopi", "2021")),
    Sentence("J'ai été embauchée par Delta Nettoyage en 2020.", {"Delta Nettoyage": "ORG"}, ("2020",)),
    Sentence("Chez Schmidt Cuisines, le turnover atteint 30 %.", {"Schmidt Cuisines": "ORG"}, ("30 %",)),
    Sentence("L'entreprise Lagrange & Fils nous a sollicités.", {"Lagrange & Fils": "ORG"}, ("entreprise",)),
    Sentence("Je réside à Thouaré-sur-Loire et travaille à Nantes.", {"Thouaré-sur-Loire": "TOWN"}),
    Sentence("Le CFA d'Évreux et l'antenne de Louviers", {"Évreux": "TOWN", "Louviers": "TOWN"}, ("CFA",)),
    Sentence("Né à Oujda le 3/2/79, marié, deux enfants.", {"3/2/79": "BIRTHDATE", "Oujda": "TOWN"}, ("deux enfants",)),
    Sentence(
        "27 ter boulevard de la Libération, bât. C, 93200 Saint-Denis",
        {"27 ter boulevard de la Libération, bât. C, 93200 Saint-Denis": "ADDRESS"},
    ),
    Sentence(
        "Siège social : 4, Allée des Frênes 44300 NANTES", {"4, Allée des Frênes 44300 NANTES": "ADDRESS"}, ("Siège social",)
    ),
    Sentence("Rendez-vous au 2 route de Saint-Pol, face à la gare.", {"2 route de Saint-Pol": "ADDRESS"}, ("gare",)),
    Sentence(
        "L'organisme Médiane Formation, à Lunel, a 8 salariés.",
        {"Médiane Formation": "ORG", "Lunel": "TOWN"},
        ("organisme", "8 salariés"),
    ),
    Sentence("Structure d'accueil : Ferme des Trois Chênes", {"Ferme des Trois Chênes": "ORG"}, ("Structure d'accueil",)),
    Sentence(
        "La SCIC Terra Nova et l'association Main dans la Main",
        {"Terra Nova": "ORG", "Main dans la Main": "ORG"},
        ("SCIC", "association"),
    ),
    Sentence("J'étais vendeuse chez Picwic avant de rejoindre Ardoize Sarl.", {"Picwic": "ORG", "Ardoize": "ORG"}, ("vendeuse",)),
    Sentence(
        "Le garage Lecointre Auto et le restaurant L'Escale",
        {"Lecointre Auto": "ORG", "L'Escale": "ORG"},
        ("garage", "restaurant"),
    ),
    Sentence(
        "Transports Kermarrec, 30 chauffeurs, Landivisiau",
        {"Transports Kermarrec": "ORG", "Landivisiau": "TOWN"},
        ("30 chauffeurs",),
    ),
    Sentence(
        "Notre agence de Pornichet ferme, celle de Saint-Lyphard reste.",
        {"Pornichet": "TOWN", "Saint-Lyphard": "TOWN"},
        ("agence",),
    ),
    Sentence("Elle vient de Plouguerneau et lui de Dakar.", {"Plouguerneau": "TOWN"}, ("Dakar",)),
    Sentence("18, impasse du Moulin-Neuf – 29880 Plouguerneau", {"18, impasse du Moulin-Neuf – 29880 Plouguerneau": "ADDRESS"}),
    Sentence(
        "Adresse : 1 bis cours Émile-Zola, 69100 Villeurbanne",
        {"1 bis cours Émile-Zola, 69100 Villeurbanne": "ADDRESS"},
        ("Adresse",),
    ),
    Sentence(
        "Lieu : ZI de Kergaradec, rue Jean-Charcot, 29490 Guipavas",
        {"ZI de Kergaradec, rue Jean-Charcot, 29490 Guipavas": "ADDRESS"},
        ("Lieu",),
    ),
]


@pytest.mark.parametrize("sentence", PLACES, ids=lambda s: s.text[:60])
def test_organisations_addresses_and_towns_are_masked(sentence: Sentence) -> None:
    assert faults(sentence) == []
