"""The library remembers what people did, shows only what is published, and forgets for good."""

from pathlib import Path

import numpy as np
import pytest
from library import MARKER, LetterEmbedder, exemplar, files_holding, library, published

from assistant.domain.exemplar import ReviewState
from assistant.domain.feedback import Niveau
from assistant.errors import ExemplarNotReady, LibraryBusy, UnknownExemplar
from assistant.settings import DERIVED_FOLDER
from assistant.store.database import open_database
from assistant.store.exemplars import ExemplarStore
from assistant.text.placeholders import masking, rewritten


def test_what_is_kept_comes_back_whole_after_the_library_is_opened_again(tmp_path: Path) -> None:
    made = exemplar()
    code = library(tmp_path).add(made, by="Ana")
    kept = library(tmp_path).get(code)
    assert kept == made.model_copy(update={"id": code})
    assert kept.words(kept.passages[1].span) == "Le budget est de 4 000 €."


def test_the_same_text_is_kept_once_whatever_its_name(tmp_path: Path) -> None:
    store = library(tmp_path)
    first = store.add(exemplar(), by="Ana")
    again = exemplar()
    renamed = again.model_copy(update={"source": again.source.model_copy(update={"name": "autre.docx"})})
    assert store.add(renamed, by="Bob") == first
    assert len(store.summaries()) == 1


def test_only_a_published_exemplar_is_shown_and_only_for_its_bloc(tmp_path: Path) -> None:
    store, embedder = library(tmp_path), LetterEmbedder()
    code = store.add(exemplar(), by="Ana")
    assert store.published() == ()
    store.review(store.get(code), by="Ana")
    assert store.published() == ()
    store.publish(code, by="Bob", embedder=embedder)
    assert [e.id for e in store.published()] == [e.id for e in store.published("B1")] == [code]
    assert store.published("B2") == ()
    store.withdraw(code, by="Bob")
    assert store.published() == ()
    assert store.get(code).state is ReviewState.RETIRE


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"bloc": None}, "bloc"), ({"niveaux": {}}, "niveaux"), ({}, "accord")],
)
def test_what_is_not_ready_is_not_published_and_the_reason_is_told(changes: dict[str, object], said: str, tmp_path: Path) -> None:
    store, made = library(tmp_path), exemplar()
    made = made.model_copy(update={"source": made.source.model_copy(update={"fictional": False})} | changes)
    code = store.add(made, by="Ana")
    with pytest.raises(ExemplarNotReady, match="pas encore été relu"):
        store.publish(code, by="Ana", embedder=LetterEmbedder())
    store.review(store.get(code), by="Ana")
    with pytest.raises(ExemplarNotReady, match=said):
        store.publish(code, by="Ana", embedder=LetterEmbedder())
    assert store.published() == ()


def test_a_consent_makes_a_real_dossier_publishable(tmp_path: Path) -> None:
    store, made = library(tmp_path), exemplar()
    source = made.source.model_copy(update={"fictional": False, "consent": "registre 2026-14"})
    assert published(store, made.model_copy(update={"source": source}))
    assert store.published()[0].source.consent == "registre 2026-14"


def test_a_withdrawn_exemplar_must_be_reviewed_before_it_is_published_again(tmp_path: Path) -> None:
    store = library(tmp_path)
    code = published(store, exemplar())
    store.withdraw(code, by="Ana")
    with pytest.raises(ExemplarNotReady, match="retiré"):
        store.publish(code, by="Ana", embedder=LetterEmbedder())
    store.review(store.get(code), by="Ana")
    store.publish(code, by="Ana", embedder=LetterEmbedder())
    assert len(store.published()) == 1


def test_reviewing_a_published_exemplar_takes_it_back_until_it_is_published_again(tmp_path: Path) -> None:
    store = library(tmp_path)
    code = published(store, exemplar())
    corrected = store.get(code).model_copy(update={"niveaux": {"B1-C1": Niveau.DEMONTRE}})
    store.review(corrected, by="Bob")
    assert store.published() == ()
    assert store.get(code).niveaux == {"B1-C1": Niveau.DEMONTRE}


def test_a_review_of_a_text_that_someone_else_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    store = library(tmp_path)
    code = store.add(exemplar(), by="Ana")
    seen = store.get(code)
    store.review(seen, by="Bob")
    with pytest.raises(ExemplarNotReady, match="a changé"):
        store.review(seen, by="Ana")


