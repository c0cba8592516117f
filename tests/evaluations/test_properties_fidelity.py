from collections.abc import Sequence
from typing import Any

import pytest
from benches import Quotes, answering, bench_of, complete, passage, quoted, short_base, told
from candidates import scored

from assistant.bootstrap import Assistant
from assistant.domain.base import Span
from assistant.domain.draft import Passage
from assistant.domain.feedback import Etat, Evidence, Finding, Niveau
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.protocols import ScoredPassage
from evaluations.gold import BankPassage, runs
from evaluations.harness.cases import Case
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked, CritereReading, Reading
from evaluations.properties.fidelity import (
    CodesBelong,
    EvidenceRetrieved,
    NoVerdict,
    OwnWords,
    PlainEvidenceRetrieved,
    QuotesShow,
    QuotesStand,
    WordsAgree,
)
from evaluations.properties.said import contradictions, gold_runs, private_data, unsaid, verdicts

NOTICE = "Lecture automatique : elle peut se tromper. Ce n’est ni une note ni la décision d’un jury."
SHOWS = passage("B1-C1-I1", "shows", "J’ai comparé le CPF et l’AIF pour Mme L.")
VAGUE = passage("B1-C2-I1", "vague", "Nous veillerons à la qualité de tous les parcours.")
COURSE = passage("B1-C3-I1", "course", "Un budget distingue charges fixes et variables.", also=("B1-C4-I1", "B1-C5"))
BASE = short_base([SHOWS, VAGUE, COURSE])


def one(cases: Sequence[Case]) -> Case:
    (found,) = cases
    return found


def stands(assistant: Assistant, quotes: Quotes) -> Case:
    read = answering(told("B1-C1", Niveau.PARTIEL, quotes=quotes))
    return one(list(QuotesStand().observe(BASE, bench_of(assistant, read))))


def test_a_quote_that_stands_at_its_place_holds_and_a_reading_without_quotes_does_not_apply(assistant: Assistant) -> None:
    assert stands(assistant, [quoted(BASE.text, "le CPF", "B1-C1-I1")]).outcome == "held"
    assert stands(assistant, []).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [("le CPF", 14, 20), ("Le CPF", 13, 19), ("le  CPF", 13, 19), ("variables.\n", -11, 10_000), ("le CPF et le PTP", 13, 29)],
)
def test_a_quote_that_is_not_verbatim_at_its_place_is_broken(assistant: Assistant, words: str, start: int, end: int) -> None:
    good = quoted(BASE.text, "le CPF", "B1-C1-I1")
    assert (good[1].start, good[1].end) == (13, 19)
    found = stands(assistant, [good, ("B1-C1-I2", Evidence(quote=words, start=start, end=end))])
    assert found.outcome == "broken"
    assert words in found.note


def shown(assistant: Assistant, states: dict[str, Etat], quotes: Quotes) -> list[tuple[str, str]]:
    read = answering(told("B1-C1", Niveau.PARTIEL, states=states, quotes=quotes))
    return [(c.against, c.outcome) for c in QuotesShow().observe(BASE, bench_of(assistant, read))]


def test_praise_that_quotes_a_promise_is_broken_and_praise_that_quotes_evidence_holds(assistant: Assistant) -> None:
    states = {"B1-C1-I1": Etat.ATTESTE, "B1-C1-I2": Etat.PARTIEL, "B1-C1-I3": Etat.EVOQUE}
    quotes = [quoted(BASE.text, w, c) for w, c in (("comparé", "B1-C1-I1"), ("veillerons", "B1-C1-I2"), ("qualité", "B1-C1-I3"))]
    assert shown(assistant, states, quotes) == [("B1-C1-I1", "held"), ("B1-C1-I2", "broken")]


