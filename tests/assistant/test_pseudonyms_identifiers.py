"""Numbers and addresses that identify are masked, with or without their key."""

import pytest
from masking import Sentence, faults

IDENTIFIERS = [
    Sentence(
        "Contact : amina.benali@institut-gue.fr ou 06 12 34 56 78.",
        {"amina.benali@institut-gue.fr": "EMAIL", "06 12 34 56 78": "PHONE"},
        ("Contact",),
    ),
    Sentence(
        "Écrivez à amina [point] benali [arobase] gue [point] fr.", {"amina [point] benali [arobase] gue [point] fr": "EMAIL"}
    ),
    Sentence(
        "amina.benali (at) gue.fr, tél. : +33 (0)5.61.00.12.34",
        {"amina.benali (at) gue.fr": "EMAIL", "+33 (0)5.61.00.12.34": "PHONE"},
    ),
    Sentence("Appelez le 0612345678 ou le 00 33 6 12 34 56 78.", {"0612345678": "PHONE", "00 33 6 12 34 56 78": "PHONE"}),
    Sentence("Son numéro de sécurité sociale est 2 69 05 49 588 157 80.", {"2 69 05 49 588 157 80": "NIR"}),
    Sentence("NIR : 1850578006084", {"1850578006084": "NIR"}),
    Sentence(
        "SIRET 732 829 320 00074, SIREN 732829320.",
        {"732 829 320 00074": "SIREN_SIRET", "732829320": "SIREN_SIRET"},
        ("SIRET", "SIREN"),
    ),
    Sentence("IBAN FR76 3000 6000 0112 3456 7890 189, BIC AGRIFRPP", {"FR76 3000 6000 0112 3456 7890 189": "IBAN"}),
    Sentence("Déclaration d'activité n° 76 31 08765 31 enregistrée auprès du préfet.", {"76 31 08765 31": "NDA"}, ("préfet",)),
    Sentence("Établissement UAI 0750652K.", {"0750652K": "UAI"}),
    Sentence("Date de naissance : 03/08/1990", {"03/08/1990": "BIRTHDATE"}),
    Sentence(
        "Notre site : https://www.batiform31.fr/contact et linkedin.com/in/amina-benali",
        {"https://www.batiform31.fr/contact": "URL", "linkedin.com/in/amina-benali": "URL"},
    ),
    Sentence("Le RIB : 30006 00001 12345678901 89", {"30006 00001 12345678901 89": "IBAN"}),
    Sentence("TVA FR 12 732829320", {"FR 12 732829320": "SIREN_SIRET"}),
    Sentence("Tél : 05.61.00.12.34 / Port. 06-12-34-56-78", {"05.61.00.12.34": "PHONE", "06-12-34-56-78": "PHONE"}, ("Tél",)),
    Sentence("06 12 34 56 78 ou 06 12 34 56 79", {"06 12 34 56 78": "PHONE", "06 12 34 56 79": "PHONE"}),
    Sentence(
        "Standard 05 61 00 12 34, poste 12 ; 3949 pour France Travail", {"05 61 00 12 34": "PHONE"}, ("3949", "France Travail")
    ),
    Sentence("a.benali@exemple.fr;b.petit@exemple.fr", {"a.benali@exemple.fr": "EMAIL", "b.petit@exemple.fr": "EMAIL"}),
    Sentence("Courriel : jean.dupont AT gmail DOT com", {"jean.dupont AT gmail DOT com": "EMAIL"}),
    Sentence("jean-marc.le-goff@ac-toulouse.fr", {"jean-marc.le-goff@ac-toulouse.fr": "EMAIL"}),
    Sentence("contact chez form-action point com", {"contact chez form-action point com": "EMAIL"}),
    Sentence("Sécu : 1 85 12 75 108 123 45", {"1 85 12 75 108 123 45": "NIR"}),
    Sentence("SIRET : 12345678900012", {"12345678900012": "SIREN_SIRET"}),
    Sentence("RCS Toulouse B 732 829 320", {"732 829 320": "SIREN_SIRET"}),
    Sentence("n° de déclaration d'activité : 84691234569", {"84691234569": "NDA"}),
    Sentence("NDA 11755555575 (ne vaut pas agrément de l'État)", {"11755555575": "NDA"}, ("État",)),
    Sentence("IBAN : FR14 2004 1010 0505 0001 3M02 606", {"FR14 2004 1010 0505 0001 3M02 606": "IBAN"}),
    Sentence("née en 1984, formée en 2019", {"1984": "BIRTHDATE"}, ("2019",)),
    Sentence("Né(e) le 01.02.1975", {"01.02.1975": "BIRTHDATE"}),
    Sentence(
        "Mobile : 07.81.22.33.44 ; fixe 02 98 11 22 33", {"07.81.22.33.44": "PHONE", "02 98 11 22 33": "PHONE"}, ("Mobile",)
    ),
    Sentence("(+33) 6 81 22 33 44", {"6 81 22 33 44": "PHONE"}),
    Sentence("WhatsApp : +221 77 123 45 67", {"+221 77 123 45 67": "PHONE"}, ("WhatsApp",)),
    Sentence("e.lefebvre[at]altheaconseil.bzh", {"e.lefebvre[at]altheaconseil.bzh": "EMAIL"}),
    Sentence(
        "Voir www.altheaconseil.bzh/équipe ou @althea_conseil", {"www.altheaconseil.bzh/équipe": "URL", "@althea_conseil": "URL"}
    ),
    Sentence("N° SS 1 79 02 99 350 012 07", {"1 79 02 99 350 012 07": "NIR"}),
    Sentence("Siret 483 247 862 00028 - APE 8559A", {"483 247 862 00028": "SIREN_SIRET"}),
    Sentence("Enregistré sous le n° 53 29 08765 29 (cet enregistrement ne vaut pas agrément)", {"53 29 08765 29": "NDA"}),
    Sentence("Virement : FR7630001007941234567890185", {"FR7630001007941234567890185": "IBAN"}),
    Sentence("Lycée professionnel, RNE 0290130L", {"0290130L": "UAI"}),
    Sentence("06.98.76.54.32 (pro), 02-98-45-67-89 (perso)", {"06.98.76.54.32": "PHONE", "02-98-45-67-89": "PHONE"}, ("pro",)),
    Sentence("Tel. 0033612345678", {"0033612345678": "PHONE"}, ("Tel.",)),
    Sentence("hkouyate[arobase]mediane-formation[point]fr", {"hkouyate[arobase]mediane-formation[point]fr": "EMAIL"}),
    Sentence(
        "Mail : h.kouyate chez mediane-formation point fr", {"h.kouyate chez mediane-formation point fr": "EMAIL"}, ("Mail",)
    ),
    Sentence(
        "https://mediane-formation.fr/catalogue?id=3 est en ligne",
        {"https://mediane-formation.fr/catalogue?id=3": "URL"},
        ("en ligne",),
    ),
    Sentence("NIR 2 94 11 2A 004 125 64", {"2 94 11 2A 004 125 64": "NIR"}, ("NIR",)),
    Sentence("SIREN 552 100 554 RCS Nantes", {"552 100 554": "SIREN_SIRET"}, ("SIREN",)),
    Sentence("NDA : 53 56 09876 56", {"53 56 09876 56": "NDA"}, ("NDA",)),
    Sentence("BE71 0961 2345 6769", {"BE71 0961 2345 6769": "IBAN"}),
    Sentence("Nationalité française, née le 05-11-1992", {"05-11-1992": "BIRTHDATE"}, ("Nationalité française",)),
]


@pytest.mark.parametrize("sentence", IDENTIFIERS, ids=lambda s: s.text[:60])
def test_what_identifies_by_its_form_is_masked(sentence: Sentence) -> None:
    assert faults(sentence) == []
