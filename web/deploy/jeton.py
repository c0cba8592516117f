"""Signe le jeton d'une personne pour le widget de Jury Blanc ; rien à installer.

JURY_SITE=site-… JURY_SECRET=… python3 jeton.py SUB ROLE
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time


def jeton(site: str, secret: str, sub: str, role: str) -> str:
    """Rend un jeton de quatre minutes ; sub est un identifiant stable, role est « candidate » ou « tutor »."""
    dit = {"aud": site, "sub": sub, "role": role, "exp": int(time.time()) + 240}
    signe = b".".join(_part(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, dit))
    sceau = hmac.new(secret.encode(), signe, hashlib.sha256).digest()
    return (signe + b"." + _part(sceau)).decode()


def _part(octets: bytes) -> bytes:
    return base64.urlsafe_b64encode(octets).rstrip(b"=")


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"token": jeton(os.environ["JURY_SITE"], os.environ["JURY_SECRET"], *sys.argv[1:3])}))
