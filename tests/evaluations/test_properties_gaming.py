"""Gaming: readers that reward length, copies, keywords, wordings or salad are caught, an honest one is not."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from benches import answering, bench_of, passage, quoted, short_base, told

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat, Niveau
from evaluations.french_data import FrenchData
from evaluations.harness.cases import LEVELS, Case
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked, Reading
from evaluations.properties.base import Property
from evaluations.properties.gaming import (
    Gibberish,
    OffTopic,
    Padding,
    PaddingLoses,
    Parroting,
    ParrotPassage,
    Repetition,
    StuffedOnly,
    Stuffing,
    WordSalad,
)
from evaluations.transforms.nonsense import FEWEST_WORDS, terms

ABSENT, EVOQUE, PARTIEL, DEMONTRE = LEVELS
Reader = Callable[[Asked], Reading]
_PASSAGES = [
    passage(
        "B1-C1-I1", "shows", "J’ai comparé le 12 mars trois dispositifs pour Samira, avec sa conseillère et notre comptable."
    ),
    passage("B1-C2-I1", "vague", "Nous veillerons à recruter les meilleurs candidats, dans le respect des valeurs de la maison."),
    passage("B1-C3-I1", "shows", "Le budget de la session a été arrêté à 41 800 euros, avec huit postes relus par la direction."),
]
ALONE = (StuffedOnly(), Parroting(), WordSalad(), Gibberish())


def bases(n: int) -> list[Base]:
    return [short_base(_PASSAGES, identity=f"court-B1-{k:03d}") for k in range(n)]


def by(niveau_of: Callable[[str], Niveau]) -> Reader:
    """Read the first critère at the niveau that a function gives the text."""
    return lambda asked: answering(told("B1-C1", niveau_of(asked.text)))(asked)


def observed(prop: Property, assistant: Assistant, read: Reader, n: int = 12) -> list[Case]:
    bench = bench_of(assistant, read, _PASSAGES)
    found = [c for base in bases(n) for c in prop.observe(base, bench)]
    assert found == [c for base in bases(n) for c in prop.observe(base, bench)]
    assert len({c.id for c in found}) == len(found) == n
    return found


def outcomes(found: Sequence[Case]) -> set[str]:
    return {c.outcome for c in found}


def read_texts(prop: Property, assistant: Assistant, n: int = 12) -> list[str]:
    """Return the texts that the property has read, the base's own left out."""
    texts: list[str] = []

    def read(asked: Asked) -> Reading:
        texts.append(asked.text)
        return answering(told("B1-C1", ABSENT))(asked)

    bench = bench_of(assistant, read, _PASSAGES)
    for base in bases(n):
        list(prop.observe(base, bench))
    return [t for t in texts if t != bases(1)[0].text]


@pytest.mark.parametrize("prop", [Padding(), OffTopic()])
def test_a_reader_that_rewards_length_is_caught_and_one_that_names_the_subject_is_not(
    prop: Property, assistant: Assistant
) -> None:
    usual = len(bases(1)[0].text)
    assert outcomes(observed(prop, assistant, by(lambda t: PARTIEL if len(t) > usual else EVOQUE))) == {"broken"}
    assert outcomes(observed(prop, assistant, by(lambda t: EVOQUE if len(t) > usual else ABSENT))) == {"held"}
    assert outcomes(observed(prop, assistant, by(lambda t: ABSENT if len(t) > usual else DEMONTRE))) == {"held"}


def test_a_reader_that_loses_evidence_in_a_longer_text_is_caught(assistant: Assistant) -> None:
    usual = len(bases(1)[0].text)
    assert outcomes(observed(PaddingLoses(), assistant, by(lambda t: ABSENT if len(t) > usual else EVOQUE))) == {"broken"}
    assert outcomes(observed(PaddingLoses(), assistant, by(lambda t: DEMONTRE if len(t) > usual else EVOQUE))) == {"held"}


