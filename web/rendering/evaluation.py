"""Comparisons, cases and agreements of the harness, as a person reads them in a terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from assistant.domain.feedback import Niveau
from evaluations.diff import Comparison, Moved, PropertyChange
from evaluations.harness.cases import Outcome
from evaluations.labels import SCALE
from evaluations.marking import Inventory, ReaderAgreement
from evaluations.replay import Explanation, Quotes
from evaluations.reports.words import OUTCOME_WORDS, STATE_WORDS, decimal, typeset
from evaluations.swap import WIDEST, Exchange, Swap
from evaluations.word_diff import word_diff
from web.rendering.plain import one_line, printable, shortened

_SHOWN = 20
"""Cases named of each kind; all are in the JSON document."""
_QUOTES = 3
_CONTEXT = 80
"""Characters shown on either side of a change."""


def comparison_lines(found: Comparison) -> Iterator[str]:
    """Yield what changed between two runs, what got worse first."""
    yield f"Comparaison\u00a0: {found.before.assessor} ({found.before.suite}) → {found.after.assessor} ({found.after.suite})"
    yield f"Cas en commun\u00a0: {decimal(100 * found.overlap, 1)}\u00a0%"
    yield from (f"Attention\u00a0: {line}" for line in (*found.mismatches, *found.warnings))
    yield from _moved_lines("Nouvellement en défaut", found.newly_failing)
    yield from _moved_lines("Ne sont plus en défaut", found.newly_passing)
    yield from _moved_lines("Ne sont plus jugés", found.missing)
    for words, codes in (("Propriétés absentes de la seconde", found.only_before), ("Propriétés nouvelles", found.only_after)):
        if codes:
            yield f"{words}\u00a0: {', '.join(codes)}"
    yield from _property_lines(found.properties)
    yield from _agreement_with_labels(found)
    yield from _swap_lines(found.swaps)
    yield from _exchange_lines(found.exchange)
    regressions = [p for p in found.properties if p.regression]
    yield ""
    yield from (f"Recul – {p.code}\u00a0: {p.regression}." for p in regressions)
    if not regressions:
        yield "Aucun recul."


def _moved_lines(words: str, moved: Sequence[Moved]) -> Iterator[str]:
    yield f"\n{words}\u00a0: {len(moved)}"
    for one in moved[:_SHOWN]:
        change = f"{_outcome(one.before)} → {_outcome(one.after)}"
        yield f"  {one.id}  {change}" + (f"  ({one_line(one.note)})" if one.note else "")
    if len(moved) > _SHOWN:
        yield f"  … et {len(moved) - _SHOWN} autres (--json les donne tous)"


def _property_lines(properties: Sequence[PropertyChange]) -> Iterator[str]:
    changed = [p for p in properties if p.newly_broken or p.newly_held or p.verdicts[0] != p.verdicts[1] or p.regression]
    yield f"\nPropriétés qui changent\u00a0: {len(changed)} sur {len(properties)}"
    for one in changed:
        verdicts = " → ".join(STATE_WORDS[v] for v in one.verdicts)
        estimates = " → ".join("–" if e is None else _decimal(e, 3) for e in one.estimates)
        chance = "" if one.p is None else f", p = {_decimal(one.p, 4)}"
        advisory = "" if one.gate else " [indicatif]"
        yield f"  {one.code:9} {verdicts}, {estimates}, +{one.newly_broken} −{one.newly_held} sur {one.pairs}{chance}{advisory}"


def _agreement_with_labels(found: Comparison) -> Iterator[str]:
    kappa = found.kappa
    if kappa is None:
        return
    between = "" if kappa.low is None or kappa.high is None else f" [{_decimal(kappa.low)} ; {_decimal(kappa.high)}]"
    yield (
        f"\nKappa avec les étiquettes\u00a0: {_decimal(kappa.before)} → {_decimal(kappa.after)}, "
        f"écart {_decimal(kappa.difference)}{between} ({kappa.dossiers} dossiers, {kappa.judgements} jugements)"
    )
    yield found.real_jurors


def _swap_lines(swaps: Sequence[Swap]) -> Iterator[str]:
    if not swaps:
        return
    yield "\nAccord des deux mesures entre elles (exact, kappa, alpha, plus grand écart)"
    for one in swaps:
        figures = "  ".join(_decimal(value) for value in (one.exact, one.kappa, one.alpha))
        yield f"  {one.critere:6} {figures}  {round(100 * one.gap)} points  ({one.dossiers} dossiers)"


def _exchange_lines(found: Exchange | None) -> Iterator[str]:
    if found is None:
        return
    between = "" if found.low is None or found.high is None else f" [{_decimal(found.low)} ; {_decimal(found.high)}]"
    chance = "" if found.p is None else f", p = {_decimal(found.p, 4)}"
    yield (
        f"S4 (l’un pour l’autre)\u00a0: {STATE_WORDS[found.verdict]} [indicatif]. Kappa moyen des critères "
        f"{_decimal(found.kappa)}{between}, demandé {_decimal(found.threshold)}\u00a0; plus grand écart "
        f"{round(100 * found.gap)} points ({found.critere}{chance}), toléré {round(100 * WIDEST)}."
    )


def render_explanation(found: Explanation, console: Console) -> None:
    """Print a case: the property, what was changed word by word, and what was read."""
    case, card = found.case, found.property
    lines = [
        f"{case.id}\u00a0: {OUTCOME_WORDS[case.outcome]}",
        f"{card.code} – {typeset(card.title)}",
        f"Ce qui est fait\u00a0: {typeset(card.change)}",
        f"Ce qui est attendu\u00a0: {typeset(card.expected)}",
    ]
    lines += [f"Constat\u00a0: {case.note}"] if case.note else []
    lines += [f"Attention\u00a0: {found.warning}"] if found.warning else []
    for line in lines:
        _print(console, Text(printable(line)))
    if found.before or found.after:
        _print(console, Text("\nLe texte ([-ôté-] {+ajouté+})"))
        _print(console, _changed(found.before, found.after))
    for critere in found.criteres:
        _print(console, Text(""))
        for line in _quote_lines(critere):
            _print(console, Text(line))


def _changed(before: str, after: str) -> Text:
    """Return the words with their changes, marked so that they can be read without colour."""
    text = Text()
    for kind, words in word_diff(printable(before), printable(after)):
        if kind == "same":
            text.append(words if len(words) <= 2 * _CONTEXT else _ends(words))
        elif kind == "removed":
            text.append(f"[-{words}-]", style="red")
        else:
            text.append(f"{{+{words}+}}", style="green")
    return text


def _ends(words: str) -> str:
    """Return the whole words at both ends of a stretch."""
    return f"{words[:_CONTEXT].rsplit(' ', 1)[0]} […] {words[-_CONTEXT:].split(' ', 1)[-1]}"


def _quote_lines(critere: Quotes) -> Iterator[str]:
    yield f"{critere.critere}\u00a0: {_niveau(critere.before)} → {_niveau(critere.after)}"
    for words, quotes in (("cité avant", critere.quotes_before), ("cité après", critere.quotes_after)):
        yield from (f"  {words}\u00a0: «\u00a0{shortened(quote)}\u00a0»" for quote in quotes[:_QUOTES])
        if len(quotes) > _QUOTES:
            yield f"  … et {len(quotes) - _QUOTES} autres"


def agreement_lines(found: ReaderAgreement) -> Iterator[str]:
    """Yield how far two readers agree, and what they must talk about."""
    yield (
        f"{found.first} et {found.second}\u00a0: {found.criteres} critères de {found.dossiers} dossiers en commun, "
        f"dont {found.abstentions} avec une abstention"
    )
    between = (
        ""
        if found.kappa_low is None or found.kappa_high is None
        else f" [{_decimal(found.kappa_low)} ; {_decimal(found.kappa_high)}]"
    )
    yield (
        f"Exact {_decimal(found.exact)}, kappa quadratique {_decimal(found.kappa)}{between}, "
        f"alpha {_decimal(found.alpha)}, AC2 {_decimal(found.ac2)}"
    )
    yield f"Lignes\u00a0: {found.first}\u00a0; colonnes\u00a0: {found.second} ({', '.join(n.shown for n in SCALE)})"
    yield from (" ".join(f"{n:4d}" for n in row) for row in found.table)
    yield f"À trancher\u00a0: {len(found.to_adjudicate)}"
    for one in found.to_adjudicate:
        niveaux = ", ".join(f"{reader} {niveau.shown}" for reader, niveau in one.niveaux.items())
        yield f"  {one.dossier} {one.critere}\u00a0: {niveaux}"
    yield found.real_jurors


def inventory_lines(found: Inventory) -> Iterator[str]:
    """Yield what is labelled, half by half, and who has labelled."""
    for half in found.halves:
        dossiers, passages = sum(half.dossiers.values()), sum(half.passages.values())
        yield f"Moitié {half.half}\u00a0: {dossiers} dossiers, {passages} passages, {half.questions} questions"
        for words, counts in (("dossiers", half.dossiers), ("passages", half.passages)):
            if counts:
                yield f"  {words}\u00a0: " + ", ".join(f"{name} {n}" for name, n in counts.items())
    yield f"Lecteurs importés\u00a0: {len(found.readers)}"
    yield from (f"  {r.name}\u00a0: {r.labels} étiquettes, {r.dossiers} dossiers" for r in found.readers)
    yield found.real_jurors


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)


def _niveau(niveau: Niveau | None) -> str:
    return niveau.shown if niveau else "pas de niveau"


def _outcome(outcome: Outcome | None) -> str:
    return OUTCOME_WORDS[outcome] if outcome else "absent"


def _decimal(value: float | None, digits: int = 2) -> str:
    return "indéfini" if value is None else decimal(value, digits)
