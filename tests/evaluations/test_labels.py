"""People's labels come in, meet, and are settled."""

import pytest

from assistant.domain.feedback import Niveau
from assistant.errors import InputError
from evaluations.labels import Label, adjudicated, disagreements, double_marking, read_labels

CSV = """dossier;critere;lecteur;niveau;note
D1;B1-C1;Anne;démontré;
D1;B1-C2;Anne;partiel;à revoir
D1;B1-C1;Marc;partiel;
D1;B1-C2;Marc;partiel;
"""


def _labels(*rows: tuple[str, str, str]) -> tuple[Label, ...]:
    return tuple(Label(dossier="D1", critere=c, lecteur=who, niveau=Niveau(n)) for c, who, n in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_french_spreadsheet_is_read_whatever_its_encoding(encoding: str) -> None:
    labels = read_labels(CSV.encode(encoding), "jury.csv")
    assert [(x.critere, x.lecteur, x.niveau) for x in labels[:2]] == [("B1-C1", "Anne", "demontre"), ("B1-C2", "Anne", "partiel")]
    assert labels[1].note == "à revoir"


def test_commas_and_jsonl_give_the_same_labels() -> None:
    lines = [
        '{"dossier": "D1", "critere": "B1-C1", "lecteur": "Anne", "niveau": "demontre"}',
        "",
        '{"dossier": "D1", "critere": "B1-C2", "lecteur": "Anne", "niveau": "non évaluable"}',
    ]
    comma = "dossier,critere,lecteur,niveau\nD1,B1-C1,Anne,demontre\nD1,B1-C2,Anne,non_evaluable\n"
    assert read_labels("\n".join(lines).encode(), "a.jsonl") == read_labels(comma.encode(), "a.csv")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"dossier;critere;niveau\n", "a.csv", "lecteur"),
        (b"dossier;critere;lecteur;niveau\n", "a.csv", "aucune"),
        (b"dossier;critere;lecteur;niveau\nD1;B1-C1;Anne;18/20\n", "a.csv", "ligne 2"),
        (b"dossier;critere;lecteur;niveau\nD1;1.1;Anne;absent\n", "a.csv", "critere"),
        (b"[1]\n", "a.jsonl", "ligne 1"),
        (b"dossier;critere;lecteur;niveau\nD1;B1-C1;A;absent\nD1;B1-C1;A;partiel\n", "a.csv", "deux niveaux"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_its_place(data: bytes, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_labels(data, name)


def test_two_readers_meet_on_what_both_labelled() -> None:
    labels = _labels(
        ("B1-C1", "A", "demontre"), ("B1-C1", "B", "partiel"), ("B1-C2", "A", "absent"), ("B1-C3", "A", "non_evaluable")
    )
    labels += _labels(("B1-C3", "B", "absent"), ("B1-C4", "A", "absent"), ("B1-C4", "B", "absent"))
    table = double_marking(labels, "A", "B")
    assert table.sum() == 2
    assert (table[3, 2], table[0, 0]) == (1, 1)


def test_the_widest_gaps_come_first_and_an_abstention_is_a_disagreement() -> None:
    labels = _labels(("B1-C1", "A", "demontre"), ("B1-C1", "B", "partiel"), ("B1-C2", "A", "absent"), ("B1-C2", "B", "demontre"))
    labels += _labels(
        ("B1-C3", "A", "non_evaluable"), ("B1-C3", "B", "absent"), ("B1-C4", "A", "absent"), ("B1-C4", "B", "absent")
    )
    assert [(d.critere, d.gap) for d in disagreements(labels)] == [("B1-C2", 3), ("B1-C1", 1), ("B1-C3", 1)]


def test_adjudication_keeps_what_is_shared_and_what_was_decided() -> None:
    labels = _labels(("B1-C1", "A", "demontre"), ("B1-C1", "B", "partiel"), ("B1-C2", "A", "absent"), ("B1-C2", "B", "absent"))
    decided = _labels(("B1-C1", "A et B", "partiel"))
    assert [(x.critere, x.lecteur, x.niveau) for x in adjudicated(labels, decided)] == [
        ("B1-C1", "A et B", "partiel"),
        ("B1-C2", "A+B", "absent"),
    ]
    with pytest.raises(InputError, match="B1-C1"):
        adjudicated(labels, ())
