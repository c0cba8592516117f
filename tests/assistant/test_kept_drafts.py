"""A kept draft comes back whole to its owner, to nobody else, and leaves no byte once erased or too old."""

from datetime import timedelta
from pathlib import Path

import pytest
from kept import Kept, version_of
from library import MARKER, exemplar, files_holding, published

import assistant.store.drafts as drafts_module
from assistant.errors import TooMuchKept, UnknownDraft
from assistant.store.exemplars import ExemplarStore


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_version_comes_back_whole_with_its_reading_and_its_file(kept: Kept) -> None:
    owner = kept.account("Ana Durand").id
    sent = version_of("Le 12 mai, trois offres.\nUn budget de 4 000 €, « tenu ».", b"\x00fichier")
    code = kept.drafts.add(owner, "  Mission \n B1 ", sent)
    found = kept.drafts.version(owner, code, 1)
    assert (found.draft, found.report, found.original) == sent
    assert kept.drafts.get(owner, code).title == "Mission B1"
    assert [r.original for r in kept.drafts.readings(owner, code)] == [True]


def test_versions_are_numbered_and_the_last_changed_draft_comes_first(kept: Kept) -> None:
    owner = kept.account("Ana Durand").id
    first = kept.drafts.add(owner, "", version_of("Un."))
    kept.clock.turn(hours=1)
    second = kept.drafts.add(owner, "Deux", version_of("Deux."))
    kept.clock.turn(hours=1)
    assert kept.drafts.add_version(owner, first, version_of("Un, revu.")) == 2
    assert [(d.id, d.title, d.versions) for d in kept.drafts.summaries(owner)] == [(first, "dossier.md", 2), (second, "Deux", 1)]
    assert [r.number for r in kept.drafts.readings(owner, first)] == [1, 2]
    assert kept.drafts.version(owner, first, 2).draft.text == "Un, revu."


def test_nobody_else_finds_reads_changes_or_erases_a_draft(kept: Kept) -> None:
    owner, other = kept.account("Ana Durand").id, kept.account("Bob Petit").id
    code = kept.drafts.add(owner, "Mission", version_of("Un."))
    assert kept.drafts.summaries(other) == ()
    for attempt in (
        lambda: kept.drafts.get(other, code),
        lambda: kept.drafts.readings(other, code),
        lambda: kept.drafts.version(other, code, 1),
        lambda: kept.drafts.add_version(other, code, version_of("Volé.")),
        lambda: kept.drafts.erase(other, code),
        lambda: kept.drafts.version(owner, code, 2),
        lambda: kept.drafts.get(owner, "txt-inconnu"),
    ):
        with pytest.raises(UnknownDraft, match="pas parmi les vôtres"):
            attempt()
    assert kept.drafts.get(owner, code).versions == 1


def test_an_erased_draft_leaves_no_byte_and_spares_the_others_and_the_index_of_exemplars(kept: Kept) -> None:
    owner = kept.account("Ana Durand").id
    published(ExemplarStore(kept.database), exemplar())
    kept.database.derived.mkdir()
    stays = kept.drafts.add(owner, "Autre", version_of("Gardé."))
    code = kept.drafts.add(owner, f"Titre {MARKER}", version_of(f"Texte {MARKER}. " * 3000, f"fichier {MARKER}".encode()))
    kept.drafts.add_version(owner, code, version_of(f"Encore {MARKER}."))
    assert files_holding(kept.folder, MARKER) != []
    kept.drafts.erase(owner, code)
    assert files_holding(kept.folder, MARKER) == []
    assert [d.id for d in kept.drafts.summaries(owner)] == [stays]
    assert kept.database.derived.exists()
    assert len(ExemplarStore(kept.database).published()) == 1


def test_a_draft_is_erased_when_its_last_version_is_too_old(kept: Kept) -> None:
    owner = kept.account("Ana Durand").id
    old = kept.drafts.add(owner, "Ancien", version_of(f"Texte {MARKER}."))
    revised = kept.drafts.add(owner, "Revu", version_of("Un."))
    kept.clock.turn(days=89, hours=23)
    assert kept.drafts.purge(timedelta(days=90)) == 0
    kept.drafts.add_version(owner, revised, version_of("Deux."))
    kept.clock.turn(hours=1)
    assert kept.drafts.purge(timedelta(days=90)) == 1
    assert [d.id for d in kept.drafts.summaries(owner)] == [revised]
    assert files_holding(kept.folder, MARKER) == []
    assert ("retention", "effacement", old) in [(e.actor, e.action, e.subject) for e in kept.accounts.audit()]
    kept.clock.turn(days=90)
    assert kept.drafts.purge(timedelta(days=90)) == 1


def test_an_account_keeps_so_many_drafts_versions_and_bytes_and_no_more(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "MOST_DRAFTS", 2)
    monkeypatch.setattr(drafts_module, "MOST_VERSIONS", 2)
    monkeypatch.setattr(drafts_module, "MOST_BYTES", 10)
    owner, other = kept.account("Ana Durand").id, kept.account("Bob Petit").id
    code = kept.drafts.add(owner, "Un", version_of("Un.", b"12345"))
    kept.drafts.add_version(owner, code, version_of("Deux.", b"12345"))
    with pytest.raises(TooMuchKept, match="déjà 2 versions"):
        kept.drafts.add_version(owner, code, version_of("Trois."))
    with pytest.raises(TooMuchKept, match="fichiers occupent"):
        kept.drafts.add(owner, "Deux", version_of("Un.", b"1"))
    kept.drafts.add(owner, "Deux", version_of("Un."))
    with pytest.raises(TooMuchKept, match="déjà 2 textes"):
        kept.drafts.add(owner, "Trois", version_of("Un."))
    assert kept.drafts.add(other, "Un", version_of("Un.", b"12345"))
