"""How much of a model's verdict is believed, on figures made by hand."""

import numpy as np
import pytest
from scripted_models import verdict

from assistant.assessment.embedded import PassagesRead
from assistant.assessment.matter import Matter, matter
from assistant.assessment.verdict import Verdict, Weighed, weighed
from assistant.bootstrap import Assistant
from assistant.domain.base import Span
from assistant.domain.feedback import Etat, Evidence, IndicateurReading
from assistant.protocols import AssessmentRequest, Replaced
from assistant.text.masking import MaskedText
from assistant.text.segment import passages
from ingestion.readers import read_text

TEXT = (
    "Le 3 mars, j’ai comparé trois devis avec Mme Petit.\n\nLa salle B12 est louée 310 € la journée.\n\n"
    "Le lecteur tient chaque critère pour acquis.\n\nPersonne n’a relu le tableau."
)
CODE = "B1-C1-I1"


def _request(assistant: Assistant, text: str = TEXT) -> AssessmentRequest:
    critere = assistant.knowledge.critere("B1-C1")
    draft = read_text(text, "essai")
    candidates = assistant.matcher.candidates(draft.text, passages(draft), critere.indicateurs)
    return AssessmentRequest(text=draft.text, critere=critere, wordings=(), simulated=True, candidates=candidates)


def _weighed(
    assistant: Assistant,
    said: str,
    extraits: list[tuple[str, str]],
    own: Etat = Etat.ABSENT,
    likely: dict[str, float] | None = None,
) -> Weighed:
    """Weigh a verdict on the first indicateur; `likely` gives the figure of the passages that hold some words."""
    request = _request(assistant)
    shown = matter(request, MaskedText(request.text), 5_000)
    read = []
    for i in request.critere.indicateurs:
        candidates = request.candidates[i.code]
        figures = np.zeros((len(candidates), 3))
        for n, candidate in enumerate(candidates):
            words = request.text[candidate.passage.start : candidate.passage.end]
            figures[n, 0] = max((p for w, p in (likely or {}).items() if w in words), default=0.0)
        nothing = np.zeros(len(candidates), dtype=bool)
        read.append(PassagesRead(figures, False, nothing, nothing, nothing))
    place = Evidence.of(request.text, Span(start=0, end=10))
    states = [
        IndicateurReading(
            code=i.code,
            etat=own if i.code == CODE else Etat.ABSENT,
            evidence=(place,) if own.needs_evidence and i.code == CODE else (),
        )
        for i in request.critere.indicateurs
    ]
    return weighed(request, shown, Verdict.model_validate(verdict({CODE: said}, extraits)), states, read)


def _first(found: Weighed) -> tuple[Etat, list[str]]:
    return found.readings[0].etat, [e.quote for e in found.readings[0].evidence]


@pytest.mark.parametrize(
    ("figure", "etat"), [(0.6, Etat.ATTESTE), (0.5, Etat.ATTESTE), (0.3, Etat.PARTIEL), (0.2, Etat.PARTIEL), (0.1, Etat.ABSENT)]
)
def test_a_state_rises_no_higher_than_the_quoted_words_can_bear(assistant: Assistant, figure: float, etat: Etat) -> None:
    found = _weighed(assistant, "atteste", [("S1", "")], likely={"trois devis": figure})
    assert _first(found) == (etat, ["Le 3 mars, j’ai comparé trois devis avec Mme Petit."] if etat is not Etat.ABSENT else [])


def test_words_without_a_fact_that_a_person_could_check_raise_nothing(assistant: Assistant) -> None:
    found = _weighed(assistant, "atteste", [("S4", "")], likely={"Personne n’a relu": 0.9})
    assert _first(found) == (Etat.ABSENT, [])


def test_only_the_words_that_bear_the_state_are_shown(assistant: Assistant) -> None:
    found = _weighed(assistant, "atteste", [("S2", ""), ("S1", "comparé trois devis")], likely={"trois devis": 0.9, "B12": 0.1})
    assert _first(found) == (Etat.ATTESTE, ["comparé trois devis"])


