"""The knowledge, read from its files and checked as a whole."""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.grille import Basis, CritereGrille, Definition, Fait, Grille, Mistake, OutdatedCheck
from assistant.domain.interview import SpokenCritere
from assistant.domain.knowledge import EvidenceForm, Knowledge
from assistant.domain.referentiel import Bloc, PointEntretien, Referentiel
from assistant.errors import KnowledgeInvalid
from assistant.knowledge import checks
from assistant.knowledge.derive import derive_grille, derive_point
from assistant.knowledge.yaml_files import YamlFile, invalid

REFERENTIEL = "referentiel.json"
FAITS, CONTROLES, FORMES = "faits.yaml", "controles.yaml", "formes.yaml"
VOCABULAIRE, ERREURS, DEFINITIONS = "vocabulaire.yaml", "erreurs.yaml", "definitions.yaml"
ENTRETIEN, TRANSVERSAL, ORAL = "entretien.yaml", "transversal.yaml", "oral.yaml"


class _Faits(Frozen):
    version: str
    knowledge_date: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    faits: tuple[Fait, ...]


class _Controles(Frozen):
    version: str
    controles: tuple[OutdatedCheck, ...]


class _Formes(Frozen):
    version: str
    formes: tuple[EvidenceForm, ...]


class _Vocabulaire(Frozen):
    version: str
    vague: tuple[str, ...]
    generiques: tuple[str, ...]


class _Erreurs(Frozen):
    version: str
    erreurs: tuple[Mistake, ...]


class _Definitions(Frozen):
    version: str
    definitions: tuple[Definition, ...]


class _Entretien(Frozen):
    version: str
    points: tuple[CritereGrille, ...]


class _Oral(Frozen):
    version: str
    criteres: tuple[SpokenCritere, ...]


class _Transversal(Frozen):
    version: str
    dimensions: tuple[CritereGrille, ...]


def load_knowledge(referentiel: Referentiel | None = None, *, folder: Path | None = None) -> Knowledge:
    """Return the knowledge of the folder (by default, the shipped one), checked as a whole.

    Without a référentiel, the folder's own is used. With one, a bloc whose critères are
    worded as in the folder keeps its expert grille and any other gets a derived one; so
    do the points of the final interview. Raises `KnowledgeInvalid` with the file, the
    line and what to mend.
    """
    source = folder or files(__package__)
    own = _read_referentiel(source)
    names = [FAITS, CONTROLES, FORMES, VOCABULAIRE, ERREURS, DEFINITIONS, ENTRETIEN, TRANSVERSAL, ORAL]
    names += map(_grille_name, own.blocs)
    expertise = _Expertise({name: YamlFile.read(source, name) for name in names}, own)
    problems = list(expertise.problems())
    if problems:
        raise invalid(problems)
    return expertise.about(referentiel or own)


