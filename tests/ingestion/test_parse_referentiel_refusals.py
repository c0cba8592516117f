"""What is no référentiel is refused with a message, quickly, whatever the bytes."""

import io
import random
import zipfile
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from referentiel_shapes import SOURCE, Shape, as_docx, source_fiches
from spent import processor_seconds

from assistant.errors import InputError, NotAReferentiel
from ingestion.parse_referentiel import parse_referentiel

TEXT = SOURCE.read_text(encoding="utf-8")
HEAD = "Activités\tCompétences\tModalités d'évaluation\tCritères d'évaluation\n"

DRAFT = (
    """# Mon dossier
J'ai conçu le dispositif en mars. Mon directeur m'a demandé de chiffrer le budget et j'ai réuni les formateurs.

| Compétences visées | Critères d'évaluation | Modalités d'évaluation |
|---|---|---|
| Animer une séance | La parole est répartie | Mise en situation |
| Évaluer des acquis | La grille est utilisée | Étude de cas |

"""
    + "Je tiens un tableau de bord et nous avons suivi les apprenants avec mon équipe. " * 30
)

COURSE = """# Cours : écrire un référentiel
Dans ce chapitre, un exemple. Chaque colonne a sa définition. Exercice : complétez le tableau, puis comparez au corrigé.

| Référentiel d'activités | Référentiel de compétences | Modalités d'évaluation | Critères d'évaluation |
|---|---|---|---|
| Accueil | C1 Accueillir un client | Mise en situation | Le client est salué |
| Vente | C2 Vendre un produit | Mise en situation | Le prix est annoncé |
"""

REFUSED = {
    "nothing": "",
    "blanks": " \n\t\n",
    "recipe": "Tarte aux pommes\n\nIngrédient\tQuantité\nfarine\t200 g\nbeurre\t100 g\n\nÉtaler la pâte, cuire longtemps.\n",
    "cv": "Jeanne\n\nPériode\tPoste\tCompétences\n2019-2022\tResponsable\tManager une équipe\n2015\tFormatrice\tAnimer\n",
    "cv with headings": "Activités\tCompétences\tCritères\nPoste A\tManagement\tQualité\nPoste B\tAnimation\tDélais\n",
    "recruitment": "Compétences attendues\tCritères d'évaluation\tNote\n"
    "Animer un groupe\tLa parole est répartie\t4\nÉvaluer\tLa grille est utilisée\t5\n",
    "definitions": HEAD + "décrit les situations\tidentifie les compétences\tdéfinit les modalités\tdéfinit les critères\n",
    "headings only": HEAD,
    "no criteria": "Activités\tCompétences\tModalités\nA1 Vente\tC1.1 Vendre<br>C1.2 Encaisser\tOral\n",
    "draft": DRAFT,
    "course": COURSE,
    "prose": "Le référentiel comporte des blocs, des compétences et des critères d'évaluation. Chacun est évalué par un jury.",
    "list": "Compétences :\n- Animer\n- Évaluer\nCritères :\n- Le groupe est actif\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
def test_a_text_that_is_no_referentiel_is_refused(text: str, name: str) -> None:
    with pytest.raises(NotAReferentiel) as refusal:
        parse_referentiel(text.encode(), name)
    assert str(refusal.value).endswith(".")
    assert refusal.value.hint


@pytest.mark.parametrize("name", ["x.txt", "x.html", "x.docx", "x.yaml", "x.json", "x"])
def test_noise_is_refused(name: str) -> None:
    for seed in range(40):
        with pytest.raises(InputError):
            parse_referentiel(random.Random(seed).randbytes(700), name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"version: 3\nservices:\n  web: {}\n", "x.yaml"),
        (b"blocs: []\n", "x.yaml"),
        (b"blocs: &a [*a]\n", "x.yaml"),
        (b"blocs: " + b"[" * 50_000, "x.yaml"),
        (b"blocs: !!python/object:os.system [echo]\n", "x.yaml"),
        (b'{"blocs": ' + b"[" * 50_000, "x.json"),
        (b'{"blocs": [{"code": "B1"}]}', "x.json"),
        (b"{", "x.json"),
        (b"blocs:\n- code: Z9\n  intitule: Vendre\n", "x.yaml"),
        (b"blocs:\n- code: B1\n  code: B2\n  intitule: Vendre\n", "x.yaml"),
        (b"blocs:\n- intitule: Vendre\n  competences: [1, [2]]\n", "x.yaml"),
    ],
)
def test_another_yaml_or_json_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(NotAReferentiel) as refusal:
        parse_referentiel(data, name)
    assert refusal.value.hint


def rewritten(part: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(source_fiches()[:1], Shape()))) as source, zipfile.ZipFile(written, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, part if entry == "word/document.xml" else source.read(entry))
    return written.getvalue()


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<w:document",
        b"<a/>",
        b"",
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>',
    ],
)
def test_a_word_document_that_cannot_be_trusted_or_holds_no_table_is_refused(part: bytes) -> None:
    with pytest.raises(InputError):
        parse_referentiel(rewritten(part), "x.docx")


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_referentiel_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from((0, 1, 5, 200, 3000)))
        put = data.draw(
            st.sampled_from(
                ("", "\t", "\n", "<", "<ul><li>", "</p>", "&", " - ", "1.2.", "\x00", "Bloc 2 : ", "\u00a0", '"', "|")
            )
        )
        text = text[:start] + put + text[start + length :]
    name = data.draw(st.sampled_from(("r.txt", "r.html", "r.yaml", "r.docx")))
    try:
        found = parse_referentiel(text.encode(), name)
    except InputError as refusal:
        assert str(refusal)
    else:
        assert found.blocs
        assert len({c.code for b in found.blocs for c in b.competences}) == sum(len(b.competences) for b in found.blocs)


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.sampled_from(("x.txt", "x.html", "x.md", "x.yaml", "x.json"))
)
@settings(max_examples=120, deadline=None)
def test_random_prose_is_refused(text: str, name: str) -> None:
    with pytest.raises(InputError):
        parse_referentiel(text.encode(), name)


HEAVY = {
    "tabs": "\t" * 1_000_000,
    "quotes": '\t"' * 500_000,
    "tags": "<p>" * 300_000,
    "lists": "<ul><li>" * 100_000,
    "spans": "<table>" + "<tr><td colspan=1000 rowspan=60000>a" * 20_000,
    "pipes": "|a|b|\n" * 150_000,
    "codes": HEAD + "Activité 1.1 Vente\t" + "1.1. A " * 140_000 + "\tOral\tLe pain est cuit",
    "numbers": HEAD + "Activité 1.1 Vente\t1.1. Cuire\t" + "quatre vingt " * 70_000 + "\tLe pain est cuit",
    "dashes": HEAD + "Activité 1.1 Vente\t1.1. Cuire\tOral\t" + "- a - B " * 120_000,
    "prose": TEXT + "\n" + "L'attribution du titre et un entretien " * 25_000,
    "many": TEXT * 40,
    "base64": "QUJD" * 250_000,
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_a_megabyte_of_anything_takes_no_time(text: str) -> None:
    def refused(name: str) -> None:
        with pytest.raises(InputError):
            parse_referentiel(text[:1_000_000].encode(), name)

    for name in ("x.txt", "x.html"):
        assert processor_seconds(partial(refused, name), 2.0) < 2.0
