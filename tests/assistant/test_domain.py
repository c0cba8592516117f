from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError, create_model

from assistant.bootstrap import Assistant
from assistant.domain.base import Frozen, Span
from assistant.domain.draft import Block, Draft
from assistant.domain.feedback import Assessment, Etat, Evidence, IndicateurReading, Niveau
from assistant.domain.grille import Basis, CritereGrille, Indicateur
from assistant.domain.interview import Phase
from assistant.errors import InputError, JuryBlancError, KnowledgeInvalid, SetupError, UnknownCode, UnknownSetting

SPANS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(start=min(pair), end=max(pair)))


def _indicateur(number: int, *, essential: bool, basis: Basis) -> Indicateur:
    return Indicateur(
        code=f"B1-C1-I{number}", label="…", description="…", essential=essential, basis=basis, advice="…", question="…"
    )


def _blocking(*kinds: tuple[bool, Basis]) -> list[int]:
    indicateurs = tuple(_indicateur(n, essential=e, basis=b) for n, (e, b) in enumerate(kinds, start=1))
    critere = CritereGrille(code="B1-C1", texte="…", expected="…", indicateurs=indicateurs)
    return [int(i.code.rpartition("I")[2]) for i in critere.blocking()]


L, C, X, D = Basis.LIBELLE, Basis.COMPETENCE, Basis.EXPERT, Basis.DERIVE


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([(True, L), (True, C), (True, X), (False, L)], [1, 2]),  # essential, and not expert
        ([(True, D), (True, D), (False, D)], [1, 2]),
        ([(True, L), (False, L), (True, X)], [1, 2]),  # fewer than two: all those of the wording
        ([(True, X), (True, X), (False, L)], [3]),
        ([(True, C), (False, C), (True, X)], [1]),  # no wording to fall back on
        ([(True, X), (False, X)], []),
    ],
)
def test_blocking_indicateurs_are_the_ones_the_semantics_gives(kinds: list[tuple[bool, Basis]], expected: list[int]) -> None:
    assert _blocking(*kinds) == expected


def test_every_shipped_critere_has_something_blocking(assistant: Assistant) -> None:
    assert all(c.blocking() for g in assistant.knowledge.grilles for c in g.criteres)


class _Sized(Frozen):
    size: int
    """How many."""
    plain: int = 0


class _Named(_Sized):
    kinds: ClassVar[int] = 2
    """No field."""
    called: str = Field(alias="name")
    """What it is called,

    by whom it is made.
    """
    own: int = Field(default=0, description="Said in the field.")
    """Said below."""


def test_the_words_under_a_field_describe_it_in_the_schema_of_a_value_and_of_those_that_extend_it() -> None:
    described = {name: one.get("description") for name, one in _Named.model_json_schema()["properties"].items()}
    assert described == {
        "size": "How many.",
        "plain": None,
        "name": "What it is called,\n\nby whom it is made.",
        "own": "Said in the field.",
    }


def test_a_value_without_source_has_a_schema_all_the_same() -> None:
    made = create_model("Made", __base__=Frozen, size=(int, ...))
    assert made.model_json_schema()["properties"] == {"size": {"title": "Size", "type": "integer"}}


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    assert Span(start=3, end=3).start == 3
    with pytest.raises(ValidationError):
        Span(start=3, end=2)
    with pytest.raises(ValidationError):
        Span(start=-1, end=2)


@given(SPANS, SPANS)
def test_two_spans_overlap_when_they_share_a_code_point(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one)
    if one.end > one.start and other.end > other.start:
        assert one.overlaps(other) == bool(shared)


def test_evidence_is_what_stands_at_its_place() -> None:
    text = "Nous étions douze."
    evidence = Evidence.of(text, Span(start=5, end=11))
    assert evidence.quote == "étions"
    assert evidence.grounded_in(text)
    assert not evidence.grounded_in("Nous étions douze."[1:])
    with pytest.raises(ValidationError):
        Evidence.of(text, Span(start=4, end=4))


@pytest.mark.parametrize("etat", list(Etat))
def test_a_state_has_evidence_exactly_when_it_must(etat: Etat) -> None:
    place = (Evidence(quote="x", start=0, end=1),)
    right, wrong = (place, ()) if etat not in (Etat.ABSENT, Etat.SANS_OBJET) else ((), place)
    assert IndicateurReading(code="B1-C1-I1", etat=etat, evidence=right).etat is etat
    with pytest.raises(ValidationError):
        IndicateurReading(code="B1-C1-I1", etat=etat, evidence=wrong)


