"""YAML and JSON: written and read back to the same value, or written by hand."""

import json
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from referentiel_shapes import SOURCE, Shape, as_text, source_fiches

from assistant.domain.referentiel import Bloc, Critere, Referentiel
from assistant.errors import NotAReferentiel
from ingestion.parse_referentiel import parse_referentiel, referentiel_to_yaml

MINIMAL = """
intitule: Boulanger
blocs:
  - intitule: Fabriquer le pain
    competences:
      - C1.1 Pétrir la pâte, afin de la rendre lisse, en respectant la recette
      - Façonner les pâtons
    criteres:
      - La pâte est lisse
      - "Oui : les pâtons sont réguliers"
    modalites:
      - Épreuve pratique de 45 minutes
  - intitule: Vendre
    competences:
      - {code: C2.10, texte: Accueillir}
    criteres:
"""


def source() -> Referentiel:
    return parse_referentiel(SOURCE.read_bytes(), "referentiel.txt")


def test_yaml_reads_back_to_the_same_value() -> None:
    written = referentiel_to_yaml(source())
    for name in ("x.yaml", "x.yml", "x.txt"):
        assert parse_referentiel(written.encode(), name) == source()


def test_json_reads_back_to_the_same_value() -> None:
    for written in (source().model_dump_json(), json.dumps(source().model_dump(mode="json"), indent=2)):
        assert parse_referentiel(written.encode(), "x.json") == source()


def test_an_incomplete_referentiel_reads_back_with_its_warnings_once() -> None:
    found = parse_referentiel(as_text(source_fiches()[:2], Shape(closing=False)).encode(), "r.txt")
    assert parse_referentiel(referentiel_to_yaml(found).encode(), "x.yaml") == found


def test_yaml_is_plain_and_keeps_accents() -> None:
    written = referentiel_to_yaml(source())
    assert yaml.safe_load(written)["blocs"][0]["code"] == "B1"
    assert "Ingénierie" in written
    assert "!!" not in written


def test_a_short_form_is_completed() -> None:
    found = parse_referentiel(MINIMAL.encode(), "x.yaml")
    assert found.intitule == "Boulanger"
    assert [b.code for b in found.blocs] == ["B1", "B2"]
    first, second = found.blocs[0].competences
    assert (first.code, first.action, first.finalite) == ("C1.1", "Pétrir la pâte", "afin de la rendre lisse")
    assert (second.code, second.texte) == ("C1.2", "Façonner les pâtons")
    assert [c.code for c in found.blocs[0].criteres] == ["B1-C1", "B1-C2"]
    assert found.blocs[0].criteres[1].texte == "Oui : les pâtons sont réguliers"
    assert [(x.kind, x.value) for x in found.blocs[0].modalites[0].limites] == [("minutes", 45)]
    assert found.blocs[1].competences[0].code == "C2.10"


def test_what_a_short_form_lacks_is_reported() -> None:
    messages = [line.message for line in parse_referentiel(MINIMAL.encode(), "x.yaml").report if line.severity == "warning"]
    assert "Le bloc B2 n’a aucun critère." in messages
    assert "Le bloc B2 n’a aucune modalité d’évaluation." in messages


def test_a_code_used_twice_is_an_error_in_the_report() -> None:
    text = MINIMAL.replace("intitule: Vendre", "code: B1\n    intitule: Vendre")
    found = parse_referentiel(text.encode(), "x.yaml")
    assert any(line.severity == "error" and "B1" in line.message for line in found.report)


def test_a_critere_coded_for_another_bloc_is_an_error_in_the_report() -> None:
    text = MINIMAL.replace("      - La pâte est lisse", "      - {code: B7-C1, texte: La pâte est lisse}")
    found = parse_referentiel(text.encode(), "x.yaml")
    assert any(line.severity == "error" and "B7-C1" in line.message for line in found.report)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("intitule: Vendre", "titre: Vendre"), "blocs › 2"),
        (("code: C2.10", "code: 2.10"), "competences › 1 › code"),
        (("- La pâte est lisse", "- [[[[[[[[[[[a]]]]]]]]]]]"), "trop de niveaux"),
        (("criteres:\n      - La", "criteres: [\n      - La"), "mal formé"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: tuple[str, str], words: str) -> None:
    text = MINIMAL.replace(*change, 1)
    assert text != MINIMAL
    with pytest.raises(NotAReferentiel, match=words):
        parse_referentiel(text.encode(), "x.yaml")


def test_the_examples_of_the_guide_are_read_as_it_says() -> None:
    guide = (SOURCE.parents[2] / "docs" / "referentiel.md").read_text(encoding="utf-8")
    short, detail = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    [bloc] = parse_referentiel(short.encode(), "x.yaml").blocs
    detailed = short[: short.index("    competences:")] + detail
    [other] = parse_referentiel(detailed.encode(), "x.yaml").blocs
    assert bloc.competences[0] == other.competences[0]
    assert bloc.criteres[0] == other.criteres[0]
    assert bloc.modalites == other.modalites


WORDING = st.text(
    alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


@given(st.lists(st.tuples(WORDING, st.lists(WORDING, max_size=3)), min_size=1, max_size=3))
@settings(max_examples=80, deadline=None)
def test_any_wording_survives_yaml(written: list[tuple[str, list[str]]]) -> None:
    blocs = tuple(
        Bloc(
            code=f"B{n}",
            intitule=intitule,
            criteres=tuple(Critere(code=f"B{n}-C{m}", texte=texte) for m, texte in enumerate(texts, 1)),
        )
        for n, (intitule, texts) in enumerate(written, 1)
    )
    found = parse_referentiel(referentiel_to_yaml(Referentiel(blocs=blocs)).encode(), "x.yaml")
    assert found.blocs == blocs
