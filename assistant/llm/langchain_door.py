"""The door to LangChain's chat models; loaded only when a model is configured."""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx  # noqa: F401 - loaded whole before providers look for it, which several threads may do at once
from langchain.chat_models import init_chat_model
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langsmith import tracing_context

from assistant.errors import ExtraMissing, ModelMisconfigured
from assistant.llm.speaking import Said, Turn
from assistant.llm.transport import guarded_client, guarded_transport
from assistant.settings import ModelSettings

_ADDRESSES = {
    "ollama": "http://127.0.0.1:11434",
    "openai": "https://api.openai.com/v1",
    "mistral": "https://api.mistral.ai/v1",
    "anthropic": "https://api.anthropic.com",
}
"""Given always: a variable meant for another program must not choose where texts go."""
_NO_KEY = "aucune"
_CHATTY = ("openai", "anthropic", "ollama", "httpx", "httpx2", "httpcore", "httpcore2", "langchain_mistralai", "mistralai")
_MESSAGES = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


class LangChainSpeaker:
    """A chat model of LangChain, its own retries, time limits, redirects and tracing off."""

    def __init__(self, settings: ModelSettings) -> None:
        for name in _CHATTY:  # their debug lines hold whole requests, texts of candidates included
            logging.getLogger(name).setLevel(logging.WARNING)
        self._clients: list[Any] = []
        self._model = self._built(settings)

    def _built(self, settings: ModelSettings) -> Any:  # noqa: ANN401 - a chat model of whichever provider
        if settings.api_key is None and settings.base_url is None and settings.provider != "ollama":
            raise ModelMisconfigured(
                f"Le fournisseur «\u00a0{settings.provider}\u00a0» demande une clé.", hint="Donnez JURY_BLANC_MODEL__API_KEY."
            )
        options, kind = self._options(settings)
        if settings.temperature is not None:
            options["temperature"] = settings.temperature
        try:
            model = init_chat_model(settings.name, model_provider=kind, cache=False, **options)
        except ImportError as error:
            raise ExtraMissing(
                f"Le fournisseur «\u00a0{settings.provider}\u00a0» n’est pas installé.",
                hint=f"Installez-le avec «\u00a0pip install 'jury-blanc[{settings.provider}]'\u00a0».",
            ) from error
        except ValueError as error:  # the cause may show the key
            raise ModelMisconfigured(
                f"Le modèle «\u00a0{settings.name}\u00a0» ne peut pas être préparé ({type(error).__name__}).",
                hint="Vérifiez les réglages JURY_BLANC_MODEL__…",
            ) from None
        if settings.provider == "anthropic":  # its class has no parameter for the client
            model.__dict__["_async_client"] = model._async_client.with_options(http_client=self._client("httpx2"), max_retries=0)
        return model

    def _options(self, settings: ModelSettings) -> tuple[dict[str, Any], str]:
        address = settings.base_url or _ADDRESSES[settings.provider]
        key = settings.api_key.get_secret_value() if settings.api_key else _NO_KEY
        common: dict[str, Any] = {"base_url": address}
        match settings.provider:
            case "ollama":
                headers = {"Authorization": f"Bearer {key}"} if settings.api_key else {}
                client = {"transport": guarded_transport("httpx"), "follow_redirects": False, "timeout": None, "headers": headers}
                reach = {"num_predict": settings.max_output_tokens, "num_ctx": settings.context_tokens}
                return common | reach | {"async_client_kwargs": client}, "ollama"
            case "mistral":
                headers = {"Accept": "application/json", "Authorization": f"Bearer {key}"}
                client = {"async_client": self._client("httpx", base_url=address, headers=headers)}
                return common | client | {"api_key": key, "max_retries": 1, "max_tokens": settings.max_output_tokens}, "mistralai"
            case "anthropic":
                return common | {"api_key": key, "max_retries": 0, "max_tokens": settings.max_output_tokens}, "anthropic"
            case "openai":
                client = {"http_async_client": self._client("httpx2"), "max_retries": 0, "use_responses_api": False}
                return common | client | {"api_key": key, "max_tokens": settings.max_output_tokens}, "openai"

    def _client(self, library: str, **options: Any) -> Any:  # noqa: ANN401 - httpx or httpx2
        client = guarded_client(library, **options)
        self._clients.append(client)
        return client

    async def say(self, turns: Sequence[Turn]) -> Said:
        """Return a whole answer."""
        with tracing_context(enabled=False):
            message = await self._model.ainvoke(_messages(turns))
        return _said(message)

    async def stream(self, turns: Sequence[Turn]) -> AsyncIterator[Said]:
        """Yield an answer piece by piece."""
        with tracing_context(enabled=False):
            async for message in self._model.astream(_messages(turns)):
                yield _said(message)

    async def aclose(self) -> None:
        """Close the connections."""
        for client in self._clients:
            await client.aclose()


def _messages(turns: Sequence[Turn]) -> list[BaseMessage]:
    return [_MESSAGES[turn.who](turn.text) for turn in turns]


def _said(message: Any) -> Said:  # noqa: ANN401 - a message or a chunk of one
    about, usage = message.response_metadata or {}, message.usage_metadata or {}
    finish = about.get("finish_reason") or about.get("done_reason") or about.get("stop_reason") or ""
    return Said(
        text=message.text,
        finish=str(finish),
        input_tokens=usage.get("input_tokens", 0),
        output_tokens=usage.get("output_tokens", 0),
    )
