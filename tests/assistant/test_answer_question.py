import pytest
from assistants import gold_draft, invented_referentiel
from drafts import draft_from_markdown

from assistant.answer_question import Answerer
from assistant.bootstrap import Assistant
from assistant.domain.conversation import Answer
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.corpus import corpus
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.static import load_static
from assistant.settings import Settings


def _codes(answer: Answer) -> list[str | None]:
    return [c.code for c in answer.citations]


@pytest.mark.parametrize("question", ["", "  ", "?", "et de la"])
def test_an_empty_question_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(InputError) as refused:
        assistant.answer(question)
    assert refused.value.hint


@pytest.mark.parametrize("question", ["Rédige ma conclusion sur le budget.", "Est-ce que je vais avoir mon titre ?"])
def test_writing_and_predicting_are_declined_with_what_can_be_done_instead(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert (answer.declined, answer.abstained, answer.citations) == (True, False, ())
    assert "Je peux" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est la recette de la pâte à crêpes ?",
        "Comment soigner une entorse ?",
        "puis-je contester une amende",
        "mon chien ne mange plus depuis hier",
        "c'est quoi la photosynthèse",
        "xyzzy plugh",
    ],
)
def test_a_question_off_the_subject_gets_an_abstention(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert (answer.abstained, answer.declined, answer.citations) == (True, False, ())
    assert "Je ne trouve pas" in answer.answer


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Comment comparer les financements d'un candidat ?", "B1-C1"),
        ("Que mettre dans la grille pour recruter un formateur ?", "C2.1"),
        ("À quoi sert une veille ?", "B6-C1"),
        ("le positionement des candidats ça attend quoi", "B1-C2"),
        ("Qu'est-ce que la participation forfaitaire du CPF ?", "REG-CPF-PFO"),
    ],
)
def test_an_answer_cites_what_it_rests_on(assistant: Assistant, question: str, code: str) -> None:
    answer = assistant.answer(question)
    assert code in _codes(answer)
    entries = {e.code: e.text for e in corpus(assistant.knowledge)}
    assert all(c.quote == entries[c.code or ""] for c in answer.citations)
    assert len(answer.citations) <= 3
    assert "ni une note" in answer.notice


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Que veut dire B3-C2 ?", "B3-C2"),
        ("explique b3-c2", "B3-C2"),
        ("le critère 2 du bloc 3", "B3-C2"),
        ("bloc 3, critère 2 ?", "B3-C2"),
        ("C4.6 c'est quoi", "C4.6"),
        ("parle-moi du point E5", "E5"),
    ],
)
def test_a_part_named_by_its_code_is_the_one_answered(assistant: Assistant, question: str, code: str) -> None:
    assert _codes(assistant.answer(question)) == [code]


@pytest.mark.parametrize(
    ("question", "code", "words"),
    [
        ("Combien de pages pour le bloc 3 ?", "B3-M2", "quatre pages"),
        ("combien de caractères maximum pour le bloc 4", "B4-M1", "140 000 caractères"),
        ("L'entretien final dure combien de temps ?", "ENTRETIEN", "30 minutes"),
        ("qui m'interroge au bloc 3", "B3-M2", "deux membres"),
        ("Le bloc 5, c'est quoi l'épreuve ?", "B5-M1", "production écrite"),
        ("nombre de pages à ne pas dépasser ?", "B3-M2", "quatre pages"),
        ("le premier bloc c'est un écrit à rendre ?", "B1-M1", "production écrite"),
    ],
)
def test_a_question_about_the_exam_gets_its_modalite(assistant: Assistant, question: str, code: str, words: str) -> None:
    answer = assistant.answer(question)
    assert _codes(answer)[0] == code
    assert words in answer.answer


def test_a_limit_that_the_referentiel_does_not_state_is_said_so(assistant: Assistant) -> None:
    answer = assistant.answer("Combien de pages pour le bloc 1 ?")
    assert _codes(answer)[0] == "B1-M1"
    assert "ne le précise pas" in answer.answer
    assert "ne le précise pas" not in assistant.answer("Combien de pages pour le bloc 3 ?").answer


@pytest.mark.parametrize(
    "question", ["pourquoi le critère 3 est-il partiel ?", "Critère n° 3 ?", "et mon 3e critère", "explique C3"]
)
def test_a_question_about_the_reading_is_answered_from_it(assistant: Assistant, question: str) -> None:
    draft = gold_draft("B4-03")
    judged = assistant.review(draft, "B4").assessments[2]
    answer = assistant.answer(question, draft, "B4")
    assert _codes(answer)[0] == "B4-C3"
    assert judged.explanation in answer.answer
    assert judged.advice in answer.answer
    quotes = [c for c in answer.citations if c.kind == "draft"]
    assert quotes
    assert all(c.start is not None and draft.text[c.start : c.end] == c.quote for c in quotes)


def test_what_to_do_first_is_answered_with_the_priorities(assistant: Assistant) -> None:
    draft = gold_draft("B4-01")
    priorities = [p.critere for p in assistant.review(draft, "B4").priorities]
    assert _codes(assistant.answer("Par quoi dois-je commencer ?", draft, "B4")) == priorities


def test_another_question_with_a_draft_is_answered_from_the_sources(assistant: Assistant) -> None:
    question = "Comment comparer les financements d'un candidat ?"
    assert assistant.answer(question, gold_draft("B4-03"), "B4") == assistant.answer(question)


def test_a_draft_that_was_not_judged_says_why(assistant: Assistant) -> None:
    answer = assistant.answer("pourquoi le critère 3 ?", draft_from_markdown("Un texte bien trop court."), "B4")
    assert "non évaluable" in answer.answer
    assert "mots" in answer.answer


def test_a_critere_that_does_not_exist_is_not_invented(assistant: Assistant) -> None:
    assert "B3-C99" not in _codes(assistant.answer("Que veut dire B3-C99 ?"))


def test_an_invented_referentiel_answers_about_itself() -> None:
    knowledge = load_knowledge(invented_referentiel())
    answerer = Answerer(knowledge, HybridSearch(corpus(knowledge), load_static()))
    assert _codes(answerer.answer("quand décider un arrêt d'arrosage"))[0] == "B1-C2"
    own = Assistant(knowledge, Settings(index="exact"))
    assert own.answer("Combien de pages pour le bloc 1 ?").citations == () or "B1-M1" not in _codes(
        own.answer("Combien de pages ?")
    )
