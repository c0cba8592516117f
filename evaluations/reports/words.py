"""The French words and numbers that every report of a run shares."""

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.text.numbers import format_number
from evaluations.agreement import REAL_JURORS
from evaluations.harness.cases import Case, Outcome, moved
from evaluations.harness.record import Described, Run
from evaluations.harness.verdict import Result
from evaluations.properties.catalogue import all_properties

NBSP = "\u00a0"
State = Literal["fail", "error", "undetermined", "pass", "not_applicable"]
ORDER: tuple[State, ...] = ("fail", "error", "undetermined", "pass", "not_applicable")
"""What asks for attention comes first."""
STATE_WORDS: Mapping[State, str] = {
    "fail": "échoue",
    "error": "erreur",
    "undetermined": "indéterminé",
    "pass": "tient",
    "not_applicable": "sans objet",
}
TALLY_WORDS: Mapping[State, tuple[str, str]] = {
    "fail": ("échoue", "échouent"),
    "error": ("en erreur", "en erreur"),
    "undetermined": ("indéterminée", "indéterminées"),
    "pass": ("tient", "tiennent"),
    "not_applicable": ("sans objet", "sans objet"),
}
"""Of one property, and of several."""
STATE_SIGNS: Mapping[State, str] = {"fail": "✗", "error": "!", "undetermined": "?", "pass": "✓", "not_applicable": "–"}
ADVISORY = "indicatif"
OUTCOME_WORDS: Mapping[Outcome, str] = {
    "held": "tient",
    "broken": "en défaut",
    "abstained": "abstention",
    "error": "erreur",
    "not_applicable": "sans objet",
    "unverified": "non vérifié",
}
FAMILIES: Mapping[str, tuple[str, str]] = {
    "stabilite": ("Stabilité", "Le même texte reçoit toujours la même lecture."),
    "surface": ("Forme du texte", "Les mêmes faits, présentés ou dits autrement, reçoivent la même lecture."),
    "direction": ("Sens du changement", "Une preuve de plus ne fait pas baisser, une preuve de moins ne fait pas monter."),
    "tricherie": ("Résistance aux artifices", "Ni le remplissage, ni les mots-clés, ni les ordres au lecteur ne rapportent."),
    "discrimination": ("Discernement", "Une bonne réponse compte pour sa question, et le solide dépasse le faible."),
    "fidelite": ("Fidélité des retours", "Ce qui est cité est dans le texte, et les mots s’accordent au niveau."),
    "accord": ("Accord avec des relecteurs", "Le niveau lu est comparé à celui que des relecteurs ont donné aux mêmes dossiers."),
}
AGREEMENT = "accord"
"""The family beside whose figures stands that real jurors were not asked."""


@dataclass(frozen=True)
class Line:
    """A property with what was concluded about it."""

    described: Described
    result: Result

    @property
    def state(self) -> State:
        """Return the conclusion, `error` where errors left nothing to conclude from."""
        return "error" if self.result.errors and not self.result.n else self.result.verdict

    @property
    def word(self) -> str:
        """Return the conclusion in a word or two, advisory or not."""
        return STATE_WORDS[self.state] + ("" if self.result.gate else f" ({ADVISORY})")

    @property
    def is_rate(self) -> bool:
        """Tell whether the figure is a part of cases, shown in percent, rather than a statistic."""
        return self.described.metric.startswith("part ")

    @property
    def measured(self) -> str:
        """Return the figure, a dash where it is undefined."""
        return "–" if self.result.estimate is None else self._shown(self.result.estimate)

    @property
    def interval(self) -> str:
        """Return the 95 % interval, empty where there is none."""
        low, high = self.result.low, self.result.high
        if low is None or high is None:
            return ""
        if self.is_rate:
            return f"de {decimal(100 * low, 1)} à {decimal(100 * high, 1)}{NBSP}%"
        return f"de {decimal(low)} à {decimal(high)}"

    @property
    def limit(self) -> str:
        """Return what is asked of the figure."""
        threshold = self.result.threshold
        if threshold is None:
            return "sans seuil"
        if threshold == 0 and not self.result.at_least:
            return "aucun cas"
        exact = f"{100 * threshold:.1f}".removesuffix(".0").replace(".", ",") + f"{NBSP}%" if self.is_rate else decimal(threshold)
        return f"au {'moins' if self.result.at_least else 'plus'} {exact}"

    @property
    def counted(self) -> str:
        """Return how many cases count, and how many drafts they come from where that is another number."""
        n, clusters = self.result.n, self.result.clusters
        return counted(n, "cas") + (f", {counted(clusters, 'texte')}" if clusters and clusters != n else "")

    @property
    def apart(self) -> str:
        """Return the cases that are counted apart, empty when there is none."""
        r = self.result
        parts = (
            (r.errors, counted(r.errors, "erreur")),
            (r.abstained, counted(r.abstained, "abstention")),
            (r.not_applicable, f"{whole(r.not_applicable)} sans objet"),
            (r.unverified, f"{whole(r.unverified)} non vérifiés" if r.unverified > 1 else "1 non vérifié"),
        )
        return ", ".join(words for n, words in parts if n)

    @property
    def why_open(self) -> str:
        """Return what would settle an undetermined property, empty for another."""
        if self.state != "undetermined":
            return ""
        if not self.result.n:
            return "aucun cas n’a pu être jugé"
        if self.result.needed:
            return f"il manque environ {counted(self.result.needed, 'cas')} pour conclure"
        return "l’intervalle est à cheval sur le seuil"

    @property
    def remark(self) -> str:
        """Return the note of the property; of a figure of agreement, that real jurors were not asked."""
        note = typeset(self.result.note)
        if self.described.family != AGREEMENT or REAL_JURORS in self.result.note:
            return note
        return f"{note}{NBSP}; {REAL_JURORS}" if note else REAL_JURORS

    @property
    def sentence(self) -> str:
        """Return the figure, its interval, what was asked and the number of cases in one line."""
        parts = (
            self.measured,
            self.interval and f"intervalle à 95{NBSP}% {self.interval}",
            f"exigé{NBSP}: {self.limit}",
            self.counted,
        )
        return " ; ".join(p for p in parts if p).replace(" ;", f"{NBSP};")

    def _shown(self, value: float) -> str:
        if not self.is_rate:
            return decimal(value)
        tiny = 0 < value < 0.0005
        return f"moins de 0,1{NBSP}%" if tiny else f"{decimal(100 * value, 1)}{NBSP}%"


