import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from assistant.bootstrap import Assistant
from assistant.domain.grille import Basis, Indicateur
from assistant.errors import KnowledgeInvalid
from assistant.retrieval.static import StaticVectors, load_static, signature


def _indicateur(code: str, label: str) -> Indicateur:
    return Indicateur(code=code, label=label, description="", essential=True, basis=Basis.LIBELLE, advice="…", question="…")


COSTS, PEOPLE = _indicateur("B1-C1-I1", "Coûts"), _indicateur("B1-C1-I2", "Acteurs")


@pytest.fixture
def vectors() -> StaticVectors:
    tokenizer = Tokenizer(models.WordLevel({"cout": 0, "euro": 1, "equipe": 2, "?": 3}, "?"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.Lowercase(), normalizers.StripAccents()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    table = np.array([[3, 0], [1, 0], [0, 2], [0, 0]], dtype=np.int16)
    return StaticVectors(tokenizer, table, [signature(COSTS), signature(PEOPLE)])


def test_a_text_is_the_sum_of_its_tokens_brought_to_length_one(vectors: StaticVectors) -> None:
    read = vectors.read(["coût euro équipe équipe"])
    assert read.tolist() == [[pytest.approx(4 / 32**0.5, abs=1e-6), pytest.approx(4 / 32**0.5, abs=1e-6)]]


def test_accents_and_case_do_not_change_a_vector(vectors: StaticVectors) -> None:
    one, other = vectors.read(["Équipe coût", "equipe COUT"])
    assert one.tolist() == other.tolist()


def test_a_text_without_a_word_is_zero(vectors: StaticVectors) -> None:
    assert not vectors.read([""]).any()
    assert vectors.read([]).shape == (0, 2)


def test_an_indicateur_it_was_trained_for_is_a_dimension_and_another_is_read_by_its_words(vectors: StaticVectors) -> None:
    foreign = _indicateur("B1-C1-I1", "équipe")
    known, other = vectors.prototypes([COSTS, foreign])
    assert known.tolist() == [1.0, 0.0]
    assert other.tolist() == [0.0, 1.0]


def test_what_is_saved_reads_the_same(vectors: StaticVectors, tmp_path: Path) -> None:
    vectors.save(tmp_path)
    again = load_static(tmp_path)
    assert again.id == vectors.id
    assert again.read(["coût équipe"]).tolist() == vectors.read(["coût équipe"]).tolist()


@pytest.mark.parametrize("damaged", ["tokenizer.json", "vectors.npz"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"PK\x03\x04 truncated"])
def test_vectors_that_cannot_be_read_are_told_in_french(
    vectors: StaticVectors, tmp_path: Path, damaged: str, content: bytes | None
) -> None:
    vectors.save(tmp_path)
    (tmp_path / damaged).unlink()
    if content is not None:
        (tmp_path / damaged).write_bytes(content)
    with pytest.raises(KnowledgeInvalid) as refused:
        load_static(tmp_path)
    assert "evaluations.training.fit" in refused.value.hint


def test_the_shipped_vectors_have_a_dimension_for_every_indicateur(assistant: Assistant) -> None:
    assert load_static().dimensions == tuple(signature(i) for i in _all(assistant))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("J’ai regardé qui pouvait payer la formation de Samira, l’employeur ou la Région.", "B1-C1-I1"),
        pytest.param(
            "Le stagiaire en fauteuil a eu plus de temps et une table réglable.",
            "B1-C3-I5",
            marks=pytest.mark.xfail(
                strict=True, raises=AssertionError, reason="B1-C2-I6, how people with a disability are let in, comes before it"
            ),
        ),
        ("On a rappelé les anciens six mois après pour savoir s’ils travaillaient.", "B1-C7-I2"),
    ],
)
def test_everyday_words_point_to_what_they_mean(assistant: Assistant, said: str, meant: str) -> None:
    topics = load_static().read([said])[0]
    assert _all(assistant)[int(np.argmax(topics))].code == meant


def _all(assistant: Assistant) -> list[Indicateur]:
    return [i for g in assistant.knowledge.grilles for c in g.criteres for i in c.indicateurs]


def test_the_shipped_tokenizer_is_plain_json_without_special_tokens() -> None:
    stored = json.loads(load_static().tokenizer.to_str())
    assert stored["model"]["type"] == "BPE"
    assert stored["added_tokens"] == []