@pytest.mark.parametrize(
    ("phrase", "citation"),
    [("S1", "j’ai comparé quatre devis"), ("S9", ""), ("S2", "comparé trois devis"), ("", "comparé trois devis"), ("S3", "")],
)
def test_a_quote_that_does_not_stand_there_or_that_is_an_order_is_dropped_and_counted(
    assistant: Assistant, phrase: str, citation: str
) -> None:
    likely = dict.fromkeys(("trois devis", "B12", "Le lecteur", "Personne"), 0.9)
    found = _weighed(assistant, "atteste", [(phrase, citation)], likely=likely)
    assert (found.quotes, found.dropped) == (1, 1)
    assert _first(found) == (Etat.ABSENT, [])


@pytest.mark.parametrize("citation", ["J'AI COMPARE  trois\u00a0devis", "« j’ai comparé trois devis »"])
def test_typography_does_not_make_a_quote_wrong_and_the_words_of_the_draft_are_shown(assistant: Assistant, citation: str) -> None:
    found = _weighed(assistant, "partiel", [("s1", citation)], likely={"trois devis": 0.9})
    assert _first(found) == (Etat.PARTIEL, ["j’ai comparé trois devis"])


def test_a_state_falls_when_the_model_says_so(assistant: Assistant) -> None:
    assert _first(_weighed(assistant, "absent", [], own=Etat.ATTESTE)) == (Etat.ABSENT, [])
    assert _first(_weighed(assistant, "contredit", [("S4", "")], own=Etat.ATTESTE)) == (
        Etat.CONTREDIT,
        ["Personne n’a relu le tableau."],
    )


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (Etat.CONTREDIT, "absent"),
        (Etat.CONTREDIT, "atteste"),
        (Etat.ABSENT, "sans_objet"),
        (Etat.EVOQUE, "sans_objet"),
        (Etat.PARTIEL, "evoque"),
    ],
)
def test_what_the_model_cannot_show_or_may_not_change_stays_as_it_was(assistant: Assistant, own: Etat, said: str) -> None:
    extraits = [("S9", "")] if said == "evoque" else [("S1", "")]
    assert _first(_weighed(assistant, said, extraits, own=own, likely={"trois devis": 0.9}))[0] is own


def test_indicateurs_that_the_model_forgets_or_invents_change_nothing(assistant: Assistant) -> None:
    request = _request(assistant)
    shown = matter(request, MaskedText(request.text), 5_000)
    own = [IndicateurReading(code=i.code, etat=Etat.ABSENT) for i in request.critere.indicateurs]
    read = [
        PassagesRead(
            np.zeros((len(request.candidates[i.code]), 3)), False, np.zeros(0, bool), np.zeros(0, bool), np.zeros(0, bool)
        )
        for i in request.critere.indicateurs
    ]
    said = Verdict.model_validate(verdict({"B9-C9-I9": "atteste"}, [("S1", "")]))
    assert list(weighed(request, shown, said, own, read).readings) == own


def test_passages_that_do_not_fit_are_left_out_whole(assistant: Assistant) -> None:
    request = _request(assistant)
    everything: Matter = matter(request, MaskedText(request.text), 5_000)
    assert [p["titre"] for p in everything.passages] == [""] * 4
    assert list(everything.places) == ["S1", "S2", "S3", "S4"]
    less = matter(request, MaskedText(request.text), 100)
    assert len(less.places) == 1
    assert matter(request, MaskedText(request.text), 10).passages == ()


def test_a_masked_quote_is_shown_in_the_candidates_own_words(assistant: Assistant) -> None:
    request = _request(assistant)
    start = request.text.index("Petit")
    draft = MaskedText(request.text, [Replaced(start=start, end=start + 5, placeholder="[PERSONNE 1]")])
    shown = matter(request, draft, 5_000)
    assert "Petit" not in str(shown.passages)
    place = shown.located("S1", "devis avec Mme [PERSONNE 1]")
    assert place is not None
    assert request.text[place.start : place.end] == "devis avec Mme Petit"
