"""What tutors judged, as a file of labels that « evaluate gold import » reads."""

from collections.abc import Iterator, Sequence

from assistant.domain.opinion import LabelledCase
from evaluations.labels import Label

PRODUCT = "lecture de Jury Blanc"
"""Name under which the niveaux of the readings stand in the file, to be compared with those of tutors."""


def as_labels(cases: Sequence[LabelledCase]) -> str:
    """Return two lines a case: the label of the tutor with their reason, and the niveau of the reading.

    A dossier is the id of a draft and its version: no name or title of a candidate is in the file.
    """
    return "".join(f"{label.model_dump_json()}\n" for label in _labels(cases))


def _labels(cases: Sequence[LabelledCase]) -> Iterator[Label]:
    for case in cases:
        dossier = f"{case.draft}-v{case.number}"
        yield Label(dossier=dossier, critere=case.critere, lecteur=case.reader, niveau=case.niveau, note=case.note)
        if case.read is not None:
            yield Label(dossier=dossier, critere=case.critere, lecteur=PRODUCT, niveau=case.read)