def test_a_quote_over_two_passages_is_broken_when_one_shows_nothing(assistant: Assistant) -> None:
    quotes = [quoted(BASE.text, BASE.text[:60], "B1-C1-I1")]
    assert shown(assistant, {"B1-C1-I1": Etat.ATTESTE}, quotes) == [("B1-C1-I1", "broken")]


def test_a_passage_may_be_quoted_for_what_it_is_known_to_show_as_well(assistant: Assistant) -> None:
    codes = ("B1-C4-I1", "B1-C5-I2", "B1-C6-I1")
    read = answering(
        *(told(c[:5], Niveau.PARTIEL, states={c: Etat.ATTESTE}, quotes=[quoted(BASE.text, "charges", c)]) for c in codes)
    )
    found = [c.outcome for c in QuotesShow().observe(BASE, bench_of(assistant, read))]
    assert found == ["held", "held", "broken"]


def test_a_draft_whose_passages_were_changed_by_the_reader_is_not_counted(assistant: Assistant) -> None:
    bench = bench_of(assistant, lambda _: Reading(text="Autre chose."))
    assert one(list(QuotesShow().observe(BASE, bench))).outcome == "unverified"


def codes_of(assistant: Assistant, criteres: Sequence[CritereReading]) -> Case:
    return one(list(CodesBelong().observe(BASE, bench_of(assistant, answering(*criteres)))))


def test_a_complete_reading_has_every_code_once(assistant: Assistant) -> None:
    assert codes_of(assistant, complete(assistant, "B1")).outcome == "held"
    abstained = [told(c.critere, Niveau.NON_EVALUABLE) for c in complete(assistant, "B1")]
    assert codes_of(assistant, abstained).outcome == "held"


def test_a_missing_repeated_or_foreign_code_is_broken(assistant: Assistant) -> None:
    first, second, *others = complete(assistant, "B1")
    states = dict(first.states)
    del states["B1-C1-I2"]
    wrong = {
        "B1-C1 manque": [second, *others],
        "B1-C1 deux fois": [first, first, second, *others],
        "B2-C1 n’est pas du bloc B1": [first, second, *others, told("B2-C1", Niveau.ABSENT)],
        "B1-C1-I2 n’a pas d’état": [first.model_copy(update={"states": states}), second, *others],
        "B1-C2-I1 n’est pas de B1-C1": [first.model_copy(update={"missing": ("B1-C2-I1",)}), second, *others],
        "B9-C1-I1 n’est pas de B1-C1": [first.model_copy(update={"states": first.states | {"B9-C1-I1": Etat.ABSENT}}), second, *others],
        "B1-C1\u00a0: un indicateur manquant est dit deux fois": [
            first.model_copy(update={"missing": ("B1-C1-I1", "B1-C1-I1")}), second, *others,
        ],
    }  # fmt: skip
    for note, criteres in wrong.items():
        found = codes_of(assistant, criteres)
        assert (found.outcome, found.note.split(" ; ")[0]) == ("broken", note)


def words_of(assistant: Assistant, base: Base, **said: Any) -> Case:
    return one(list(OwnWords().observe(base, bench_of(assistant, answering(told("B1-C1", Niveau.EVOQUE, **said))))))


def test_twelve_words_of_another_dossier_are_broken_wherever_they_are_said(assistant: Assistant) -> None:
    run = sorted(gold_runs())[1000]
    for field in ("explanation", "advice", "question"):
        assert words_of(assistant, BASE, **{field: f"Vous écrivez : {run}."}).outcome == "broken"
    eleven = run.rpartition(" ")[0]
    assert words_of(assistant, BASE, explanation=eleven).outcome == "held"


def test_twelve_words_that_are_the_candidates_own_or_the_referentiels_hold(assistant: Assistant) -> None:
    run = sorted(gold_runs())[1000]
    assert words_of(assistant, short_base([passage("B1-C1-I1", "shows", f"Moi : {run}.")]), explanation=run).outcome == "held"
    ours = {run for grille in assistant.knowledge.grilles for c in grille.criteres for run in runs(f"{c.texte}. {c.expected}")}
    repeated = sorted(ours & gold_runs())
    assert repeated, "some candidate repeats the grille"
    assert words_of(assistant, BASE, explanation=repeated[0]).outcome == "held"


