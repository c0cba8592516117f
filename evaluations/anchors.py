"""Twelve short drafts whose reading by the embedded assessor is written down: `python -m evaluations.anchors`.

The command reads them again, says what changed and rewrites `baselines/anchors.json`; commit
the file with the change that explains it.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.domain.base import CritereCode, Frozen
from assistant.domain.feedback import Niveau
from assistant.errors import SetupError
from evaluations.french_data import FrenchData
from evaluations.gold import GoldSet
from evaluations.harness.material import Base, Material, Size
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.subject import Subject

BASELINES = Path(__file__).parent / "baselines" / "anchors.json"
_A_BLOC = 2
"""Anchors of each bloc: the first short drafts that the material yields."""


class Anchor(Frozen):
    """A draft and the niveaux that were read in it."""

    text: str
    """SHA-256 of the draft."""
    niveaux: dict[CritereCode, Niveau]


_KEPT = TypeAdapter(dict[str, Anchor])


def anchored(base: Base) -> bool:
    """Tell whether a base is one of the anchors."""
    return base.kind == "short" and int(base.id.rpartition("-")[2]) < _A_BLOC


def anchor_of(base: Base, reading: Reading) -> Anchor:
    """Return what is written down of a reading."""
    niveaux = {c.critere: c.niveau for c in reading.criteres if c.niveau}
    return Anchor(text=hashlib.sha256(base.text.encode()).hexdigest(), niveaux=niveaux)


def kept_anchors(path: Path = BASELINES) -> dict[str, Anchor]:
    """Return the anchors by base, none when there is no file; raise `SetupError` for a file that cannot be read."""
    try:
        return _KEPT.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise SetupError(
            f"«\u00a0{path.name}\u00a0» ne contient pas de repères lisibles.",
            hint="Effacez-le puis écrivez-le de nouveau avec «\u00a0python -m evaluations.anchors\u00a0».",
        ) from error


def moved_anchor(kept: Anchor | None, base: Base, reading: Reading) -> str:
    """Return in French what changed since an anchor was written, empty when nothing did."""
    now = anchor_of(base, reading)
    if kept is None:
        return "aucune lecture de référence"
    if kept.text != now.text:
        return "le texte repère n’est plus le même"
    codes = sorted({*kept.niveaux, *now.niveaux})
    pairs = ((code, kept.niveaux.get(code), now.niveaux.get(code)) for code in codes)
    return " ; ".join(f"{code}\u00a0: {_shown(old)} → {_shown(new)}" for code, old, new in pairs if old is not new)


def _shown(niveau: Niveau | None) -> str:
    return niveau.shown if niveau else "non lu"


def report(kept: Mapping[str, Anchor], read: Mapping[str, tuple[Base, Reading]]) -> Iterator[str]:
    """Yield what changed, a line an anchor, then how many there are."""
    changed = {name: moved for name, (base, reading) in read.items() if (moved := moved_anchor(kept.get(name), base, reading))}
    yield from (f"{name} — {moved}" for name, moved in changed.items())
    yield from (f"{name} — n’est plus un repère" for name in kept if name not in read)
    yield f"{len(read)} repères, {len(changed)} changés"


def main(path: Path = BASELINES) -> int:
    """Read the anchors again, print what changed and write them."""
    subject = Subject()
    knowledge = subject.assistant.knowledge
    size = Size(short=_A_BLOC * len(knowledge.referentiel.blocs))
    bases = Material(knowledge, GoldSet(knowledge), FrenchData()).bases(size)
    read = {b.id: (b, subject.read(Asked(bloc=b.bloc, text=b.text))) for b in bases}
    sys.stdout.write("\n".join(report(kept_anchors(path), read)) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    anchors = {name: anchor_of(*pair).model_dump(mode="json") for name, pair in read.items()}
    path.write_text(json.dumps(anchors, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