@pytest.mark.parametrize(("prop", "percents"), [(Padding(), {25, 100, 300}), (OffTopic(), {25, 50})])
def test_other_bases_get_other_paragraphs_and_every_length_serves(
    prop: Property, percents: set[int], assistant: Assistant
) -> None:
    changes = {c.change for c in observed(prop, assistant, by(lambda _: ABSENT), 24)}
    assert {int(change.rpartition("-")[2]) for change in changes} == percents
    data = FrenchData()
    firsts = {next(p for p in (*data.filler, *data.off_topic) if p in t) for t in read_texts(prop, assistant)}
    assert len(firsts) > 5


def test_a_reader_that_counts_copies_is_caught_whichever_way_it_goes(assistant: Assistant) -> None:
    def copies(text: str) -> int:
        paragraphs = text.split("\n\n")
        return len(paragraphs) - len({p.strip() for p in paragraphs})

    assert outcomes(observed(Repetition(), assistant, by(lambda t: EVOQUE if copies(t) else ABSENT))) == {"broken"}
    assert outcomes(observed(Repetition(), assistant, by(lambda t: PARTIEL if copies(t) else DEMONTRE))) == {"broken"}
    assert outcomes(observed(Repetition(), assistant, by(lambda _: PARTIEL))) == {"held"}


def test_the_paragraph_that_is_quoted_most_is_the_one_repeated(assistant: Assistant) -> None:
    texts: list[str] = []

    def read(asked: Asked) -> Reading:
        texts.append(asked.text)
        quotes = [quoted(asked.text, words, "B1-C3-I1") for words in ("41 800 euros", "meilleurs candidats", "Nous veillerons")]
        return answering(told("B1-C3", PARTIEL, quotes=quotes))(asked)

    list(Repetition().observe(bases(1)[0], bench_of(assistant, read, _PASSAGES)))
    counts = [texts[1].count(p.text) for p in _PASSAGES]
    assert (counts[0], counts[2]) == (1, 1)
    assert counts[1] in (2, 5)


def test_a_reader_that_counts_keywords_is_caught_and_one_that_finds_them_named_is_not(assistant: Assistant) -> None:
    known = [t for t in terms(assistant.knowledge, "B1") if len(t) > 8]

    def many(text: str) -> bool:
        return sum(term in text for term in known) > 5

    assert not many(bases(1)[0].text)
    for prop in (Stuffing(), StuffedOnly()):
        assert outcomes(observed(prop, assistant, by(lambda t: PARTIEL if many(t) else ABSENT))) == {"broken"}
        assert outcomes(observed(prop, assistant, by(lambda t: EVOQUE if many(t) else ABSENT))) == {"held"}
        assert len({c.change for c in observed(prop, assistant, by(lambda _: ABSENT), 24)}) == 2


def test_keywords_hold_no_fact(assistant: Assistant) -> None:
    for grille in assistant.knowledge.grilles:
        found = terms(assistant.knowledge, grille.bloc)
        assert len(found) > 100
        assert not any(re.search(r"[\d<>*~]", term) for term in found)


@pytest.mark.parametrize("prop", ALONE, ids=lambda p: p.card.code)
def test_praise_for_a_text_that_says_nothing_is_caught_with_what_was_quoted(prop: Property, assistant: Assistant) -> None:
    def read(asked: Asked) -> Reading:
        words = asked.text.split()[:1]
        return answering(told("B1-C1", PARTIEL, quotes=[quoted(asked.text, w, "B1-C1-I1") for w in words]))(asked)

    found = observed(prop, assistant, read)
    assert outcomes(found) == {"broken"}
    assert all("B1-C1" in c.note for c in found)
    assert all(c.after for c in found if c.change != "empty")


@pytest.mark.parametrize("prop", ALONE, ids=lambda p: p.card.code)
def test_naming_abstaining_and_refusing_are_no_praise(prop: Property, assistant: Assistant) -> None:
    for read in (
        by(lambda _: EVOQUE),
        by(lambda _: Niveau.NON_EVALUABLE),
        lambda _: Reading(text="", refused="Le texte est vide."),
    ):
        assert outcomes(observed(prop, assistant, read)) == {"held"}


