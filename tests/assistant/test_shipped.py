"""The library that comes with the product is whole, grounded and quick to open."""

import importlib
import re
import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from architecture_map import ROOT

from assistant.domain.exemplar import ReviewState
from assistant.domain.feedback import Etat, Niveau
from assistant.knowledge.loader import load_knowledge
from assistant.knowledge.shipped import exemplar_of, shipped_exemplars


def test_every_bloc_has_at_least_five_fictional_exemplars_over_the_niveaux() -> None:
    knowledge = load_knowledge()
    for grille in knowledge.grilles:
        found = shipped_exemplars(grille.bloc)
        assert len(found) >= 5
        assert {niveau for e in found for niveau in e.niveaux.values()} == set(Niveau) - {Niveau.NON_EVALUABLE}
        assert all(e.bloc == grille.bloc and e.source.fictional and e.state is ReviewState.PUBLIE for e in found)
        assert all(set(e.niveaux) == {c.code for c in grille.criteres} for e in found)
    assert len(shipped_exemplars()) == sum(len(shipped_exemplars(g.bloc)) for g in knowledge.grilles)


def test_every_indicateur_is_shown_in_three_contexts_where_enough_were_written() -> None:
    contexts: defaultdict[str, set[str]] = defaultdict(set)
    for exemplar in shipped_exemplars():
        for label in exemplar.indicateurs:
            if label.etat is Etat.ATTESTE and label.spans:
                contexts[label.code].add(exemplar.context)
    codes = {i.code for g in load_knowledge().grilles for c in g.criteres for i in c.indicateurs}
    assert set(contexts) == codes
    few = Counter(len(found) for found in contexts.values() if len(found) < 3)
    assert few[1] <= 6
    assert few[2] <= 12


def test_places_stand_in_the_text_and_passages_read_on_their_own() -> None:
    for exemplar in shipped_exemplars():
        spans = [s for i in exemplar.indicateurs for s in i.spans]
        assert spans
        assert all(exemplar.words(s).strip() for s in spans)
        assert all(re.match(r"#+ \w|\s", exemplar.words(p.span)) is None for p in exemplar.passages)
        assert all(a.end <= b.start for a, b in zip(exemplar.passages, exemplar.passages[1:], strict=False))
        assert exemplar.id == f"fictif-{exemplar.source.origin}"


def test_one_bloc_is_opened_without_loading_the_database_or_the_other_blocs() -> None:
    script = (
        "import sys, time; from assistant.knowledge import shipped; t = time.perf_counter();"
        "print(len(shipped.shipped_exemplars('B6')), shipped._read.cache_info().currsize, 'sqlalchemy' in sys.modules,"
        "time.perf_counter() - t < 2)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    count = len(shipped_exemplars("B6"))
    assert done.stdout.split() == [str(count), str(count), "False", "True"]


def test_an_unknown_bloc_has_none() -> None:
    assert shipped_exemplars("B9") == ()


def test_a_quote_that_the_text_does_not_have_is_an_error() -> None:
    front = {
        "fictional": True, "bloc": "B1", "origin": "x", "author": "y", "context": "z", "niveaux": {}, "passages": [],
        "indicateurs": {"B1-C1-I1": {"etat": "atteste", "quotes": ["absent"]}},
    }  # fmt: skip
    with pytest.raises(ValueError, match="substring"):
        exemplar_of(front, "Un texte.")


def test_importing_the_door_reads_nothing() -> None:
    module = importlib.import_module("assistant.knowledge.shipped")
    assert module.FOLDER == "exemplaires"
