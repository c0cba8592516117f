"""A realistic reading of a B1 draft, built through the domain's own constructors."""

from b1_dossier import b1_draft
from b1_grounds import NOTICE, facts, provenance

from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import (
    Assessment,
    BlocProbable,
    CellAddress,
    CritereEvidence,
    Etat,
    Evidence,
    ExemplarQuote,
    FeedbackReport,
    Finding,
    IndicateurReading,
    Niveau,
    Priority,
)


def _span(draft: Draft, words: str) -> Span:
    start = draft.text.index(words)
    return Span(start=start, end=start + len(words))


def assessment(
    draft: Draft,
    code: str,
    niveau: Niveau | None,
    confidence: float,
    states: dict[str, tuple[Etat, tuple[str, ...]]],
    **words: str,
) -> Assessment:
    """Return an assessment whose evidence is looked up in the draft; `states` maps I1, I2… to a state and its quotes."""
    readings = tuple(
        IndicateurReading(code=f"{code}-{i}", etat=etat, evidence=tuple(Evidence.of(draft.text, _span(draft, q)) for q in quotes))
        for i, (etat, quotes) in states.items()
    )
    evidence = tuple(
        CritereEvidence(quote=e.quote, start=e.start, end=e.end, indicateur=r.code) for r in readings for e in r.evidence
    )
    missing = tuple(r.code for r in readings if r.etat not in (Etat.ATTESTE, Etat.SANS_OBJET))
    exemplar = words.pop("exemplar", None)
    return Assessment(
        critere=code,
        niveau=niveau,
        confidence=confidence,
        indicateurs=readings,
        evidence=evidence,
        missing=missing,
        exemplars=(ExemplarQuote(id="EX-B1-02", excerpt=exemplar, fictional=True),) if exemplar else (),
        **{"explanation": "", "advice": "", "question": ""} | words,
    )


