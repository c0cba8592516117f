"""Direction: evidence out and in, denials, promises, other agents and wrong totals, computed by hand."""

import random

import pytest

from assistant.domain.base import Span
from evaluations.transforms.base import Transform, cases
from evaluations.transforms.direction import FromPairs, InsertParagraph, RemoveQuotes, WrongTotal, contradiction
from evaluations.transforms.first_person import (
    SayOtherwise,
    attributed_sentence,
    denied_sentence,
    first_person,
    infinitive,
    intended_sentence,
    not_failed_sentence,
)

_DRAFT = "# Bilan\n\nUn fait. J'ai relu le plan. Autre fait.\n\n- Un point. Sa suite.\n- Deux\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
_BUDGET = "| Poste | Prévu | Part |\n|---|---|---|\n| Un | 1 200 € | 40 % |\n| Deux | 1 800 € | 60 % |\n| **Total** | **3 000 €** | 100 % |"


def _quote(text: str, words: str) -> Span:
    return Span(start=text.index(words), end=text.index(words) + len(words))


@pytest.mark.parametrize(
    ("quote", "gone", "left"),
    [
        ("relu le plan", "J'ai relu le plan. ", ""),
        ("Autre", "Autre fait.", ""),
        ("Un point", "Un point. ", ""),
        ("Deux", "- Deux\n", ""),
        ("| 1 | 2 |", "| 1 | 2 |\n", ""),
    ],
)
def test_a_quote_goes_with_its_sentence_item_or_row(quote: str, gone: str, left: str) -> None:
    remove = RemoveQuotes((_quote(_DRAFT, quote),))
    (variant,) = cases(remove, _DRAFT, 0, 1)
    assert variant.text == _DRAFT.replace(gone, left)
    assert not remove.verify(_DRAFT, variant.text.replace("Un fait", "Mon fait").replace("Autre", "L'autre"))
    assert not remove.verify(_DRAFT, _DRAFT)


def test_a_paragraph_that_is_quoted_whole_goes_with_its_blank_line() -> None:
    text = "Un.\n\nDeux. Trois.\n\nQuatre."
    spans = (_quote(text, "Deux."), _quote(text, "Trois"))
    assert cases(RemoveQuotes(spans), text, 0, 1).variants[0].text == "Un.\n\nQuatre."


def test_headings_stay_and_a_draft_is_never_emptied() -> None:
    assert RemoveQuotes((_quote(_DRAFT, "Bilan"),)).apply(_DRAFT, random.Random(0)) is None
    assert RemoveQuotes((Span(start=0, end=2),)).apply("Tout.", random.Random(0)) is None


def test_an_inserted_sentence_is_a_paragraph_and_nothing_else_changes() -> None:
    insert = InsertParagraph("Le budget est suivi.", "start")
    (variant,) = cases(insert, "# T\n\nUn fait.\n\nUn autre.", 0, 1)
    assert variant.text == "# T\n\nLe budget est suivi.\n\nUn fait.\n\nUn autre."
    assert not insert.verify("# T\n\nUn fait.\n\nUn autre.", "# T\n\nLe budget est suivi.\n\nUn fait.\n\nUn autre cas.")
    assert not insert.verify("Un fait.", "Un fait.\n\nLe budget est suivi.\n\nLe budget est suivi.")


def test_a_contradiction_ends_the_draft() -> None:
    assert cases(contradiction(), "Un fait.\n", 0, 1).variants[0].text == (
        "Un fait.\n\nEn réalité, rien de tout cela n’a été fait.\n"
    )
    assert contradiction("Aucun budget n’a été tenu.").name == "contradict-at-end"


def test_a_sentence_of_the_list_gives_way_to_its_pair() -> None:
    pairs = FromPairs("deny-from-pairs", (("Le test a eu lieu.", "Aucun test n’a eu lieu."),))
    assert cases(pairs, "Oui. Le test a eu lieu. Bien.", 0, 1).variants[0].text == "Oui. Aucun test n’a eu lieu. Bien."
    assert not pairs.verify("Oui. Le test a eu lieu.", "Non. Aucun test n’a eu lieu.")
    assert pairs.apply("Le test aura lieu.", random.Random(0)) is None


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("J'ai comparé les devis.", "Je n'ai pas comparé les devis."),
        ("Le 3 mars, j’ai tenu un budget.", "Le 3 mars, je n’ai pas tenu de budget."),
        ("J'ai écrit une analyse.", "Je n'ai pas écrit d'analyse."),
        ("Nous avons listé et corrigé le plan.", "Nous n’avons ni listé ni corrigé le plan."),
        ("Nous avons lu le plan.", "Nous n’avons pas lu le plan."),
        ("J'ai comparé trois devis.", None),
        ("J'ai comparé 12 devis.", None),
        ("Je n'ai pas comparé les devis.", None),
        ("J'ai renoncé au devis.", None),
        ("J'ai réuni l'équipe et présenté le budget.", None),
        ("La comptable a comparé les devis.", None),
        ("J'ai peur du bruit et j'ai comparé les devis.", None),
    ],
)
def test_a_deed_is_denied_where_the_scope_is_plain(sentence: str, denied: str | None) -> None:
    assert denied_sentence(sentence) == denied


