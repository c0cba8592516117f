import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.french import content, excerpt, fold, plain_spelling, sentences, terms, words

FRENCH_TEXT = st.text(alphabet=st.sampled_from(" .!?…«»\n’'-(),;:0123456789abcLMÉéœ€\u00a0\u202f"), max_size=80)


def _cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@given(st.text(max_size=60))
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_makes_case_accents_apostrophes_and_spaces_plain() -> None:
    assert fold("L’ÉVALUATION À 3\u202f000\u00a0€") == "l'evaluation a 3 000 €"


@given(FRENCH_TEXT)
def test_sentences_cover_every_visible_character_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    covered = [n for s in spans for n in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    assert set(covered) >= {n for n, c in enumerate(text) if not c.isspace()}
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)


@given(FRENCH_TEXT)
def test_sentences_of_a_stretch_stay_inside_it(text: str) -> None:
    start, end = len(text) // 4, 3 * len(text) // 4
    assert all(start <= s.start <= s.end <= end for s in sentences(text, start, end))


@pytest.mark.parametrize(
    "whole",
    [
        "Voir art. L. 6313-1 et R. 6316-1 du code du travail.",
        "M. Dupont, Mme. Alba et J.-P. Martin ont signé.",
        "Le coût est de 12 500,50 € pour env. 12 personnes (cf. annexe 2, p. 12).",
        "Elle a dit : « Je ne sais pas. Peut-être demain. Ou non ! » puis elle est partie.",
        "Le tarif 2.5 est à 12.500 euros, soit 3.2 fois l’an dernier.",
        "1. Accueil des stagiaires.",
        "12. Accueil des stagiaires.",
        "Nous hésitions… puis nous avons tranché.",
    ],
)
def test_a_sentence_is_never_cut_inside(whole: str) -> None:
    assert _cut(f"{whole} Ensuite, rien.") == [whole, "Ensuite, rien."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La réunion a eu lieu le 3. Elle a duré 2 h. Nous étions 12.", 3),
        ("De 9 h. à 12 h. Puis une pause de 30 min. Ensuite rien.", 3),
        ("Un « mot jamais fermé. Une autre phrase. Encore une.", 3),
        ("Vraiment ?! Oui… Nous avons repris. Fin", 4),
        ("Ligne sans point\nautre ligne\n\nFin", 3),
        ("L’OUVERTURE A EU LIEU. NOUS ÉTIONS DOUZE.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: int) -> None:
    assert len(_cut(text)) == expected


def test_a_long_text_without_line_breaks_is_cut_in_reasonable_time() -> None:
    assert len(sentences("Nous avons compté « douze ». " * 5000)) == 5000


def test_words_leave_elided_articles_out() -> None:
    text = "L’offre qu’elle rédige aujourd’hui"
    assert [text[s.start : s.end] for s in words(text)] == ["offre", "elle", "rédige", "aujourd", "hui"]


def test_terms_do_not_depend_on_plural_case_apostrophe_ligature_or_composition() -> None:
    expected = terms("la mise en œuvre de l'évaluation")
    assert terms("La MISE en oeuvre de l’ÉVALUATION") == expected
    assert terms(unicodedata.normalize("NFD", "la mise en œuvre de l’évaluation")) == expected
    assert terms("évaluations") == terms("évaluation")


def test_content_leaves_function_words_out() -> None:
    assert content("Est-ce que je dois chiffrer la session ?") == "est-ce chiffrer session"
    assert content("et de la") == ""


def test_an_excerpt_is_cut_at_a_word() -> None:
    assert excerpt("Le budget de la session, arrêté le 30 avril", most=25) == "Le budget de la session…"
    assert excerpt("- **Budget** | 300 €.") == "Budget 300 €"


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("la mise en œuvre", "la mise en oeuvre"),
        ("un coﬀre ﬁn, l’aﬃche, un ﬂux", "un coffre fin, l’affiche, un flux"),
        ("le posi\u00adtionnement", "le positionnement"),
        ("le posi-\ntionnement", "le positionnement"),
        ("le posi‐ \r\n  tionnement", "le positionnement"),
        ("à Saint-\nDenis, de 12-\n13 heures", "à Saint-\nDenis, de 12-\n13 heures"),
        ("a demi-journee", "a demi-journee"),
    ],
)
def test_a_text_is_scored_as_it_would_be_typed(written: str, typed: str) -> None:
    assert plain_spelling(written) == typed


def test_many_readings_at_once_stem_each_word_as_one_alone_does() -> None:
    endings = ("ations", "ements", "euses", "ivites", "issions", "eraient", "istes", "ables")
    sent = [" ".join(f"{'bcdfglmnprst'[n % 12]}a{'lmnrst'[m % 6]}o{n}{m}{e}" for m, e in enumerate(endings)) for n in range(96)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(terms, sent))
    alone = Stemmer.Stemmer("french", 0)
    expected = [[stem.rstrip("e") if len(stem) > 3 else stem for stem in map(alone.stemWord, text.split())] for text in sent]
    assert together == expected
