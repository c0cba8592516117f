"""How people are recognised, from the settings; nothing of what accounts keep is opened here."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal

from assistant.errors import SetupError
from assistant.settings import PREFIX, OpenIdSettings, Settings

_WIDEST_V4, _WIDEST_V6 = 8, 16
"""Shortest prefixes of a network that can be called trusted."""


@dataclass(frozen=True)
class Doorway:
    """How people are recognised."""

    mode: Literal["local", "proxy", "openid"]
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    header: str = "x-remote-user"
    administrators: frozenset[str] = frozenset()
    tutors: frozenset[str] = frozenset()
    openid: OpenIdSettings | None = None

    @property
    def sessions(self) -> bool:
        """Tell whether people sign in and out here, rather than at a proxy."""
        return self.mode != "proxy"


def doorway_of(settings: Settings) -> Doorway | None:
    """Return how people are recognised; None without accounts; raise `SetupError` rather than believe anyone."""
    if settings.openid is not None and settings.accounts not in ("local", "openid"):
        raise SetupError(
            f"OpenID Connect est réglé, mais {PREFIX}ACCOUNTS vaut {settings.accounts}\u00a0: il ne servirait à personne.",
            hint=f"Réglez {PREFIX}ACCOUNTS sur openid, ou sur local pour garder aussi les mots de passe.",
        )
    if settings.accounts == "off":
        return None
    if settings.accounts == "local":
        return Doorway("local", openid=settings.openid)
    if settings.accounts == "openid":
        return _through_a_provider(settings.openid)
    if not settings.identity_proxies:
        raise SetupError(
            "Les comptes sont nommés par un proxy, mais aucun proxy de confiance n’est donné\u00a0:"
            " n’importe qui pourrait se faire passer pour n’importe qui.",
            hint=f"Réglez {PREFIX}IDENTITY_PROXIES sur l’adresse du proxy, par exemple 127.0.0.1.",
        )
    return Doorway(
        "proxy",
        proxies=tuple(_trusted(one) for one in settings.identity_proxies),
        header=settings.identity_header.lower(),
        administrators=frozenset(name.casefold() for name in settings.identity_administrators),
        tutors=frozenset(name.casefold() for name in settings.identity_tutors),
    )


def _through_a_provider(openid: OpenIdSettings | None) -> Doorway:
    if openid is None:
        raise SetupError(
            "Les comptes passent par un fournisseur d’identité, mais aucun n’est réglé.",
            hint=f"Réglez {PREFIX}OPENID__ISSUER et {PREFIX}OPENID__CLIENT_ID (docs/administrateur.md).",
        )
    return Doorway("openid", openid=openid)


def _trusted(written: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(written)
    except ValueError:
        raise SetupError(
            f"«\u00a0{written}\u00a0» n’est pas une adresse ni un réseau.",
            hint=f"{PREFIX}IDENTITY_PROXIES attend des adresses IP ou des réseaux (10.0.0.0/24), séparés par des virgules.",
        ) from None
    if network.prefixlen < (_WIDEST_V4 if network.version == 4 else _WIDEST_V6):
        raise SetupError(
            f"Le réseau «\u00a0{written}\u00a0» est trop vaste pour être de confiance.", hint="Donnez l’adresse du proxy."
        )
    return network


def link_of(settings: Settings, token: str, url: str = "") -> str:
    """Return the link of an invitation, as people open it."""
    return f"{(url or f'http://{settings.host}:{settings.port}').rstrip('/')}/inscription/{token}"