def test_vectors_carry_the_identity_of_the_model_that_made_them_and_are_made_once(tmp_path: Path) -> None:
    store, first, second = library(tmp_path), LetterEmbedder(), LetterEmbedder("letters/2")
    code = store.add(exemplar("abba\nete"), by="Ana")
    store.review(store.get(code), by="Ana")
    store.publish(code, by="Ana", embedder=first)
    assert first.embedded == ["abba", "ete"]
    stored = store.vectors(first)
    assert stored.passages == ((code, 0), (code, 1))
    assert stored.vectors.dtype == np.float32
    assert stored.vectors.tolist() == [[2.0, 0.0], [0.0, 2.0]]
    assert first.embedded == ["abba", "ete"]
    store.vectors(second)
    store.vectors(second)
    assert second.embedded == ["abba", "ete"]
    store.withdraw(code, by="Ana")
    assert store.vectors(first).passages == ()


def test_the_identity_of_what_is_published_changes_exactly_when_it_does(tmp_path: Path) -> None:
    changes: list[str] = []
    store = ExemplarStore(open_database(tmp_path), on_change=lambda: changes.append("changed"))
    nothing = store.published_id()
    first = store.add(exemplar("un"), by="Ana")
    store.review(store.get(first), by="Ana")
    assert (store.published_id(), changes) == (nothing, [])
    store.publish(first, by="Ana", embedder=LetterEmbedder())
    one = store.published_id()
    store.publish(first, by="Ana", embedder=LetterEmbedder())
    assert (store.published_id(), len(changes)) == (one, 1)
    published(store, exemplar("deux"))
    two = store.published_id()
    store.erase(first, by="Ana")
    assert len({nothing, one, two, store.published_id()}) == 4
    assert len(changes) == 3


def test_an_erased_exemplar_leaves_no_byte_in_the_data_folder_and_its_name_in_no_log(tmp_path: Path) -> None:
    store = library(tmp_path)
    others = [store.add(exemplar(f"Autre dossier numéro {n}. " * 80), by="Ana") for n in range(5)]
    long = "\n".join(f"{MARKER} {n} compare trois offres de formation." for n in range(300))
    made = exemplar(long, context=f"secteur {MARKER}")
    made = made.model_copy(update={"source": made.source.model_copy(update={"name": f"{MARKER}.docx", "consent": MARKER})})
    code = published(store, made)
    derived = tmp_path / DERIVED_FOLDER / "index-1"
    derived.mkdir(parents=True)
    (derived / "vectors.bin").write_text(MARKER, encoding="utf-8")
    assert files_holding(tmp_path, MARKER)
    with open_database(tmp_path).reading():  # opening and closing: the journal is there or not, as in real life
        pass
    store.erase(code, by="Ana")
    assert files_holding(tmp_path, MARKER) == []
    assert [s.id for s in store.summaries()] == others
    assert [a.action for a in store.audit(code)] == ["ajout", "relecture", "publication", "effacement"]
    with pytest.raises(UnknownExemplar):
        store.get(code)


def test_words_masked_at_the_review_leave_no_byte_either(tmp_path: Path) -> None:
    store = library(tmp_path)
    code = store.add(exemplar(f"Le tuteur {MARKER} valide.\nPuis {MARKER} signe."), by="Ana")
    seen = store.get(code)
    store.review(rewritten(seen, masking(seen.text, MARKER, "PERSONNE")), by="Ana")
    assert store.get(code).text == "Le tuteur [PERSONNE 1] valide.\nPuis [PERSONNE 1] signe."
    assert files_holding(tmp_path, MARKER) == []


def test_an_erasure_that_a_reader_prevents_is_told_and_finished_by_the_next_opening(tmp_path: Path) -> None:
    store = library(tmp_path)
    code = published(store, exemplar(f"{MARKER} compare. " * 500))
    with open_database(tmp_path).reading() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM exemplars").scalar()
        with pytest.raises(LibraryBusy, match="traces"):
            store.erase(code, by="Ana")
        assert store.published() == ()
    library(tmp_path)
    assert files_holding(tmp_path, MARKER) == []


def test_the_log_says_who_did_what_and_no_word_of_a_dossier(tmp_path: Path) -> None:
    store = library(tmp_path)
    code = published(store, exemplar())
    store.withdraw(code, by="Bob")
    entries = store.audit()
    assert [(a.actor, a.action, a.exemplar) for a in entries] == [
        ("Ana", "ajout", code),
        ("Ana", "relecture", code),
        ("Ana", "publication", code),
        ("Bob", "retrait", code),
    ]
    assert all("offres" not in a.model_dump_json() for a in entries)


def test_an_unknown_id_is_refused_by_every_operation(tmp_path: Path) -> None:
    store = library(tmp_path)
    for act in (
        lambda: store.get("ex-0"),
        lambda: store.withdraw("ex-0", by="Ana"),
        lambda: store.erase("ex-0", by="Ana"),
        lambda: store.publish("ex-0", by="Ana", embedder=LetterEmbedder()),
    ):
        with pytest.raises(UnknownExemplar, match="ex-0"):
            act()
