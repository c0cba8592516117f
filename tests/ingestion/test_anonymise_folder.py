"""A folder of .docx, .odt, .pdf and .md files with planted identities comes out without them, and readable."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from documents import NeutralBlock, docx_bytes, markdown_bytes, odt_bytes, pdf_bytes

from assistant.domain.pseudonym import Pseudonymised
from ingestion.anonymise import pseudonymise_file
from ingestion.readers import read_draft


class Planted(NamedTuple):
    """A document, what identifies someone in it, and what is to stay."""

    name: str
    write: Callable[[Sequence[NeutralBlock]], bytes]
    blocks: Sequence[NeutralBlock]
    direct: Sequence[str]
    people: Sequence[str]
    others: Sequence[str]
    kept: Sequence[str]


FOLDER = (
    Planted(
        "mission_formation.docx",
        docx_bytes,
        [
            ("heading", 1, "Ma mission à la Menuiserie Quatrelys"),
            (
                "paragraph",
                "Salariée de l’association Passerelle Ouest depuis 2019, j’ai été sollicitée par Bertille Kouyaté-Lambert, "
                "directrice, pour une formation de 14 heures. Elle m’a reçue le 12 mars 2026 avec M. Tanguy Abgrall, chef d’atelier.",
            ),
            ("paragraph", "Ses coordonnées : b.kouyate@quatrelys-bois.fr, 02 98 11 22 33, portable 06.44.55.66.77."),
            (
                "paragraph",
                "Selon Kirkpatrick, l’évaluation a quatre niveaux ; Abgrall, lui, voulait seulement savoir si cela servirait.",
            ),
            (
                "table",
                [
                    ["Nom", "Prénom", "Poste", "Présence"],
                    ["OUSSENI", "Nasrine", "vernisseuse", "présente"],
                    ["Le Bozec", "Pierrick", "monteur", "absent le 14 mars"],
                    ["Zielińska", "Halina", "débit", "présente"],
                ],
            ),
            ("list", "Halina demande un support plus visuel"),
            ("list", "Pierrick, 41 ans, n’a pas repris l’école depuis le CAP"),
            ("paragraph", "La convention porte le SIRET 813 456 782 00018 et l’IBAN FR76 3000 6000 0112 3456 7890 189."),
            ("paragraph", "Fait à Landerneau, le 3 avril 2026"),
            ("paragraph", "Maëlys Cordonnier-Sow"),
        ],
        (
            "b.kouyate@quatrelys-bois.fr",
            "02 98 11 22 33",
            "06.44.55.66.77",
            "813 456 782 00018",
            "FR76 3000 6000 0112 3456 7890 189",
        ),
        ("Kouyaté", "Abgrall", "OUSSENI", "Nasrine", "Le Bozec", "Pierrick", "Zielińska", "Halina", "Maëlys", "Cordonnier"),
        ("Quatrelys", "Passerelle Ouest", "Landerneau"),
        ("Kirkpatrick", "14 heures", "12 mars 2026", "directrice", "chef d’atelier", "vernisseuse", "absent le 14 mars", "CAP"),
    ),
    Planted(
        "note-de-cadrage.odt",
        odt_bytes,
        [
            ("heading", 1, "Note de cadrage"),
            (
                "paragraph",
                "Commanditaire : Clinique Sainte-Ombeline (Groupe Vitalor), 27 bis avenue des Marronniers, 49300 Cholet.",
            ),
            ("paragraph", "Contact : Mme Thuy-Linh Vo, 07 81 92 03 14, thuy-linh.vo [at] vitalor [point] com."),
            (
                "paragraph",
                "La DREETS et l’OPCO Santé ont été informés. Mme la Directrice a fixé le budget à 18 400 €. Le docteur "
                "Ibrahim Ag Alhousseini souhaite que chacun passe ; le Dr Ag Alhousseini viendra lui-même.",
            ),
            ("paragraph", "Thuy-Linh a résumé : « on veut que ça change ». Vo relira la note avec K. Desmoulins et Rosalie."),
            ("paragraph", "Le NIR 2 84 07 49 123 045 17 a été retiré du dossier, comme le demande la CNIL."),
            ("paragraph", "Numéro de déclaration d’activité : 52 49 03217 49. Site : www.vitalor-sante.fr"),
            ("paragraph", "L’article L. 6313-1 du Code du travail et la loi Avenir professionnel encadrent l’action."),
            (
                "paragraph",
                "Née le 7 juillet 1984, la candidate a travaillé chez Ferrandor puis au sein de l’ESAT Les Hirondelles.",
            ),
        ],
        (
            "07 81 92 03 14",
            "thuy-linh.vo [at] vitalor [point] com",
            "2 84 07 49 123 045 17",
            "52 49 03217 49",
            "www.vitalor-sante.fr",
        ),
        ("Thuy-Linh", "Ibrahim", "Alhousseini", "Desmoulins", "Rosalie"),
        ("Ombeline", "Vitalor", "27 bis avenue des Marronniers, 49300 Cholet", "7 juillet 1984", "Ferrandor", "Hirondelles"),
        ("Commanditaire", "DREETS", "OPCO Santé", "Mme la Directrice", "18 400 €", "CNIL", "L. 6313-1", "Avenir professionnel"),
    ),
    Planted(
        "bilan.pdf",
        pdf_bytes,
        [
            ("heading", 1, "Bilan de la session"),
            ("paragraph", "Intervenants : Gauthier Pellerin-N'Diaye, Shirine Azar et Mme Blanc."),
            ("paragraph", "Blanc a animé le premier jour. La feuille blanche est restée blanche, disait Shirine."),
            (
                "paragraph",
                "Le CFA du bois de Kerdrel et le lycée Anne-Tréhorel ont envoyé neuf apprentis, dont Youssef et Mathurin.",
            ),
            ("paragraph", "Mathurin Ezanno a écrit à s.azar@formatys.eu ; Gauthier l'a rappelé au +33 6 55 44 33 22."),
            ("paragraph", "Le taux de satisfaction est de 92,5 % et 8 stagiaires sur 9 ont validé. France Travail a payé."),
            ("paragraph", "Cordialement,"),
            ("paragraph", "Gauthier Pellerin-N'Diaye"),
        ],
        ("s.azar@formatys.eu", "+33 6 55 44 33 22"),
        ("Gauthier", "Pellerin", "Shirine", "Mme Blanc", "Youssef", "Mathurin", "Ezanno"),
        ("Kerdrel", "Tréhorel"),
        ("premier jour", "feuille blanche", "neuf apprentis", "92,5 %", "8 stagiaires sur 9", "France Travail"),
    ),
    Planted(
        "journal.md",
        markdown_bytes,
        [
            ("heading", 2, "Journal de bord"),
            ("paragraph", "vu mme benslimane et karim ce matin, rdv avec dylan jeudi"),
            ("paragraph", "J’ai appelé S. Guéguen-Traoré (Novabrik) puis H. B., son adjoint."),
            ("list", "Aurore : retard ; Constant : prêt"),
            ("list", "Prochaine étape : la taxonomie de Bloom, puis l’évaluation"),
            ("paragraph", "Novabrik, SIREN 451 236 787, loue ses locaux à Habitat Rozelle, 5 impasse du Four à Quimperlé."),
            ("paragraph", "Le lundi 4 mai, en salle 12, Moodle est tombé en panne ; Guéguen-Traoré n’a rien dit."),
        ],
        ("451 236 787",),
        ("benslimane", "karim", "dylan", "Guéguen", "H. B.", "Aurore", "Constant"),
        ("Novabrik", "Rozelle", "5 impasse du Four"),
        ("jeudi", "son adjoint", "taxonomie de Bloom", "lundi 4 mai", "salle 12", "Moodle"),
    ),
)


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Planted, str, Pseudonymised]]:
    folder = tmp_path_factory.mktemp("dossiers")
    for document in FOLDER:
        (folder / document.name).write_bytes(document.write(document.blocks))
    return [(d, *_read(folder / d.name)) for d in FOLDER]


def _read(path: Path) -> tuple[str, Pseudonymised]:
    data = path.read_bytes()
    return read_draft(data, path.name).text, pseudonymise_file(data, path.name)


def test_every_direct_identifier_and_every_person_is_gone(masked: list[tuple[Planted, str, Pseudonymised]]) -> None:
    for document, text, done in masked:
        planted = [*document.direct, *document.people]
        assert [words for words in planted if words not in text] == [], "planted, and not read back"
        assert [words for words in planted if words in done.text] == []


def test_the_organisations_addresses_and_places_are_gone(masked: list[tuple[Planted, str, Pseudonymised]]) -> None:
    assert [words for document, _, done in masked for words in document.others if words in done.text] == []


def test_what_makes_the_text_an_example_stays(masked: list[tuple[Planted, str, Pseudonymised]]) -> None:
    assert [words for document, _, done in masked for words in document.kept if words not in done.text] == []


def test_hardly_more_than_the_identities_is_masked(masked: list[tuple[Planted, str, Pseudonymised]]) -> None:
    # what is planted makes up a fifth of these short texts; a whole dossier has far less
    taken = sum(r.end - r.start for _, _, done in masked for r in done.replacements)
    assert 0.15 < taken / sum(len(text) for _, text, _ in masked) < 0.35


def test_a_person_has_one_placeholder_through_a_document(masked: list[tuple[Planted, str, Pseudonymised]]) -> None:
    _, text, done = masked[0]
    placeholders = {r.placeholder for r in done.replacements if "Abgrall" in text[r.start : r.end]}
    assert len(placeholders) == 1