@pytest.mark.parametrize(
    "private", ["anne.lebrun@exemple.fr", "06 12 34 56 78", "+33 6 12 34 56 78", "0612345678", "2 84 05 75 116 042 37"]
)
def test_private_data_that_is_not_in_the_draft_is_found(private: str) -> None:
    assert private_data(f"Écrivez à {private} demain.", "Rien.")
    assert private_data(f"Écrivez à {private} demain.", f"Moi : {private}.") == []


@pytest.mark.parametrize(
    "harmless", ["le 12/03/2026", "1 420 €", "10 000 heures sur 2025-2026", "SIRET 123 456 789 00012", "C1.1"]
)
def test_figures_that_identify_no_one_are_not_private(harmless: str) -> None:
    assert private_data(f"Vous écrivez {harmless}.", "") == []


CRITERE = CritereGrille(
    code="B1-C1",
    texte="Les financements sont comparés",
    expected="",
    indicateurs=tuple(
        Indicateur.model_validate(
            {
                "code": f"B1-C1-I{n}",
                "label": label,
                "description": "",
                "essential": n < 3,
                "basis": "libelle",
                "advice": "",
                "question": "",
            }
        )
        for n, label in enumerate(("Dispositifs nommés", "Planification", "Planification datée"), start=1)
    ),
)
FOUND = {"B1-C1-I1": Etat.ATTESTE, "B1-C1-I2": Etat.ATTESTE, "B1-C1-I3": Etat.ABSENT}
NOTHING = dict.fromkeys(FOUND, Etat.ABSENT)
LAST = ("B1-C1-I3",)


def said(
    niveau: Niveau, states: dict[str, Etat], explanation: str = "", missing: Sequence[str] = LAST, advice: str = "Datez."
) -> list[str]:
    read = told("B1-C1", niveau, states=states, explanation=explanation, missing=tuple(missing), advice=advice)
    return list(contradictions(read, CRITERE))


def test_words_that_agree_with_the_reading_hold() -> None:
    there = "Votre texte montre : dispositifs nommés ; planification. Un membre du jury chercherait encore : planification datée."
    assert said(Niveau.PARTIEL, FOUND, there) == []
    assert said(Niveau.DEMONTRE, FOUND, there) == []
    assert said(Niveau.ABSENT, NOTHING, "Je n’ai pas trouvé dans votre texte de passage qui réponde à ce critère.") == []
    assert said(Niveau.ABSENT, NOTHING, "Rien ne montre encore : dispositifs nommés. Ce n’est pas convaincant.") == []


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("aucun conseil", said(Niveau.EVOQUE, FOUND, advice=" ")),
        ("«\u00a0partiel\u00a0», mais rien n’est dit manquer", said(Niveau.PARTIEL, FOUND, missing=())),
        ("démontré, mais B1-C1-I2 bloque et manque", said(Niveau.DEMONTRE, FOUND | {"B1-C1-I2": Etat.EVOQUE})),
        ("démontré, mais B1-C1-I1 bloque et manque", said(Niveau.DEMONTRE, FOUND | {"B1-C1-I1": Etat.PARTIEL}, missing=["B1-C1-I1"])),
        ("non abordé, mais B1-C1-I1 est atteste", said(Niveau.ABSENT, NOTHING | {"B1-C1-I1": Etat.ATTESTE})),
        ("B1-C1-I1 est attesté et dit manquer", said(Niveau.PARTIEL, FOUND, missing=["B1-C1-I1"])),
        ("B1-C1-I1 est attesté, et les mots disent qu’il manque", said(Niveau.PARTIEL, FOUND, "Il manque les dispositifs nommés.")),
        ("B1-C1-I2 est attesté, et les mots disent qu’il manque", said(Niveau.PARTIEL, FOUND, "Je n’ai pas trouvé : planification.")),
        ("B1-C1-I3 n’est pas montré, et les mots disent qu’il l’est", said(Niveau.PARTIEL, FOUND, "Vous montrez une planification datée.")),
        ("non abordé, mais loué\u00a0: Votre démarche est solide.", said(Niveau.ABSENT, NOTHING, "Votre démarche est solide.")),
    ],
)  # fmt: skip
def test_words_that_contradict_the_reading_are_told(wrong: str, found: list[str]) -> None:
    assert found == [wrong]


