import pytest
from assistants import gold_draft, invented_referentiel

from assistant.bootstrap import Assistant
from assistant.domain.conversation import MOST_QUESTIONS, Answer, Conversation
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.settings import Settings


def _talk(assistant: Assistant, *questions: str) -> list[Answer]:
    return [e.answer for e in assistant.coach.replay(Conversation(questions=questions))]


def _first(answer: Answer) -> str | None:
    return answer.citations[0].code if answer.citations else None


def test_a_question_takes_up_the_one_before(assistant: Assistant) -> None:
    answers = _talk(
        assistant,
        "qu'attend le critère 2 du bloc 3 ?",
        "pourquoi ?",
        "donne un exemple de preuve",
        "et le suivant ?",
        "et à l'oral ?",
        "le précédent",
    )
    assert [_first(a) for a in answers] == ["B3-C2", "B3-C2", "B3-C2", "B3-C3", "B3-C3", "B3-C2"]
    assert "C3.1" in {c.code for c in answers[1].citations}
    assert "Formes de preuve" in answers[2].answer
    assert "Le jury peut vous demander" in answers[4].answer


def test_the_same_question_is_asked_of_another_bloc(assistant: Assistant) -> None:
    pages = _talk(assistant, "combien de pages pour le bloc 3 ?", "et pour le bloc 4 ?")
    assert [_first(a) for a in pages] == ["B3-M2", "B4-M1"]
    assert "140\u202f000 caractères" in pages[1].answer
    numbers = _talk(assistant, "qu'attend le critère 2 du bloc 3 ?", "et pour le bloc 4 ?")
    assert _first(numbers[1]) == "B4-C2"
    lists = _talk(assistant, "liste les critères du bloc 2", "et le bloc 5 ?")
    assert _first(lists[1]) == "B5-C1"


def test_more_about_the_same_thing_is_not_the_same_again(assistant: Assistant) -> None:
    first, more = _talk(assistant, "qu'attend le critère 1 du bloc 1 ?", "quoi d'autre ?")
    given = {line for line in first.answer.split("\n") if line.startswith("– ")}
    added = {line for line in more.answer.split("\n") if line.startswith("– ")}
    assert len(given) == 3
    assert added
    assert not given & added


def test_a_refusal_or_a_greeting_does_not_make_one_forget(assistant: Assistant) -> None:
    answers = _talk(assistant, "explique B2-C3", "merci", "tu crois que ça passe ?", "recette de crêpes", "et le suivant ?")
    assert [a.declined for a in answers] == [False, False, True, False, False]
    assert answers[3].abstained
    assert _first(answers[4]) == "B2-C4"


def test_the_ends_of_a_bloc_are_not_passed(assistant: Assistant) -> None:
    last = assistant.knowledge.referentiel.bloc("B1").criteres[-1].code
    answers = _talk(assistant, f"explique {last}", "le suivant")
    assert _first(answers[1]) == last


def test_an_answer_is_the_same_one_by_one_and_replayed(assistant: Assistant) -> None:
    questions = ("explique B2-C3", "pourquoi ?", "et le suivant ?")
    conversation, answers = Conversation(), []
    for question in questions:
        answers.append(assistant.answer(question, conversation=conversation))
        conversation = conversation.asking(question)
    assert answers == _talk(assistant, *questions)


def test_only_the_latest_questions_are_remembered() -> None:
    conversation = Conversation()
    for number in range(MOST_QUESTIONS + 5):
        conversation = conversation.asking(f"question {number}")
    assert len(conversation.questions) == MOST_QUESTIONS
    assert conversation.questions[-1] == f"question {MOST_QUESTIONS + 4}"


def test_a_question_that_was_refused_does_not_stop_what_follows(assistant: Assistant) -> None:
    answers = _talk(assistant, "???", "explique B2-C3", "et le suivant ?")
    assert [_first(a) for a in answers] == ["B2-C3", "B2-C4"]
    with pytest.raises(InputError):
        _talk(assistant, "explique B2-C3", "???")


@pytest.mark.parametrize("question", ["pourquoi ?", "et le suivant ?", "encore"])
def test_a_question_that_leans_on_nothing_is_not_invented(assistant: Assistant, question: str) -> None:
    try:
        answer = assistant.answer(question)
    except InputError as refused:
        assert refused.hint
    else:
        assert answer.abstained or answer.citations == () or question == "et le suivant ?"


def test_ten_turns_about_a_reading_keep_their_sources_straight(assistant: Assistant) -> None:
    draft = gold_draft("B4-03")
    reading = assistant.read_for_coach(draft, "B4")
    questions = (
        "pourquoi le critère 2 est-il partiel ?",
        "qu'est-ce qui manque ?",
        "et le critère 7 ?",
        "que dois-je revoir en premier ?",
        "où ai-je parlé des certificateurs ?",
        "et le suivant ?",
        "donne un exemple de preuve",
        "combien de pages pour le bloc 3 ?",
        "résume ma lecture",
        "écris-le pour moi",
    )
    answers = [e.answer for e in assistant.coach.replay(Conversation(questions=questions), reading)]
    assert [_first(a) for a in answers[:3]] == ["B4-C2", "B4-C2", "B4-C7"]
    assert [c.code for c in answers[3].citations] == [p.critere for p in assistant.review(draft, "B4").priorities]
    assert {c.kind for c in answers[4].citations} == {"draft"}
    assert _first(answers[7]) == "B3-M2"
    assert answers[9].declined
    texts = {c.code: c.texte for b in assistant.knowledge.referentiel.blocs for c in b.criteres}
    for citation in (c for a in answers for c in a.citations):
        if citation.kind == "draft":
            assert draft.text[citation.start : citation.end] == citation.quote
        if citation.kind == "critere":
            assert citation.quote == texts[citation.code or ""]


def test_an_invented_referentiel_is_spoken_of_too() -> None:
    own = Assistant(load_knowledge(invented_referentiel()), Settings(index="exact"))
    answers = _talk(
        own, "que demande le critère 1 du bloc 1 ?", "et le suivant ?", "donne un exemple de preuve", "liste les critères"
    )
    assert [_first(a) for a in answers[:3]] == ["B1-C1", "B1-C2", "B1-C2"]
    assert "\n– " in answers[0].answer
    assert "Irriguer un verger" in answers[3].answer
