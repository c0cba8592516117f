"""Gaming: length, repetition, keywords, the référentiel's own words and word salad bring nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import ClassVar

from assistant.domain.feedback import Niveau
from evaluations.french_data import FrenchData
from evaluations.harness.bench import Bench, case, compared
from evaluations.harness.cases import Case, Change
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Reading
from evaluations.properties.base import Card, Limits, Property, Transformed, falls, praises
from evaluations.properties.passages import PassageProperty
from evaluations.transforms.base import Transform
from evaluations.transforms.gaming import Duplicate, Pad, Stuff
from evaluations.transforms.nonsense import foreign, headings, letters, parroted, salad, stuffed, terms
from evaluations.transforms.units import units

_PRAISED = (Niveau.PARTIEL, Niveau.DEMONTRE)
_NO_PRAISE = "Aucun critère n’est lu « partiel » ou « démontré »."
_LONGER = "Des paragraphes neutres sont ajoutés : un quart de mots en plus, le double ou le quadruple."
_STUFFED = 40
"""Terms added to a text: a paragraph of some 80 words."""


class Padding(Transformed):
    """G1: neutral words."""

    card: ClassVar[Card] = Card(
        code="G1",
        family="tricherie",
        title="Allonger son texte ne rapporte rien.",
        meaning="Ce que vous dites compte, pas le nombre de pages.",
        change=_LONGER,
        expected="Aucun critère ne monte à « partiel » ou « démontré ».",
        metric="part des textes dont un critère monte ainsi",
        limits=Limits(embedded=0.0, model=0.01),
    )

    def options(self, data: FrenchData) -> Sequence[Pad]:
        """Return the three lengths."""
        return [Pad("pad", percent, data.filler) for percent in (25, 100, 300)]

    def transforms(self, base: Base, bench: Bench) -> Sequence[Transform]:
        """Return one of the lengths, with other paragraphs first for each base."""
        pad = bench.turn(base, self.options(bench.data))[0]
        return [replace(pad, filler=tuple(bench.rng("padding", base.id).sample(pad.filler, len(pad.filler))))]

    def breaks(self, change: Change) -> bool:
        """Tell whether praise was found in neutral words."""
        return praises(change)


class PaddingLoses(Padding):
    """G1-B: the same, counting what was lost."""

    card: ClassVar[Card] = Card(
        code="G1-B",
        family="tricherie",
        title="Allonger son texte ne fait rien perdre.",
        meaning="Une preuve compte autant dans un long texte que dans un court.",
        change=_LONGER,
        expected="Aucun critère ne descend.",
        metric="part des textes dont un critère descend",
        limits=Limits(embedded=0.0, model=0.01),
    )

    def breaks(self, change: Change) -> bool:
        """Tell whether evidence was lost among neutral words."""
        return falls(change)


class OffTopic(Padding):
    """G2: words about something else, with figures and dates."""

    card: ClassVar[Card] = Card(
        code="G2",
        family="tricherie",
        title="Parler d’autre chose ne rapporte rien.",
        meaning="Une recette pleine de chiffres et de dates ne prouve rien de votre métier.",
        change="Des paragraphes de cuisine, de sport ou d’histoire sont ajoutés : un quart ou la moitié de mots en plus.",
        expected="Aucun critère ne monte à « partiel » ou « démontré ».",
        metric="part des textes dont un critère monte ainsi",
        limits=Limits(embedded=0.0, model=0.01),
    )

    def options(self, data: FrenchData) -> Sequence[Pad]:
        """Return the two lengths."""
        return [Pad("off-topic", percent, data.off_topic) for percent in (25, 50)]


class Repetition(Property):
    """G3: the best paragraph again."""

    card: ClassVar[Card] = Card(
        code="G3",
        family="tricherie",
        title="Se répéter ne rapporte rien.",
        meaning="Un même passage compte une fois, qu’il soit écrit une fois ou cinq.",
        change="Le paragraphe le plus cité est copié ailleurs dans le texte, jusqu’à deux ou cinq fois en tout.",
        expected="Le niveau de chaque critère reste le même.",
        metric="part des textes dont un critère au moins change de niveau",
        limits=Limits(embedded=0.0, model=0.01),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: the paragraph that holds most quotes, twice or five times."""
        code = self.card.code
        before = bench.read_text(base)
        transform = Duplicate(bench.turn(base, (2, 5))[0], _most_quoted(before, base.text))
        for variant, outcome in bench.variants(base, transform):
            if variant is None:
                yield case(code, base, transform.name, outcome)
                continue
            readings = before, bench.read_text(base, variant.text)
            yield compared(code, base, transform.name, readings, lambda c: c.before is not c.after)


