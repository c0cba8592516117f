"""How single passages are read as pasted paragraphs, kind by kind: `python -m evaluations.passages`.

Passages of the test half of the evidence bank, each read for the critère of its own
indicateur; pseudo-negations, which assert, are shown apart from the other evidence.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.feedback import Etat
from evaluations.gold import BankPassage, GoldSet
from ingestion.readers import read_text

_SHOWN = (Etat.ATTESTE, Etat.PARTIEL)
_ASSERTS = "-P5"
"""End of the id of a passage that asserts by denying the contrary."""


def read_states(assistant: Assistant, bank: Iterable[BankPassage]) -> Iterator[tuple[str, Etat]]:
    """Yield the kind of each passage and the state read for its own indicateur."""
    for passage in bank:
        critere = passage.indicateur.rpartition("-")[0]
        (found,) = assistant.assess(read_text(passage.text), critere.partition("-")[0], "passage", critere)
        states = {r.code: r.etat for r in found.indicateurs}
        kind = "pseudo-négation" if passage.id.endswith(_ASSERTS) else passage.kind
        yield kind, states.get(passage.indicateur, Etat.ABSENT)


def lines(read: Iterable[tuple[str, Etat]]) -> Iterator[str]:
    """Yield, for each kind, how many passages there are, how many are read as evidence, and how many as a denial."""
    counts = Counter(read)
    yield "sorte : passages, lus comme une preuve, lus comme un refus"
    for kind in dict.fromkeys(kind for kind, _ in counts):
        total = sum(n for (k, _), n in counts.items() if k == kind)
        shown = sum(counts[kind, state] for state in _SHOWN)
        yield f"{kind} : {total}, {shown / total:.0%}, {counts[kind, Etat.CONTREDIT] / total:.0%}"


def main() -> int:
    """Print the figures of the test half."""
    assistant = build_assistant()
    bank = GoldSet(assistant.knowledge).bank("test")
    sys.stdout.write("\n".join(lines(read_states(assistant, bank))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
