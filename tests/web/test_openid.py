"""Signing in through a provider of identities: who comes in, as whom, and who does not."""

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fake_assistant import FakeAssistant
from identity_provider import ANA, CLIENT, IdentityProvider, identity_provider
from kept import OTHER_PHRASE, PHRASE, Kept, workspace_of
from markup import parse
from starlette.testclient import TestClient
from visitors import BROWSER, Visitor

from assistant.domain.account import Role
from assistant.errors import AccountRefused
from assistant.settings import Settings
from web.app import create_app
from web.doorway import Doorway

WAY, BACK = "/connexion/openid", "/connexion/openid/retour"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as serving:
        yield serving


def visitor(kept: Kept, provider: IdentityProvider, mode: str = "openid", **settings: Any) -> Visitor:
    return Visitor(kept, doorway=Doorway(mode, openid=provider.settings(**settings)))  # type: ignore[arg-type]  # one of its modes


def way_in(browser: Visitor) -> str:
    left = browser.get(WAY)
    assert left.status_code == 303, left.text
    return str(left.headers["location"])


def signed_in(browser: Visitor, provider: IdentityProvider, **more: str) -> Any:
    return browser.get(provider.recognises(way_in(browser), **more))


def alert(answer: Any) -> str:
    return " ".join(parse(answer.text).xpath("string(//*[@role='alert'])").split())


def name_of(browser: Visitor) -> str:
    return str(parse(browser.get("/espace/compte").text).xpath("string(//main//bdi)"))


