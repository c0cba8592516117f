"""A library whose one exemplar of bloc 1 is a good one to show, and drafts that lack what it shows."""

from collections.abc import Sequence
from pathlib import Path

from library import MARKER, exemplar, library, published

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur, ExemplarSource
from assistant.domain.feedback import Etat, ExemplarQuote, FeedbackReport, Niveau
from assistant.settings import Settings

SHOWN = (
    f"À l’atelier {MARKER}, l’action est évaluée à trois niveaux : satisfaction à chaud le dernier jour, acquis par le taux "
    "de certification, transfert à trois mois par un appel aux tuteurs et aux anciens stagiaires."
)
CODE = "B1-C7-I1"


def showing(text: str = SHOWN, *, fictional: bool = True, niveau: Niveau = Niveau.DEMONTRE) -> Exemplar:
    """Return an exemplar whose first paragraph shows how an action is evaluated at several levels."""
    first = Span(start=0, end=len(text.partition("\n")[0]))
    made = exemplar(text)
    return made.model_copy(
        update={
            "niveaux": {"B1-C7": niveau},
            "indicateurs": (ExemplarIndicateur(code=CODE, etat=Etat.ATTESTE, spans=(first,)),),
            "source": ExemplarSource(name="d.md", sha256=made.source.sha256, fictional=fictional, consent="registre 3"),
        }
    )


def institute(folder: Path, *exemplars: Exemplar) -> tuple[Assistant, Sequence[str]]:
    """Return an assistant whose institute published these exemplars, and their ids."""
    store = library(folder)
    codes = [published(store, made) for made in exemplars]
    return build_assistant(Settings(data_dir=folder, index="chroma")), codes


def quotes(report: FeedbackReport) -> dict[str, ExemplarQuote]:
    """Return what exemplars show in a report, by their words."""
    return {e.excerpt: e for a in report.assessments for e in a.exemplars}


def marked(report: FeedbackReport) -> bool:
    """Tell whether the exemplar of the institute is shown."""
    return any(MARKER in words for words in quotes(report))
