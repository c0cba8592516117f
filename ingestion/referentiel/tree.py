"""The fonctions and activités, each once, with their codes."""

from collections.abc import Sequence

from assistant.domain.referentiel import Activite, Fonction
from assistant.text.french import fold
from ingestion.referentiel.codes import Label
from ingestion.referentiel.contents import FoundActivite
from ingestion.referentiel.report import Report


class ActiviteTree:
    """Collects fonctions and activités as blocs state them; a second wording is reported, the first kept."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._fonctions: dict[str, str] = {}
        self._activites: dict[str, Activite] = {}
        self._fonction: str | None = None

    def fonctions(self) -> tuple[Fonction, ...]:
        """Return the fonctions in order of appearance."""
        return tuple(Fonction(code=code, intitule=intitule) for code, intitule in self._fonctions.items())

    def activites(self) -> tuple[Activite, ...]:
        """Return the activités in order of appearance."""
        return tuple(self._activites.values())

    def intitule(self, code: str) -> str:
        """Return the intitulé of an activité that was added."""
        return self._activites[code].intitule

    def add(self, fonctions: Sequence[Label], activites: Sequence[FoundActivite], number: int, place: str) -> list[str]:
        """Take in what a bloc states and return the codes of its activités."""
        codes = [self._add_fonction(fonction, place) for fonction in fonctions]
        added: list[str] = []
        for activite in activites:
            if activite.fonction is not None:
                self._fonction = codes[activite.fonction]
            added.append(self._add_activite(activite, number, place))
        return list(dict.fromkeys(added))

    def _add_fonction(self, label: Label, place: str) -> str:
        intitule = label.rest.rstrip(" :") or f"Fonction {label.major}"
        same = next((code for code, known in self._fonctions.items() if fold(known) == fold(intitule)), None)
        code = f"F{label.major}" if label.major is not None else same or f"F{len(self._fonctions) + 1}"
        known = self._fonctions.setdefault(code, intitule)
        if known != intitule:
            self._report.info(place, f"La fonction {code} a deux libellés : « {known} » est gardé, « {intitule} » est écarté.")
        return code

    def _add_activite(self, found: FoundActivite, number: int, place: str) -> str:
        code = self._code(found, number)
        known = self._activites.get(code)
        taches = tuple(found.taches)
        if known is None:
            intitule = found.intitule or f"Activité {code.removeprefix('A')}"
            self._activites[code] = Activite(code=code, intitule=intitule, fonction=self._fonction, taches=taches)
            self._note_code(found, code, place)
            return code
        if found.intitule and found.intitule != known.intitule:
            self._report.warning(
                place, f"L’activité {code} a deux intitulés : « {known.intitule} » est gardé, « {found.intitule} » est écarté."
            )
        merged = tuple(dict.fromkeys((*known.taches, *taches)))
        self._activites[code] = Activite(code=code, intitule=known.intitule, fonction=known.fonction, taches=merged)
        return code

    def _code(self, found: FoundActivite, number: int) -> str:
        label = found.label
        if label is not None and label.minor is not None:
            return f"A{label.major}.{label.minor}"
        same = next((code for code, a in self._activites.items() if found.intitule and a.intitule == found.intitule), None)
        major = self._fonction.removeprefix("F") if self._fonction else str(number)
        taken = [code for code in self._activites if code.startswith(f"A{major}.")]
        return same or f"A{major}.{len(taken) + 1}"

    def _note_code(self, found: FoundActivite, code: str, place: str) -> None:
        if not found.intitule:
            self._report.warning(place, f"L’activité {code} n’a pas d’intitulé.")
        elif found.label is None or found.label.minor is None:
            written = f" ({found.label.written})" if found.label else ""
            self._report.info(place, f"« {found.intitule} »{written} a reçu le code {code}, par ordre.")
