"""A provider of identities on a port of this machine, which checks what it is sent and lies when a test asks it to."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from assistant.settings import OpenIdSettings

CLIENT, SECRET = "jury blanc", "s€cret:avec/signes"
ANA = {"sub": "u-42", "preferred_username": "ana.durand", "email": "ana@institut.example", "email_verified": True}
Claims = dict[str, Any]


@lru_cache(maxsize=4)
def rsa_key(number: int) -> RSAPrivateKey:  # noqa: ARG001 - the cache tells the keys apart by it
    """Return one of a few keys, made when first asked for."""
    return generate_private_key(65537, 2048)


def published(number: int = 0, **more: Any) -> dict[str, Any]:
    """Return the public half of a key, as a provider publishes it."""
    return {
        **jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(number).public_key(), as_dict=True),
        "kid": f"clé-{number}",
        "use": "sig",
        **more,
    }


@dataclass
class IdentityProvider:
    """What the provider knows, what it was asked, and how it lies."""

    port: int
    claims: Claims = field(default_factory=lambda: dict(ANA))
    more: Claims | None = None
    """What the address of information adds; none, no such address."""
    announced: Claims = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=lambda: [published()])
    told: Callable[[Claims], Claims] = dict
    """Changes the claims of a token before it is signed."""
    signed: Callable[[Claims], str] | None = None
    """Signs the claims, in place of the provider."""
    trouble: dict[str, Callable[["_Handler"], None]] = field(default_factory=dict)
    """What happens at an address, in place of the answer."""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    public: bool = False

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **more: Any) -> OpenIdSettings:
        """Return the settings that name this provider."""
        known = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": None if self.public else SECRET}
        return OpenIdSettings.model_validate({**known, **more})

    def recognises(self, way: str, **more: str) -> str:
        """Return the address to which the provider sends back a person who went that way, path and query."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}
        assert way.startswith(f"{self.issuer}/authorize?")
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state'], **more})}"

    def document(self) -> Claims:
        """Return what the provider announces."""
        at = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in (("authorization", "authorize"), ("token", "token"))}
        optional = {"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.more is not None else {}
        return {"issuer": self.issuer, **at, "jwks_uri": f"{self.issuer}/jwks", **optional, **self.announced}

    def token(self, nonce: str | None) -> str:
        """Return the token of the person."""
        now = int(time.time())
        terms = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = self.told({**terms, **self.claims})
        return (self.signed or sign)(claims)


def sign(claims: Claims, number: int = 0, **headers: Any) -> str:
    """Return a token signed with a key of the provider."""
    return jwt.encode(claims, rsa_key(number), algorithm="RS256", headers={"kid": f"clé-{number}", **headers})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    provider: IdentityProvider

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that leave."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        provider, path = self.server.provider, urlsplit(self.path).path
        provider.asked.append(path)
        self.close_connection = True
        with suppress(OSError):
            if path in provider.trouble:
                provider.trouble[path](self)
            elif path == "/.well-known/openid-configuration":
                self.reply(provider.document())
            elif path == "/jwks":
                self.reply({"keys": provider.keys})
            elif path == "/token":
                self._exchange({name: values[0] for name, values in parse_qs(body.decode()).items()})
            elif path == "/userinfo":
                self.reply(provider.more or {}, 200 if self.headers["Authorization"] == "Bearer acces" else 401)
            else:
                self.reply({}, 404)

    def _exchange(self, form: dict[str, str]) -> None:
        provider = self.server.provider
        known = provider.codes.pop(form.get("code", ""), None)
        if not self._authenticated(form):
            self.reply({"error": "invalid_client"}, 401)
        elif known is None or known["redirect_uri"] != form.get("redirect_uri") or known["code_challenge"] != _challenge(form):
            self.reply({"error": "invalid_grant"}, 400)
        else:
            self.reply({"access_token": "acces", "token_type": "Bearer", "id_token": provider.token(known.get("nonce"))})

    def _authenticated(self, form: dict[str, str]) -> bool:
        if self.server.provider.public:
            return form.get("client_id") == CLIENT and "Authorization" not in self.headers
        if "client_secret" in form:
            return (form.get("client_id"), form["client_secret"]) == (CLIENT, SECRET)
        given = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        return tuple(unquote_plus(part) for part in given.partition(":")[::2]) == (CLIENT, SECRET)

    def reply(self, document: object, status: int = 200, **headers: str) -> None:
        """Answer with a document."""
        said = json.dumps(document).encode()
        self.send_response_only(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(said)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _challenge(form: dict[str, str]) -> str:
    digest = sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Serve a provider until the end of the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.provider = IdentityProvider(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
