"""What goes wrong between this service, the provider and the browser: nobody comes in, the person is told why, the log says nothing of them."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fake_model_server import closed_port
from fastapi import FastAPI
from identity_provider import ANA, Claims, IdentityProvider, identity_provider, published, sign
from kept import Kept, workspace_of
from markup import parse
from starlette.testclient import TestClient
from visitors import BROWSER, Visitor

from assistant.settings import OpenIdSettings
from web.doorway import Doorway
from web.gate import Gate
from web.identity import transport
from web.identity.passage import LASTS_SECONDS, Passages
from web.problems import add_problem_handlers
from web.routes.openid import OpenIdPages

WAY, BACK = "/connexion/openid", "/connexion/openid/retour"
SECRETS = ("u-42", "ana", "institut.example", "s€cret", "eyJ")
"""What no line of the log may hold."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("refusals"))


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as serving:
        yield serving


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The log, which holds nothing of the person once the test is over."""
    caplog.set_level(logging.INFO, "web")
    yield caplog
    assert not [word for word in SECRETS for line in caplog.messages if word in line]


class Browser:
    """One browser at the pages of the provider alone: the others have nothing to do with it."""

    def __init__(self, kept: Kept, settings: OpenIdSettings) -> None:
        workspace = workspace_of(kept, Doorway("openid", openid=settings))
        app = FastAPI()
        app.include_router(OpenIdPages(Gate(workspace), workspace, settings).router())
        add_problem_handlers(app)
        self.http = TestClient(app, follow_redirects=False, headers=BROWSER)

    def get(self, path: str, **more: Any) -> Any:
        return self.http.get(path, **more)


def visitor(kept: Kept, provider: IdentityProvider, **settings: Any) -> Browser:
    return Browser(kept, provider.settings(**settings))


def back(browser: Browser, provider: IdentityProvider, **more: str) -> str:
    """Return where the provider sends a person back to, once they left."""
    left = browser.get(WAY)
    assert left.status_code == 303, left.text
    return provider.recognises(str(left.headers["location"]), **more)


def refused(answer: Any, code: str, logged: pytest.LogCaptureFixture) -> str:
    """Return what a page of refusal says, once it is certain that nobody came in and that the log has its line."""
    assert answer.status_code in (403, 503), answer.text
    assert not [c for c in answer.headers.get_list("set-cookie") if c.startswith("jury_blanc_session=")]
    page = parse(answer.text)
    assert page.xpath("//a[contains(@href, 'connexion/openid')]"), "one can try again"
    assert [line for line in logged.messages if line.startswith(f"connexion OpenID : {code} (")], logged.messages
    said = " ".join(page.xpath("string(//*[@role='alert'])").split())
    assert said
    return said


LIES: dict[str, tuple[Callable[[Claims], Claims], str]] = {
    "a token for another service": (lambda c: {**c, "aud": "autre"}, "identite_non_prouvee"),
    "a token of another sign-in": (lambda c: {**c, "nonce": "autre"}, "identite_non_prouvee"),
    "a token of another provider": (lambda c: {**c, "iss": "https://pirate.example"}, "identite_non_prouvee"),
    "a token of yesterday": (lambda c: {**c, "iat": time.time() - 90_000, "exp": time.time() - 86_400}, "horloges_decalees"),
    "a token of tomorrow": (lambda c: {**c, "iat": time.time() + 86_400, "exp": time.time() + 90_000}, "horloges_decalees"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_provider_lets_nobody_in(
    lie: str, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    provider.told, code = LIES[lie]
    browser = visitor(kept, provider)
    said = refused(browser.get(back(browser, provider)), code, logged)
    assert ("heure" in said) is (code == "horloges_decalees")
    assert kept.accounts.summaries() == ()


def test_a_token_signed_by_nobody_lets_nobody_in(
    kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    provider.signed = lambda claims: sign(claims, 1, kid="clé-0")
    browser = visitor(kept, provider)
    refused(browser.get(back(browser, provider)), "identite_non_prouvee", logged)
    assert provider.asked.count("/jwks") == 2


def test_keys_that_the_provider_changed_are_found_at_once(tmp_path: Path, provider: IdentityProvider) -> None:
    browser = visitor(Kept(tmp_path / "data"), provider)
    for number, kid in ((0, "clé-0"), (1, "clé-1"), (2, "clé-1")):  # the last one is another key under the same name
        provider.keys = [published(number, kid=kid)]
        provider.signed = lambda claims, n=number, k=kid: sign(claims, n, kid=k)
        assert browser.get(back(browser, provider)).status_code == 303
    assert (provider.asked.count("/jwks"), provider.asked.count("/.well-known/openid-configuration")) == (3, 1)


def test_a_return_is_good_once(tmp_path: Path, provider: IdentityProvider, logged: pytest.LogCaptureFixture) -> None:
    browser = visitor(Kept(tmp_path / "data"), provider)
    first, cookies = back(browser, provider), dict(browser.http.cookies)
    assert browser.get(first).status_code == 303
    assert not [name for name in browser.http.cookies if "openid" in name]
    again = TestClient(browser.http.app, follow_redirects=False, headers=dict(browser.http.headers), cookies=cookies)
    refused(again.get(first), "connexion_perimee", logged)
    assert provider.asked.count("/token") == 1


def test_two_tabs_do_not_disturb_one_another(tmp_path: Path, provider: IdentityProvider) -> None:
    browser = visitor(Kept(tmp_path / "data"), provider)
    first, second = back(browser, provider), back(browser, provider)
    assert (browser.get(first).status_code, browser.get(second).status_code) == (303, 403)


@pytest.mark.parametrize("state", ["", "x", "0123456789abcdef.zzz", "../", "0123456789abcdef", "é" * 5000])
def test_a_return_that_this_browser_did_not_begin_is_refused(
    state: str, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    browser = visitor(kept, provider)
    path = back(browser, provider)
    code = parse_qs(urlsplit(path).query)["code"][0]
    answer = browser.get(BACK, params={"code": code, "state": state})
    refused(answer, "connexion_perimee", logged)
    refused(visitor(kept, provider).get(path), "connexion_perimee", logged)
    assert "/token" not in provider.asked


def test_a_state_of_another_passage_of_the_same_browser_is_refused() -> None:
    passages = Passages(b"secret")
    one, other = passages.begin(), passages.begin()
    mixed = f"{one.state.partition('.')[0]}.{other.state.partition('.')[2]}"
    for state, cookies in (
        (mixed, {one.cookie: one.value, other.cookie: other.value}),
        (one.state, {one.cookie: other.value}),
        (one.state, {one.cookie: f"9999999999.{one.value.partition('.')[2]}"}),
        (one.state, {one.cookie: ""}),
    ):
        with pytest.raises(Exception, match="expiré"):
            passages.resume(state, cookies)
    assert passages.resume(one.state, {one.cookie: one.value}) == one
    assert len({one.state, one.nonce, one.verifier, one.challenge, other.nonce}) == 5


@pytest.mark.parametrize(("after", "good"), [(LASTS_SECONDS, True), (LASTS_SECONDS + 1, False), (-5, False)])
def test_a_passage_lasts_ten_minutes(after: int, good: bool) -> None:
    now = [1_000_000.0]
    passages = Passages(b"secret", clock=lambda: now[0])
    begun = passages.begin()
    now[0] += after
    try:
        passages.resume(begun.state, {begun.cookie: begun.value})
    except Exception as error:  # noqa: BLE001 - any refusal will do
        assert not good, error
    else:
        assert good


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("access_denied", "connexion_declinee", "pas été accordée"),
        ("temporarily_unavailable", "fournisseur_injoignable", "ne répond pas"),
        ("unauthorized_client", "fournisseur_mal_regle", "mal réglée"),
        ("<script>alert(1)</script>\nana", "fournisseur_mal_regle", "mal réglée"),
    ],
)
def test_what_the_provider_refuses_is_told_in_french(
    error: str, code: str, said: str, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    browser = visitor(kept, provider)
    answer = browser.get(back(browser, provider, error=error, error_description="<b>ana</b>"))
    assert said in refused(answer, code, logged)
    assert "<b>" not in answer.text
    assert "/token" not in provider.asked


@pytest.mark.parametrize(("error", "code"), [("access_denied", "connexion_declinee"), ("server_error", "connexion_perimee")])
def test_a_no_that_forgets_the_state_is_told_as_a_no_and_nothing_else_is_believed(
    error: str, code: str, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    refused(visitor(kept, provider).get(BACK, params={"error": error}), code, logged)


@pytest.mark.parametrize(
    ("iss", "announced", "good"),
    [("", True, False), ("https://pirate.example", False, False), ("own", True, True), ("own", False, True)],
)
def test_a_return_from_another_provider_is_refused_before_its_code_is_used(
    iss: str, announced: bool, good: bool, tmp_path: Path, provider: IdentityProvider
) -> None:
    provider.announced["authorization_response_iss_parameter_supported"] = announced
    browser = visitor(Kept(tmp_path / "data"), provider)
    more = {"iss": provider.issuer if iss == "own" else iss} if iss else {}
    assert browser.get(back(browser, provider, **more)).status_code == (303 if good else 403)
    assert ("/token" in provider.asked) is good


def test_a_role_or_an_address_that_is_not_for_here_is_told(
    kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    provider.claims = {**ANA, "groups": ["autre"]}
    for settings, code in (({"candidates": ("eleves",)}, "role_inconnu"), ({"domains": ("autre.example",)}, "adresse_refusee")):
        browser = visitor(kept, provider, **settings)
        refused(browser.get(back(browser, provider)), code, logged)


def test_a_wrong_secret_is_for_the_administrator(
    kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    browser = visitor(kept, provider, client_secret="autre")  # noqa: S106 - it is wrong on purpose
    refused(browser.get(back(browser, provider)), "fournisseur_mal_regle", logged)
    assert "échange du code\u00a0: invalid_client" in logged.text


def test_a_code_that_another_made_is_refused(kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture) -> None:
    attacker, victim = visitor(kept, provider), visitor(kept, provider)
    stolen = parse_qs(urlsplit(back(attacker, provider)).query)["code"][0]
    state = parse_qs(urlsplit(back(victim, provider)).query)["state"][0]
    refused(victim.get(BACK, params={"code": stolen, "state": state}), "connexion_perimee", logged)


def _drip(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n")
    for _ in range(40):  # never silent for long, and in the end whole
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


REASONS = {
    "slow": "délai dépassé",
    "endless": "réponse démesurée",
    "elsewhere": "renvoi vers une autre adresse",
    "down": "code 503",
}
"""What the log says of some of them, so that they are refused for what they are."""
TROUBLES: dict[str, tuple[Callable[[Any], None], str]] = {
    "down": (lambda handler: handler.reply({}, 503), "fournisseur_injoignable"),
    "busy": (lambda handler: handler.reply({}, 429), "fournisseur_injoignable"),
    "cut": (lambda handler: handler.connection.close(), "fournisseur_injoignable"),
    "not http": (lambda handler: handler.wfile.write(b"\x00\x01\x02\r\n\r\n"), "fournisseur_injoignable"),
    "slow": (_drip, "fournisseur_injoignable"),
    "elsewhere": (
        lambda handler: handler.reply({}, 302, Location=f"http://127.0.0.1:{handler.server.server_port}/jwks"),
        "fournisseur_mal_regle",
    ),
    "absent": (lambda handler: handler.reply({}, 404), "fournisseur_mal_regle"),
    "a list": (lambda handler: handler.reply([1]), "fournisseur_mal_regle"),
    "endless": (lambda handler: handler.reply({"x": "y" * 600_000}), "fournisseur_mal_regle"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_provider_in_trouble_is_told_apart_from_one_set_up_wrong(
    trouble: str, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "DEADLINE_SECONDS", 0.5)
    behave, code = TROUBLES[trouble]
    provider.trouble["/.well-known/openid-configuration"] = behave
    browser = visitor(kept, provider)
    began = time.monotonic()
    refused(browser.get(WAY), code, logged)
    assert time.monotonic() - began < 10
    assert REASONS.get(trouble, code) in logged.text
    assert provider.asked == ["/.well-known/openid-configuration"]
    provider.trouble.clear()
    assert browser.get(WAY).status_code == 303, "it is asked again"


@pytest.mark.parametrize("place", ["/jwks", "/token"])
def test_a_provider_that_fails_on_the_way_back_is_told_too(
    place: str, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    provider.trouble[place] = TROUBLES["down"][0]
    browser = visitor(kept, provider)
    refused(browser.get(back(browser, provider)), "fournisseur_injoignable", logged)


@pytest.mark.parametrize(
    "announced",
    [
        {"issuer": "https://pirate.example"},
        {"issuer": None},
        {"token_endpoint": "http://169.254.169.254/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"end_session_endpoint": "http://pirate.example/"},
        {"token_endpoint": 3},
        {"jwks_uri": "http://[::1"},
    ],
)
def test_an_announcement_that_leads_elsewhere_is_not_believed(
    announced: Claims, kept: Kept, provider: IdentityProvider, logged: pytest.LogCaptureFixture
) -> None:
    provider.announced = announced
    refused(visitor(kept, provider).get(WAY), "fournisseur_mal_regle", logged)


def test_the_service_lives_without_its_provider(kept: Kept, logged: pytest.LogCaptureFixture) -> None:
    settings = IdentityProvider(closed_port()).settings()
    browser = Visitor(kept, doorway=Doorway("openid", openid=settings))
    assert [browser.get(path).status_code for path in ("/", "/healthz", "/readyz", "/connexion")] == [200] * 4
    assert "ne répond pas" in refused(browser.get(WAY), "fournisseur_injoignable", logged)
    document = browser.http.get(WAY, headers={"accept": "application/json"})
    assert (document.status_code, document.json()["code"]) == (503, "fournisseur_injoignable")


def test_no_address_of_ours_leads_where_a_stranger_wants(tmp_path: Path, provider: IdentityProvider) -> None:
    browser = visitor(Kept(tmp_path / "data"), provider)
    lure = "?next=https://pirate.example&redirect_uri=https://pirate.example&state=x"
    assert "pirate" not in browser.get(WAY + lure).headers["location"]
    path = back(browser, provider)
    assert browser.get(f"{path}&next=//pirate.example&redirect_uri=https://pirate.example").headers["location"] == "/espace"
    assert "pirate" not in browser.get(f"/connexion/openid/fin{lure}").headers.get("location", "")
