import re
from pathlib import Path

import pytest
from assistants import BLOCS, LyingAssessor, gold_draft, gold_text, invented_referentiel, niveaux
from drafts import draft_from_markdown, plain_draft

from assistant.bootstrap import Assistant
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, Etat, Evidence, IndicateurReading, Niveau
from assistant.errors import InputError, UnknownCode
from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.bloc_guess import BlocGuesser
from assistant.review_draft import FEWEST_WORDS, Reviewer, keep_grounded
from assistant.settings import Settings

PARAGRAPH = "J’ai comparé le CPF (2 340 €) et le PTP pour Mme L. dans un tableau, le 3 mars, parce que le plan ne suffit pas."
ENGLISH = "The training manager compared three funding schemes with the candidate and wrote the results in a table. " * 12
SPANISH = "La responsable de formación comparó tres financiaciones con la candidata y escribió los resultados en una tabla. " * 12


def _reasons(assistant: Assistant, draft: Draft) -> set[str | None]:
    report = assistant.review(draft, "B1")
    assert set(niveaux(report).values()) == {Niveau.NON_EVALUABLE}
    assert report.priorities == ()
    assert all(a.question for a in report.assessments)
    return {a.unassessed_because for a in report.assessments}


def test_a_reading_judges_each_critere_of_the_bloc_once_in_order(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B1-04"), "B1")
    assert list(niveaux(report)) == [c.code for c in assistant.knowledge.referentiel.bloc("B1").criteres]
    assert [i.code for i in report.assessments[0].indicateurs] == [
        i.code for i in assistant.knowledge.critere("B1-C1").indicateurs
    ]


def test_priorities_are_the_least_answered_criteres_at_most_three(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B1-01"), "B1")
    order = [Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE]
    ranks = {c: order.index(n) for c, n in niveaux(report).items() if n in order}
    chosen = [p.critere for p in report.priorities]
    assert len(chosen) == 3
    assert max(ranks[c] for c in chosen) <= min(rank for c, rank in ranks.items() if c not in chosen)


@pytest.mark.parametrize("words", [1, FEWEST_WORDS - 1])
def test_a_text_under_120_words_is_not_judged_as_a_whole(assistant: Assistant, words: int) -> None:
    text = " ".join(("Nous avons reçu les candidats avec la grille et le questionnaire. " * 20).split()[:words])
    (reason,) = _reasons(assistant, draft_from_markdown(text))
    assert reason is not None
    assert str(FEWEST_WORDS) in reason


def test_a_text_of_120_words_is_judged(assistant: Assistant) -> None:
    text = " ".join((f"{PARAGRAPH} " * 20).split()[: FEWEST_WORDS + 5])
    assert Niveau.NON_EVALUABLE not in niveaux(assistant.review(draft_from_markdown(text), "B1")).values()


@pytest.mark.parametrize("text", [ENGLISH, SPANISH])
def test_a_text_that_is_not_french_is_not_judged(assistant: Assistant, text: str) -> None:
    (reason,) = _reasons(assistant, draft_from_markdown(text))
    assert reason is not None
    assert "français" in reason


@pytest.mark.parametrize(
    "end",
    [
        "En réalité, rien de tout cela n’a été fait.",
        "Pourtant rien de cela n’a encore eu lieu.",
        "Je le dis franchement : tout ce qui précède est inventé.",
    ],
)
def test_a_text_that_ends_by_taking_everything_back_is_not_judged(assistant: Assistant, end: str) -> None:
    (reason,) = _reasons(assistant, draft_from_markdown(f"{gold_text('B1-04')}\n\n{end}\n"))
    assert reason is not None and "rien de ce qui précède n’a été fait" in reason


@pytest.mark.parametrize(
    "end",
    [
        "Rien de tout cela n’aurait été possible sans l’équipe.",
        "« Rien de tout cela n’a été fait », m’a dit le directeur en janvier.",
        "Rien de tout cela n’a été simple.",
        "Rien de tout cela n’a été fait. J’ai donc réuni l’équipe le 3 mars et repris le budget.",
    ],
)
def test_a_text_that_only_seems_to_take_everything_back_is_judged(assistant: Assistant, end: str) -> None:
    report = assistant.review(draft_from_markdown(f"{gold_text('B1-04')}\n\n{end}\n"), "B1")
    assert Niveau.NON_EVALUABLE not in niveaux(report).values()


@pytest.mark.parametrize("text", ["", " \n\u00a0\n"])
def test_an_empty_text_is_refused(assistant: Assistant, text: str) -> None:
    with pytest.raises(InputError) as refused:
        assistant.review(plain_draft(text))
    assert refused.value.hint


def test_a_passage_gets_states_and_advice_but_no_niveau(assistant: Assistant) -> None:
    report = assistant.review(draft_from_markdown(PARAGRAPH), "B1", scope="passage")
    assert report.scope == "passage"
    assert set(niveaux(report).values()) == {None}
    assert all(a.advice for a in report.assessments)
    assert report.formal == ()
    assert report.warnings == ()


def test_a_french_text_off_the_subject_shows_nothing(assistant: Assistant) -> None:
    recipe = " ".join(
        f"Étape {n} : j’étale 250 g de pâte, je verse les pommes du jardin et je surveille le four pendant que la pluie tombe."
        for n in ("une", "deux", "trois", "quatre", "cinq", "six", "sept")
    )
    read = [n for bloc in BLOCS for n in niveaux(assistant.review(draft_from_markdown(recipe), bloc)).values()]
    assert set(read) <= {Niveau.ABSENT, Niveau.EVOQUE}
    assert read.count(Niveau.ABSENT) >= 0.9 * len(read)


def test_one_critere_can_be_asked_for_with_or_without_its_bloc(assistant: Assistant) -> None:
    alone = assistant.review(gold_draft("B1-04"), critere="B1-C4")
    whole = assistant.review(gold_draft("B1-04"), "B1")
    assert (alone.bloc, list(niveaux(alone))) == ("B1", ["B1-C4"])
    assert alone.assessments[0] == whole.assessments[3]
    assert assistant.review(gold_draft("B1-04"), "B1", critere="B1-C4") == alone


@pytest.mark.parametrize(
    ("bloc", "critere"), [("B7", None), ("bloc 1", None), ("", None), ("auto", "B1-C99"), ("auto", "X"), ("B1", "B1-C99")]
)
def test_an_unknown_code_is_refused_with_the_known_ones(assistant: Assistant, bloc: str, critere: str | None) -> None:
    with pytest.raises(UnknownCode) as refused:
        assistant.review(gold_draft("B1-04"), bloc, critere=critere)
    assert "B1" in refused.value.hint


def test_a_critere_of_another_bloc_than_the_one_asked_is_refused(assistant: Assistant) -> None:
    with pytest.raises(InputError) as refused:
        assistant.review(gold_draft("B1-04"), "B2", critere="B1-C4")
    assert "B1" in refused.value.hint


def test_codes_are_known_in_any_case(assistant: Assistant) -> None:
    assert assistant.review(gold_draft("B1-04"), "b1", critere="b1-c4") == assistant.review(gold_draft("B1-04"), critere="B1-C4")


def test_auto_reads_for_the_probable_bloc(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B5-05"))
    assert (report.bloc, report.bloc_probable.bloc) == ("B5", "B5")
    assert all(w.code != "bloc-different" for w in report.warnings)


def test_a_draft_sent_under_another_bloc_is_read_as_asked_and_told_so(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B1-05"), "B6")
    (warning,) = [w for w in report.warnings if w.code == "bloc-different"]
    assert (report.bloc, warning.expected, warning.found) == ("B6", "B6", "B1")


def test_a_draft_sent_under_another_bloc_shows_nothing_there(assistant: Assistant) -> None:
    assert Niveau.DEMONTRE not in niveaux(assistant.review(gold_draft("B1-05"), "B6")).values()


def test_what_the_reader_of_the_file_noticed_is_reported(assistant: Assistant) -> None:
    notice = assistant.review(gold_draft("B1-05"), "B6").warnings[0]
    draft = gold_draft("B1-05")
    told = Draft(name=draft.name, text=draft.text, blocks=draft.blocks, cells=draft.cells, notices=(notice,))
    assert notice in assistant.review(told, "B1").warnings


def test_a_draft_without_blocks_is_read_all_the_same(assistant: Assistant) -> None:
    report = assistant.review(plain_draft(gold_text("B1-05").replace("\n\n", "\n")), "B1")
    assert {Niveau.PARTIEL, Niveau.DEMONTRE} & set(niveaux(report).values())


def test_the_report_says_what_produced_it(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B1-04"), "B1")
    assert re.fullmatch(r"embedded/4\+[0-9a-f]{10}", report.provenance.assessor)
    assert report.provenance.grille.startswith("B1 ")
    assert report.provenance.grille.endswith("(experte)")
    assert report.provenance.knowledge_date == assistant.knowledge.knowledge_date
    assert "ni une note ni la décision d’un jury" in report.notice
    assert report.draft.sha256 == gold_draft("B1-04").sha256


def test_a_quote_the_candidate_did_not_write_is_dropped(assistant: Assistant) -> None:
    guesser = BlocGuesser(assistant.knowledge, assistant.matcher)
    liar = Reviewer(assistant.knowledge, assistant.matcher, guesser, LyingAssessor(), version="0", index="none")
    report = liar.review(gold_draft("B1-04"), "B1")
    assert set(niveaux(report).values()) == {Niveau.NON_EVALUABLE}
    assert not any(a.evidence or a.indicateurs for a in report.assessments)
    assert all(a.unassessed_because and a.advice and a.question for a in report.assessments)


@pytest.mark.parametrize(("start", "end"), [(0, 5), (1, 6), (400, 405), (-5, 0)])
def test_only_words_at_their_exact_place_are_grounded(start: int, end: int) -> None:
    text = "Nous avons reçu douze candidats."
    reading = IndicateurReading(code="B1-C1-I1", etat=Etat.ATTESTE, evidence=(Evidence(quote="avons", start=start, end=end),))
    judged = Assessment(
        critere="B1-C1", niveau=Niveau.PARTIEL, confidence=0.5, indicateurs=(reading,), explanation="…", advice="…", question="…"
    )
    assert keep_grounded(text, judged).niveau is Niveau.NON_EVALUABLE
    right = reading.model_copy(update={"evidence": (Evidence.of(text, Span(start=5, end=10)),)})
    grounded = judged.model_copy(update={"indicateurs": (right,)})
    assert keep_grounded(text, grounded) is grounded


def test_an_invented_referentiel_is_read_with_a_derived_grille() -> None:
    assistant = Assistant(load_knowledge(invented_referentiel()), Settings(index="exact"))
    text = (
        "J’ai calculé les besoins en eau de la parcelle 4 le 3 juin : 25 mm par semaine, avec la sonde et le bilan hydrique. " * 8
    )
    report = assistant.review(draft_from_markdown(text))
    assert list(niveaux(report)) == ["B1-C1", "B1-C2"]
    assert report.provenance.grille.endswith("(dérivée)")


def test_a_reading_opens_no_network_and_writes_no_file(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the network was opened")

    monkeypatch.setattr("socket.socket", forbidden)
    monkeypatch.setattr("socket.create_connection", forbidden)
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o500)
    fresh = Assistant(assistant.knowledge, Settings(data_dir=tmp_path / "data", index="exact"))
    fresh.review(gold_draft("B1-04"), "B1")
    fresh.search("budget")
    assert list(tmp_path.iterdir()) == []
