"""The notice that every output carries."""

from assistant.domain.knowledge import Knowledge


def notice(knowledge: Knowledge, *, reader: str, model: str | None = None, failure: str = "") -> str:
    """Return what a person must know before relying on an output, in four short sentences; `failure` is why no model was used."""
    without = f"sans modèle de langue ({failure})" if failure else "sans modèle de langue"
    with_model = f"modèle de langue\u00a0: {model}" if model else without
    return (
        "Lecture automatique, faite pour s’entraîner\u00a0: elle peut se tromper. "
        "Ce n’est ni une note ni la décision d’un jury. "
        f"Lecteur\u00a0: {reader}, {with_model}. "
        f"Connaissances réglementaires arrêtées à {knowledge.knowledge_date_shown}."
    )
