"""The provider of identities: what it announces, its keys, a code exchanged for claims; asked when someone signs in."""

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

from pydantic import ValidationError

from assistant.domain.base import Frozen
from assistant.settings import OpenIdSettings, on_this_machine
from web.identity.claims import says_enough
from web.identity.failures import IdentityUnproven, ProviderUnsound, SignInExpired
from web.identity.passage import Passage
from web.identity.tokens import Expected, KeyMissing, claims_of
from web.identity.transport import Reply, ask

KEPT_SECONDS = 3600.0
"""How long what the provider announces is believed without asking again; its keys are asked again as soon as one is missing."""
_DISCOVERY = "/.well-known/openid-configuration"
_BASIC, _POST = "client_secret_basic", "client_secret_post"
_KNOWN_ERRORS = frozenset({"invalid_client", "unauthorized_client", "invalid_request", "unsupported_grant_type", "invalid_scope"})
_Kept = TypeVar("_Kept")


class Announced(Frozen):
    """What the provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = (_BASIC,)
    authorization_response_iss_parameter_supported: bool = False

    def addresses(self) -> list[str]:
        """Return every address that it gives."""
        optional = [one for one in (self.userinfo_endpoint, self.end_session_endpoint) if one]
        return [self.authorization_endpoint, self.token_endpoint, self.jwks_uri, *optional]


class Provider:
    """The provider that the settings name; what it answers is kept in memory for a while."""

    def __init__(self, settings: OpenIdSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self.gap = 0.0
        """Seconds by which the clock of the provider was ahead of ours, when last asked."""
        self._announced: tuple[float, Announced] | None = None
        self._keys: tuple[float, Sequence[Mapping[str, Any]]] | None = None

    async def announced(self) -> Announced:
        """Return what the provider says of itself; raise `ProviderUnreachable` or `ProviderUnsound`."""
        known = self._fresh(self._announced)
        if known is None:
            reply = await ask(self._settings.issuer.rstrip("/") + _DISCOVERY)
            known = self._believed(reply)
            self.gap = reply.gap
            self._announced = (self._clock(), known)
        return known

    async def keys(self, *, again: bool = False) -> Sequence[Mapping[str, Any]]:
        """Return the keys that the provider publishes; with `again`, those of now."""
        known = None if again else self._fresh(self._keys)
        if known is None:
            said = (await ask((await self.announced()).jwks_uri)).document.get("keys")
            known = [key for key in said if isinstance(key, dict)] if isinstance(said, list) else []
            if not known:
                raise ProviderUnsound("aucune clé publiée")
            self._keys = (self._clock(), known)
        return known

    async def way_in(self, passage: Passage, back: str) -> str:
        """Return the address to which the person goes to be recognised; they come back to `back`."""
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": back,
            "scope": " ".join(self._settings.scopes),
            "state": passage.state,
            "nonce": passage.nonce,
            "code_challenge": passage.challenge,
            "code_challenge_method": "S256",
        }
        return _with((await self.announced()).authorization_endpoint, asked)

    async def way_out(self, back: str) -> str | None:
        """Return the address at which the person leaves the provider too, if it announces one."""
        way = (await self.announced()).end_session_endpoint
        return _with(way, {"client_id": self._settings.client_id, "post_logout_redirect_uri": back}) if way else None

    async def claims(self, passage: Passage, code: str, back: str) -> Mapping[str, Any]:
        """Return what the provider says of whoever came back with a code, checked; raise `IdentityFailure` otherwise."""
        tokens = await self._exchanged(passage, code, back)
        announced = await self.announced()
        expected = Expected(announced.issuer, self._settings.client_id, passage.nonce)
        claims = await self._checked(str(tokens.get("id_token", "")), expected)
        access = tokens.get("access_token")
        if says_enough(claims, self._settings) or not announced.userinfo_endpoint or not isinstance(access, str):
            return claims
        return {**await self._more(announced.userinfo_endpoint, access, str(claims["sub"])), **claims}

    async def _exchanged(self, passage: Passage, code: str, back: str) -> Mapping[str, Any]:
        announced = await self.announced()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": passage.verifier}
        form, headers = self._authenticated(form, announced.token_endpoint_auth_methods_supported)
        reply = await ask(announced.token_endpoint, form, headers)
        if reply.status == 200:
            return reply.document
        error = reply.document.get("error")
        if error == "invalid_grant":
            raise SignInExpired("code refusé")
        raise ProviderUnsound(f"échange du code\u00a0: {error if error in _KNOWN_ERRORS else reply.status}")

    def _authenticated(self, form: dict[str, str], methods: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the form and the headers with which the provider knows that it is this service that asks."""
        client, secret = self._settings.client_id, self._settings.client_secret
        if secret is None:
            return {**form, "client_id": client}, {}
        if _POST in methods and _BASIC not in methods:
            return {**form, "client_id": client, "client_secret": secret.get_secret_value()}, {}
        pair = f"{quote_plus(client)}:{quote_plus(secret.get_secret_value())}"
        return form, {"authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    async def _checked(self, token: str, expected: Expected) -> Mapping[str, Any]:
        """Return the claims of a token; when no key at hand fits, the provider is asked once for those of now."""
        try:
            return claims_of(token, await self.keys(), expected)
        except KeyMissing:
            pass
        try:
            return claims_of(token, await self.keys(again=True), expected)
        except KeyMissing:
            raise IdentityUnproven("signature") from None

    async def _more(self, address: str, access: str, subject: str) -> Mapping[str, Any]:
        """Return what the provider adds about the same person; it is no proof, so another person's is refused."""
        reply = await ask(address, headers={"authorization": f"Bearer {access}"})
        if reply.status != 200:
            raise ProviderUnsound(f"informations sur la personne\u00a0: {reply.status}")
        claims = reply.document
        if not claims:  # some providers sign them
            expected = Expected((await self.announced()).issuer, self._settings.client_id, nonce=None)
            claims = await self._checked(reply.text, expected)
        if claims.get("sub") != subject:
            raise IdentityUnproven("sub d’une autre personne")
        return claims

    def _believed(self, reply: Reply) -> Announced:
        if reply.status != 200:
            raise ProviderUnsound(f"découverte\u00a0: code {reply.status}")
        try:
            known = {name: said for name, said in reply.document.items() if name in Announced.model_fields and said is not None}
            found = Announced.model_validate(known)
        except ValidationError as error:
            raise ProviderUnsound(f"découverte\u00a0: {error.errors()[0]['loc'][0]}") from None
        if found.issuer.rstrip("/") != self._settings.issuer.rstrip("/"):
            raise ProviderUnsound("le fournisseur annonce un autre émetteur que le réglage")
        local = urlsplit(self._settings.issuer).scheme == "http"
        if not all(_is_safe(address, local) for address in found.addresses()):
            raise ProviderUnsound("le fournisseur annonce une adresse sans https")
        return found

    def _fresh(self, kept: tuple[float, _Kept] | None) -> _Kept | None:
        return kept[1] if kept is not None and self._clock() - kept[0] < KEPT_SECONDS else None


def _is_safe(address: str, local: bool) -> bool:
    try:
        return urlsplit(address).scheme == "https" or (local and on_this_machine(address))
    except ValueError:
        return False


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"
