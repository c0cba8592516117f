"""Which transforms there are, by family, for a run over many drafts."""

from collections.abc import Mapping

from evaluations.french_data import FrenchData
from evaluations.transforms.accents import accents
from evaluations.transforms.base import Transform
from evaluations.transforms.direction import FromPairs, WrongTotal, contradiction
from evaluations.transforms.first_person import first_person
from evaluations.transforms.gaming import padding
from evaluations.transforms.identity import identity
from evaluations.transforms.layout import layout
from evaluations.transforms.order import Embed, MoveParagraph, order
from evaluations.transforms.paraphrase import paraphrase
from evaluations.transforms.surface import typography, white_space
from evaluations.transforms.typos import typos

LONG_DRAFT = 140_000
"""Characters of the longest production that the référentiel allows."""


def families(data: FrenchData) -> Mapping[str, tuple[Transform, ...]]:
    """Return the transforms that need nothing of the draft but its text.

    Those that need places, sentences, terms, wordings or attacks are made where a property knows them:
    `RemoveQuotes`, `InsertParagraph`, `SayOtherwise` with places, `Duplicate` with a quote, `Stuff`, `Parrot`, `Inject`.
    """
    return {
        "surface": (*typography(), *white_space(), *accents(), *layout()),
        "typos": typos(data.neighbours),
        "order": (
            *order(),
            MoveParagraph("start"),
            MoveParagraph("middle"),
            MoveParagraph("end"),
            Embed("start", LONG_DRAFT, data.filler),
            Embed("middle", LONG_DRAFT, data.filler),
            Embed("end", LONG_DRAFT, data.filler),
        ),
        "identity": identity(data),
        "paraphrase": paraphrase(data),
        "direction": (
            *first_person(),
            FromPairs("deny-from-pairs", data.negations),
            FromPairs("seem-to-deny-from-pairs", data.pseudo_negations),
            contradiction(),
            WrongTotal(),
        ),
        "gaming": padding(data),
    }
