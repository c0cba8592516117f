"""A token is believed when the provider signed it, for us, now, as the answer to this sign-in; anything else is refused."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from identity_provider import Claims, published, rsa_key, sign

from web.identity.failures import ClocksApart, IdentityUnproven
from web.identity.tokens import Expected, KeyMissing, claims_of

ISSUER, CLIENT, NONCE = "https://connexion.institut.example", "jury-blanc", "n-1"
EXPECTED = Expected(ISSUER, CLIENT, NONCE)


def terms(**changed: Any) -> Claims:
    """Return the claims of a good token with some of them changed, or left out when they are `...`."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": CLIENT, "sub": "u-42", "iat": now, "exp": now + 300, "nonce": NONCE, **changed}
    return {name: value for name, value in claims.items() if value is not ...}


def test_a_good_token_says_what_it_says() -> None:
    assert claims_of(sign(terms(email="a@b")), [published()], EXPECTED)["email"] == "a@b"


@pytest.mark.parametrize("several", [{"aud": [CLIENT]}, {"aud": [CLIENT, "autre"], "azp": CLIENT}, {"azp": CLIENT}])
def test_a_token_for_several_is_good_when_it_was_given_to_us(several: Claims) -> None:
    assert claims_of(sign(terms(**several)), [published()], EXPECTED)["sub"] == "u-42"


FLAWS: dict[str, Claims] = {
    "aud": {"aud": "un-autre-service"},
    "aud absent": {"aud": ...},
    "aud of several without azp": {"aud": [CLIENT, "autre"]},
    "azp": {"azp": "autre"},
    "aud of several given to another": {"aud": [CLIENT, "autre"], "azp": "autre"},
    "iss": {"iss": "https://pirate.example"},
    "iss with a slash": {"iss": f"{ISSUER}/"},
    "iss absent": {"iss": ...},
    "nonce": {"nonce": "n-2"},
    "nonce absent": {"nonce": ...},
    "nonce null": {"nonce": None},
    "nonce in a list": {"nonce": [NONCE]},
    "nonce beyond letters": {"nonce": "\ud800"},
    "sub absent": {"sub": ...},
    "sub empty": {"sub": ""},
    "sub of a number": {"sub": 42},
    "sub without end": {"sub": "u" * 256},
    "exp absent": {"exp": ...},
    "exp of words": {"exp": "demain"},
    "iat absent": {"iat": ...},
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_token_with_a_flaw_is_refused(flaw: str) -> None:
    token = jwt.api_jws.encode(json.dumps(terms(**FLAWS[flaw])).encode(), rsa_key(0), "RS256", {"kid": "clé-0"})
    with pytest.raises(IdentityUnproven) as refused:
        claims_of(token, [published()], EXPECTED)
    assert not isinstance(refused.value, ClocksApart)


@pytest.mark.parametrize(
    ("off", "reason"), [({"exp": -61}, "passé"), ({"iat": 90, "exp": 300}, "futur"), ({"nbf": 90, "exp": 300}, "futur")]
)
def test_a_token_of_another_time_tells_that_the_clocks_are_apart(off: dict[str, int], reason: str) -> None:
    now = int(time.time())
    with pytest.raises(ClocksApart) as refused:
        claims_of(sign(terms(**{name: now + seconds for name, seconds in off.items()})), [published()], EXPECTED)
    assert refused.value.reason == reason


def test_a_few_seconds_between_the_clocks_are_nothing() -> None:
    now = int(time.time())
    for off in ({"exp": now - 30}, {"iat": now + 30}):
        assert claims_of(sign(terms(**off)), [published()], EXPECTED)


def _unsigned() -> str:
    return jwt.encode(terms(), "", algorithm="none")


def _by_public_key() -> str:
    pem = rsa_key(0).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS256", "kid": "clé-0"}, terms())
    )
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(head + b"." + body, pem)
    return b".".join([head, body, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


FORGED: dict[str, Callable[[], str]] = {
    "none": _unsigned,
    "HS256 by the public key": _by_public_key,
    "HS256 by the secret of the client": lambda: jwt.encode(terms(), "s" * 40, algorithm="HS256", headers={"kid": "clé-0"}),
    "nothing": lambda: "",
    "two parts": lambda: "a.b",
    "no header": lambda: "!.!.!",
    "a header of another kind": lambda: base64.urlsafe_b64encode(b"[1]").decode() + ".e30.",
    "a body of another kind": lambda: jwt.api_jws.encode(b"[1]", rsa_key(0), "RS256", {"kid": "clé-0"}),
    "a critical extension": lambda: sign(terms(), crit=["exp"]),
    "a kid of another kind": lambda: base64.urlsafe_b64encode(b'{"alg":"RS256","kid":{"a":1}}').decode() + ".e30.",
    "endless": lambda: "a" * 200_000,
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_token_is_refused(forged: str) -> None:
    with pytest.raises(IdentityUnproven):
        claims_of(FORGED[forged](), [published()], EXPECTED)


def _with_signature_of(token: str, other: str) -> str:
    return token.rpartition(".")[0] + "." + other.rpartition(".")[2]


@pytest.mark.parametrize(
    ("token", "keys"),
    [
        (lambda: sign(terms(), 1), lambda: [published(0)]),
        (lambda: sign(terms(), 1, kid="clé-0"), lambda: [published(0)]),
        (lambda: _with_signature_of(sign(terms(sub="u-1")), sign(terms())), lambda: [published(0)]),
        (lambda: sign(terms()), lambda: [published(0, use="enc")]),
        (lambda: sign(terms()), lambda: [published(0, kty="EC")]),
        (lambda: sign(terms()), lambda: [{"kty": "oct", "k": "c2VjcmV0", "kid": "clé-0"}]),
        (lambda: sign(terms()), lambda: [{"kid": "clé-0"}, {"kid": 3, "kty": []}]),
        (lambda: sign(terms(), jwk=published(0), jku="https://pirate.example/k"), lambda: [published(1)]),
    ],
)
def test_a_signature_that_no_published_key_made_asks_for_the_keys_of_now(
    token: Callable[[], str], keys: Callable[[], list[dict[str, Any]]]
) -> None:
    with pytest.raises(KeyMissing):
        claims_of(token(), keys(), EXPECTED)


def test_a_key_too_short_to_be_safe_proves_nothing() -> None:
    weak = generate_private_key(65537, 1024)  # noqa: S505 - that is the point
    token = jwt.PyJWT({"enforce_minimum_key_length": False})
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        forged = token.encode(terms(), weak, algorithm="RS256")
    with pytest.raises(KeyMissing):
        claims_of(forged, [jwt.algorithms.RSAAlgorithm.to_jwk(weak.public_key(), as_dict=True)], EXPECTED)


@pytest.mark.parametrize("told", [True, False], ids=["alg told", "alg not told"])
def test_other_signatures_of_our_time_are_read(told: bool) -> None:
    curve, edwards = ec.generate_private_key(ec.SECP384R1()), ed25519.Ed25519PrivateKey.generate()
    for algorithm, key, public in (
        ("PS256", rsa_key(0), jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(0).public_key(), as_dict=True)),
        ("ES384", curve, jwt.algorithms.ECAlgorithm.to_jwk(curve.public_key(), as_dict=True)),
        ("EdDSA", edwards, jwt.algorithms.OKPAlgorithm.to_jwk(edwards.public_key(), as_dict=True)),
    ):
        one = {**public, "alg": algorithm} if told else public
        assert claims_of(jwt.encode(terms(), key, algorithm=algorithm), [published(1), one], EXPECTED)["sub"] == "u-42"
