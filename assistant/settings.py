"""Settings, read once from the environment by whoever starts the product."""

import os
import re
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SetupError, UnknownSetting

PREFIX = "JURY_BLANC_"
LIBRARY_FILE = "jury-blanc.sqlite"
"""Name, in the data folder, of the database of exemplars."""
DERIVED_FOLDER = "exemplaires"
"""Name, in the data folder, of the folder of everything made from published exemplars: it may be deleted at any time."""
_NESTED = "__"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_UserPath = Annotated[Path, AfterValidator(Path.expanduser)]


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "jury-blanc"


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("not a plain http(s) address")
    return value.rstrip("/")


def on_this_machine(address: str) -> bool:
    """Tell whether an address leads to this machine itself."""
    return urlsplit(address).hostname in _LOOPBACK


def _issuer(value: str) -> str:
    """Return the name of a provider as it was written: a slash at its end is part of it."""
    if urlsplit(_web_address(value)).scheme != "https" and not on_this_machine(value):
        raise ValueError("an identity is not asked for in the clear")
    return value


def _scopes(value: object) -> object:
    named = tuple(value.replace(",", " ").split()) if isinstance(value, str) else value
    return ("openid", *named) if isinstance(named, tuple) and "openid" not in named else named


def _listed(value: object) -> object:
    return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


def sub_path(value: str) -> str:
    """Return a path as `/a/b`, empty for the root; raise `SetupError` when it is none."""
    path = "/" + value.strip("/") if value.strip("/") else ""
    if not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)*", path) or {".", ".."} & set(path.split("/")):
        hint = "Donnez des mots séparés par des barres, par exemple /jury-blanc."
        raise SetupError(f"«\u00a0{value}\u00a0» n’est pas un chemin d’adresse.", hint=hint)
    return path


def _networks(value: object) -> object:
    listed = _listed(value)
    return tuple(ip_network(one) for one in listed) if isinstance(listed, tuple) else listed


class ModelSettings(BaseModel):
    """A language model that an administrator plugs in; without these settings nothing leaves the machine."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    provider: Literal["ollama", "openai", "mistral", "anthropic"]
    """Kind of service; `openai` is any service that speaks OpenAI's protocol, at any address."""
    name: str = Field(min_length=1)
    """Name of the model, as the service knows it."""
    base_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Address of the service; the provider's own, or Ollama's on this machine, unless given."""
    api_key: SecretStr | None = None
    """Key of the service; never shown nor logged."""
    deadline: float = Field(default=120, gt=0, le=3600)
    """Seconds after which a reading, or an answer, goes on without the model, whatever happens."""
    retries: int = Field(default=2, ge=0, le=5)
    """Times a request is made again within the deadline when the service is busy or in trouble."""
    concurrency: int = Field(default=4, ge=1, le=64)
    """Requests in flight at the same time."""
    max_output_tokens: int = Field(default=2000, ge=64)
    """Longest answer; a longer one is a failure, never shown cut."""
    context_tokens: int = Field(default=8192, ge=2048)
    """What the model can read at once; passages that would not fit are left out, beginning with the least relevant."""
    temperature: Annotated[float | None, BeforeValidator(lambda v: None if v == "" else v)] = Field(default=0.0, ge=0, le=2)
    """0 for the steadiest answers; empty for models that do not take it."""
    panel: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """Further models of the same service that sit in `--assessor panel`, separated by commas."""
    answer_seconds: float = Field(default=0, ge=0, le=600)
    """Seconds that an answer may wait for the model to choose among what was found; 0, and it has no part in answers."""
    pseudonymise: bool | None = None
    """Whether texts are pseudonymised before they are sent; unless given, they are when the service is on another machine."""

    @property
    def elsewhere(self) -> bool:
        """Tell whether the service is on another machine."""
        if self.base_url is None:
            return self.provider != "ollama"
        return not on_this_machine(self.base_url)

    @property
    def masked(self) -> bool:
        """Tell whether texts are pseudonymised before they are sent."""
        return self.elsewhere if self.pseudonymise is None else self.pseudonymise


class OpenIdSettings(BaseModel):
    """A provider of identities (OpenID Connect) through which people sign in."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    issuer: Annotated[str, AfterValidator(_issuer)]
    """Address of the provider, as it names itself; with https, unless it is on this machine."""
    client_id: str = Field(min_length=1)
    """Name under which the provider knows this service."""
    client_secret: SecretStr | None = None
    """Secret that the provider gave with that name, never shown nor logged; without one, the client is public."""
    scopes: Annotated[tuple[str, ...], BeforeValidator(_scopes), NoDecode] = ("openid", "profile", "email")
    """What the provider is asked to tell, separated by spaces."""
    name_claim: str = "preferred_username"
    """The claim that names the person here; the address, then the full name, when the provider does not give it."""
    roles_claim: str = "groups"
    """The claim that gives the role; dots lead into it (`realm_access.roles`), and `email` counts only when it was verified."""
    administrators: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """Values of that claim that make an administrator, separated by commas."""
    tutors: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """Values of that claim that make a tutor, separated by commas."""
    candidates: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """Values of that claim that make a candidate; none given, everybody else is one, otherwise nobody else comes in."""
    domains: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """Domains of the verified e-mail addresses that are let in, separated by commas; any when none are given."""
    button: str = Field(default="Me connecter avec mon institut", min_length=1, max_length=80)
    """Words of the button."""
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Address of this service as browsers see it, path included; that of the request unless given."""


class Settings(BaseSettings):
    """Every choice an administrator can make; each is a `JURY_BLANC_…` variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=_NESTED, frozen=True, use_attribute_docstrings=True)

    data_dir: _UserPath = Field(default_factory=_default_data_dir)
    """Folder of the library of exemplars, of the derived indexes and, with accounts, of what their owners keep."""
    referentiel: _UserPath | None = None
    """Référentiel to use instead of the shipped one (JSON written by `referentiel import FILE --out referentiel.json`)."""
    index: Literal["chroma", "exact"] = "chroma"
    """Vector index: Chroma with the exact search as fallback, or the exact search alone."""
    interview_b3: int = Field(default=20, ge=8, le=120)
    """Minutes of a mock interview of bloc 3 when none are asked; the référentiel gives it no length."""
    interview_b4: int = Field(default=30, ge=8, le=120)
    """Minutes of the jury's questions on bloc 4 when none are asked; the référentiel gives them no length."""
    accounts: Literal["off", "local", "proxy", "openid"] = "off"
    """Accounts: none, with passwords kept here, named by a trusted proxy, or through a provider alone; reading needs none."""
    identity_proxies: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """With `proxy`, addresses or networks of the proxies whose word is taken, separated by commas; none, no start."""
    identity_header: str = Field(default="X-Remote-User", pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    """With `proxy`, the header in which the proxy names the person; the proxy must remove it from what people send."""
    identity_administrators: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """With `proxy`, the names of administrators, separated by commas."""
    identity_tutors: Annotated[tuple[str, ...], BeforeValidator(_listed), NoDecode] = ()
    """With `proxy`, the names of tutors, separated by commas."""
    retention_days: int = Field(default=90, ge=1, le=3650)
    """Days after its last version at which a kept draft is erased."""
    host: str = "127.0.0.1"
    """Address on which `serve` listens."""
    port: int = Field(default=8765, ge=1, le=65535)
    """Port on which `serve` listens."""
    root_path: Annotated[str, AfterValidator(sub_path)] = ""
    """Path under which a reverse proxy shows the application, `/jury-blanc` for instance; empty at the root of a host."""
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks), NoDecode] = ()
    """Addresses or networks, separated by commas, whose `X-Forwarded-For` is believed; none unless given."""
    rate_limit: int = Field(default=600, ge=0)
    """Points of work that an address may ask for in a minute: a reading 10, a question 0.1, 1 for 20 kB sent; 0 for no limit."""
    log_format: Literal["text", "json"] = "text"
    """What `serve` writes on standard error: only troubles, for a person, or one JSON line a request."""
    shutdown_grace: int = Field(default=20, ge=0, le=300)
    """Seconds that readings under way are given to finish when `serve` is stopped."""
    kept_minutes: int = Field(default=30, ge=1, le=240)
    """Minutes for which a reading followed in the browser stays in memory, unless it is forgotten before; never on a disk."""
    model: ModelSettings | None = None
    """Language model (`JURY_BLANC_MODEL__…`)."""
    openid: OpenIdSettings | None = None
    """Provider of identities (`JURY_BLANC_OPENID__…`), with `openid`, or beside the passwords of `local`."""