def _assessments(draft: Draft) -> tuple[Assessment, ...]:
    three_ways = (
        "Trois voies lui sont ouvertes : le compte personnel de formation, le plan de développement des compétences pris en "
        "charge par l'opérateur de compétences, et le projet de transition professionnelle"
    )
    return (
        assessment(
            draft,
            "B1-C1",
            Niveau.PARTIEL,
            0.84,
            {
                "I1": (Etat.ATTESTE, (three_ways,)),
                "I2": (
                    Etat.ATTESTE,
                    (
                        "est salariée en CDI depuis six ans dans une entreprise de 32 personnes",
                        "transition professionnelle, pour lequel elle justifie de 24 mois d'activité, dont 12 dans l'entreprise",
                    ),
                ),
                "I3": (Etat.PARTIEL, ("Plan de développement des compétences\t6 300 €\t0 €\tmaintenu",)),
            },
            explanation="Vous nommez trois voies pour Mme Lacoste, avec leurs montants, et vous les comparez sur deux points.",
            advice="Ajoutez au tableau 1 une colonne « délai d'instruction », puis dites laquelle des trois voies vous "
            "conseillez à Mme Lacoste et pourquoi.",
            question="Si Mme Lacoste était demandeuse d'emploi, que changerait votre montage ?",
            exemplar="Je conseille à Mme R. le projet de transition professionnelle, parce que 600 heures dépassent ce que le "
            "plan de son entreprise peut absorber ; le dossier se dépose quatre mois avant l'entrée.",
        ),
        assessment(
            draft,
            "B1-C2",
            Niveau.DEMONTRE,
            0.91,
            {
                "I1": (
                    Etat.ATTESTE,
                    (
                        "Deux réunions d'information ont lieu les 3 et 10 novembre dans les locaux de l'agence France Travail",
                        "le projet, à partir d'une enquête métier que la personne a menée elle-même auprès d'un professionnel",
                    ),
                ),
                "I2": (
                    Etat.ATTESTE,
                    (
                        "Le positionnement du 8 décembre porte sur neuf gestes professionnels",
                        "Trois stagiaires qui valident la partie « entretien du cadre de vie » en sont dispensés et suivent à la "
                        "place 21 heures de plus",
                    ),
                ),
                "I3": (Etat.ATTESTE, ("chaque stagiaire signe un contrat pédagogique avec l'association et son financeur",)),
                "I6": (Etat.EVOQUE, ("l'association est attachée à l'inclusion de tous les publics sans distinction",)),
            },
            explanation="Vous décrivez trois étapes distinctes, datées, avec leurs outils, et ce que le positionnement change.",
            advice="Au paragraphe sur les locaux, dites qui repère les besoins d'aménagement, à quel moment et avec qui.",
            question="Comment réagissez-vous si une personne annonce un handicap après la signature du contrat ?",
        ),
        assessment(
            draft,
            "B1-C3",
            Niveau.EVOQUE,
            0.66,
            {
                "I1": (Etat.EVOQUE, ("chaque stagiaire signe un contrat pédagogique avec l'association et son financeur",)),
                "I3": (
                    Etat.PARTIEL,
                    ("Les feuilles d'émargement sont signées par demi-journée, les certificats de réalisation partent",),
                ),
            },
            explanation="Le texte affirme que le cadre est respecté ; une seule disposition est montrée, l'émargement.",
            advice="Prenez deux obligations (la convention, l'information préalable) et montrez, pour cette action, le document, "
            "sa date et son contenu.",
            question="Quel document remettez-vous à un stagiaire avant son inscription ?",
        ),
        assessment(
            draft,
            "B1-C4",
            Niveau.PARTIEL,
            0.72,
            {
                "I2": (Etat.ATTESTE, ("Les charges indirectes sont réparties au prorata des heures de face à face",)),
                "I4": (Etat.CONTREDIT, ("Total\t53 908 €\t37 126 €\t– 15 782 €",)),
            },
            explanation="Les hypothèses et la clé de répartition sont là ; deux totaux du tableau 2 ne retombent pas sur "
            "leurs lignes.",
            advice="Recalculez la dernière ligne du tableau 2, puis vérifiez que le texte reprend les mêmes totaux.",
            question="Comment avez-vous obtenu le total de la colonne « prévu » ?",
        ),
        assessment(
            draft,
            "B1-C5",
            Niveau.PARTIEL,
            0.55,
            {
                "I1": (Etat.ATTESTE, ("Réalisé au 27 février", "Total\t53 908 €\t37 126 €\t– 15 782 €")),
                "I3": (
                    Etat.PARTIEL,
                    (
                        "Il vient du départ de deux stagiaires à la mi-février, embauchés par une résidence services, soit "
                        "210 heures-stagiaires en moins chacun",
                    ),
                ),
            },
            explanation="Un tableau daté montre les écarts ; une cause est donnée, sans son montant.",
            advice="Chiffrez en euros l'effet du départ des deux stagiaires, puis dites ce que vous décidez.",
            question="À partir de quel écart alertez-vous votre direction ?",
        ),
        assessment(
            draft,
            "B1-C6",
            Niveau.EVOQUE,
            0.78,
            {
                "I1": (Etat.EVOQUE, ("Les acquis sont vérifiés au fur et à mesure, et une épreuve finale est organisée.",)),
                "I4": (Etat.ABSENT, ()),
            },
            explanation="Deux moments d'évaluation sont nommés, sans date, ni outil, ni règle du certificateur.",
            advice="Décrivez l'épreuve finale : date, situation, grille, jury, et la règle qui l'impose.",
            question="Qui compose le jury, et comment garantissez-vous son indépendance ?",
        ),
        Assessment.unassessed(
            "B1-C7",
            "Je n'ai pas pu lire ce critère : l'annexe 3, à laquelle le texte renvoie, n'est pas dans le fichier.",
            advice="Envoyez de nouveau le dossier avec l'annexe 3.",
            question="Quels niveaux d'évaluation avez-vous retenus, et pourquoi ceux-là ?",
        ),
        assessment(
            draft,
            "B1-C8",
            Niveau.ABSENT,
            0.88,
            {"I2": (Etat.CONTREDIT, ("Il n'a pas été établi de bilan",))},
            explanation="Le texte dit qu'aucun bilan n'a été établi ; je n'ai pas trouvé de résultats chiffrés.",
            advice="Rédigez un bilan intermédiaire au 27 février : prévu, réalisé, heures, départs, et ce que vous en concluez.",
            question="Que diriez-vous au financeur si le bilan était demandé aujourd'hui ?",
        ),
    )