def test_an_abstention_and_only_an_abstention_has_a_reason() -> None:
    abstained = Assessment.unassessed("B1-C1", "Texte trop court.")
    assert (abstained.niveau, abstained.unassessed_because, abstained.confidence) == (
        Niveau.NON_EVALUABLE,
        "Texte trop court.",
        0,
    )
    fields = {"critere": "B1-C1", "confidence": 0.5, "explanation": "…", "advice": "…", "question": "…"}
    with pytest.raises(ValidationError):
        Assessment.model_validate({**fields, "niveau": "non_evaluable"})
    with pytest.raises(ValidationError):
        Assessment.model_validate({**fields, "niveau": "partiel", "unassessed_because": "…"})


def test_values_are_frozen_strict_and_have_a_stable_digest() -> None:
    span = Span(start=1, end=2)
    with pytest.raises(ValidationError):
        span.start = 0  # type: ignore[misc]  # the refusal is what is tested
    with pytest.raises(ValidationError):
        Span.model_validate({"start": 1, "end": 2, "colour": "red"})
    assert span.digest() == Span(start=1, end=2).digest() != Span(start=1, end=3).digest()
    assert issubclass(Span, Frozen)


@pytest.mark.parametrize("code", ["B1", "B1-C", "B1-C1-I1", "1-C1", "b1-c1", ""])
def test_a_code_that_is_not_one_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        CritereGrille(code=code, texte="…", expected="…", indicateurs=())


def test_a_phase_lasts_at_least_a_minute() -> None:
    with pytest.raises(ValidationError):
        Phase(title="…", minutes=0, questions=())


def test_a_draft_counts_words_and_slices_code_points() -> None:
    draft = Draft(name="x", text="L’été : 12 € | – | fin.", blocks=(Block(kind="paragraph", start=0, end=5),))
    assert draft.words == 3
    assert draft.slice(draft.blocks[0].span) == "L’été"
    assert len(draft.sha256) == 64


def test_every_niveau_has_words_for_the_candidate() -> None:
    assert [n.shown for n in Niveau] == ["non abordé", "évoqué", "partiel", "démontré", "non évaluable"]


def test_parts_of_the_referentiel_are_found_by_code_in_any_case(assistant: Assistant) -> None:
    referentiel = assistant.knowledge.referentiel
    for code in ("B1", "b1", "B1-C3", "b1-c3", "C1.2", "c1.2", "E2"):
        assert getattr(referentiel.part(code), "code", None) == code.upper()


@pytest.mark.parametrize("code", ["B9", "B1-C99", "C9.9", "E9", "", "-", "2.1"])
def test_a_part_that_does_not_exist_is_told_with_the_known_ones(assistant: Assistant, code: str) -> None:
    with pytest.raises(UnknownCode) as refused:
        assistant.knowledge.referentiel.part(code)
    assert refused.value.hint


def test_the_identity_of_a_referentiel_does_not_depend_on_its_import_report(assistant: Assistant) -> None:
    referentiel = assistant.knowledge.referentiel
    assert referentiel.model_copy(update={"report": ()}).identity() == referentiel.identity()
    assert referentiel.model_copy(update={"intitule": "Autre"}).identity() != referentiel.identity()


def test_knowledge_finds_its_parts_or_says_so(assistant: Assistant) -> None:
    knowledge = assistant.knowledge
    assert knowledge.critere("E2").code == "E2"
    assert knowledge.fait("REG-CPF").id == "REG-CPF"
    for missing in (lambda: knowledge.grille("B9"), lambda: knowledge.critere("B9-C1"), lambda: knowledge.fait("REG-X")):
        with pytest.raises(UnknownCode) as refused:
            missing()
        assert refused.value.hint
    with pytest.raises(KeyError):
        knowledge.grille("B1").critere("B2-C1")


def test_every_error_belongs_to_the_one_who_can_mend_it() -> None:
    assert issubclass(UnknownCode, InputError)
    assert issubclass(UnknownSetting, SetupError)
    assert issubclass(KnowledgeInvalid, SetupError)
    error = JuryBlancError("Rien.", hint="Recommencez.")
    assert (str(error), error.hint, JuryBlancError("Rien.").hint) == ("Rien.", "Recommencez.", "")
