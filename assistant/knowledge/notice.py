"""The notice that every output carries."""

from assistant.domain.knowledge import Knowledge


def notice(knowledge: Knowledge, *, reader: str, model: str | None = None) -> str:
    """Return what a person must know before relying on an output, in four short sentences."""
    with_model = f"modèle de langue\u00a0: {model}" if model else "sans modèle de langue"
    return (
        "Lecture automatique, faite pour s’entraîner\u00a0: elle peut se tromper. "
        "Ce n’est ni une note ni la décision d’un jury. "
        f"Lecteur\u00a0: {reader}, {with_model}. "
        f"Connaissances réglementaires arrêtées à {knowledge.knowledge_date_shown}."
    )
