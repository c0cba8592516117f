"""A long French B1 draft, written block by block as a reader of Word files extracts it."""

from assistant.domain.draft import Block, BlockKind, Cell, Draft


class DraftBuilder:
    """Writes a draft block by block, as a reader of Word files would extract it."""

    def __init__(self, name: str, pages: int | None = None) -> None:
        self.name, self.pages = name, pages
        self._lines: list[str] = []
        self._blocks: list[Block] = []
        self._cells: list[Cell] = []
        self._length = 0
        self._table = 0
        self._row = 0

    def add(self, kind: BlockKind, text: str, level: int | None = None) -> "DraftBuilder":
        start = self._length
        self._blocks.append(Block(kind=kind, start=start, end=start + len(text), level=level))
        self._lines.append(text)
        self._length += len(text) + 1
        return self

    def heading(self, text: str, level: int = 2) -> "DraftBuilder":
        return self.add("heading", text, level)

    def par(self, text: str) -> "DraftBuilder":
        return self.add("paragraph", text)

    def item(self, text: str, level: int = 1) -> "DraftBuilder":
        return self.add("list_item", text, level)

    def table(self, *rows: tuple[str, ...]) -> "DraftBuilder":
        self._table += 1
        for number, row in enumerate(rows, start=1):
            position = self._length
            for column, cell in enumerate(row, start=1):
                end = position + len(cell)
                self._cells.append(Cell(table=self._table, row=number, column=column, start=position, end=end))
                position = end + 1
            self.add("table_row", "\t".join(row))
        return self

    def build(self) -> Draft:
        text = "\n".join(self._lines)
        pages_are = "estimated" if self.pages else None
        return Draft(
            name=self.name,
            text=text,
            blocks=tuple(self._blocks),
            cells=tuple(self._cells),
            pages=self.pages,
            pages_are=pages_are,
        )


def b1_draft() -> Draft:
    """Return a long French draft with headings, nested lists, two tables and a note."""
    return (
        DraftBuilder("Mission simulée B1 – Assistant de vie.docx", pages=5)
        .heading("Monter et suivre une action « Assistant de vie aux familles » à Aurillac", 1)
        .par(
            "La situation est simulée. Je suis responsable de formation au sein de l'association Haute-Planèze Formation, "
            "qui emploie neuf personnes. L'action accueille douze stagiaires pendant 420 heures, du 5 janvier au 27 mars "
            "2026, et conduit à un titre délivré par un certificateur que j'ai imaginé pour l'exercice."
        )
        .heading("Informer et conseiller sur le financement")
        .par(
            "Mme Lacoste, 41 ans, est salariée en CDI depuis six ans dans une entreprise de 32 personnes ; elle dispose de "
            "2 340 € sur son compte personnel de formation. Trois voies lui sont ouvertes : le compte personnel de formation, "
            "le plan de développement des compétences pris en charge par l'opérateur de compétences, et le projet de "
            "transition professionnelle, pour lequel elle justifie de 24 mois d'activité, dont 12 dans l'entreprise."
        )
        .table(
            ("Voie", "Montant possible", "Reste à charge", "Salaire"),
            ("Compte personnel de formation", "2 340 €", "3 960 €", "maintenu, hors temps de travail"),
            ("Plan de développement des compétences", "6 300 €", "0 €", "maintenu"),
            ("Projet de transition professionnelle", "6 300 €", "0 €", "maintenu à 90 %"),
        )
        .par(
            "Pour M. Brun, demandeur d'emploi depuis huit mois, plusieurs financements existent et il pourra se rapprocher de "
            "son conseiller. Le CIF reste par ailleurs une possibilité pour les salariés qui souhaitent changer de métier."
        )
        .heading("Recruter, positionner, contractualiser")
        .par(
            "Deux réunions d'information ont lieu les 3 et 10 novembre dans les locaux de l'agence France Travail d'Aurillac. "
            "Les personnes intéressées remplissent ensuite une fiche d'une page, puis je les reçois trente minutes avec la "
            "formatrice référente, Mme Andrieu. Nous regardons trois choses :"
        )
        .item("le projet, à partir d'une enquête métier que la personne a menée elle-même auprès d'un professionnel ;")
        .item("la disponibilité pendant douze semaines :")
        .item("garde d'enfants et transports, avec un plan écrit pour la première semaine,", 2)
        .item("contraintes de santé, évoquées seulement si la personne le souhaite ;", 2)
        .item("les acquis, par une mise en situation d'une heure dans l'appartement pédagogique.")
        .par(
            "Le positionnement du 8 décembre porte sur neuf gestes professionnels, cotés « fait seul », « fait avec aide », "
            "« non fait ». Trois stagiaires qui valident la partie « entretien du cadre de vie » en sont dispensés et suivent à "
            "la place 21 heures de plus sur l'accompagnement des repas. Le 15 décembre, chaque stagiaire signe un contrat "
            "pédagogique avec l'association et son financeur ; toute modification fait l'objet d'un avenant."
        )
        .par("Nos locaux sont accessibles et l'association est attachée à l'inclusion de tous les publics sans distinction.")
        .heading("Respecter le cadre")
        .par(
            "Les exigences réglementaires seront bien entendu respectées. Notre association est certifiée Qualiopi, ce qui "
            "constitue en soi une garantie de sérieux. Les feuilles d'émargement sont signées par demi-journée, les certificats "
            "de réalisation partent chaque fin de mois."
        )
        .heading("Construire et suivre le budget")
        .par(
            "Le budget part de trois hypothèses : douze stagiaires, 420 heures, un tarif de 15 € de l'heure et par stagiaire. "
            "Les produits s'élèvent donc à 75 600 €. Les charges indirectes sont réparties au prorata des heures de face à face, "
            "soit 18 % de la matrice des coûts de l'association."
        )
        .table(
            ("Poste", "Prévu", "Réalisé au 27 février", "Écart"),
            ("Face à face pédagogique", "31 500 €", "22 050 €", "– 9 450 €"),
            ("Matière d'œuvre", "4 200 €", "3 150 €", "– 1 050 €"),
            ("Location de l'appartement", "3 600 €", "2 400 €", "– 1 200 €"),
            ("Charges indirectes", "13 608 €", "9 526 €", "– 4 082 €"),
            ("Total", "53 908 €", "37 126 €", "– 15 782 €"),
        )
        .par(
            "On constate un écart sur le total. Il vient du départ de deux stagiaires à la mi-février, embauchés par une "
            "résidence services, soit 210 heures-stagiaires en moins chacun. Un point est fait chaque mois avec la comptable."
        )
        .heading("Évaluer les acquis, puis l'action")
        .par(
            "Les acquis sont vérifiés au fur et à mesure, et une épreuve finale est organisée. Un questionnaire de satisfaction "
            "sera remis en fin de formation et ses résultats permettront d'améliorer les prochaines sessions. On sait depuis "
            "Kirkpatrick qu'il existe quatre niveaux d'évaluation."
        )
        .par("Il n'a pas été établi de bilan, la session n'étant pas terminée.")
        .add("note", "Les noms de personnes et d'organismes sont inventés pour les besoins de la mission simulée.")
        .build()
    )
