import pytest
from assistants import gold_draft, invented_referentiel
from drafts import draft_from_markdown

from assistant.answer_question import Answerer
from assistant.bootstrap import Assistant
from assistant.domain.conversation import Answer
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.asked import load_asked
from assistant.retrieval.corpus import corpus
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.static import load_static
from assistant.settings import Settings


def _all_hold(assistant: Assistant, answer: Answer, text: str | None = None) -> bool:
    """Tell whether every citation stands word for word in its source."""
    entries = {e.code: e.text for e in corpus(assistant.knowledge)} | {f.id: f.statement for f in assistant.knowledge.faits}
    for citation in answer.citations:
        source = (text or "")[citation.start : citation.end] if citation.kind == "draft" else entries[citation.code or ""]
        if citation.quote not in source:
            return False
    return True


def _codes(answer: Answer) -> list[str | None]:
    return [c.code for c in answer.citations]


@pytest.mark.parametrize("question", ["", "  ", "?", "et de la"])
def test_an_empty_question_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(InputError) as refused:
        assistant.answer(question)
    assert refused.value.hint


@pytest.mark.parametrize(
    "question",
    [
        "Rédige ma conclusion sur le budget.",
        "balance-moi un paragraphe nickel sur la veille",
        "complète juste ma phrase : « le budget a été… »",
        "ecri moi 1 texte sur laccueil dun nouveau formateur stp",
    ],
)
def test_writing_is_declined_with_questions_and_a_plan_of_evidence_instead(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert (answer.declined, answer.abstained) == (True, False)
    assert "n’écris pas" in answer.answer
    assert "?" in answer.answer or "Dites-moi le bloc" in answer.answer
    assert _all_hold(assistant, answer)


@pytest.mark.parametrize("question", ["Est-ce que je vais avoir mon titre ?", "tu crois que ça passe ?", "jlai ou jlai pas"])
def test_predicting_is_declined_with_what_can_be_done_instead(assistant: Assistant, question: str) -> None:
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
        ("Que mettre dans la grille pour recruter un formateur ?", "B2-C1"),
        ("À quoi sert une veille ?", "B6-C1"),
        ("le positionement des candidats ça attend quoi", "B1-C2"),
        ("Qu'est-ce que la participation forfaitaire du CPF ?", "REG-CPF-PFO"),
    ],
)
def test_an_answer_cites_what_it_rests_on(assistant: Assistant, question: str, code: str) -> None:
    answer = assistant.answer(question)
    assert code in _codes(answer)[:3]
    assert _all_hold(assistant, answer)
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
    assert _codes(assistant.answer(question))[0] == code


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


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Pour le 2, je rends quoi au juste ?", "B2-M1"),
        ("Le six c'est un exposé ou un texte ?", "B6-M1"),
        ("Faut-il un vrai client pour analyser le besoin ?", "B3-M1"),
        ("Mon écrit du 4 doit faire quelle longueur ?", "B4-M1"),
        ("le jury me reparle de mes dossiers à la toute fin ?", "ENTRETIEN"),
    ],
)
def test_an_exam_asked_about_in_a_roundabout_way_is_among_what_is_cited(assistant: Assistant, question: str, code: str) -> None:
    assert code in _codes(assistant.answer(question))[:3]


@pytest.mark.parametrize(
    ("question", "critere", "competence"),
    [
        ("Pour observer un poste à l’usine et en tirer un référentiel, comment faire ?", "B3-C2", "C3.2"),
        ("le handicap dans la conception d’un dispositif, ça tombe sous quelle compétence ?", "B4-C5", "C4.3"),
    ],
)
def test_a_competence_nearer_than_any_critere_is_cited_beside_the_nearest_one(
    assistant: Assistant, question: str, critere: str, competence: str
) -> None:
    answer = assistant.answer(question)
    assert _codes(answer)[:2] == [critere, competence]
    assert _all_hold(assistant, answer)


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


