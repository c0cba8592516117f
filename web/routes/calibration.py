"""Calibration: a tutor levels a shipped fictional dossier, then sees how far its labels are."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account
from assistant.domain.exemplar import Exemplar
from assistant.domain.feedback import Niveau
from assistant.errors import InputError
from assistant.knowledge.shipped import shipped_exemplars
from evaluations.labels import SCALE
from ingestion.readers import read_text
from web.dependencies import Reviewer
from web.gate import Gate, Posted, Tutor
from web.rendering.calibration import Calibration, calibrated, labels_given
from web.rendering.downloads import Download
from web.rendering.manuscript import manuscript_of
from web.rendering.words import counted, typeset

_SCALE = tuple((n.value, n.shown) for n in SCALE)


class CalibrationPages:
    """The pages on which tutors compare themselves with labels; nothing of it is kept."""

    def __init__(self, gate: Gate, reviewer: Reviewer) -> None:
        self._gate = gate
        self._reviewer = reviewer

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/tuteur/etalonnage", include_in_schema=False)
        router.add_api_route("", self.choose, methods=["GET"])
        router.add_api_route("/{name}", self.read, methods=["GET"])
        router.add_api_route("/{name}", self.compare, methods=["POST"])
        return router

    def choose(self, request: Request, who: Tutor) -> Response:
        """Show the dossiers to choose from, by bloc; their labels are not told."""
        blocs = self._reviewer.knowledge.referentiel.blocs
        shown = [
            (bloc.code, typeset(bloc.intitule), [(e.source.origin, typeset(e.context), _length(e)) for e in found])
            for bloc in blocs
            if (found := [e for e in shipped_exemplars(bloc.code) if self._readable(e)])
        ]
        return self._gate.page(request, "calibrations.html.j2", who=who, blocs=shown)

    def read(self, request: Request, name: str, who: Tutor) -> Response:
        """Show a dossier, and a niveau to give to each critère."""
        return self._shown(request, who, self._exemplar(name))

    def compare(self, request: Request, name: str, who: Tutor, fields: Posted) -> Response:
        """Show how far the niveaux that were given are from the labels."""
        exemplar = self._exemplar(name)
        given = {code: Niveau(fields[code]) for code in exemplar.niveaux if fields.get(code) in dict(_SCALE)}
        if not given:
            raise InputError("Vous n’avez donné aucun niveau.", hint="Donnez-en au moins un, puis comparez.")
        labels = labels_given(exemplar, given, who.name).encode()
        download = Download("Vos niveaux (.jsonl)", f"etalonnage-{name}.jsonl", "application/x-ndjson", labels)
        return self._shown(request, who, exemplar, calibrated(exemplar, given, self._worded()), download)

    def _shown(
        self,
        request: Request,
        who: Account,
        exemplar: Exemplar,
        result: Calibration | None = None,
        download: Download | None = None,
    ) -> Response:
        parts, _ = manuscript_of(read_text(exemplar.text, exemplar.source.name), [])
        worded = self._worded()
        return self._gate.page(
            request,
            "calibration.html.j2",
            who=who,
            dossier=exemplar.source.origin,
            bloc=exemplar.bloc,
            context=typeset(exemplar.context),
            parts=parts,
            criteres=[(code, code.rpartition("-")[2], worded[code]) for code in exemplar.niveaux],
            scale=_SCALE,
            result=result,
            download=download,
        )

    def _exemplar(self, name: str) -> Exemplar:
        found = next((e for e in shipped_exemplars() if e.source.origin == name and self._readable(e)), None)
        if found is None:
            raise HTTPException(404)
        return found

    def _readable(self, exemplar: Exemplar) -> bool:
        """Tell whether the référentiel in use has the critères of a dossier."""
        return bool(exemplar.niveaux) and self._worded().keys() >= exemplar.niveaux.keys()

    def _worded(self) -> dict[str, str]:
        return {c.code: typeset(c.texte) for bloc in self._reviewer.knowledge.referentiel.blocs for c in bloc.criteres}


def _length(exemplar: Exemplar) -> str:
    return counted(len(exemplar.text.split()), "mot", "mots")
