"""What of an exemplar may be shown are whole sentences that read on their own."""

import pytest
from library import exemplar

from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur, ExemplarPassage
from assistant.domain.feedback import Etat, Niveau
from assistant.retrieval.excerpts import excerpts_of

FULL = (
    "Le 12 mai, la responsable a comparé trois offres de formation selon le prix, la durée et le lieu, devant les deux tuteurs."
)


def _labelled(
    text: str, quote: str, *, etat: Etat = Etat.ATTESTE, niveau: Niveau = Niveau.DEMONTRE, tabular: bool = False
) -> Exemplar:
    start = text.index(quote)
    made = exemplar(text)
    return made.model_copy(
        update={
            "passages": (ExemplarPassage(number=0, start=0, end=len(text), tabular=tabular),),
            "niveaux": {"B1-C1": niveau},
            "indicateurs": (ExemplarIndicateur(code="B1-C1-I1", etat=etat, spans=(Span(start=start, end=start + len(quote)),)),),
        }
    )


def _texts(made: Exemplar) -> list[str]:
    return [e.text for e in excerpts_of(made)]


def test_the_sentence_of_a_label_is_shown_whole() -> None:
    [found] = excerpts_of(_labelled(f"{FULL} Le reste attend.", "trois offres"))
    assert found.text == FULL
    assert (found.critere, found.indicateur, found.demontre) == ("B1-C1", "B1-C1-I1", True)


@pytest.mark.parametrize("begin", ["Elle", "Cela", "C’est elle qui", "Puis on", "Ces chiffres", "Ils"])
def test_a_sentence_that_leans_on_the_one_before_is_shown_with_it(begin: str) -> None:
    leaning = f"{begin} a retenu la deuxième, moins chère de 400 € et plus proche de la gare où arrivent les stagiaires."
    assert _texts(_labelled(f"{FULL} {leaning}", "deuxième")) == [f"{FULL} {leaning}"]
    assert _texts(_labelled(leaning, "deuxième")) == []


def test_a_short_sentence_takes_its_neighbours_along() -> None:
    assert _texts(_labelled(f"Trois offres. {FULL}", "Trois offres")) == [f"Trois offres. {FULL}"]
    assert _texts(_labelled("Trois offres ont été lues.", "Trois")) == []


@pytest.mark.parametrize(
    "made",
    [
        _labelled(FULL, "trois", etat=Etat.PARTIEL),
        _labelled(FULL, "trois", niveau=Niveau.EVOQUE),
        _labelled(FULL, "trois", niveau=Niveau.ABSENT),
        _labelled(FULL, "trois", tabular=True),
        _labelled(" ".join([FULL[:-1]] * 6) + ".", "trois"),
    ],
)
def test_what_shows_too_little_or_does_not_read_is_not_shown(made: Exemplar) -> None:
    assert _texts(made) == []


def test_two_labels_of_one_indicateur_in_one_sentence_make_one_excerpt() -> None:
    made = _labelled(f"{FULL} Trois offres.", "trois offres")
    start = made.text.index("deux tuteurs")
    [label] = made.indicateurs
    twice = label.model_copy(update={"spans": (*label.spans, Span(start=start, end=len(made.text)))})
    assert _texts(made.model_copy(update={"indicateurs": (twice,)})) == [FULL]


def test_marks_that_only_draw_a_page_are_left_out_and_items_are_told_apart() -> None:
    text = "- **Prix** : 22 € de l’heure et par personne, facturés aux trois hôtels\n- *Durée* : six journées de sept heures, deux par mois, d’octobre à décembre."
    assert _texts(_labelled(text, "Prix")) == [
        "Prix : 22 € de l’heure et par personne, facturés aux trois hôtels ; Durée : six journées de sept heures, deux par mois, d’octobre à décembre."
    ]