def b1_report(draft: Draft | None = None) -> FeedbackReport:
    """Return a whole-draft reading with every niveau, an abstention and findings of each kind."""
    draft = draft or b1_draft()
    outdated, gap = _span(draft, "Le CIF reste par ailleurs une possibilité"), _span(draft, "seront bien entendu respectées")
    parrot = _span(draft, "ce qui constitue en soi une garantie de sérieux")
    return FeedbackReport(
        scope="draft",
        bloc="B1",
        bloc_probable=BlocProbable(bloc="B1", confidence=0.93),
        draft=facts(draft),
        assessments=_assessments(draft),
        priorities=(
            Priority(
                critere="B1-C8", why="Aucun bilan n'est écrit : c'est le seul critère auquel le texte ne répond pas du tout."
            ),
            Priority(
                critere="B1-C4", why="Le total du tableau 2 est faux ; un jury le recalcule, et le critère dit « sans erreur »."
            ),
            Priority(critere="B1-C6", why="L'épreuve finale est promise ; dites quand, avec quelle grille et devant qui."),
        ),
        formal=(
            Finding(
                code="parties", severity="attention", message="La partie « bilan » annoncée par le référentiel n'a pas de titre."
            ),
        ),
        genre=(
            Finding(
                code="promesse",
                severity="info",
                message="Une promesse sans fait : dites ce que vous faites.",
                start=gap.start,
                end=gap.end,
            ),
            Finding(
                code="paraphrase",
                severity="attention",
                message="Cette phrase affirme la qualité sans la montrer.",
                start=parrot.start,
                end=parrot.end,
            ),
        ),
        arithmetic=(
            Finding(
                code="budget-somme",
                severity="erreur",
                message="La colonne « Prévu » ne donne pas le total écrit.",
                cell=CellAddress(table=2, row=6, column=2),
                expected="52 908 €",
                found="53 908 €",
            ),
        ),
        outdated=(
            Finding(
                code="cif",
                severity="erreur",
                start=outdated.start,
                end=outdated.end,
                message="Le CIF n'existe plus depuis le 1er janvier 2019 ; le projet de transition professionnelle l'a remplacé.",
                source="loi n° 2018-771 du 5 septembre 2018, article 1er",
            ),
        ),
        warnings=(
            Finding(
                code="texte-masque",
                severity="attention",
                message="Le fichier contient 38 mots masqués (texte blanc, page 4). Ils ne comptent pas dans la lecture.",
            ),
        ),
        notice=NOTICE,
        provenance=provenance(),
    )


def passage_report() -> tuple[Draft, FeedbackReport]:
    """Return a pasted paragraph and its reading, which has states but no niveau."""
    draft = Draft(
        name="texte collé",
        text="Deux voies sont ouvertes à M. Roche : le CPF (1 200 €) et l'aide de la Région.\nIl choisira plus tard.",
    )
    read = assessment(
        draft,
        "B1-C1",
        None,
        0.7,
        {"I1": (Etat.PARTIEL, ("le CPF (1 200 €) et l'aide de la Région",)), "I3": (Etat.ABSENT, ())},
        explanation="Vous nommez deux voies, dont une chiffrée.",
        advice="Donnez le montant de l'aide de la Région, puis comparez les délais.",
        question="Laquelle conseillez-vous, et pourquoi ?",
    )
    report = FeedbackReport(
        scope="passage",
        bloc="B1",
        bloc_probable=BlocProbable(bloc=None, confidence=0.0),
        draft=facts(draft),
        assessments=(read,),
        priorities=(),
        formal=(),
        genre=(),
        arithmetic=(),
        outdated=(),
        warnings=(),
        notice=NOTICE,
        provenance=provenance(),
    )
    return draft, report