def lines(run: Run) -> list[Line]:
    """Return the properties in the order of the run."""
    by_code = {d.code: d for d in run.properties}
    return [Line(by_code.get(r.code) or _undescribed(r.code), r) for r in run.results]


def by_urgency(found: Sequence[Line]) -> list[Line]:
    """Return what fails first, then what is open, then what holds; what gates before what is advisory."""
    return sorted(found, key=lambda line: (ORDER.index(line.state), not line.result.gate))


def headline(run: Run) -> str:
    """Return the verdict in one short sentence."""
    gates = Counter(line.state for line in lines(run) if line.result.gate)
    if not run.results:
        said = "Aucune propriété n’a été mesurée."
    elif gates["fail"]:
        said = f"La lecture n’est pas encore fiable{NBSP}: {_agreeing(gates['fail'], 'échoue', 'échouent')}."
    elif gates["error"]:
        count = _agreeing(gates["error"], "n’a pas pu être jugée", "n’ont pas pu être jugées")
        said = f"Des erreurs empêchent de conclure{NBSP}: {count}."
    elif gates["undetermined"]:
        said = f"Rien n’échoue, mais {_agreeing(gates['undetermined'], 'reste à établir', 'restent à établir')}."
    elif gates["pass"]:
        said = "Toutes les propriétés exigées tiennent."
    else:
        said = "Aucune des propriétés mesurées n’est exigée."
    return said if run.complete else f"Mesure interrompue, résultat partiel. {said}"


def summary(run: Run) -> str:
    """Return the counts in one sentence."""
    found = lines(run)
    gates = Counter(line.state for line in found if line.result.gate)
    advisory = sum(not line.result.gate for line in found)
    forms: Mapping[State, tuple[str, str]] = {
        "fail": ("échoue", "échouent"),
        "error": ("n’a pas pu être jugée", "n’ont pas pu être jugées"),
        "undetermined": ("reste indéterminée", "restent indéterminées"),
        "pass": ("tient", "tiennent"),
        "not_applicable": ("est sans objet", "sont sans objet"),
    }
    parts = [f"{gates[s]} {forms[s][gates[s] > 1]}" for s in ORDER if gates[s]]
    said = (
        f"Sur {counted(sum(gates.values()), 'propriété exigée')}, {_listed(parts)}" if parts else "Aucune propriété n’est exigée"
    )
    more = f"{NBSP}; {advisory} {'autres sont indicatives' if advisory > 1 else 'autre est indicative'}" if advisory else ""
    return f"{said}{more}."


def what_moved(case: Case) -> str:
    """Return what became of the critères and what was noted, without saying it twice."""
    told = " ; ".join(moved(case.changes))
    return case.note if case.note and case.note != told else told


def command(run: Run) -> str:
    """Return the command that makes the same run again."""
    codes = [r.code for r in run.results]
    chosen = [] if codes == [p.card.code for p in all_properties()] else ["--property", ",".join(codes)]
    asked = ["--suite", run.suite, "--assessor", run.assessor, "--half", run.half, "--seed", str(run.identity.seed)]
    return shlex.join(["jury-blanc", "evaluate", "run", *asked, *chosen])


def typeset(text: str) -> str:
    """Return a French sentence with the no-break spaces that its punctuation asks for."""
    return re.sub(r"« ", f"«{NBSP}", re.sub(r" (?=[:;!?»%])", NBSP, text))


def decimal(value: float, digits: int = 2) -> str:
    """Return a number as French writes it."""
    return format_number(Decimal(repr(float(value))), decimals=digits)


def whole(value: int) -> str:
    """Return a whole number with its thousands apart."""
    return format_number(Decimal(value))


def counted(n: int, noun: str) -> str:
    """Return a number with a noun that agrees with it."""
    words = [word if n < 2 or word.endswith("s") else f"{word}s" for word in noun.split()]
    return f"{whole(n)}{NBSP}{' '.join(words)}"


def _agreeing(n: int, one: str, several: str) -> str:
    return f"{counted(n, 'propriété exigée')} {several if n > 1 else one}"


def _listed(parts: Sequence[str]) -> str:
    return " et ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _undescribed(code: str) -> Described:
    return Described(code=code, family="", title=code, meaning="", change="", expected="", metric="")
