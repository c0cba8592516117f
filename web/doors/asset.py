"""The script of the widget as it is sent, and the tag that an administrator copies."""

import gzip
import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import files

from assistant.domain.doors import Site
from web.doors.look import PLAIN, Look

PATH = "widget/v1/jury-blanc.js"
SNIPPETS = {"jeton.php": "PHP", "jeton.mjs": "Node", "jeton.py": "Python"}
"""The files that sign tokens, and the language of each."""
MOST_BYTES = 25_000
"""The largest that the script may be once compressed."""


@dataclass(frozen=True)
class Script:
    """The one file of the widget."""

    content: bytes

    @property
    def integrity(self) -> str:
        """Return what the `integrity` attribute of a tag says."""
        return f"sha384-{b64encode(hashlib.sha384(self.content).digest()).decode()}"

    @property
    def version(self) -> str:
        """Return a name that changes whenever the script does."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @property
    def compressed(self) -> int:
        """Return its size once compressed."""
        return len(gzip.compress(self.content, 9, mtime=0))


@lru_cache(maxsize=1)
def script() -> Script:
    """Return the script that is shipped."""
    return Script((files("web") / "static" / "widget" / "v1" / "jury-blanc.js").read_bytes())


def snippet(name: str) -> str:
    """Return the text of one of `SNIPPETS`."""
    return (files("web") / "deploy" / name).read_text(encoding="utf-8")


def tag_of(site: Site, service: str, look: Look = PLAIN) -> str:
    """Return the tag to copy into a page of that site; `service` is the address of this product."""
    base = service.rstrip("/")
    shipped = script()
    proof = "" if site.anonymous else ' token-url="/jury-blanc/jeton"'
    about = f' bloc="{escape(look.bloc)}"' if look.bloc else ""
    theme = f' theme="{escape(look.theme)}"' if look.theme != PLAIN.theme else ""
    return (
        f'<script src="{escape(base)}/{PATH}?v={shipped.version}" integrity="{shipped.integrity}" '
        'crossorigin="anonymous" defer></script>\n'
        f'<jury-blanc site="{site.id}" mode="{escape(look.mode)}"{about}{theme} lang="fr"{proof}>'
        f'<a href="{escape(base)}/">Ouvrir Jury Blanc</a></jury-blanc>'
    )


def frame_of(site: Site, service: str, look: Look = PLAIN) -> str:
    """Return the frame to copy where scripts are taken out of pages."""
    about = f"&amp;bloc={escape(look.bloc)}" if look.bloc else ""
    about += f"&amp;theme={escape(look.theme)}" if look.theme != PLAIN.theme else ""
    return (
        f'<iframe src="{escape(service.rstrip("/"))}/widget/v1/cadre?site={site.id}{about}" title="Jury Blanc" '
        'width="100%" height="640" loading="lazy"></iframe>'
    )