class _Expertise:
    """The content of the files of one folder, and the référentiel they were written for."""

    def __init__(self, by_name: Mapping[str, YamlFile], own: Referentiel) -> None:
        self._files = by_name
        self._own = own
        self._faits = by_name[FAITS].load(_Faits)
        self._controles = by_name[CONTROLES].load(_Controles).controles
        self._formes = by_name[FORMES].load(_Formes).formes
        self._vocabulaire = by_name[VOCABULAIRE].load(_Vocabulaire)
        self._erreurs = by_name[ERREURS].load(_Erreurs).erreurs
        self._definitions = by_name[DEFINITIONS].load(_Definitions).definitions
        self._points = by_name[ENTRETIEN].load(_Entretien).points
        self._oral = by_name[ORAL].load(_Oral).criteres
        self._dimensions = by_name[TRANSVERSAL].load(_Transversal).dimensions
        self._grilles = {bloc.code: by_name[_grille_name(bloc)].load(Grille) for bloc in own.blocs}

    def problems(self) -> Iterator[str]:
        """Yield what does not hold between the files."""
        for bloc in self._own.blocs:
            grille, file = self._grilles[bloc.code], self._files[_grille_name(bloc)]
            yield from checks.unlike_bloc(file, grille, bloc)
            yield from self._items(_grille_name(bloc), "criteres").problems(grille.criteres, must_block=True)
        yield from checks.unlike_points(self._files[ENTRETIEN], self._points, _points(self._own))
        yield from self._items(ENTRETIEN, "points").problems(self._points, must_block=True)
        yield from self._items(TRANSVERSAL, "dimensions").problems(self._dimensions, must_block=False)
        known = [*self._points, *chain.from_iterable(grille.criteres for grille in self._grilles.values())]
        yield from checks.unspeakable(self._files[ORAL], self._oral, known)
        yield from checks.control_problems(self._files[CONTROLES], self._controles, self._faits.faits)
        yield from checks.unknown_facts(self._files[DEFINITIONS], self._definitions, self._faits.faits)
        yield from checks.repeated_ids(self._files[FAITS], "faits", [fait.id for fait in self._faits.faits])
        yield from checks.repeated_ids(self._files[CONTROLES], "controles", [control.id for control in self._controles])
        yield from checks.repeated_ids(self._files[FORMES], "formes", [forme.id for forme in self._formes])
        yield from checks.repeated_ids(self._files[TRANSVERSAL], "dimensions", [d.code for d in self._dimensions])

    def about(self, referentiel: Referentiel) -> Knowledge:
        """Return the knowledge for that référentiel: expert where it was written for, derived elsewhere."""
        points = _points(referentiel)
        grilles = tuple(self._grille(bloc) for bloc in referentiel.blocs)
        entretien = self._points if _same(self._points, points) else tuple(map(derive_point, points))
        expert = {c.code for c in (*entretien, *chain.from_iterable(g.criteres for g in grilles)) if not _derived(c)}
        return Knowledge(
            referentiel=referentiel,
            grilles=grilles,
            entretien=entretien,
            oral=tuple(spoken for spoken in self._oral if spoken.code in expert),
            transversal=self._dimensions,
            faits=self._faits.faits,
            controles=self._controles,
            erreurs=self._erreurs,
            definitions=self._definitions,
            formes=self._formes,
            vague_cues=self._vocabulaire.vague,
            generic_cues=self._vocabulaire.generiques,
            version=self._version(),
            knowledge_date=self._faits.knowledge_date,
        )

    def _items(self, name: str, key: str) -> checks.ItemChecks:
        return checks.ItemChecks(self._files[name], key, self._faits.faits, self._formes)

    def _grille(self, bloc: Bloc) -> Grille:
        expert = self._grilles.get(bloc.code)
        if expert is not None and _same(expert.criteres, bloc.criteres):
            return expert
        return derive_grille(bloc)

    def _version(self) -> str:
        declared = max((grille.version for grille in self._grilles.values()), default="0")
        content = "\0".join(chain.from_iterable((name, self._files[name].text) for name in sorted(self._files)))
        return f"{declared}+{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def _read_referentiel(source: Traversable) -> Referentiel:
    try:
        return Referentiel.model_validate_json(source.joinpath(REFERENTIEL).read_bytes())
    except FileNotFoundError as error:
        raise KnowledgeInvalid(
            f"Le fichier {REFERENTIEL} manque dans les connaissances.",
            hint="Réinstallez le produit, ou importez le référentiel : jury-blanc referentiel import.",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " › ".join(map(str, first["loc"])) or "début du fichier"
        raise KnowledgeInvalid(
            f"{REFERENTIEL} n’est pas un référentiel valide ({place} : {first['msg']}).",
            hint="Ce fichier est produit par l’import ; refaites-le plutôt que de le corriger à la main.",
        ) from error


def _grille_name(bloc: Bloc) -> str:
    return f"grilles/{bloc.code}.yaml"


def _points(referentiel: Referentiel) -> tuple[PointEntretien, ...]:
    return referentiel.entretien_final.points if referentiel.entretien_final else ()


def _derived(critere: CritereGrille) -> bool:
    return all(indicateur.basis is Basis.DERIVE for indicateur in critere.indicateurs)


def _same(expert: tuple[CritereGrille, ...], wanted: tuple[checks.Worded, ...]) -> bool:
    """Tell whether the expert items are those of the référentiel, in the same words and order."""
    return len(expert) == len(wanted) and all(
        one.code == other.code and checks.same_wording(one.texte, other.texte) for one, other in zip(expert, wanted, strict=True)
    )
