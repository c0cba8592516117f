import re

from assistant.bootstrap import Assistant
from assistant.knowledge.notice import notice


def test_the_notice_says_what_a_person_must_know(assistant: Assistant) -> None:
    said = notice(assistant.knowledge, reader="embedded/1")
    assert "automatique" in said
    assert "s’entraîner" in said
    assert "peut se tromper" in said
    assert "ni une note ni la décision d’un jury" in said
    assert "embedded/1, sans modèle de langue" in said
    assert re.search(r"[a-zéû]+ \d{4}\.$", said)


def test_the_notice_names_the_model_when_there_is_one(assistant: Assistant) -> None:
    assert "modèle de langue\u00a0: petit/3" in notice(assistant.knowledge, reader="panel/1", model="petit/3")


def test_the_date_of_the_knowledge_is_shown_in_french(assistant: Assistant) -> None:
    knowledge = assistant.knowledge.model_copy(update={"knowledge_date": "2025-08"})
    assert knowledge.knowledge_date_shown == "août 2025"
