"""What readings of a B1 draft rest on: the bloc, its grille and its wording, and what a report says beside its assessments."""

from assistant.domain.draft import Draft
from assistant.domain.feedback import DraftFacts, Provenance
from assistant.domain.grille import Basis, CritereGrille, Grille, Indicateur
from assistant.domain.referentiel import Bloc, Critere, Referentiel
from web.rendering.words import Labels, labels_from

NOTICE = (
    "Lecture automatique, faite pour s'entraîner. Elle peut se tromper ; ce n'est ni une note ni une décision de jury. "
    "Évaluateur intégré, sans modèle de langage ; connaissances réglementaires au 2026-11-01."
)

CRITERES = {
    "B1-C1": "Les possibilités de financement d'un parcours de formation sont listées et comparées",
    "B1-C2": "Les modalités de recrutement, de positionnement et de contractualisation des parcours sont décrites, "
    "planifiées et argumentées",
    "B1-C3": "Les exigences réglementaires sont respectées",
    "B1-C4": "Les données comptables nécessaires à l'élaboration du budget sont exploitées sans erreur",
    "B1-C5": "L'exploitation des tableaux de bord budgétaires permet d'identifier les écarts avec le prévisionnel",
    "B1-C6": "Le processus d'évaluation des acquis des apprenants respecte les exigences fixées",
    "B1-C7": "Le dispositif d'évaluation de l'action est décrit et argumenté au regard des contraintes internes et "
    "externes fixées",
    "B1-C8": "Le bilan de l'action ou du dispositif permet de rendre compte de manière objective du déroulement et des "
    "résultats obtenus",
}
INDICATEURS = {
    "B1-C1-I1": ("Dispositifs nommés", "Au moins trois dispositifs identifiés par leur nom exact et adaptés à la situation."),
    "B1-C1-I2": ("Éligibilité reliée au statut", "Le statut du candidat et les conditions d'accès sont mis en relation."),
    "B1-C1-I3": ("Comparaison sur critères communs", "Prise en charge, reste à charge, délai, rémunération, démarches."),
    "B1-C2-I1": ("Processus de recrutement décrit", "Étapes, critères d'admission, outils et acteurs sont explicites."),
    "B1-C2-I2": ("Positionnement outillé", "Le positionnement évalue les acquis et change quelque chose au parcours."),
    "B1-C2-I3": ("Contractualisation du parcours", "Contenu, signataires, avenants, lien avec la convention."),
    "B1-C2-I6": ("Accessibilité aux personnes en situation de handicap", "Repérage des besoins, référent, aménagements."),
    "B1-C3-I1": ("Acte contractuel adéquat", "Le bon support est choisi et ses mentions obligatoires sont traitées."),
    "B1-C3-I3": ("Traçabilité de la réalisation", "Émargement, traces numériques, certificat de réalisation."),
    "B1-C4-I2": ("Charges structurées", "Charges directes et indirectes distinguées, clé de répartition expliquée."),
    "B1-C4-I4": ("Calculs exacts et cohérents", "Les totaux concordent entre texte, tableaux et annexes."),
    "B1-C5-I1": ("Tableau prévu / réalisé daté", "Un tableau confronte prévisionnel et réalisé à une date d'arrêté."),
    "B1-C5-I3": ("Causes analysées", "L'origine des écarts est expliquée et non seulement constatée."),
    "B1-C6-I1": ("Moments d'évaluation distingués", "Diagnostique, formative, sommative et certificative sont situées."),
    "B1-C6-I4": ("Règles du certificateur et du financeur", "Règlement d'examen, jury, délais, procès-verbal."),
    "B1-C7-I1": ("Niveaux ou dimensions d'évaluation", "Satisfaction, acquis, transfert, effets sont distingués."),
    "B1-C8-I2": ("Résultats chiffrés", "Effectifs, assiduité, réussite, suites, avec numérateur et dénominateur."),
}


def b1_referentiel() -> Referentiel:
    """Return a référentiel reduced to the bloc of the fixture."""
    criteres = tuple(Critere(code=code, texte=texte) for code, texte in CRITERES.items())
    intitule = "Montage et suivi pédagogiques, administratifs et financiers d'action ou de dispositif de formation"
    return Referentiel(blocs=(Bloc(code="B1", intitule=intitule, criteres=criteres),))


def b1_grille() -> Grille:
    """Return a grille with the indicateurs that the fixture uses."""
    return Grille(
        bloc="B1",
        version="B1/3",
        criteres=tuple(
            CritereGrille(code=code, texte=texte, expected="", indicateurs=tuple(_indicateurs(code)))
            for code, texte in CRITERES.items()
        ),
    )


def _indicateurs(critere: str) -> list[Indicateur]:
    return [
        Indicateur(
            code=code,
            label=label,
            description=description,
            essential=True,
            basis=Basis.EXPERT if code == "B1-C2-I6" else Basis.LIBELLE,
            advice="",
            question="",
        )
        for code, (label, description) in INDICATEURS.items()
        if code.startswith(critere)
    ]


def b1_labels() -> Labels:
    """Return the wording that belongs to the fixture."""
    return labels_from(b1_referentiel(), b1_grille())


def facts(draft: Draft) -> DraftFacts:
    """Return what a report says of that draft."""
    return DraftFacts(
        name=draft.name,
        characters=len(draft.text),
        words=draft.words,
        pages=draft.pages,
        pages_are=draft.pages_are,
        sha256=draft.sha256,
    )


def provenance() -> Provenance:
    """Return the provenance of the embedded assessor."""
    return Provenance(
        version="0.1.0", assessor="embedded", referentiel="a1" * 32, grille="B1/3", index="exact", knowledge_date="2026-11-01"
    )
