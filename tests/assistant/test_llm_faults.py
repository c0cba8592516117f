"""Against services that misbehave: every request ends in time, with a cause that is told and logged."""

import json
import logging
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest
from fake_model_server import FORM, Exchange, answering, serving
from langchain.chat_models import base
from model_faults import DRAFT_WORDS, PROMPT, PROVIDERS, Colour, cases, played_together, settings

from assistant.errors import ExtraMissing, ModelMisconfigured, ModelStopped
from assistant.llm import langchain_door
from assistant.llm.service import open_model
from assistant.settings import ModelSettings


def _matrix(providers: tuple[str, ...], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    outcomes = played_together([c for c in cases() if c[0] in providers])
    assert [o for o in outcomes if not o.fine] == []
    failed = [o for o in outcomes if o.code != "ok"]
    assert len(failed) > 40 * len(providers)
    for outcome in failed:
        assert outcome.way == "coach" or f"({outcome.code})" in caplog.text
        assert outcome.said
        assert outcome.requests <= 4
    assert all(word not in caplog.text for word in (DRAFT_WORDS, "Ouvrard", "cle-canari-77"))


@pytest.mark.timeout(120)
def test_every_fault_of_a_compatible_service_ends_in_time_with_a_cause(caplog: pytest.LogCaptureFixture) -> None:
    _matrix(("openai",), caplog)


@pytest.mark.long
def test_every_fault_of_every_provider_ends_in_time_with_a_cause(caplog: pytest.LogCaptureFixture) -> None:
    _matrix(PROVIDERS, caplog)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_model_that_works_fills_the_form_and_writes_the_text_and_no_log_holds_them(
    provider: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(answering([FORM]), provider) as service:
        # The first request of a process loads more of the provider's library, which is not what the small deadline is for.
        model = open_model(settings(provider, service.base_url(provider), deadline=30))
        assert model.ask([PROMPT], Colour) == [Colour(couleur="rouge")]
        assert model.used.input_tokens >= 7
        assert "".join(model.stream(PROMPT)) == FORM
        model.close()
    sent = service.asked[0].prompt()
    assert PROMPT.matter in sent
    assert PROMPT.instructions in sent
    assert "Ouvrard" not in caplog.text
    assert "cle-canari-77" not in caplog.text


@pytest.mark.parametrize(
    ("provider", "host"),
    [("openai", "api.openai.com"), ("mistral", "api.mistral.ai"), ("ollama", "127.0.0.1:11434")],
)
def test_without_an_address_texts_go_to_the_provider_whatever_other_programs_are_told(
    provider: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "MISTRAL_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    given: dict[str, Any] = {}
    monkeypatch.setattr(langchain_door, "init_chat_model", lambda *_, **options: given.update(options))
    langchain_door.LangChainSpeaker(ModelSettings.model_validate({"provider": provider, "name": "m", "api_key": "k"}))
    assert urlsplit(given["base_url"]).netloc == host


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_stopped_for_its_length_is_paid_for_once(provider: str) -> None:
    with serving(lambda exchange: exchange.reply(FORM, "length"), provider) as service:
        model = open_model(settings(provider, service.base_url(provider), retries=2))
        (answer,) = model.ask([PROMPT], Colour)
        model.close()
    assert isinstance(answer, ModelStopped)
    assert len(service.asked) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_connection_is_kept_for_later_even_when_the_service_would(provider: str) -> None:
    def keep(exchange: Exchange) -> None:
        exchange.handler.protocol_version, exchange.handler.close_connection = "HTTP/1.1", False
        answer = json.dumps(exchange.dialect.whole(FORM, "stop")).encode()
        exchange.head(Connection="keep-alive", Content_Length=str(len(answer)))
        exchange.send(answer)

    with serving(keep, provider) as service:
        model = open_model(settings(provider, service.base_url(provider), concurrency=1))
        assert model.ask([PROMPT] * 2, Colour) == [Colour(couleur="rouge")] * 2
        model.close()
    assert len({exchange.handler.client_address for exchange in service.asked}) == 2


def test_a_redirection_is_not_followed() -> None:
    def redirect(exchange: Exchange) -> None:
        exchange.head(307, Location=f"{elsewhere.base_url('openai')}/chat/completions")

    with serving(answering([FORM])) as elsewhere, serving(redirect) as service:
        model = open_model(settings("openai", service.base_url("openai")))
        model.ask([PROMPT], Colour)
        model.close()
    assert len(service.asked) == 1
    assert elsewhere.asked == []


def test_variables_meant_for_other_programs_change_neither_where_texts_go_nor_who_sees_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(answering([FORM])) as elsewhere, serving(answering([FORM])) as service:
        other = elsewhere.base_url("openai")
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "HTTP_PROXY", "ALL_PROXY", "http_proxy", "LANGSMITH_ENDPOINT"):
            monkeypatch.setenv(name, other)
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "k")
        model = open_model(settings("openai", service.base_url("openai")))
        assert model.ask([PROMPT], Colour) == [Colour(couleur="rouge")]
        assert "".join(model.stream(PROMPT)) == FORM
        model.close()
    assert len(service.asked) == 2
    assert elsewhere.asked == []


def test_ollama_is_told_how_much_it_must_read() -> None:
    with serving(answering([FORM]), "ollama") as service:
        model = open_model(settings("ollama", service.base_url("ollama"), context_tokens=6000))
        model.ask([PROMPT], Colour)
        model.close()
    assert service.asked[0].body["options"]["num_ctx"] == 6000


def test_a_provider_without_a_key_or_without_its_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelMisconfigured) as refused:
        open_model(ModelSettings(provider="mistral", name="m")).prepare()
    assert "JURY_BLANC_MODEL__API_KEY" in refused.value.hint
    monkeypatch.setitem(sys.modules, "langchain_ollama", None)
    base._get_chat_model_creator.cache_clear()
    with pytest.raises(ExtraMissing) as missing:
        open_model(ModelSettings(provider="ollama", name="m")).prepare()
    assert "jury-blanc[ollama]" in missing.value.hint
