"""French as it is set: apostrophes, spaces, numbers, dates; and text a screen may not obey."""

import pytest
from b1_dossier import DraftBuilder, b1_draft
from b1_grounds import b1_grille, b1_labels, b1_referentiel
from drafts import draft_from_markdown

from assistant.domain.draft import Block, Draft
from assistant.domain.feedback import Etat, Finding, Niveau
from web.rendering.places import Places, span_of_finding
from web.rendering.plain import one_line, printable, shortened
from web.rendering.words import ETAT_WORDS, NIVEAU_SHAPES, counted, french_date, labels_from, sureness, typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("l'écart d'avril", "l’écart d’avril"),
        ("Une question ?", "Une question\u202f?"),
        ("Il manque ceci : le délai ; le reste", "Il manque ceci\u00a0: le délai\u202f; le reste"),
        ("« cité »", "«\u00a0cité\u00a0»"),
        ("«cité»", "«\u00a0cité\u00a0»"),
        ("«\u202fcité\u202f»", "«\u00a0cité\u00a0»"),
        ("12 500 €, 8 %", "12\u202f500\u202f€, 8\u202f%"),
        ("etc...", "etc…"),
        ("loi n° 2018-771", "loi n°\u00a02018-771"),
        ("à 9:30 et https://exemple", "à 9:30 et https://exemple"),
        ("5'30 et rien d’autre", "5'30 et rien d’autre"),
        ("", ""),
    ],
)
def test_our_words_are_set_as_french(typed: str, set_: str) -> None:
    assert typeset(typed) == set_


@pytest.mark.parametrize("typed", ["l'écart : 12 500 € ?", "« oui » ; « non »", "n° 4..."])
def test_setting_twice_changes_nothing_more(typed: str) -> None:
    assert typeset(typeset(typed)) == typeset(typed)


def test_numbers_and_dates_are_french() -> None:
    assert counted(140000, "signe", "signes") == "140\u202f000\u00a0signes"
    assert counted(1, "mot", "mots") == "1\u00a0mot"
    assert counted(0, "mot", "mots") == "0\u00a0mot"
    assert french_date("2026-11-01") == "1er\u00a0novembre 2026"
    assert french_date("2026-02-17") == "17\u00a0février 2026"
    assert french_date("2026-05") == "mai 2026"
    assert french_date("2026-13") == "2026-13"
    assert french_date("automne 2026") == "automne 2026"


def test_every_niveau_and_state_has_its_own_words() -> None:
    assert set(NIVEAU_SHAPES) == set(Niveau)
    assert len(set(NIVEAU_SHAPES.values())) == len(Niveau)
    assert set(ETAT_WORDS) == set(Etat)
    assert len(set(ETAT_WORDS.values())) == len(Etat)


def test_doubt_is_said_plainly() -> None:
    assert sureness(0.9) == "lecture sûre"
    assert sureness(0.6) == "lecture assez sûre"
    assert "à vérifier avec votre tuteur" in sureness(0.59)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mrouge\x1b[0m", "rouge"),
        ("\x1b]0;titre\x07suite", "suite"),
        ("\x1b]8;;http://x\x1b\\lien\x1b]8;;\x1b\\", "lien"),
        ("\x9b2Jvide", "vide"),
        ("\x1bPq#0\x1b\\image", "image"),
        ("a\x00b\x07c\x08d\x7fe", "abcde"),
        ("\u202egauche\u2066", "gauche"),
        ("\ud800seul", "seul"),
        ("\x1bcremise", "remise"),
        ("césure\u00adpossible", "césure\u00adpossible"),
        ("deux\nlignes\tcellule", "deux\nlignes\tcellule"),
    ],
)
def test_escapes_and_controls_are_taken_out(hostile: str, shown: str) -> None:
    assert printable(hostile) == shown


def test_a_quote_is_shown_on_one_line_with_its_no_break_spaces() -> None:
    assert one_line("| a | b |") == "a | b"
    assert one_line("un\u00a0: deux\n  trois\tquatre\t\tcinq") == "un\u00a0: deux trois | quatre | cinq"


def test_a_long_quote_keeps_its_two_ends() -> None:
    quote = " ".join(f"mot{n}" for n in range(200))
    short = shortened(quote)
    assert len(short) <= 240
    assert short.startswith("mot0 mot1 ")
    assert short.endswith(" mot199")
    assert " […] " in short


def test_a_place_is_named_as_a_reader_would() -> None:
    draft = b1_draft()
    places = Places(draft)
    assert places.of(draft.text.index("Mme Lacoste")) == "§\u00a02"
    assert places.of(draft.text.index("Recruter, positionner")) == "titre «\u00a0Recruter, positionner, contractualiser\u00a0»"
    assert places.of(draft.text.index("53 908 €")) == "tableau\u00a02, ligne\u00a06, colonne\u00a02"
    typed = draft_from_markdown("| a | b |\n|---|---|\n| c | d |")
    assert Places(typed).of(typed.text.index("| c")) == "tableau\u00a01, ligne\u00a02, colonne\u00a01"
    assert Places(typed).of(typed.text.index("|---")) == "ligne\u00a02"
    assert Places(None).of(11) == "signe\u00a012"
    paged = Draft(name="x", text="un\ndeux", blocks=(Block(kind="paragraph", start=3, end=7, page=4),))
    assert Places(paged).of(3) == "page\u00a04, §\u00a01"
    assert Places(paged).of(0) == "ligne\u00a01"


def test_a_finding_is_found_by_its_positions_or_by_its_cell() -> None:
    draft = DraftBuilder("x").table(("a", ""), ("b", "c")).build()

    def finding(**where: object) -> Finding:
        return Finding.model_validate({"code": "x", "severity": "info", "message": "m", **where})

    by_cell = span_of_finding(draft, finding(cell={"table": 1, "row": 2, "column": 2}))
    assert by_cell is not None
    assert draft.slice(by_cell) == "c"
    assert span_of_finding(draft, finding(cell={"table": 1, "row": 1, "column": 2})) is None
    assert span_of_finding(draft, finding(cell={"table": 9, "row": 1, "column": 1})) is None
    assert span_of_finding(draft, finding(start=2, end=99)) is None
    assert span_of_finding(draft, finding()) is None


def test_labels_come_from_the_referentiel_first() -> None:
    referentiel = b1_referentiel()
    changed = b1_grille().model_copy(
        update={"criteres": tuple(c.model_copy(update={"texte": "autre"}) for c in b1_grille().criteres)}
    )
    labels = labels_from(referentiel, changed)
    assert labels.critere("B1-C3") == "Les exigences réglementaires sont respectées"
    assert labels_from(referentiel.model_copy(update={"blocs": ()}), changed).critere("B1-C3") == "autre"
    assert b1_labels().indicateur("B1-C2-I6").expert
    assert labels.indicateur("B9-C9-I9").label == "élément attendu B9-C9-I9"