def test_a_person_whom_the_provider_knows_comes_in_and_has_an_account(kept: Kept, provider: IdentityProvider) -> None:
    browser = visitor(kept, provider)
    answer = signed_in(browser, provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/espace")
    assert browser.get("/espace").status_code == 200
    [one] = kept.accounts.summaries()
    assert (one.account.name, one.account.role) == ("ana.durand", Role.CANDIDAT)
    assert browser.draft(title="Mission")


def test_the_session_is_that_of_any_account(kept: Kept, provider: IdentityProvider) -> None:
    answer = signed_in(visitor(kept, provider), provider)
    [session] = [c for c in answer.headers.get_list("set-cookie") if c.startswith("jury_blanc_session=")]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(session.split("; "))


def test_the_same_person_finds_the_same_account_whatever_they_are_called_now(kept: Kept, provider: IdentityProvider) -> None:
    signed_in(visitor(kept, provider), provider)
    [before] = kept.accounts.summaries()
    provider.claims |= {"preferred_username": "ana.martin", "email": "ana.martin@institut.example"}
    signed_in(visitor(kept, provider), provider)
    [after] = kept.accounts.summaries()
    assert (after.account.id, after.account.name) == (before.account.id, "ana.martin")


def test_an_address_alone_never_opens_the_account_of_another(kept: Kept, provider: IdentityProvider) -> None:
    owner = kept.account("ana@institut.example")
    provider.claims = {**ANA, "preferred_username": "ANA@institut.example"}
    browser = visitor(kept, provider, "local")
    signed_in(browser, provider)
    assert name_of(browser) == "ANA@institut.example (2)"
    assert kept.accounts.sign_in("ana@institut.example", PHRASE, address="a").id == owner.id
    signed_in(visitor(kept, provider, "local"), provider)
    provider.claims["sub"] = "u-43"
    other = visitor(kept, provider, "local")
    signed_in(other, provider)
    assert name_of(other) == "ANA@institut.example (3)"
    assert len(kept.accounts.summaries()) == 3


def test_the_subject_of_another_provider_is_another_person(kept: Kept, provider: IdentityProvider) -> None:
    signed_in(visitor(kept, provider), provider)
    with identity_provider() as second:
        signed_in(visitor(kept, second), second)
    assert [s.account.name for s in kept.accounts.summaries()] == ["ana.durand", "ana.durand (2)"]


def test_the_role_follows_the_provider_at_each_sign_in(kept: Kept, provider: IdentityProvider) -> None:
    for groups, role in ((["t"], Role.TUTEUR), ([], Role.CANDIDAT)):
        provider.claims["groups"] = groups
        signed_in(visitor(kept, provider, tutors="t"), provider)
        assert [s.account.role for s in kept.accounts.summaries()] == [role]


def test_what_the_token_lacks_is_asked_for_and_is_about_the_same_person(kept: Kept, provider: IdentityProvider) -> None:
    provider.claims, provider.more = {"sub": "u-42"}, {**ANA, "groups": ["t"], "iss": "https://pirate.example"}
    signed_in(visitor(kept, provider, tutors="t"), provider)
    assert [(s.account.name, s.account.role) for s in kept.accounts.summaries()] == [("ana.durand", Role.TUTEUR)]
    provider.more["sub"] = "u-1"
    assert signed_in(visitor(kept, provider, tutors="t"), provider).status_code == 403


def test_a_token_that_says_enough_asks_for_nothing_more(kept: Kept, provider: IdentityProvider) -> None:
    provider.more = {"sub": "quelqu’un d’autre"}
    assert signed_in(visitor(kept, provider), provider).status_code == 303
    assert "/userinfo" not in provider.asked


@pytest.mark.parametrize(
    ("methods", "public"),
    [(["client_secret_post"], False), (["client_secret_basic", "client_secret_post"], False), (["none"], True)],
)
def test_the_service_proves_itself_in_the_way_the_provider_takes(
    methods: list[str], public: bool, kept: Kept, provider: IdentityProvider
) -> None:
    provider.announced["token_endpoint_auth_methods_supported"], provider.public = methods, public
    assert signed_in(visitor(kept, provider), provider).status_code == 303


def test_beside_passwords_each_account_keeps_its_own_way_in(kept: Kept, provider: IdentityProvider) -> None:
    provider.claims["groups"] = ["admins"]
    browser = visitor(kept, provider, "local", administrators="admins", button="Entrer avec l’AFPA <test>")
    page = parse(browser.get("/connexion").text)
    assert page.xpath("//a[@href='./connexion/openid']/text()") == ["Entrer avec l’AFPA <test>"]
    assert page.xpath("//input[@type='password']")
    signed_in(browser, provider)
    assert "Changer de mot de passe" not in browser.get("/espace/compte").text
    ana = kept.accounts.named("ana.durand")
    assert f"comptes/{ana.id}/lien" not in browser.get("/administration").text
    with pytest.raises(AccountRefused, match="par son institut"):
        kept.accounts.invite(ana.role, by="commande", account=ana.id)
    member = Visitor(kept, Role.CANDIDAT, doorway=Doorway("local", openid=provider.settings()))
    assert "Changer de mot de passe" in member.get("/espace/compte").text


def test_an_account_of_the_provider_has_no_password_to_guess(kept: Kept, provider: IdentityProvider) -> None:
    browser = visitor(kept, provider, "local")
    signed_in(browser, provider)
    for phrase in ("", PHRASE, OTHER_PHRASE):
        assert Visitor(kept).sign_in("ana.durand", phrase).status_code == 403


def test_an_erased_account_is_gone_and_the_next_visit_makes_another(kept: Kept, provider: IdentityProvider) -> None:
    browser = visitor(kept, provider)
    signed_in(browser, provider)
    [before] = kept.accounts.summaries()
    assert browser.post("/espace/compte/effacer", "/espace/compte", mot="effacer").status_code == 303
    assert (kept.accounts.summaries(), kept.identities.holders()) == ((), frozenset())
    signed_in(browser, provider)
    [after] = kept.accounts.summaries()
    assert after.account.id != before.account.id


def test_nothing_that_tells_who_the_person_is_elsewhere_is_kept(kept: Kept, provider: IdentityProvider) -> None:
    provider.claims |= {"sub": "MarqueurDuSujet", "email": "marqueur@institut.example", "name": "MarqueurDuNom"}
    signed_in(visitor(kept, provider), provider)
    every = b"".join(path.read_bytes() for path in kept.folder.iterdir() if path.is_file())
    assert b"ana.durand" in every
    assert not [word for word in (b"MarqueurDuSujet", b"marqueur@institut", b"MarqueurDuNom") if word in every]


def test_signing_out_goes_on_to_the_provider_when_it_says_where(kept: Kept, provider: IdentityProvider) -> None:
    provider.announced["end_session_endpoint"] = f"{provider.issuer}/sortie?a=1"
    browser = visitor(kept, provider)
    signed_in(browser, provider)
    session = browser.http.cookies["jury_blanc_session"]
    left = browser.post("/deconnexion", "/espace")
    assert (left.status_code, left.headers["location"]) == (303, "/connexion/openid/fin")
    assert kept.accounts.account_of(session) is None
    page = parse(browser.get("/connexion/openid/fin").text)
    [way] = page.xpath("//main//a[@class='button']/@href")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0;url={way}"]
    assert way.startswith(f"{provider.issuer}/sortie?a=1&")
    asked = parse_qs(urlsplit(way).query)
    assert (asked["client_id"], asked["post_logout_redirect_uri"]) == ([CLIENT], ["http://testserver/connexion"])


@pytest.mark.parametrize("page", ["/deconnexion", "/espace/compte/sessions"])
def test_a_provider_that_says_no_way_out_leaves_our_sign_in_page(page: str, kept: Kept, provider: IdentityProvider) -> None:
    browser = visitor(kept, provider)
    signed_in(browser, provider)
    assert browser.post(page, "/espace/compte").headers["location"] == "/connexion/openid/fin"
    assert browser.get("/connexion/openid/fin").headers["location"] == "/connexion"
    assert browser.get("/espace").status_code == 303


def test_whoever_has_a_password_is_not_sent_to_the_provider_when_they_leave(kept: Kept, provider: IdentityProvider) -> None:
    member = Visitor(kept, Role.CANDIDAT, doorway=Doorway("local", openid=provider.settings()))
    assert member.post("/deconnexion", "/espace").headers["location"] == "/connexion"


def through(
    kept: Kept, provider: IdentityProvider, *, base: str = "http://testserver", proxied: bool = False, **more: Any
) -> TestClient:
    """Return a browser whose requests come through a portal that shows the service under a path."""
    chosen = Settings.model_construct(root_path="/jury-blanc", trusted_proxies=(ip_network("127.0.0.1/32"),))
    workspace = workspace_of(kept, Doorway("openid", openid=provider.settings(**more)))
    app = create_app(FakeAssistant(), settings=chosen, workspace=workspace)
    headers = BROWSER | ({"x-forwarded-proto": "https"} if proxied else {})
    return TestClient(app, base, follow_redirects=False, headers=headers, client=("127.0.0.1", 50_000))


def test_under_a_path_of_a_portal_the_way_back_and_the_cookies_stay_under_it(kept: Kept, provider: IdentityProvider) -> None:
    browser = through(kept, provider, base="https://portail.example", proxied=True)
    left = browser.get("/jury-blanc/connexion/openid")
    [cookie] = left.headers.get_list("set-cookie")
    assert {"Path=/jury-blanc/connexion/openid", "Secure", "HttpOnly", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))
    [back] = parse_qs(urlsplit(left.headers["location"]).query)["redirect_uri"]
    assert back == "https://portail.example/jury-blanc/connexion/openid/retour"
    entered = browser.get(provider.recognises(left.headers["location"]))
    assert (entered.status_code, entered.headers["location"]) == (303, "/jury-blanc/espace")
    assert browser.get("/jury-blanc/espace").status_code == 200
    assert not [name for name in browser.cookies if "openid" in name]


def test_a_portal_that_hides_its_own_name_is_told_in_a_setting(kept: Kept, provider: IdentityProvider) -> None:
    browser = through(kept, provider, public_url="https://portail.example/jury-blanc/")
    left = browser.get("/jury-blanc/connexion/openid")
    [back] = parse_qs(urlsplit(left.headers["location"]).query)["redirect_uri"]
    assert back == "https://portail.example/jury-blanc/connexion/openid/retour"
    assert browser.get(provider.recognises(left.headers["location"])).status_code == 303


def test_asking_the_provider_again_and_again_is_limited(kept: Kept, provider: IdentityProvider) -> None:
    workspace = workspace_of(kept, Doorway("openid", openid=provider.settings()))
    app = create_app(FakeAssistant(), settings=Settings.model_construct(rate_limit=3), workspace=workspace)
    browser = TestClient(app, follow_redirects=False, headers=BROWSER)
    answers = [browser.get(WAY).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]
    assert browser.get("/connexion").status_code == 200
