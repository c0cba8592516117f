"""Exemplars are shown beside a reading where they help, and never change it."""

from pathlib import Path

import pytest
from assistants import BLOCS, gold_draft, gold_text
from drafts import draft_from_markdown
from library import MARKER
from showing import CODE, SHOWN, institute, marked, quotes, showing

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.exemplar import Exemplar
from assistant.domain.feedback import Etat, Finding, Niveau
from assistant.knowledge.shipped import shipped_exemplars
from assistant.protocols import AssessmentRequest
from assistant.settings import LIBRARY_FILE, Settings
from assistant.text.borrowing import WordedText

NEW = {"B1": "B1-15", "B2": "B2-09", "B3": "B3-01", "B4": "B4-07", "B5": "B5-03", "B6": "B6-09"}
"""A dossier of each bloc that does not ship."""
LACKING = "B1-03"
"""One that lacks what the exemplar of the institute shows, and no shipped one shows nearer to it."""


@pytest.fixture(scope="module")
def plain() -> Assistant:
    return build_assistant(Settings(index="exact"), exemplars=False)


def _copied(findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if f.code == "proche-exemplaire"]


@pytest.mark.parametrize("bloc", BLOCS)
def test_what_a_draft_lacks_is_shown_by_two_others_at_most_in_their_words(bloc: str, assistant: Assistant) -> None:
    report = assistant.review(gold_draft(NEW[bloc]), bloc)
    texts = {e.id: WordedText(e.text).words for e in shipped_exemplars(bloc)}
    shown = [(a, e) for a in report.assessments for e in a.exemplars]
    assert len(shown) >= 4
    for a, e in shown:
        lacking = {*a.missing, *(r.code for r in a.indicateurs if r.etat is not Etat.ATTESTE)}
        assert e.indicateur in lacking
        assert e.fictional
        assert " ".join(WordedText(e.excerpt).words) in " ".join(texts[e.id])
        assert 15 <= len(e.excerpt.split()) <= 100
    assert all(len({e.id for e in a.exemplars}) == len(a.exemplars) <= 2 for a in report.assessments)
    assert len({e.excerpt for _, e in shown}) == len(shown)
    assert not _copied(report.warnings)


@pytest.mark.parametrize("bloc", ["B1", "B4"])
def test_exemplars_change_nothing_else_of_a_reading(bloc: str, assistant: Assistant, plain: Assistant) -> None:
    draft = gold_draft(NEW[bloc])
    shown, bare = assistant.review(draft, bloc), plain.review(draft, bloc)
    assert quotes(shown)
    assert not quotes(bare)
    without = tuple(a.model_copy(update={"exemplars": ()}) for a in shown.assessments)
    kept = {"assessments": without, "provenance": bare.provenance}
    assert shown.model_copy(update=kept) == bare
    assert shown.provenance.index.startswith(f"{bare.provenance.index}+")
    assert shown.provenance.index.endswith("/exact")


def test_the_same_draft_and_library_give_the_same_bytes(assistant: Assistant, tmp_path: Path) -> None:
    draft = gold_draft("B3-01")
    again = build_assistant(Settings(data_dir=tmp_path, index="exact"))
    first = assistant.review(draft, "B3").model_dump_json()
    assert assistant.review(draft, "B3").model_dump_json() == first == again.review(draft, "B3").model_dump_json()
    assert list(tmp_path.iterdir()) == []


def test_a_shipped_dossier_is_never_shown_to_its_own_author_who_is_told_of_the_likeness(assistant: Assistant) -> None:
    text = gold_text("B1-12")
    report = assistant.review(gold_draft("B1-12"), "B1")
    assert quotes(report)
    assert "fictif-B1-12" not in {e.id for e in quotes(report).values()}
    [told] = _copied(report.warnings)
    assert told.start is not None
    assert told.end is not None
    assert told.end - told.start > 0.9 * len(text)


