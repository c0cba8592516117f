"""What a tutor says of readings and what candidates see of it: niveaux, comments, release, disputes, and what is taken away of them."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from cohort_room import TEXT, WORDS, Room
from kept import Kept
from library import MARKER, files_holding
from markup import by_class, parse, said
from vectors import VECTORS
from visitors import Visitor

from assistant.domain.account import Role
from assistant.domain.cohort import ReleasePolicy
from assistant.domain.feedback import Niveau
from web.cli import run


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture
def room(kept: Kept) -> Room:
    return Room(kept)


def test_the_niveau_of_a_person_stands_beside_that_of_the_reading_for_both(room: Room) -> None:
    own, path = room.deposited()
    room.say(f"{path}/avis", critere="B1-C1", niveau="absent", raison="Rien <b>ne</b> compare.")
    answer = room.say(f"{path}/avis", critere="B1-C1", niveau="demontre", raison="Relu.\nTout y est.")
    assert answer.headers["location"] == f"{path}#c-B1-C1"
    room.say(f"{path}/commentaires", critere="B1-C1", mots="Voyons cela mardi.")
    room.say(f"{path}/commentaires", critere="", mots="Bon début.")
    name = room.tutor.who.name if room.tutor.who else ""
    for page in (room.tutor.get(path), room.candidate.get(own)):
        words = said(page)
        assert f"démontré avis de {name}, le 2 novembre 2026, parce que : Relu. Tout y est." in words
        assert "partiel lecture de Jury Blanc" in words
        assert "Avis précédents (1)" in words
        assert "Rien <b>ne</b> compare." in words
        assert "Voyons cela mardi." in words
        assert "Bon début." in words
    draft = said(room.candidate.get(own.rpartition("/versions")[0]))
    assert "lecture de Jury Blanc : partiel" in draft
    assert f"démontré avis de {name}" in draft
    cell = by_class(parse(room.tutor.get(room.page).text), "given")[0].text_content()
    assert f"de {name} : démontré" in " ".join(cell.split())


def test_a_niveau_without_reason_or_that_does_not_exist_is_refused(room: Room) -> None:
    _, path = room.deposited()
    sent: tuple[dict[str, str], ...] = (
        {"critere": "B1-C1", "niveau": "demontre", "raison": ""},
        {"critere": "B1-C1", "niveau": "", "raison": "Parce que."},
        {"critere": "B1-C1", "niveau": "admis", "raison": "Parce que."},
        {"critere": "B9-C1", "niveau": "demontre", "raison": "Parce que."},
        {},
    )
    for fields in sent:
        answer = room.say(f"{path}/avis", **fields)
        assert answer.status_code == 400, fields
    assert "avis de" not in said(room.tutor.get(path))


def test_a_comment_is_withdrawn_by_its_author_and_leaves_no_byte(room: Room) -> None:
    _, path = room.deposited()
    room.say(f"{path}/commentaires", mots=f"Un mot {MARKER}.")
    [number] = parse(room.tutor.get(path).text).xpath("//select[@name='commentaire']/option/@value")
    assert room.say(f"{path}/commentaires/retirer".replace("/retirer", "") + "/retirer", commentaire="zéro").status_code in (
        403,
        404,
    )
    answer = room.tutor.post(f"{path}/commentaires/retirer", path, commentaire=number)
    assert answer.status_code == 303
    assert files_holding(room.kept.folder, MARKER) == []


def test_nothing_of_a_reading_is_seen_before_the_tutor_gives_it_back(kept: Kept) -> None:
    room = Room(kept, "after-tutor")
    own, path = room.deposited()
    draft = own.rpartition("/versions")[0]
    room.candidate.deposit(f"{draft}/versions", f"{TEXT} Revu.", bloc="B1")
    room.say(f"{path}/commentaires", mots="Bon début.")
    for page in (own, draft, f"{draft}/comparaison?de=1&a=2", f"{draft}/versions/2"):
        shown = room.candidate.get(page)
        words = said(shown)
        assert shown.status_code == 200
        assert re.search("(?i)en attente de votre tuteur", words)
        assert not any(word in words for word in (*WORDS, "Bon début", "Une phrase."))
    refused = room.candidate.post(f"{own}/contester", "/espace/compte", critere="B1-C1", raison="Non.")
    assert (refused.status_code, "pas encore été rendue" in said(refused)) == (400, True)
    archive = zipfile.ZipFile(io.BytesIO(room.candidate.get("/espace/export").content))
    assert not [n for n in archive.namelist() if "lecture" in n.rpartition("/")[2] or "avis" in n.rpartition("/")[2]]
    assert "à rendre" in said(room.tutor.get(room.page))
    assert room.say(f"{path}/rendre").status_code == 303
    assert "partiel" in said(room.candidate.get(own))
    assert "Bon début." in said(room.candidate.get(own))
    assert "attente" in said(room.candidate.get(f"{draft}/comparaison?de=1&a=2"))
    assert "Rendre cette lecture" not in said(room.tutor.get(path))
    assert room.say(f"{path}/rendre").status_code == 404


def test_a_dispute_goes_to_the_queue_and_its_answer_comes_back(room: Room) -> None:
    own, path = room.deposited()
    sent = room.candidate.post(f"{own}/contester", own, critere="B1-C1", raison="« Trois offres » y est.")
    assert sent.headers["location"] == f"{own}#c-B1-C1"
    assert "En attente d’une réponse." in said(room.candidate.get(own))
    assert not parse(room.candidate.get(own).text).xpath("//form[contains(@action, 'contester')]")  # one at a time
    assert "1 contestation attend votre réponse" in said(room.tutor.get("/tuteur"))
    queue = room.tutor.get("/tuteur/contestations")
    assert "« Trois offres » y est." in said(queue)
    assert "Lecture de Jury Blanc : partiel" in said(queue)
    [action] = parse(queue.text).xpath("//form[contains(@action, 'contestations')]/@action")
    where = f"/{action.lstrip('./')}"
    assert room.tutor.post(where, "/tuteur/contestations", mots="", niveau="").status_code == 400
    assert room.tutor.post(where, "/tuteur/contestations", mots="En effet.", niveau="demontre").status_code == 303
    assert "« Trois offres » y est." in said(room.tutor.get(path))
    words = said(room.candidate.get(own))
    assert "Réponse de" in words
    assert "En effet." in words
    assert "démontré avis de" in words


def test_without_a_cohort_there_is_nobody_to_dispute_a_reading_with(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    own = f"/espace/textes/{visitor.draft(TEXT)}/versions/1"
    assert "Je conteste" not in said(visitor.get(own))
    refused = visitor.post(f"{own}/contester", "/espace/compte", critere="B1-C1", raison="Non.")
    assert (refused.status_code, "aucune cohorte" in said(refused)) == (400, True)


def test_what_the_tutor_judged_is_imported_by_the_harness(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own, path = room.deposited()
    assert room.tutor.get("/tuteur/avis.jsonl").text == ""
    room.say(f"{path}/avis", critere="B1-C1", niveau="absent", raison="Rien «\u00a0ne\u00a0» compare.\nVraiment.")
    exported = room.tutor.get("/tuteur/avis.jsonl")
    assert exported.headers["content-disposition"].startswith("attachment")
    file = tmp_path / "avis.jsonl"
    file.write_bytes(exported.content)
    name, candidate = room.tutor.who.name if room.tutor.who else "", room.candidate.who.name if room.candidate.who else ""
    assert candidate not in exported.text
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "data"))
    assert run(["evaluate", "gold", "import", str(file), "--reader", name]) == 0
    assert run(["evaluate", "gold", "import", str(file), "--reader", "lecture de Jury Blanc"]) == 0
    assert run(["evaluate", "gold", "agree", name, "lecture de Jury Blanc", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["criteres"], found["exact"]) == (1, 0.0)
    assert found["to_adjudicate"][0]["gap"] == 2  # partiel against absent
    assert found["to_adjudicate"][0]["dossier"] == f"{own.split('/')[3]}-v1"


def test_a_tutor_levels_a_shipped_dossier_and_sees_how_far_its_labels_are(room: Room) -> None:
    listed = room.tutor.get("/tuteur/etalonnage")
    assert "Dossier B1-01" in said(listed)
    assert not any(word in said(listed) for word in WORDS)
    page = room.tutor.get("/tuteur/etalonnage/B1-01")
    assert len(parse(page.text).xpath("//select")) == 8
    assert not by_class(parse(page.text), "niveau")
    # the labels of B1-01 are: évoqué, évoqué, évoqué, non abordé, non abordé, démontré, évoqué, non abordé
    given = {"B1-C1": "evoque", "B1-C2": "partiel", "B1-C4": "demontre", "B1-C6": "evoque", "B1-C8": "admis"}
    result = room.tutor.post("/tuteur/etalonnage/B1-01", **given)
    words = said(result)
    assert "Même niveau : 1 critère sur 4." in words
    assert "À un niveau près : 2 critères sur 4." in words
    assert "Vous lisez plus haut que l’auteur des étiquettes sur 2 critères ; l’inverse sur 1." in words
    distances = [row.xpath("string(./td[3])") for row in parse(result.text).xpath("//tbody/tr")]
    assert distances == ["même niveau", "1\u00a0niveau plus haut", "3\u00a0niveaux plus haut", "2\u00a0niveaux plus bas"]
    assert "/20" not in words
    assert "non mesuré" in words or "n’est pas mesuré" in words
    assert room.tutor.post("/tuteur/etalonnage/B1-01", autre="1").status_code == 400
    assert room.tutor.get("/tuteur/etalonnage/B1-99").status_code == 404


def test_the_export_of_a_candidate_says_who_sees_and_what_was_said(room: Room) -> None:
    own, path = room.deposited()
    room.say(f"{path}/avis", critere="B1-C1", niveau="absent", raison="Rien ne compare.")
    room.candidate.post(f"{own}/contester", own, critere="B1-C1", raison="Si.")
    archive = zipfile.ZipFile(io.BytesIO(room.candidate.get("/espace/export").content))
    opinions = json.loads(archive.read("01 - Mission/version 1/avis.json"))
    assert [o["reason"] for o in opinions["overrides"]] == ["Rien ne compare."]
    assert [d["reason"] for d in opinions["disputes"]] == ["Si."]
    assert [m["cohort"]["name"] for m in json.loads(archive.read("cohortes.json"))["joined"]] == ["Groupe A"]
    mine = zipfile.ZipFile(io.BytesIO(room.tutor.get("/espace/export").content))
    assert [c["name"] for c in json.loads(mine.read("cohortes.json"))["own"]] == ["Groupe A"]


def test_hostile_words_are_only_words(room: Room) -> None:
    own, path = room.deposited()
    draft = (own.split("/")[3], 1)
    tutor, candidate = (v.who.id if v.who else "" for v in (room.tutor, room.candidate))
    for vector in [v for v in VECTORS if v.strip()][:12]:
        room.kept.cohorts.create(tutor, vector, ReleasePolicy.AT_ONCE)
        room.kept.opinions.comment(tutor, draft, vector)
        room.kept.opinions.override(tutor, draft, "B1-C1", Niveau.ABSENT, vector)
    room.kept.opinions.dispute(candidate, draft, "B1-C1", "".join(VECTORS)[:3000])
    plain = room.candidate.get(own).text
    for page in (
        room.tutor.get("/tuteur"),
        room.tutor.get(path),
        room.tutor.get("/tuteur/contestations"),
        room.candidate.get(own),
    ):
        root = parse(page.text)
        assert not root.xpath("//@*[starts-with(name(), 'on')] | //iframe | //img | //object | //script[not(@src)]")
        assert page.status_code == 200
    assert "javascript:" not in str(parse(plain).xpath("//@href"))
