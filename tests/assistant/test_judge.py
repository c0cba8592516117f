"""With a language model: what it may change, what stands when it fails, what leaves the machine."""

import re
from collections.abc import Callable, Sequence

import pytest
from assistants import gold_text, niveaux, states
from drafts import draft_from_markdown
from pydantic import SecretStr
from scripted_models import Answer, ScriptedChat, indicateurs_of, sentences_of, shameless, verdict

from assistant.assessment.embedded import EmbeddedAssessor
from assistant.assessment.judge import ModelAssessor
from assistant.assessment.panel import PanelAssessor
from assistant.bootstrap import Assistant, open_assessor
from assistant.domain.draft import Draft
from assistant.domain.feedback import Etat, FeedbackReport, Niveau
from assistant.errors import InputError, ModelMisconfigured, ModelTooSlow
from assistant.protocols import Assessor, Replaced
from assistant.retrieval.bloc_guess import BlocGuesser
from assistant.review_draft import Reviewer
from assistant.settings import ModelSettings
from prompts.library import identity
from prompts.prompt import Prompt

SECRET = b"canari-4417-secret"
SLOW = ModelTooSlow("le modèle n’a pas répondu dans le temps prévu")


def _draft() -> Draft:
    return draft_from_markdown(gold_text("B1-04")[:6_000])


@pytest.fixture(scope="module")
def plain(assistant: Assistant) -> FeedbackReport:
    """The embedded reading of the draft that the tests read."""
    return assistant.review(_draft(), "B1")


def _with(assistant: Assistant, assessor: Assessor) -> Reviewer:
    guesser = BlocGuesser(assistant.knowledge, assistant.matcher)
    return Reviewer(assistant.knowledge, assistant.matcher, guesser, assessor, version="0", index="aucun")


def _read(assistant: Assistant, answer: Callable[[Prompt], Answer], **more: object) -> tuple[FeedbackReport, ScriptedChat]:
    chat = ScriptedChat(answer)
    model = ModelAssessor(chat, SECRET, **more)  # type: ignore[arg-type]  # options of the assessor, passed on
    return _with(assistant, model).review(_draft(), "B1"), chat


def test_a_model_that_fails_leaves_the_embedded_reading_and_says_so(assistant: Assistant, plain: FeedbackReport) -> None:
    report, _ = _read(assistant, lambda _: SLOW)
    assert states(report) == states(plain)
    assert niveaux(report) == niveaux(plain)
    for before, after in zip(plain.assessments, report.assessments, strict=True):
        assert after.explanation == f"{before.explanation} Lecture sans modèle\u00a0: {SLOW}."
        assert after.evidence == before.evidence


def test_one_critere_is_asked_at_a_time_with_its_indicateurs_and_the_marks(assistant: Assistant) -> None:
    _, chat = _read(assistant, lambda _: SLOW)
    criteres = assistant.knowledge.grille("B1").criteres
    assert [indicateurs_of(p) for p in chat.prompts] == [[i.code for i in c.indicateurs] for c in criteres]
    marks = {re.findall(r"--- (?:début|fin) (\w+) ---", p.matter)[0] for p in chat.prompts}
    assert len(marks) == 1
    assert all(marks < set(re.findall(r"\w+", p.instructions)) for p in chat.prompts)
    assert all(len(p.instructions) + len(p.matter) <= chat.room for p in chat.prompts)


def test_provenance_and_notice_name_the_model_and_the_prompt(assistant: Assistant, plain: FeedbackReport) -> None:
    report, _ = _read(assistant, lambda _: SLOW)
    assert report.provenance.model == "script:un"
    assert report.provenance.prompt == identity("evaluer_critere")
    assert "script:un" in report.notice
    assert (plain.provenance.model, plain.provenance.prompt) == (None, None)


def test_a_model_that_finds_nothing_lowers_the_reading_and_the_doubt_is_told(assistant: Assistant, plain: FeedbackReport) -> None:
    report, _ = _read(assistant, lambda p: verdict(dict.fromkeys(indicateurs_of(p), "absent"), []))
    for assessment in report.assessments:
        assert assessment.niveau is Niveau.ABSENT
        if niveaux(plain)[assessment.critere] is not Niveau.ABSENT:
            assert "Lu sans modèle, ce critère serait" in assessment.explanation
            assert assessment.confidence < 0.5
    assert any(n is not Niveau.ABSENT for n in niveaux(plain).values())


def test_praise_for_everything_raises_only_what_the_embedded_reading_finds_likely(
    assistant: Assistant, plain: FeedbackReport
) -> None:
    text = _draft().text
    before = states(plain)
    report, _ = _read(assistant, shameless)
    after = states(report)
    raised = [
        c
        for c in after
        if (before[c], after[c]) in {(Etat.ABSENT, Etat.ATTESTE), (Etat.EVOQUE, Etat.PARTIEL), (Etat.PARTIEL, Etat.ATTESTE)}
    ]
    kept = [c for c in after if after[c] is before[c] and after[c] is not Etat.ATTESTE]
    assert raised
    assert kept
    for reading in (r for a in report.assessments for r in a.indicateurs):
        assert all(e.grounded_in(text) for e in reading.evidence)


def test_equal_answers_give_equal_bytes(assistant: Assistant) -> None:
    first, second = (_read(assistant, shameless)[0].model_dump_json() for _ in range(2))
    assert first == second


class Initials:
    """Replaces a few names."""

    def mask(self, text: str) -> Sequence[Replaced]:
        found = re.finditer(r"Élodie Ferry|Vuillemin|Ferry", text)
        return [Replaced(start=m.start(), end=m.end(), placeholder="[PERSONNE 1]") for m in found]


