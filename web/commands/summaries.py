"""What each command does, in a line: all that the list of commands needs, so that showing it imports none of them."""

from collections.abc import Mapping

SUMMARIES: Mapping[str, str] = {
    "review": "Lit un brouillon critère par critère.",
    "extract": "Donne le texte auquel les positions se rapportent.",
    "ask": "Répond à une question, avec ses sources.",
    "chat": "Répond à des questions qui s’enchaînent, tapées ou envoyées sur l’entrée standard.",
    "interview": "Prépare un entretien blanc.",
    "search": "Cherche les critères et compétences les plus proches d’un texte.",
    "pseudonymise": "Masque les personnes, organismes, lieux et numéros d’un texte.",
    "referentiel": "Consulte ou importe un référentiel.",
    "ingest": "Prépare ce que l’assistant consulte.",
    "evaluate": "Mesure les lectures\u00a0: propriétés, comparaisons, accord entre lecteurs.",
    "accounts": "Gère les comptes, quand ils sont en service (JURY_BLANC_ACCOUNTS).",
    "erase": "Efface pour de bon un compte, ou ce qui a dépassé sa durée.",
    "backup": "Sauvegarde la base de données dans une archive.",
    "restore": "Remet en place une sauvegarde, après l’avoir vérifiée.",
    "sites": "Les sites sur les pages desquels le widget peut être posé.",
    "keys": "Les programmes qui peuvent parler au coach par le protocole d’OpenAI.",
    "serve": "Sert l’application sur cette machine.",
    "doctor": "Dit ce qui est prêt et ce qui manque.",
}