def test_a_copied_paragraph_is_told_at_its_place_and_its_source_is_not_shown(assistant: Assistant) -> None:
    source = shipped_exemplars("B1")[0]
    taken = max((source.words(p.span) for p in source.passages if not p.tabular), key=len)
    changed = taken.replace("stagiaires", "apprenants")
    draft = draft_from_markdown(f"{gold_text('B1-15')}\n\n{changed}\n")
    report = assistant.review(draft, "B1")
    [told] = _copied(report.warnings)
    assert told.start is not None
    assert told.start >= draft.text.index(changed[:40])
    assert told.source == f"exemplaire {source.id} (dossier fictif)"
    assert source.id not in {e.id for e in quotes(report).values()}


def test_reciting_the_referentiel_is_no_copy_of_an_exemplar(assistant: Assistant) -> None:
    recited = "\n\n".join(c.texte for c in assistant.knowledge.referentiel.bloc("B1").criteres)
    assert not _copied(assistant.review(draft_from_markdown(f"{recited}\n\n{recited}"), "B1").warnings)


def test_an_abstention_shows_nothing(assistant: Assistant) -> None:
    assert not quotes(assistant.review(draft_from_markdown("J’ai comparé trois offres le 3 mars."), "B1"))


def test_a_passage_is_shown_others_only_where_it_speaks_or_is_asked_about(assistant: Assistant) -> None:
    said = draft_from_markdown("J’ai comparé le CPF (2 340 €) et le PTP pour Mme L. dans un tableau, le 3 mars.")
    report = assistant.review(said, "B1", scope="passage")
    assert all(a.evidence for a in report.assessments if a.exemplars)
    asked = assistant.review(said, scope="passage", critere="B1-C7")
    assert len(asked.assessments[0].exemplars) == 2


def test_only_what_is_published_at_the_moment_is_shown(tmp_path: Path) -> None:
    assistant, [code] = institute(tmp_path, showing())
    draft = gold_draft(LACKING)
    before = assistant.review(draft, "B1")
    [shown] = [e for words, e in quotes(before).items() if MARKER in words]
    assert (shown.id, shown.excerpt, shown.fictional, shown.indicateur) == (code, SHOWN, True, CODE)
    assistant.library.withdraw(code, by="Ana")
    after = assistant.review(draft, "B1")
    assert not marked(after)
    assert after.provenance.index != before.provenance.index
    assert [a.niveau for a in after.assessments] == [a.niveau for a in before.assessments]


def test_an_anonymised_dossier_is_told_from_a_fictional_one_and_stays_here(tmp_path: Path) -> None:
    assistant, _ = institute(tmp_path, showing(fictional=False))
    shown = quotes(assistant.review(gold_draft(LACKING), "B1"))
    assert shown[SHOWN].fictional is False
    critere = assistant.knowledge.critere("B1-C7")
    asked = AssessmentRequest(text=gold_text(LACKING), critere=critere, wordings=(), simulated=True, candidates={})
    assert len(assistant.showcase.examples(asked)) == 2
    assert MARKER not in "".join(assistant.showcase.examples(asked))


@pytest.mark.parametrize("weak", [showing(niveau=Niveau.EVOQUE), showing(f"{SHOWN[:60]}, rien de plus.")])
def test_none_is_shown_that_is_not_good(weak: Exemplar, tmp_path: Path) -> None:
    assistant, _ = institute(tmp_path, weak)
    assert not marked(assistant.review(gold_draft(LACKING), "B1"))


def test_a_library_that_cannot_be_read_stops_no_reading(tmp_path: Path, assistant: Assistant) -> None:
    (tmp_path / LIBRARY_FILE).write_bytes(b"not a database" * 300)
    broken = build_assistant(Settings(data_dir=tmp_path, index="exact"))
    assert broken.review(gold_draft(LACKING), "B1") == assistant.review(gold_draft(LACKING), "B1")