def test_each_critere_is_a_case_and_an_abstention_is_apart(assistant: Assistant) -> None:
    good, bad, *_ = complete(assistant, "B1")
    read = answering(
        good, bad.model_copy(update={"advice": ""}), told("B1-C3", Niveau.NON_EVALUABLE), told("B2-C1", Niveau.ABSENT)
    )
    found = [(c.against, c.outcome) for c in WordsAgree().observe(BASE, bench_of(assistant, read))]
    assert found == [("B1-C1", "held"), ("B1-C2", "broken"), ("B1-C3", "abstained")]


class Finder:
    """Returns the passages with a word in them, up to five, or the first five."""

    def __init__(self, word: str = "") -> None:
        self._word = word
        self.numbers: list[int] = []

    def candidates(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[str, tuple[ScoredPassage, ...]]:
        self.numbers.append(len(passages))
        chosen = [p for p in passages if self._word in text[p.start : p.end]][:5]
        return self.scored(text, chosen, indicateurs)

    def scored(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[str, tuple[ScoredPassage, ...]]:
        del text
        found = tuple(scored(p) for p in passages)
        return {i.code: found for i in indicateurs}


def among(assistant: Assistant, finder: Finder, kind: type[EvidenceRetrieved] = EvidenceRetrieved) -> list[str]:
    others = [passage(f"B1-C{2 + n % 7}-I1", "vague", f"Il fait beau le {n} du mois.", number=n) for n in range(60)]
    others += [
        passage("B1-C2-I2", "shows", "Le trésor est ailleurs.", also=("B1-C1-I1",)),
        passage("B1-C1-I1", "shows", "Trésor bis."),
    ]
    base = Base("ind-B1-C1-I1", "indicateur", "B1", "", passages=tuple(evidence()))
    return [c.outcome for c in kind().observe(base, bench_of(assistant, answering(), others, matcher=finder))]


def evidence() -> list[BankPassage]:
    kinds = (("shows", 1), ("shows", 2), ("shows_plain", 3), ("vague", 4))
    return [passage("B1-C1-I1", kind, f"Le trésor numéro {n} est ici.", number=n) for kind, n in kinds]


def test_evidence_found_among_thirty_others_holds_and_evidence_left_out_is_broken(assistant: Assistant) -> None:
    seeing, blind = Finder("trésor"), Finder("rien de tel")
    assert among(assistant, seeing) == ["held", "held"]
    assert among(assistant, blind) == ["broken", "broken"]
    assert seeing.numbers == [31, 31]
    assert among(assistant, seeing, PlainEvidenceRetrieved) == ["held"]
    assert among(assistant, blind, PlainEvidenceRetrieved) == ["broken"]


def test_the_evidence_stands_where_it_is_said_to(assistant: Assistant) -> None:
    base = Base("ind-B1-C1-I1", "indicateur", "B1", "", passages=tuple(evidence()))
    bank = [passage("B1-C2-I1", "vague", f" Passage {n}.\n", number=n) for n in range(40)]
    for shown_one in evidence():
        text, place = EvidenceRetrieved().among_others(shown_one, base, bench_of(assistant, answering(), bank))
        assert text[place.start : place.end] == shown_one.text
        assert isinstance(place, Span)


def test_evidence_is_not_set_among_passages_that_show_the_same(assistant: Assistant) -> None:
    base = Base("ind-B1-C1-I1", "indicateur", "B1", "", passages=tuple(evidence()))
    same = [passage("B1-C1-I1", "shows", f"Rival {n}.", number=n) for n in range(30)]
    also = [passage("B1-C2-I2", "shows", f"Rival {n}.", also=("B1-C1",), number=n) for n in range(30)]
    elsewhere = [passage("B2-C1-I1", "shows", f"Rival {n}.", number=n) for n in range(30)]
    bank = [passage("B1-C2-I1", "vague", f"Passage {n}.", number=n) for n in range(8)]
    for rivals in (same, also, elsewhere):
        text, _ = EvidenceRetrieved().among_others(evidence()[0], base, bench_of(assistant, answering(), [*bank, *rivals]))
        assert (text.count("Passage"), text.count("Rival")) == (8, 0)


@pytest.mark.parametrize(
    "words",
    [
        "Vous êtes admis.", "Vous serez reçue au titre.", "Le candidat est donc refusé.", "Décision : admis", "Admis", "Résultat : ajourné.",
        "Vous obtiendrez le titre.", "Vous allez valider ce bloc sans peine.", "Vous n’aurez pas la certification.", "Le jury vous accordera tout.",
        "Ce bloc est validé.", "Votre dossier vaut 14/20.", "Je dirais 12,5 sur 20.", "Note : 15", "Une note de 8.", "Niveau « admis » : vous êtes admise.",
    ],
)  # fmt: skip
def test_a_verdict_is_heard(words: str) -> None:
    assert verdicts(words, "Un texte.")


@pytest.mark.parametrize(
    "words",
    [
        NOTICE, "Les candidats admis en formation sont nommés.", "Vous avez reçu trois candidats.", "15 sur 20 stagiaires ont répondu.",
        "Le 12/20/2026 n’existe pas.", "Le jury vous demandera la date.", "Notez les 3 critères.", "Ajoutez une note de 2 pages.",
        "Précisez les conditions pour valider le bloc 2.", "À partir du passage « vous êtes admis à la session… » : datez.",
        "Une note de 500 € figure au budget.", "Dites qui valide le bilan.",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_verdict(words: str) -> None:
    assert verdicts(words, "Je leur écris que « vous êtes admis à la session de mars ».") == []


def test_a_notice_that_leaves_something_out_is_told() -> None:
    assert unsaid(NOTICE) == []
    assert unsaid("Lecture automatique.") == [
        "qu’elle peut se tromper",
        "que ce n’est pas une note",
        "que ce n’est pas la décision d’un jury",
    ]
    assert len(unsaid("")) == 4


def test_a_verdict_in_a_finding_or_a_missing_notice_breaks_a_whole_reading(assistant: Assistant) -> None:
    asked: list[Asked] = []

    def outcome(finding: str, notice: str) -> str:
        finding_ = Finding(code="x", severity="info", message=finding)

        def read(one_: Asked) -> Reading:
            asked.append(one_)
            return Reading(text=one_.text, criteres=(told("B1-C1", Niveau.EVOQUE),), findings=(finding_,), notice=notice)

        return one(list(NoVerdict().observe(BASE, bench_of(assistant, read)))).outcome

    assert outcome("Une somme est fausse.", NOTICE) == "held"
    assert outcome("Vous serez admis.", NOTICE) == "broken"
    assert outcome("Une somme est fausse.", "") == "broken"
    assert all(one_.whole for one_ in asked)


def test_a_refused_draft_is_an_error_and_never_a_success(assistant: Assistant) -> None:
    bench = bench_of(assistant, lambda _: Reading(text="", refused="Ce texte est trop long."))
    for prop in (QuotesStand(), CodesBelong(), OwnWords(), NoVerdict()):
        assert one(list(prop.observe(BASE, bench))).outcome == "error"
