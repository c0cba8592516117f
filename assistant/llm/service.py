"""Opens the language model that the settings name; nothing is loaded nor reached until it is asked something."""

import importlib
from collections.abc import Callable

from assistant.llm.chat import LanguageModel, Limits
from assistant.llm.speaking import Speaker
from assistant.settings import ModelSettings

_DOOR = "assistant.llm.langchain_door"


def open_model(settings: ModelSettings) -> LanguageModel:
    """Return the model of these settings; its first use raises `SetupError` when its library or key is missing."""
    limits = Limits(
        deadline=settings.deadline,
        retries=settings.retries,
        concurrency=settings.concurrency,
        context_tokens=settings.context_tokens,
        max_output_tokens=settings.max_output_tokens,
    )
    return LanguageModel(_speaker(settings), identity(settings), limits)


def identity(settings: ModelSettings) -> str:
    """Return what a reading says of the model: provider, name, and settings that change its answers."""
    heat = "" if settings.temperature == 0 else f", température {settings.temperature}"
    return f"{settings.provider}:{settings.name}{heat}"


def _speaker(settings: ModelSettings) -> Callable[[], Speaker]:
    def opened() -> Speaker:
        speaker: Speaker = importlib.import_module(_DOOR).LangChainSpeaker(settings)
        return speaker

    return opened