@pytest.mark.parametrize(
    ("sentence", "promised", "not_failed"),
    [
        ("J'ai comparé les devis.", "Je prévois de comparer les devis.", "Je n'ai pas manqué de comparer les devis."),
        (
            "J’ai ensuite analysé l'écart.",
            "Je prévois ensuite d’analyser l'écart.",
            "Je n’ai ensuite pas manqué d’analyser l'écart.",
        ),
        (
            "Nous avons listé et présenté les écarts.",
            "Nous prévoyons de lister et de présenter les écarts.",
            "Nous n’avons pas manqué de lister et de présenter les écarts.",
        ),
        ("Les fiches que j'ai réunies.", "Les fiches que je prévois de réunir.", "Les fiches que je n'ai pas manqué de réunir."),
        ("J'ai habillé et hiérarchisé la liste.", "Je prévois d'habiller et de hiérarchiser la liste.", None),
        ("J'ai été formateur.", None, None),
        ("J'ai pris le temps.", None, None),
        ("J'ai réuni l'équipe et présenté le budget.", None, None),
    ],
)
def test_a_deed_becomes_a_promise_or_only_seems_denied(sentence: str, promised: str | None, not_failed: str | None) -> None:
    assert intended_sentence(sentence) == promised
    if not_failed is not None or promised is None:
        assert not_failed_sentence(sentence) == not_failed


@pytest.mark.parametrize(
    ("participle", "verb"),
    [
        ("comparées", "comparer"),
        ("préféré", "préférer"),
        ("établis", "établir"),
        ("été", None),
        ("pris", None),
        ("priorité", None),
    ],
)
def test_only_regular_participles_have_an_infinitive(participle: str, verb: str | None) -> None:
    assert infinitive(participle) == verb


def test_the_deed_of_another_keeps_every_word_but_the_agent() -> None:
    assert attributed_sentence("Hier, j'ai relu le plan et j’ai signé.") == (
        "Hier, mon ancien responsable a relu le plan et mon ancien responsable a signé."
    )
    assert attributed_sentence("J'ai relu mon plan.") is None
    assert attributed_sentence("Il m'a dit que j'ai relu le plan.") is None


@pytest.mark.parametrize("transform", first_person(), ids=lambda t: t.name)
def test_headings_and_other_sentences_stay(transform: Transform) -> None:
    text = "# J'ai comparé\n\nLe vent souffle. J'ai comparé les devis. Il pleut."
    (variant,) = cases(transform, text, 0, 1)
    assert variant.text.startswith("# J'ai comparé\n\nLe vent souffle. ")
    assert variant.text.endswith(" les devis. Il pleut.")
    assert not transform.verify(text, variant.text.replace("Il pleut", "Il neige"))


def test_places_choose_the_sentences_and_one_that_cannot_be_said_otherwise_stops_all() -> None:
    text = "J'ai comparé les devis. J'ai présenté le plan. J'ai pris trois avis."
    deny = SayOtherwise("deny", "", denied_sentence, (_quote(text, "présenté"),))
    expected = "J'ai comparé les devis. Je n'ai pas présenté le plan. J'ai pris trois avis."
    assert cases(deny, text, 0, 1).variants[0].text == expected
    both = SayOtherwise("deny", "", denied_sentence, (_quote(text, "présenté"), _quote(text, "trois")))
    assert both.apply(text, random.Random(0)) is None


def test_the_first_digit_of_a_total_changes_and_nothing_else() -> None:
    variants = cases(WrongTotal(), _BUDGET, 0, 30)
    assert {v.text for v in variants} == {_BUDGET.replace("3 000", f"{d} 000") for d in "12456789"}
    assert not WrongTotal().verify(_BUDGET, _BUDGET.replace("3 000", "3 100"))
    assert not WrongTotal().verify(_BUDGET, _BUDGET.replace("1 200", "2 200"))
    assert not WrongTotal().verify(_BUDGET, _BUDGET.replace("3 000", "0 000"))


@pytest.mark.parametrize(
    "text", [_BUDGET.replace("| Deux | 1 800 € | 60 % |\n", ""), _BUDGET.replace("**Total**", "Reste"), "Total : 3"]
)
def test_no_total_of_two_numbers_no_wrong_total(text: str) -> None:
    assert WrongTotal().apply(text, random.Random(0)) is None
