"""A provider of identities that others made (oidc-provider-mock, on the server classes of Authlib), in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from processes import free_port

from assistant.settings import OpenIdSettings

_STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class AuthlibProvider:
    """Where it is, and how it is told of people and of clients."""

    issuer: str

    def knows(self, subject: str, **claims: Any) -> None:
        """Have the provider know a person."""
        httpx2.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def registers(self, service: str, **more: Any) -> OpenIdSettings:
        """Declare this service to the provider, and return the settings that it gives."""
        asked = {"redirect_uris": [f"{service}connexion/openid/retour"]}
        given = httpx2.post(f"{self.issuer}/oauth2/clients", json=asked).raise_for_status().json()
        named = {"issuer": self.issuer, "client_id": given["client_id"], "client_secret": given["client_secret"]}
        return OpenIdSettings.model_validate({**named, **more})


@contextmanager
def authlib_provider(folder: Path) -> Iterator[AuthlibProvider]:
    """Run the provider until the end of the block; what it says goes to a file of the folder."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-registration", "true", "-n", "true"]
    with (folder / "provider.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        provider = AuthlibProvider(f"http://127.0.0.1:{port}")
        _wait(provider)
        yield provider
    finally:
        process.terminate()
        process.wait(30)


def _wait(provider: AuthlibProvider) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < end:
        try:
            httpx2.get(f"{provider.issuer}/jwks").raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider did not start")