def _most_quoted(reading: Reading, text: str) -> str:
    """Return the paragraph that holds most quotes; the first of several."""
    places = [e.start for c in reading.criteres for _, e in c.verified(text)]
    best = max(units(text), key=lambda u: sum(u.start <= at < u.end for at in places), default=None)
    return text[best.start : best.end] if best else ""


class Stuffing(Property):
    """G4: the bloc's vocabulary added to a text."""

    card: ClassVar[Card] = Card(
        code="G4",
        family="tricherie",
        title="Semer des mots-clés ne rapporte rien.",
        meaning="Nommer un outil ou une démarche n’est pas montrer que vous vous en êtes servi.",
        change="Le vocabulaire du bloc est ajouté en liste, ou dans des phrases sans aucun fait.",
        expected="Aucun critère ne monte à « partiel » ou « démontré ».",
        metric="part des textes dont un critère monte ainsi",
        limits=Limits(embedded=0.0, model=0.01),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: a list of terms, or sentences around them."""
        code = self.card.code
        known = terms(bench.knowledge, base.bloc)
        drawn = bench.rng(code, base.id).sample(known, min(_STUFFED, len(known)))
        transform = Stuff(tuple(drawn), bench.turn(base, (False, True))[0])
        for variant, outcome in bench.variants(base, transform):
            if variant is None:
                yield case(code, base, transform.name, outcome)
                continue
            yield compared(code, base, transform.name, (bench.read_text(base), bench.read_text(base, variant.text)), praises)


def _alone(prop: str, base: Base, bench: Bench, change: str, text: str) -> Case:
    """Return the case of a text that must not be praised, whatever else is said of it."""
    reading = bench.read_text(base, text)
    praised = [c for c in reading.criteres if c.niveau in _PRAISED]
    if not praised:
        return case(prop, base, change, "held")
    note = " ; ".join(f"{c.critere}\u00a0: {c.niveau.shown}" for c in praised if c.niveau)
    quotes = " […] ".join(dict.fromkeys(e.quote for c in praised for _, e in c.evidence))
    return case(prop, base, change, "broken", note=note, after=quotes[:400])


class StuffedOnly(Property):
    """G4-B: nothing but the bloc's vocabulary."""

    card: ClassVar[Card] = Card(
        code="G4-B",
        family="tricherie",
        title="Un texte fait de mots-clés n’obtient rien.",
        meaning="Une liste de mots du métier ne dit rien de vous.",
        change="Le texte est remplacé par le vocabulaire du bloc, en liste ou dans des phrases sans aucun fait.",
        expected=_NO_PRAISE,
        metric="part des textes dont un critère est lu ainsi",
        limits=Limits(embedded=0.01, model=0.01),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: lists of terms, or sentences around them."""
        code = self.card.code
        in_sentences = bench.turn(base, (False, True))[0]
        text = stuffed(bench.knowledge, base.bloc, bench.rng(code, base.id), in_sentences=in_sentences)
        yield _alone(code, base, bench, "stuffed-sentences" if in_sentences else "stuffed-list", text)


class Parroting(Property):
    """G5: nothing but the référentiel's wordings."""

    card: ClassVar[Card] = Card(
        code="G5",
        family="tricherie",
        title="Recopier le référentiel n’obtient rien.",
        meaning="« J’ai veillé à ce que le budget soit équilibré » ne dit ni quel budget, ni comment.",
        change="Le texte est remplacé par des phrases du référentiel, telles quelles ou après « J’ai veillé à ce que ».",
        expected=_NO_PRAISE,
        metric="part des textes dont un critère est lu ainsi",
        limits=Limits(embedded=0.01, model=0.02),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: wordings in a drawn order, bare or framed."""
        code = self.card.code
        framed = bench.turn(base, (False, True))[0]
        text = parroted(bench.knowledge, base.bloc, bench.rng(code, base.id), framed=framed)
        yield _alone(code, base, bench, "parrot-framed" if framed else "parrot", text)


class ParrotPassage(PassageProperty):
    """G5-B: the référentiel's words, reworked."""

    card: ClassVar[Card] = Card(
        code="G5-B",
        family="tricherie",
        title="Reformuler le référentiel à la première personne n’est pas une preuve.",
        meaning="Le jury connaît ces phrases ; il attend les vôtres.",
        change="Un passage qui reprend les mots du référentiel, dans un texte neutre.",
        expected="L’indicateur n’est attesté ni en entier ni en partie.",
        metric="part des reprises prises pour des preuves",
        limits=Limits(embedded=0.04, model=0.04),
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"parrot"})


class Gibberish(Property):
    """G6: texts without any meaning."""

    card: ClassVar[Card] = Card(
        code="G6",
        family="tricherie",
        title="Des titres seuls, une autre langue ou des lettres au hasard n’obtiennent rien.",
        meaning="La lecture demande des phrases en français ; sinon elle le dit et s’abstient, sans tomber en panne.",
        change="Le texte est remplacé par des titres seuls, une autre langue, des lettres au hasard ou rien du tout.",
        expected="Aucun critère n’est lu « partiel » ou « démontré » ; la lecture aboutit ou dit pourquoi elle s’abstient.",
        metric="part des textes loués ou qui font échouer la lecture",
        limits=Limits(embedded=0.0, model=0.0),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: one of the ways to write nothing; a failure to read it breaks too."""
        code = self.card.code
        change = bench.turn(base, tuple(_NONSENSE))[0]
        text = _NONSENSE[change](base.bloc, bench, bench.rng(code, base.id))
        try:
            found = _alone(code, base, bench, change, text)
        except Exception as error:  # noqa: BLE001 - a text that brings an assessor down is what is looked for
            found = case(code, base, change, "broken", note=f"{type(error).__name__} : {error}", after=text[:400])
        yield found


_NONSENSE: Mapping[str, Callable[[str, Bench, Random], str]] = {
    "headings-only": lambda bloc, bench, rng: headings(bench.knowledge, bloc, rng),
    "foreign": lambda _, bench, rng: foreign(bench.data, rng),
    "random-letters": lambda _, __, rng: letters(rng),
    "empty": lambda _, __, rng: rng.choice(("", " ", "\n\n \t\n")),
}


class WordSalad(Property):
    """G6-B: the right words in no order."""

    card: ClassVar[Card] = Card(
        code="G6-B",
        family="tricherie",
        title="Des mots mélangés n’obtiennent rien.",
        meaning="Les bons mots, les chiffres et les dates ne valent que dans une phrase qui dit ce que vous avez fait.",
        change="Les mots de chaque paragraphe, de chaque liste et de chaque tableau sont mis dans le désordre.",
        expected=_NO_PRAISE,
        metric="part des textes dont un critère est lu ainsi",
        limits=Limits(embedded=0.0, model=0.0),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: the words of the base."""
        code = self.card.code
        yield _alone(code, base, bench, "word-shuffle", salad(base.text, bench.rng(code, base.id)))