def test_a_reader_that_a_text_without_meaning_brings_down_is_caught(assistant: Assistant) -> None:
    def read(_: Asked) -> Reading:
        raise ZeroDivisionError("aucun mot")

    found = observed(Gibberish(), assistant, read)
    assert outcomes(found) == {"broken"}
    assert all("ZeroDivisionError" in c.note for c in found)


@pytest.mark.parametrize("prop", [StuffedOnly(), Parroting(), Gibberish()], ids=lambda p: p.card.code)
def test_a_text_that_says_nothing_is_long_enough_to_be_judged(prop: Property, assistant: Assistant) -> None:
    texts = [t for t in read_texts(prop, assistant, 20) if t.strip()]
    assert len(set(texts)) == len(texts) >= 10
    assert all(len(t.split()) >= FEWEST_WORDS for t in texts)


def test_a_text_of_wordings_holds_nothing_else(assistant: Assistant) -> None:
    bloc = assistant.knowledge.referentiel.bloc("B1")
    wordings = [x.texte.rstrip(". ") for group in (bloc.criteres, bloc.competences, bloc.modalites) for x in group]
    bare = [t for t in read_texts(Parroting(), assistant, 24) if "J’ai veillé" not in t]
    framed = [t for t in read_texts(Parroting(), assistant, 24) if "J’ai veillé" in t]
    assert bare
    assert framed
    for text in bare:
        rest = text
        for words in sorted(wordings, key=len, reverse=True):
            rest = rest.replace(words, "")
        assert not re.search(r"\w", rest)
    for text in framed:
        assert all(s.startswith("J’ai veillé à ") for s in re.split(r"(?<=\.)\s+(?=J’ai)", text.strip()))
        assert re.search(r"J’ai veillé à [a-zé]+(?:er|ir|re)\b", text)


def test_every_way_to_write_nothing_serves(assistant: Assistant) -> None:
    found = observed(Gibberish(), assistant, by(lambda _: ABSENT), 40)
    assert {c.change for c in found} == {"headings-only", "foreign", "random-letters", "empty"}


def test_a_salad_has_the_words_of_each_paragraph_in_another_order(assistant: Assistant) -> None:
    table = passage("B1-C4-I1", "shows", "| Poste | Coût |\n|---|---|\n| **Salles** louées | 1 200 € |\n| Repas servis | 600 € |")
    base = short_base([*_PASSAGES, table])
    texts: list[str] = []

    def read(asked: Asked) -> Reading:
        texts.append(asked.text)
        return answering(told("B1-C1", ABSENT))(asked)

    list(WordSalad().observe(base, bench_of(assistant, read)))
    (salad,) = texts
    assert "|" not in salad
    assert "*" not in salad
    for p, mixed in zip(_PASSAGES, salad.split("\n\n"), strict=False):
        assert sorted(mixed.split()) == sorted(p.text.split())
        kept = sum(f"{a} {b}" in mixed for a, b in pairwise(p.text.split()))
        assert kept < len(p.text.split()) / 3


def test_the_wordings_reworked_are_read_for_their_own_indicateur(assistant: Assistant) -> None:
    parrot = passage("B1-C1-I1", "parrot", "Je liste et je compare les possibilités de financement.")
    base = Base("ind-B1-C1-I1", "indicateur", "B1", "", passages=(*_PASSAGES[:1], parrot))
    for etat, outcome in ((Etat.PARTIEL, "broken"), (Etat.ATTESTE, "broken"), (Etat.EVOQUE, "held"), (Etat.ABSENT, "held")):
        read = answering(told("B1-C1", ABSENT, states={"B1-C1-I1": etat}))
        (found,) = ParrotPassage().observe(base, bench_of(assistant, read, _PASSAGES))
        assert (found.outcome, found.change) == (outcome, "passage-parrot")
