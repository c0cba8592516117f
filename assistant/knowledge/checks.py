"""What must hold between the files of the knowledge; each check says in French what does not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.domain.grille import CritereGrille, Definition, Fait, Grille, OutdatedCheck
from assistant.domain.interview import SpokenCritere
from assistant.domain.knowledge import EvidenceForm
from assistant.domain.referentiel import Bloc, Critere, PointEntretien
from assistant.knowledge.yaml_files import Place, YamlFile
from assistant.text.french import fold

CUE_CLASSES = frozenset({"<NUM>", "<EUR>", "<PCT>", "<DATE>"})

Worded = Critere | PointEntretien

_CLASS = re.compile(r"<\w*>")
_NOT_LITERAL = re.compile(r"\\.|\(\?P")


def same_wording(one: str, other: str) -> bool:
    """Tell whether two texts differ by white space and apostrophes at most."""
    first, second = (text.replace("’", "'").split() for text in (one, other))
    return first == second


def unlike_bloc(file: YamlFile, grille: Grille, bloc: Bloc) -> Iterator[str]:
    """Yield what separates an expert grille from the bloc it claims to read."""
    if grille.bloc != bloc.code:
        yield file.problem(("bloc",), f"cette grille doit être celle du bloc {bloc.code}, pas de « {grille.bloc} »")
    found = [critere.code for critere in grille.criteres]
    wanted = [critere.code for critere in bloc.criteres]
    if found != wanted:
        yield file.problem(
            ("criteres",), f"critères attendus, dans cet ordre : {', '.join(wanted)} ; trouvés : {', '.join(found)}"
        )
    texts = {critere.code: critere.texte for critere in bloc.criteres}
    competences = {competence.code for competence in bloc.competences}
    for position, critere in enumerate(grille.criteres):
        yield from _unlike_wording(file, ("criteres", position), critere, texts.get(critere.code))
        for code in critere.competences:
            if code not in competences:
                yield file.problem(
                    ("criteres", position, "competences"), f"la compétence {code} n’est pas dans le bloc {bloc.code}"
                )


def unlike_points(file: YamlFile, points: tuple[CritereGrille, ...], wanted: tuple[PointEntretien, ...]) -> Iterator[str]:
    """Yield what separates the expert points from those of the final interview."""
    codes = [point.code for point in wanted]
    found = [point.code for point in points]
    if codes != found:
        yield file.problem(("points",), f"points attendus : {', '.join(codes)} ; trouvés : {', '.join(found)}")
    texts = {point.code: point.texte for point in wanted}
    for position, point in enumerate(points):
        yield from _unlike_wording(file, ("points", position), point, texts.get(point.code))


def _unlike_wording(file: YamlFile, place: Place, critere: CritereGrille, texte: str | None) -> Iterator[str]:
    if texte is not None and not same_wording(critere.texte, texte):
        yield file.problem((*place, "texte"), f"le libellé n’est plus celui du référentiel, qui dit « {texte} »")


def unspeakable(file: YamlFile, spoken: tuple[SpokenCritere, ...], known: Iterable[CritereGrille]) -> Iterator[str]:
    """Yield the critères and indicateurs that the oral speaks of and that do not exist, or leaves out.

    What it says of a bloc that the référentiel does not have is never used, and no problem.
    """
    codes = {critere.code: {i.code for i in critere.indicateurs} for critere in known}
    for position, critere in enumerate(spoken):
        at: Place = ("criteres", position)
        if critere.code.partition("-")[0] not in {code.partition("-")[0] for code in codes}:
            continue
        if critere.code not in codes:
            yield file.problem(at, f"{critere.code} n’est ni un critère ni un point de l’entretien")
            continue
        for code in sorted(set(critere.elements) ^ codes[critere.code]):
            said = "n’est pas un indicateur de" if code in critere.elements else "manque parmi les éléments de"
            yield file.problem((*at, "elements"), f"{code} {said} {critere.code}")
    for code in _repeated([critere.code for critere in spoken]):
        yield file.problem(("criteres",), f"le code {code} sert deux fois")


class ItemChecks:
    """The checks of one list of critères, points or dimensions against facts and forms of evidence."""

    def __init__(self, file: YamlFile, key: str, faits: tuple[Fait, ...], formes: tuple[EvidenceForm, ...]) -> None:
        """Check the list under that key of the file."""
        self._file = file
        self._key = key
        self._faits = frozenset(fait.id for fait in faits)
        self._formes = frozenset(forme.id for forme in formes)

    def problems(self, items: tuple[CritereGrille, ...], *, must_block: bool) -> Iterator[str]:
        """Yield every problem of the items; `must_block` asks each for a blocking indicateur."""
        for place, critere in enumerate(items):
            if must_block and not critere.blocking():
                yield self._problem(
                    (place, "indicateurs"), f"aucun indicateur de {critere.code} n’est bloquant (essential et basis ≠ expert)"
                )
            codes = [indicateur.code for indicateur in critere.indicateurs]
            for code in _repeated(codes):
                yield self._problem((place, "indicateurs"), f"le code {code} sert deux fois")
            for rank, code in enumerate(codes):
                if not code.startswith(f"{critere.code}-"):
                    yield self._problem((place, "indicateurs", rank, "code"), f"{code} n’est pas un code de {critere.code}")
                yield from self._of_indicateur(critere, place, rank)

    def _of_indicateur(self, critere: CritereGrille, place: int, rank: int) -> Iterator[str]:
        indicateur = critere.indicateurs[rank]
        at: Place = (place, "indicateurs", rank)
        for field in ("label", "description", "advice", "question"):
            if not getattr(indicateur, field).strip():
                yield self._problem((*at, field), "ce texte est vide")
        for fait in sorted(set(indicateur.regulatory) - self._faits):
            yield self._problem((*at, "regulatory"), f"le fait {fait} n’est pas dans faits.yaml")
        for forme in sorted(set(indicateur.evidence) - self._formes):
            yield self._problem((*at, "evidence"), f"la forme de preuve « {forme} » n’est pas dans formes.yaml")
        for field in ("cues", "counter_cues"):
            for position, cue in enumerate(getattr(indicateur, field)):
                yield from (self._problem((*at, field, position), message) for message in cue_problems(cue))

    def _problem(self, place: Place, message: str) -> str:
        return self._file.problem((self._key, *place), message)


def cue_problems(cue: str) -> Iterator[str]:
    """Yield what makes a cue unreadable for the code that uses it."""
    for token in _CLASS.findall(cue):
        if token not in CUE_CLASSES:
            yield f"« {token} » n’est pas une classe connue ({', '.join(sorted(CUE_CLASSES))})"
    plain = _CLASS.sub("", cue)
    if plain != plain.lower():
        yield f"l’indice « {cue} » s’écrit en minuscules"
    if not all(side.strip(" *") for side in cue.split("~")):
        yield f"l’indice « {cue} » est vide d’un côté"


def control_problems(file: YamlFile, controls: tuple[OutdatedCheck, ...], faits: tuple[Fait, ...]) -> Iterator[str]:
    """Yield the controls that cite an unknown fact or whose patterns can never match."""
    known = {fait.id for fait in faits}
    for position, control in enumerate(controls):
        if control.fact not in known:
            yield file.problem(("controles", position, "fact"), f"le fait {control.fact} n’est pas dans faits.yaml")
        for field in ("pattern", "exception", "context"):
            pattern = getattr(control, field)
            message = _pattern_problem(pattern) if pattern is not None else None
            if message:
                yield file.problem(("controles", position, field), message)


def _pattern_problem(pattern: str) -> str | None:
    if not pattern.strip():
        return "l’expression est vide"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"l’expression régulière est invalide ({error})"
    literal = _NOT_LITERAL.sub("", pattern)
    if fold(literal) != literal:
        return "l’expression contient une majuscule, un accent ou une apostrophe courbe et ne peut donc rien trouver"
    return None


def unknown_facts(file: YamlFile, definitions: tuple[Definition, ...], faits: tuple[Fait, ...]) -> Iterator[str]:
    """Yield the definitions that cite an unknown fact, or that another one already gives."""
    known = {fait.id for fait in faits}
    for position, definition in enumerate(definitions):
        for fait in sorted(set(definition.faits) - known):
            yield file.problem(("definitions", position, "faits"), f"le fait {fait} n’est pas dans faits.yaml")
    yield from repeated_ids(file, "definitions", [definition.terme for definition in definitions])


def repeated_ids(file: YamlFile, key: str, ids: list[str]) -> Iterator[str]:
    """Yield the identifiers that serve twice in the list under that key."""
    for code in _repeated(ids):
        yield file.problem((key, ids.index(code)), f"l’identifiant {code} sert deux fois")


def _repeated(codes: list[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]
