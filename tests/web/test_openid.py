"""Signing in through a provider of identities: who comes in, as whom, and who does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from identity_provider import ANA, IdentityProvider, identity_provider
from kept import OTHER_PHRASE, PHRASE, Kept
from markup import parse
from visitors import Visitor

from assistant.domain.account import Role
from assistant.errors import AccountRefused
from web.workspace import Doorway

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
    assert page.xpath("//a[@href='connexion/openid']/text()") == ["Entrer avec l’AFPA <test>"] or page.xpath(
        "//a[contains(@href,'connexion/openid')]/text()"
    ) == ["Entrer avec l’AFPA <test>"]
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