_GROUPS: tuple[tuple[str, type[BaseModel]], ...] = (("model", ModelSettings), ("openid", OpenIdSettings))


def variables() -> list[str]:
    """Return the name of every variable that is a setting."""
    flat = [PREFIX + name.upper() for name in Settings.model_fields if name not in dict(_GROUPS)]
    nested = [PREFIX + group.upper() + _NESTED + name.upper() for group, kind in _GROUPS for name in kind.model_fields]
    return [*flat, *nested]


def load_settings() -> Settings:
    """Read the settings; raise `UnknownSetting` for a misspelt variable, `SetupError` for a bad value."""
    known = set(variables())
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            bare = [k.removeprefix(PREFIX) for k in sorted(known)]
            close = get_close_matches(name.upper().removeprefix(PREFIX), bare, n=1)
            every = ", ".join(sorted(known))
            hint = f"Vouliez-vous dire {PREFIX}{close[0]}\u00a0?" if close else f"Réglages connus\u00a0: {every}."
            raise UnknownSetting(f"Le réglage {name} n’existe pas.", hint=hint)
    try:
        return Settings()
    except ValidationError as error:
        raise _refusal(error) from None  # the cause would show what was given, keys included


def _refusal(error: ValidationError) -> SetupError:
    first = error.errors(include_context=False, include_url=False)[0]
    name = PREFIX + _NESTED.join(str(part) for part in first["loc"]).upper()
    if first["type"] == "missing":
        page = "Un modèle de langue se règle d’après docs/modeles.md, OpenID Connect d’après docs/administrateur.md."
        return SetupError(f"Le réglage {name} manque.", hint=page)
    if "KEY" in name or "SECRET" in name or "@" in str(first["input"]):  # it may hold a password
        shown = "Elle n’est pas répétée ici, car elle peut contenir un secret."
    else:
        shown = f"Valeur reçue\u00a0: «\u00a0{first['input']}\u00a0»."
    return SetupError(f"La valeur du réglage {name} n’est pas acceptée.", hint=shown)
