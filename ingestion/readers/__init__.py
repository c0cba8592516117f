"""Readers of drafts, one format a file, run in a bounded child process."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingestion.readers.door import read_draft, read_text

__all__ = ["read_draft", "read_text"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562 gives modules this signature
    """Return a reader; looked up late so that the child process does not load the domain."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("ingestion.readers.door"), name)
