"""The door to LangChain, for people who compose with it: a retriever and a runnable."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.bootstrap import Assistant
from assistant.domain.draft import Draft


class ReferentielRetriever(BaseRetriever):
    """Retrieves critères and compétences with the product's own hybrid search."""

    assistant: Any
    """An `Assistant`; typed loosely because pydantic cannot describe it."""
    k: int = 4
    """Number of documents returned."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002 - LangChain's signature
        found = self.assistant.search(query, self.k)
        return [Document(page_content=r.text, metadata={"code": r.code, "kind": r.kind, "score": r.score}) for r in found.results]


def reading_runnable(assistant: Assistant, bloc: str = "auto") -> Runnable[Draft, dict[str, Any]]:
    """Return a runnable that reads a draft and gives the document of `review --format json`."""
    return RunnableLambda(lambda draft: assistant.review(draft, bloc).model_dump(mode="json"), name="lecture")
