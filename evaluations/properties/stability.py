"""Stability: the same text gives the same reading, however and however often it is read."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import ClassVar

from pydantic import TypeAdapter

from evaluations.harness.bench import Bench, case, compared
from evaluations.harness.cases import Case
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, Reading
from evaluations.properties.base import Card, Limits, Property

_AGAIN = 900
"""Seconds another process may take over its drafts."""
_TEMPERATURES = (0.3, 0.7)
_CIRCUMSTANCES: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "4242"},
    {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    {"OMP_NUM_THREADS": "8", "OPENBLAS_NUM_THREADS": "8"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8"},
    {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"},
)


def _differs(prop: str, base: Base, change: str, pair: tuple[Reading, Reading], bench: Bench) -> Case:
    """Return the case of two readings of one text: to the byte for rules, by niveau for a model."""
    found = compared(prop, base, change, pair, lambda c: c.before is not c.after)
    if bench.sort == "embedded" and found.outcome == "held" and pair[0].document != pair[1].document:
        return case(prop, base, change, "broken", note="Les niveaux sont les mêmes, pas le reste du compte rendu.")
    return found


class Repeated(Property):
    """S1: the same text again."""

    card: ClassVar[Card] = Card(
        code="S1",
        family="stabilite",
        title="Le même texte relu donne la même lecture.",
        meaning="Si votre niveau change, c’est que votre texte a changé.",
        change="Aucun : le texte est relu.",
        expected="Le compte rendu est le même, octet pour octet (pour un modèle : les mêmes niveaux).",
        metric="part des relectures qui diffèrent",
        limits=Limits(embedded=0.0, model=0.02),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: the second reading against the first."""
        pair = bench.read_text(base), bench.read(Asked(bloc=base.bloc, text=base.text, repeat=1))
        yield _differs(self.card.code, base, "again", pair, bench)


class OtherProcess(Property):
    """S2: the same texts in other processes, in other circumstances."""

    card: ClassVar[Card] = Card(
        code="S2",
        family="stabilite",
        title="Une autre machine, un autre ordre, une autre langue système ne changent rien.",
        meaning="Votre tuteur voit la même lecture que vous.",
        change="Autre processus, autre graine de hachage, 1 ou 8 fils, autre langue système, textes en ordre inverse.",
        expected="Les mêmes niveaux, et pour des règles le même compte rendu, octet pour octet.",
        metric="part des relectures qui diffèrent",
        limits=Limits(embedded=0.0, model=None),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"process"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a text, all read by one other process in the reverse order."""
        number = int(base.id.rpartition("-")[2])
        circumstances = next(c for n, c in enumerate(cycle(_CIRCUMSTANCES)) if n == number)
        asked = [Asked(bloc=b.bloc, text=b.text) for b in base.others]
        elsewhere = _read_elsewhere(bench.subject, asked[::-1], circumstances)[::-1]
        change = "process-" + "-".join(circumstances).lower()
        for text, one, other in zip(base.others, map(bench.read, asked), elsewhere, strict=True):
            yield _differs(self.card.code, text, change, (one, other), bench)


class Warmer(Property):
    """S3: the same text read by a model that draws its answers more freely."""

    card: ClassVar[Card] = Card(
        code="S3",
        family="stabilite",
        title="Un modèle réglé plus librement donne les mêmes niveaux.",
        meaning="Votre niveau ne tient pas au hasard d’un tirage.",
        change="Le modèle relit à la température 0,3 ou 0,7 ; sans objet pour des règles, qui ne tirent rien au sort.",
        expected="Le niveau de chaque critère reste le même.",
        metric="part des critères qui changent de niveau",
        limits=Limits(embedded=None, model=0.05),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a critère, or one that says why there is none."""
        if bench.sort == "embedded":
            return
        temperature = bench.turn(base, _TEMPERATURES)[0]
        change = f"temperature-{temperature}"
        if not bench.tempered:
            yield case(self.card.code, base, change, "not_applicable", note="Ce lecteur n’a pas de température.")
            return
        cool, warm = bench.read_text(base), bench.read(Asked(bloc=base.bloc, text=base.text, temperature=temperature))
        for critere in cool.criteres:
            pair = _only(cool, critere.critere), _only(warm, critere.critere)
            found = compared(self.card.code, base, change, pair, lambda c: c.before is not c.after)
            yield found.model_copy(update={"id": f"{found.id}/{critere.critere}"})


class OtherOrder(Property):
    """S5: critères and indicateurs in another order."""

    card: ClassVar[Card] = Card(
        code="S5",
        family="stabilite",
        title="L’ordre dans lequel la grille est présentée ne change rien.",
        meaning="Un critère n’est pas mieux lu parce qu’il vient en premier.",
        change="Critères et indicateurs donnés au lecteur dans un autre ordre.",
        expected="Le niveau de chaque critère reste le même.",
        metric="part des textes dont un critère au moins change de niveau",
        limits=Limits(embedded=0.0, model=0.03),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: another order against the grille's."""
        other = bench.read(Asked(bloc=base.bloc, text=base.text, reordered=1))
        yield compared(self.card.code, base, "reordered", (bench.read_text(base), other), lambda c: c.before is not c.after)


class OneAlone(Property):
    """S6: one critère alone, or with all of its bloc."""

    card: ClassVar[Card] = Card(
        code="S6",
        family="stabilite",
        title="Un critère lu seul a le même niveau que lu avec les autres.",
        meaning="Vous pouvez retravailler un critère à la fois.",
        change="Un seul critère demandé au lieu du bloc entier.",
        expected="Le niveau de ce critère reste le même.",
        metric="part des lectures d’un critère qui diffèrent",
        limits=Limits(embedded=0.0, model=0.03),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: a critère of the bloc, asked for alone."""
        critere = bench.turn(base, bench.knowledge.grille(base.bloc).criteres)[0].code
        alone = bench.read(Asked(bloc=base.bloc, text=base.text, critere=critere))
        whole = bench.read_text(base)
        yield compared(self.card.code, base, "alone", (_only(whole, critere), alone), lambda c: c.before is not c.after)


def _only(reading: Reading, critere: str) -> Reading:
    """Return a reading as if one critère alone had been asked for."""
    return reading.model_copy(update={"criteres": tuple(c for c in reading.criteres if c.critere == critere)})


def _read_elsewhere(subject: str, asked: list[Asked], circumstances: Mapping[str, str]) -> list[Reading]:
    """Return the readings that another process makes."""
    answer = subprocess.run(  # noqa: S603 - this interpreter, on our own module
        [sys.executable, "-m", "evaluations.read_elsewhere", subject],
        input=TypeAdapter(list[Asked]).dump_json(asked),
        capture_output=True,
        check=True,
        timeout=_AGAIN,
        env={**os.environ, **circumstances},
    )
    return TypeAdapter(list[Reading]).validate_json(answer.stdout)