def test_what_is_masked_never_leaves_and_quotes_come_back_in_the_candidates_words(assistant: Assistant) -> None:
    draft = _draft()
    assert "Élodie Ferry" in draft.text
    report, chat = _read(assistant, shameless, masker=Initials())
    sent = "".join(p.matter for p in chat.prompts)
    assert "[PERSONNE 1]" in sent
    assert "Ferry" not in sent
    assert "PERSONNE" not in report.model_dump_json()
    assert all(e.grounded_in(draft.text) for a in report.assessments for e in a.evidence)


def test_two_exemplars_at_most_are_shown_and_cannot_be_quoted(assistant: Assistant) -> None:
    _, chat = _read(
        assistant, lambda _: SLOW, exemplars=lambda asked: [f"Exemplaire {n} de {asked.critere.code}." for n in range(3)]
    )
    first = chat.prompts[0]
    assert "Exemplaire 0 de B1-C1." in first.matter
    assert "Exemplaire 2" not in first.matter
    assert not any("Exemplaire" in words for words in sentences_of(first).values())


def test_a_passage_alone_gets_states_without_niveau(assistant: Assistant) -> None:
    chat = ScriptedChat(shameless)
    draft = draft_from_markdown("J’ai comparé le CPF (2 340 €) et le PTP pour Mme L. dans un tableau, le 3 mars.")
    report = _with(assistant, ModelAssessor(chat, SECRET)).review(draft, scope="passage", critere="B1-C1")
    assert [a.niveau for a in report.assessments] == [None]


def test_nothing_to_judge_asks_nothing(assistant: Assistant) -> None:
    chat = ScriptedChat(shameless)
    report = _with(assistant, ModelAssessor(chat, SECRET)).review(draft_from_markdown("Trop court."), "B1")
    assert set(niveaux(report).values()) == {Niveau.NON_EVALUABLE}
    assert chat.prompts == []


def test_a_panel_takes_the_lower_of_two_and_says_how_far_apart_they_are(assistant: Assistant, plain: FeedbackReport) -> None:
    nothing = ScriptedChat(lambda p: verdict(dict.fromkeys(indicateurs_of(p), "absent"), []))
    panel = PanelAssessor([EmbeddedAssessor(), ModelAssessor(nothing, SECRET, stands_in=False)])
    report = _with(assistant, panel).review(_draft(), "B1")
    assert set(niveaux(report).values()) == {Niveau.ABSENT}
    assert report.provenance.model == "script:un"
    said = {a.critere: a.explanation for a in report.assessments}
    assert all(("s’accordent" in said[c]) == (n is Niveau.ABSENT) for c, n in niveaux(plain).items())
    assert any("un niveau d’écart" in e or "niveaux d’écart" in e for e in said.values())


def test_three_readers_take_the_one_in_the_middle(assistant: Assistant, plain: FeedbackReport) -> None:
    nothing = ScriptedChat(lambda p: verdict(dict.fromkeys(indicateurs_of(p), "absent"), []))
    members: list[Assessor] = [EmbeddedAssessor(), ModelAssessor(nothing, SECRET), EmbeddedAssessor()]
    report = _with(assistant, PanelAssessor(members)).review(_draft(), "B1")
    assert states(report) == states(plain)
    assert niveaux(report) == niveaux(plain)


def test_a_member_that_fails_has_no_voice_and_is_told(assistant: Assistant, plain: FeedbackReport) -> None:
    failing = ModelAssessor(ScriptedChat(lambda _: SLOW), SECRET, stands_in=False)
    report = _with(assistant, PanelAssessor([EmbeddedAssessor(), failing])).review(_draft(), "B1")
    assert niveaux(report) == niveaux(plain)
    assert all("Lecture sans modèle" in a.explanation for a in report.assessments)
    alone = _with(assistant, PanelAssessor([failing])).review(_draft(), "B1")
    assert set(niveaux(alone).values()) == {Niveau.NON_EVALUABLE}


def _settings(assistant: Assistant, model: ModelSettings | None) -> Assistant:
    return Assistant(assistant.knowledge, assistant.settings.model_copy(update={"model": model}))


@pytest.mark.parametrize("name", ["model", "panel"])
def test_without_settings_or_on_another_machine_without_masking_a_model_is_refused(assistant: Assistant, name: str) -> None:
    with pytest.raises(ModelMisconfigured, match="réglé"):
        open_assessor(name, assistant.settings)
    remote = ModelSettings(provider="openai", name="m", base_url="https://modeles.example/v1", api_key=SecretStr("k"))
    with pytest.raises(ModelMisconfigured, match="pseudonymisés"):
        open_assessor(name, _settings(assistant, remote).settings)
    assert open_assessor(name, _settings(assistant, remote).settings, masker=Initials()).id


def test_a_panel_sits_with_the_embedded_assessor_and_every_model_named(assistant: Assistant) -> None:
    model = ModelSettings(provider="ollama", name="petit", panel=("grand", "moyen"))
    panel = open_assessor("panel", _settings(assistant, model).settings)
    assert panel.id.startswith("panel/1(embedded/")
    assert re.findall(r"ollama:\w+", panel.id) == ["ollama:petit", "ollama:grand", "ollama:moyen"]


def test_an_unknown_assessor_is_refused_with_the_names(assistant: Assistant) -> None:
    with pytest.raises(InputError) as refused:
        open_assessor("devin", assistant.settings)
    assert "embedded, model, panel" in refused.value.hint