def test_where_something_stands_in_a_draft_is_shown_at_its_place(assistant: Assistant) -> None:
    draft = draft_from_markdown(
        "# Mission\n\nLe jury de certification siège en juin.\n\n" + "Le parcours dure trois mois pour dix personnes. " * 40
    )
    answer = assistant.answer("où ai-je parlé du jury ?", draft, "B4")
    assert [c.quote for c in answer.citations] == ["Le jury de certification siège en juin."]
    assert _all_hold(assistant, answer, draft.text)
    assert "ligne 3" in answer.answer
    nowhere = assistant.answer("où ai-je parlé de la sous-traitance ?", draft, "B4")
    assert nowhere.citations == ()
    assert "aucun passage" in nowhere.answer


def test_a_question_about_a_reading_without_a_draft_says_so_and_gives_what_is_expected(assistant: Assistant) -> None:
    answer = assistant.answer("pourquoi mon critère 2 du bloc 3 est-il évoqué ?")
    assert answer.answer.startswith("Je n’ai pas votre texte sous les yeux")
    assert _codes(answer)[0] == "B3-C2"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("qu'attend le critère 1 du bloc 1 ?", "Un jury y cherche"),
        ("comment améliorer le critère 1 du bloc 1", "Pour le renforcer"),
        ("quelles preuves pour le critère 1 du bloc 1 ?", "Formes de preuve"),
        ("pourquoi le critère 1 du bloc 1 ?", "Il sert à juger la compétence C1.1"),
        ("critère 1 du bloc 1 : quelles questions du jury ?", "Le jury peut vous demander"),
    ],
)
def test_each_side_of_a_critere_is_told_in_its_own_way(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.answer(question)
    assert said in answer.answer
    assert "«\u00a0Les possibilités de financement d'un parcours de formation sont listées et comparées\u00a0»" in answer.answer
    assert answer.answer.count("\n– ") == 3
    assert 50 <= len(answer.answer.split()) <= 200


@pytest.mark.parametrize(
    ("question", "words", "code"),
    [
        ("c'est quoi un référentiel de certification ?", "le document qui fait foi", "REG-CERTIF"),
        ("koi la differense entre positionnement et recrutement", "acquis à l’entrée", "B1-C2"),
        ("que signifie multimodalité ?", "combinaison raisonnée", "C4.3"),
    ],
)
def test_a_word_of_the_trade_is_defined_and_placed_in_the_referentiel(
    assistant: Assistant, question: str, words: str, code: str
) -> None:
    answer = assistant.answer(question)
    assert words in answer.answer
    assert code in _codes(answer)
    assert _all_hold(assistant, answer)


def test_a_dated_fact_says_its_date_and_asks_to_be_checked(assistant: Assistant) -> None:
    answer = assistant.answer("qu'est-ce que dit la loi sur le plafond du CPF ?")
    assert next(c for c in answer.citations if c.kind == "fait").code in {"REG-CPF", "REG-CPF-PFO", "REG-CPF-PLAFONDS"}
    assert "mai 2026" in answer.answer
    assert "vérifiez" in answer.answer
    assert _all_hold(assistant, answer)


def test_the_criteres_of_a_bloc_are_listed_word_for_word(assistant: Assistant) -> None:
    answer = assistant.answer("liste les critères du bloc 2")
    bloc = assistant.knowledge.referentiel.bloc("B2")
    assert _codes(answer)[:-1] == [c.code for c in bloc.criteres]
    assert all(c.texte.rstrip(".") in answer.answer for c in bloc.criteres)


def test_a_draft_that_was_not_judged_says_why(assistant: Assistant) -> None:
    answer = assistant.answer("pourquoi le critère 3 ?", draft_from_markdown("Un texte bien trop court."), "B4")
    assert "non évaluable" in answer.answer
    assert "mots" in answer.answer


def test_a_critere_that_does_not_exist_is_not_invented(assistant: Assistant) -> None:
    assert "B3-C99" not in _codes(assistant.answer("Que veut dire B3-C99 ?"))


def test_an_invented_referentiel_answers_about_itself() -> None:
    knowledge = load_knowledge(invented_referentiel())
    answerer = Answerer(knowledge, HybridSearch(corpus(knowledge), load_static(), load_asked()))
    assert _codes(answerer.answer("quand décider un arrêt d'arrosage"))[0] == "B1-C2"
    own = Assistant(knowledge, Settings(index="exact"))
    assert own.answer("Combien de pages pour le bloc 1 ?").citations == () or "B1-M1" not in _codes(
        own.answer("Combien de pages ?")
    )
