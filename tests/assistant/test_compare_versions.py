"""What changed between two versions is computed, line by line of a documented rule."""

import pytest
from b1_grounds import b1_grille
from kept import kept_version

from assistant.compare_versions import compare_versions
from assistant.domain.comparison import Comparison, Outcome
from assistant.domain.feedback import Etat, Niveau
from assistant.domain.grille import Grille
from assistant.domain.workspace import KeptVersion
from assistant.errors import InputError

LINE = "Le 12 mai, trois offres sont comparées avec la comptable."
BUDGET = "Le budget de 4 000 € est validé par Mme Roche."
VAGUE = "Un suivi régulier sera mis en place."


def grille() -> Grille:
    return b1_grille()


def compared(before: KeptVersion, after: KeptVersion) -> Comparison:
    return compare_versions(grille(), before, after)


def version(
    number: int,
    text: str,
    etat: Etat,
    words: tuple[str, ...] = (),
    *,
    niveau: Niveau = Niveau.PARTIEL,
    others: dict[str, tuple[Etat, tuple[str, ...]]] | None = None,
) -> KeptVersion:
    """Return a version in which B1-C1-I1, the first thing a jury looks for, is in that state."""
    return kept_version(number, text, niveau, {"I1": (etat, words)} | (others or {}))


@pytest.mark.parametrize(
    ("before", "after", "outcome", "because"),
    [
        (
            version(1, VAGUE, Etat.EVOQUE, (VAGUE,)),
            version(2, f"{VAGUE} {LINE}", Etat.ATTESTE, (LINE,)),
            Outcome.SUIVI,
            "atteste",
        ),
        (version(1, VAGUE, Etat.EVOQUE, (VAGUE,)), version(2, LINE, Etat.PARTIEL, (LINE,)), Outcome.EN_PARTIE, "progres"),
        (version(1, VAGUE, Etat.ABSENT), version(2, VAGUE, Etat.EVOQUE, (VAGUE,)), Outcome.EN_PARTIE, "progres"),
        (
            version(1, LINE, Etat.PARTIEL, (LINE,)),
            version(2, f"{LINE} {BUDGET}", Etat.PARTIEL, (BUDGET,)),
            Outcome.EN_PARTIE,
            "passage_nouveau",
        ),
        (
            version(1, LINE, Etat.PARTIEL, (LINE,)),
            version(2, f"{BUDGET} {LINE}", Etat.PARTIEL, (LINE,)),
            Outcome.NON_SUIVI,
            "rien_de_nouveau",
        ),
        (version(1, LINE, Etat.PARTIEL, (LINE,)), version(2, VAGUE, Etat.EVOQUE, (VAGUE,)), Outcome.NON_SUIVI, "recul"),
        (version(1, VAGUE, Etat.ABSENT), version(2, VAGUE, Etat.CONTREDIT, (VAGUE,)), Outcome.NON_SUIVI, "rien_de_nouveau"),
        (version(1, VAGUE, Etat.ABSENT), version(2, LINE, Etat.SANS_OBJET), Outcome.SANS_OBJET, "sans_objet"),
        (
            version(1, VAGUE, Etat.ABSENT),
            version(2, LINE, Etat.PARTIEL, (LINE,), niveau=Niveau.DEMONTRE),
            Outcome.SANS_OBJET,
            "critere_demontre",
        ),
        (
            version(1, VAGUE, Etat.ABSENT),
            kept_version(2, "Court.", Niveau.NON_EVALUABLE, {}),
            Outcome.SANS_OBJET,
            "non_lu",
        ),
        (
            version(1, VAGUE, Etat.ABSENT),
            kept_version(2, LINE, Niveau.PARTIEL, {"I3": (Etat.ATTESTE, (LINE,))}),
            Outcome.SANS_OBJET,
            "hors_grille",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_line_of_the_rule_decides_what_became_of_an_advice(
    before: KeptVersion, after: KeptVersion, outcome: Outcome, because: str
) -> None:
    [change] = compared(before, after).criteres
    assert change.advice is not None
    assert (change.advice.outcome, change.advice.because) == (outcome, because)
    assert change.advice.advice == "Ajoutez une date."


def test_the_advice_is_about_the_first_thing_that_was_not_shown() -> None:
    before = version(1, LINE, Etat.ATTESTE, (LINE,), others={"I3": (Etat.ABSENT, ())})
    after = version(2, f"{LINE} {BUDGET}", Etat.ATTESTE, (LINE,), others={"I3": (Etat.ATTESTE, (BUDGET,))})
    [change] = compared(before, after).criteres
    assert change.advice is not None
    assert (change.advice.indicateur, change.advice.outcome) == ("B1-C1-I3", Outcome.SUIVI)


def test_where_nothing_was_asked_for_no_advice_is_followed_up() -> None:
    [c] = [c for c in grille().criteres if c.code == "B1-C1"]
    everything: dict[str, tuple[Etat, tuple[str, ...]]] = {
        i.code.rpartition("-")[2]: (Etat.ATTESTE, (LINE,)) for i in c.indicateurs
    }
    before = kept_version(1, LINE, Niveau.DEMONTRE, everything)
    after = kept_version(2, VAGUE, Niveau.ABSENT, {})
    [change] = compared(before, after).criteres
    assert change.advice is None
    assert (change.direction, [p.quote for p in change.lost]) == ("moins", [LINE])


def test_a_passage_that_was_moved_or_lightly_edited_is_neither_gained_nor_lost() -> None:
    edited = LINE.replace("trois offres", "quatre offres").replace("la comptable", "notre comptable")
    before = version(1, f"{LINE} {VAGUE}", Etat.PARTIEL, (LINE,))
    after = version(2, f"{VAGUE} {BUDGET} {edited}", Etat.PARTIEL, (edited,))
    [change] = compared(before, after).criteres
    assert (change.gained, change.lost) == ((), ())


def test_a_passage_added_beside_one_that_resembles_it_is_gained() -> None:
    more = LINE.replace("trois offres", "quatre autres offres").replace("12 mai", "20 mai")
    before = version(1, f"{VAGUE} {LINE}", Etat.PARTIEL, (LINE,))
    after = version(2, f"{VAGUE} {LINE} {more}", Etat.PARTIEL, (LINE, more))
    [change] = compared(before, after).criteres
    assert ([p.quote for p in change.gained], change.lost) == ([more], ())
    assert [p.quote for p in compared(after, before).criteres[0].lost] == [more]


def test_a_passage_quoted_at_greater_length_is_the_same() -> None:
    text = f"{LINE} {BUDGET}"
    before, after = version(1, text, Etat.PARTIEL, (LINE,)), version(2, text, Etat.PARTIEL, (text,))
    [change] = compared(before, after).criteres
    assert (change.gained, change.lost) == ((), ())


def test_a_passage_that_was_added_or_removed_is_told_with_its_place() -> None:
    before = version(1, f"{VAGUE} {LINE}", Etat.PARTIEL, (LINE,))
    after = version(2, f"{VAGUE} {BUDGET}", Etat.PARTIEL, (BUDGET,))
    [change] = compared(before, after).criteres
    [gained], [lost] = change.gained, change.lost
    assert (gained.quote, gained.elsewhere) == (BUDGET, False)
    assert after.draft.text[gained.start : gained.end] == BUDGET
    assert (lost.quote, lost.elsewhere) == (LINE, False)
    assert before.draft.text[lost.start : lost.end] == LINE


def test_words_that_are_in_both_texts_and_count_in_one_are_told_apart_from_new_ones() -> None:
    before = version(1, f"{VAGUE} {LINE}", Etat.EVOQUE, (VAGUE,))
    after = version(2, f"{VAGUE} {LINE}", Etat.PARTIEL, (LINE,))
    [change] = compared(before, after).criteres
    assert [(p.quote, p.elsewhere) for p in change.gained] == [(LINE, True)]
    assert [(p.quote, p.elsewhere) for p in change.lost] == [(VAGUE, True)]


def test_words_scattered_in_a_long_passage_do_not_make_a_new_sentence_an_old_one() -> None:
    long = (
        "Mme Andrieu, qui a relu le positionnement du mois, a validé avec la comptable neuf devis sur douze, puis le 8 mai "
        "le plan a été revu, avec des gestes professionnels qui ont été notés en décembre."
    )
    fresh = "Le positionnement du 8 décembre a été relu avec Mme Andrieu, qui a validé neuf gestes sur douze."
    edited = long.replace("neuf devis", "dix devis")
    before = version(1, long, Etat.ABSENT)
    assert compared(before, version(2, fresh, Etat.PARTIEL, (fresh,))).criteres[0].gained[0].elsewhere is False
    assert compared(before, version(2, edited, Etat.PARTIEL, (edited,))).criteres[0].gained[0].elsewhere is True


def test_a_contradiction_is_no_passage_that_counts() -> None:
    before = version(1, VAGUE, Etat.CONTREDIT, (VAGUE,), niveau=Niveau.ABSENT)
    after = version(2, LINE, Etat.PARTIEL, (LINE,))
    assert compared(before, after).criteres[0].lost == ()


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (Niveau.ABSENT, Niveau.EVOQUE, "mieux"),
        (Niveau.DEMONTRE, Niveau.PARTIEL, "moins"),
        (Niveau.PARTIEL, Niveau.PARTIEL, "pareil"),
        (Niveau.PARTIEL, Niveau.NON_EVALUABLE, "autre"),
        (Niveau.NON_EVALUABLE, Niveau.ABSENT, "autre"),
        (Niveau.NON_EVALUABLE, Niveau.NON_EVALUABLE, "pareil"),
    ],
)
def test_an_abstention_is_never_progress_nor_decline(before: Niveau, after: Niveau, direction: str) -> None:
    [change] = compared(kept_version(1, VAGUE, before, {}), kept_version(2, LINE, after, {})).criteres
    assert change.direction == direction


def test_the_same_text_twice_is_said_so_and_a_reading_by_another_reader_too() -> None:
    before, after = version(1, LINE, Etat.PARTIEL, (LINE,)), version(2, LINE, Etat.PARTIEL, (LINE,))
    result = compared(before, after)
    assert (result.same_text, result.same_reader, result.words_before) == (True, True, 10)
    other = after.report.provenance.model_copy(update={"assessor": "embedded/9"})
    reread = after.model_copy(update={"report": after.report.model_copy(update={"provenance": other})})
    assert compared(before, reread).same_reader is False


def test_versions_of_different_blocs_or_twice_the_same_are_not_compared() -> None:
    before, after = version(1, LINE, Etat.PARTIEL, (LINE,)), version(2, LINE, Etat.PARTIEL, (LINE,))
    with pytest.raises(InputError, match="même version"):
        compared(before, before)
    other = after.model_copy(update={"report": after.report.model_copy(update={"bloc": "B2"})})
    with pytest.raises(InputError, match="bloc B1, la version 2 pour le bloc B2"):
        compared(before, other)
