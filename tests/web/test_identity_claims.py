"""What checked claims make of a person: a name to show, a role, or a refusal."""

from typing import Any

import pytest
from identity_provider import ANA, Claims

from assistant.domain.account import Role
from assistant.settings import OpenIdSettings
from web.identity.claims import Identity, identity_of, says_enough
from web.identity.failures import AddressRefused, RoleUnknown

ISSUER = "https://connexion.institut.example"


def settings(**more: Any) -> OpenIdSettings:
    return OpenIdSettings.model_validate(
        {
            "issuer": ISSUER,
            "client_id": "jury-blanc",
            **{
                k: tuple(v.split(",")) if k in ("administrators", "tutors", "candidates", "domains") else v
                for k, v in more.items()
            },
        }
    )


def person(claims: Claims, **more: Any) -> Identity:
    return identity_of({"iss": ISSUER, **ANA, **claims}, settings(**more))


@pytest.mark.parametrize(
    ("claims", "more", "role"),
    [
        ({"groups": ["Tuteurs", "x"]}, {"tutors": "tuteurs"}, Role.TUTEUR),
        ({"groups": ["tuteurs", "admins"]}, {"tutors": "tuteurs", "administrators": "admins"}, Role.ADMINISTRATEUR),
        ({"groups": "tuteurs"}, {"tutors": "tuteurs"}, Role.TUTEUR),
        ({"realm_access": {"roles": ["tuteur"]}}, {"tutors": "tuteur", "roles_claim": "realm_access.roles"}, Role.TUTEUR),
        ({"https://i.example/roles": ["t"]}, {"tutors": "t", "roles_claim": "https://i.example/roles"}, Role.TUTEUR),
        ({}, {"administrators": "Ana@Institut.example", "roles_claim": "email"}, Role.ADMINISTRATEUR),
        ({"email_verified": False}, {"administrators": "ana@institut.example", "roles_claim": "email"}, Role.CANDIDAT),
        ({"groups": [{"tuteurs": 1}, None]}, {"tutors": "tuteurs"}, Role.CANDIDAT),
        ({"groups": []}, {"tutors": "tuteurs"}, Role.CANDIDAT),
        ({"groups": ["eleves"]}, {"candidates": "eleves"}, Role.CANDIDAT),
    ],
)
def test_the_role_comes_from_the_claim(claims: Claims, more: dict[str, str], role: Role) -> None:
    assert person(claims, **more).role is role


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": None, "name": "Ana Durand"}, "ana@institut.example"),
        ({"preferred_username": "", "email": None, "name": "Ana  Durand"}, "Ana Durand"),
        ({"preferred_username": "é" * 500}, "é" * 80),
        ({"preferred_username": "ana\u202edurand", "email": "\ud800"}, "Sans nom"),
        ({"preferred_username": ["ana"], "email": 3}, "Sans nom"),
    ],
)
def test_a_name_is_found_among_what_the_provider_says(claims: Claims, name: str) -> None:
    assert person(claims).name == name


@pytest.mark.parametrize("groups", [[], ["autres"], None, "eleve"])
def test_when_candidates_are_named_nobody_else_comes_in(groups: object) -> None:
    with pytest.raises(RoleUnknown):
        person({"groups": groups}, candidates="eleves", tutors="tuteurs")


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "ana@ailleurs.example"},
        {"email": "ana@pirate.institut.example"},
        {"email": "ana@institut.example@pirate.example"},
        {"email": "ana@institut.example", "email_verified": False},
        {"email": "ana@institut.example", "email_verified": "faux"},
        {"email": "ana@institut.example", "email_verified": None},
        {"email": ["ana@pirate.example", "ana@institut.example"]},
        {"email": "institut.example/"},
        {"email": None},
    ],
)
def test_an_address_of_another_domain_or_unverified_is_refused(claims: Claims) -> None:
    with pytest.raises(AddressRefused):
        person(claims, domains="institut.example")


def test_a_verified_address_of_an_allowed_domain_comes_in_whatever_its_capitals() -> None:
    assert person({"email": "Ana@INSTITUT.example"}, domains="autre.example,Institut.Example").subject == "u-42"


@pytest.mark.parametrize(
    ("claims", "more", "enough"),
    [
        (ANA, {}, True),
        ({"sub": "u"}, {}, False),
        (ANA, {"tutors": "t"}, False),
        ({**ANA, "groups": []}, {"tutors": "t"}, True),
        ({"preferred_username": "ana"}, {"domains": "institut.example"}, False),
        ({"preferred_username": "ana", "email": "a@b"}, {"administrators": "a@b", "roles_claim": "email"}, False),
    ],
)
def test_more_is_asked_only_when_the_settings_look_at_what_is_missing(claims: Claims, more: dict[str, str], enough: bool) -> None:
    assert says_enough(claims, settings(**more)) is enough
