"""People who compose with LangChain get the product's own search and reading."""

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.bootstrap import Assistant, build_assistant
from assistant.interop import ReferentielRetriever, reading_runnable
from assistant.settings import Settings
from ingestion.readers import read_text


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return build_assistant(Settings(index="exact"))


def test_the_retriever_gives_what_search_gives(assistant: Assistant) -> None:
    documents = ReferentielRetriever(assistant=assistant, k=3).invoke("budget prévisionnel")
    found = assistant.search("budget prévisionnel", 3).results
    assert [(d.metadata["code"], d.page_content) for d in documents] == [(r.code, r.text) for r in found]
    assert len(documents) == 3


def test_the_reading_composes_and_gives_the_document_of_review(assistant: Assistant) -> None:
    chain = RunnableLambda(read_text) | reading_runnable(assistant, "B1") | (lambda document: document["assessments"])
    text = "Le 4 mai 2026, j’ai comparé trois financements avec Mme Maurin. " * 20
    assessments = chain.invoke(text)
    assert assessments == assistant.review(read_text(text), "B1").model_dump(mode="json")["assessments"]
