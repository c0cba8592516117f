"""How the widget looks on the pages of a site: a few choices, all of which stay readable."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from assistant.domain.base import Frozen
from assistant.domain.referentiel import Referentiel
from assistant.errors import InputError

MODES: Final[Mapping[str, str]] = MappingProxyType(
    {"bulle": "un bouton dans un coin", "panneau": "un panneau sur le côté", "integre": "une partie de la page"}
)
"""The forms of the widget, in words."""
THEMES: Final[Mapping[str, str]] = MappingProxyType(
    {"auto": "comme la machine de la personne", "clair": "toujours clair", "sombre": "toujours sombre"}
)
ANGLES: Final[Mapping[str, str]] = MappingProxyType({"ronds": "arrondis", "droits": "droits"})
WIDTHS: Final[Mapping[str, str]] = MappingProxyType({"normale": "normale", "large": "plus large"})


class Tint(NamedTuple):
    """A colour of the widget, by day and by night; texts keep a contrast of 4.5 to 1 on each."""

    accent: str
    on_accent: str
    tint: str
    accent_dark: str
    on_accent_dark: str
    tint_dark: str


TINTS: Final[Mapping[str, Tint]] = MappingProxyType(
    {
        "bleu": Tint("#1f4e79", "#ffffff", "#e3ecf5", "#93bfe8", "#10202f", "#24364a"),
        "vert": Tint("#1d5c3a", "#ffffff", "#e2f0e8", "#8fcfab", "#0f2417", "#21402f"),
        "bordeaux": Tint("#7a2238", "#ffffff", "#f7e6ea", "#eba3b4", "#33101a", "#4a222d"),
        "violet": Tint("#55338a", "#ffffff", "#ede6f7", "#c4a9ee", "#21123a", "#37284f"),
        "ardoise": Tint("#3a434d", "#ffffff", "#e9ecef", "#b9c4d0", "#191f26", "#323a43"),
    }
)
"""The first is what the widget has by itself."""


class Look(Frozen):
    """The choices made for one tag; those by default add nothing to it."""

    mode: str = "bulle"
    bloc: str = ""
    """Code of the bloc that the page is about; empty when the person chooses."""
    theme: str = "auto"
    teinte: str = "bleu"
    angles: str = "ronds"
    largeur: str = "normale"


PLAIN: Final = Look()
_CHOICES: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = MappingProxyType(
    {
        "mode": ("La forme", MODES),
        "theme": ("Le thème", THEMES),
        "teinte": ("La teinte", TINTS),
        "angles": ("Le choix d’angles", ANGLES),
        "largeur": ("La largeur", WIDTHS),
    }
)


def look_of(chosen: Mapping[str, str], referentiel: Referentiel) -> Look:
    """Return the look with these choices, an empty one being the default; raise `InputError` for one that does not exist."""
    kept = {name: value.strip() for name, value in chosen.items() if name in Look.model_fields and value.strip()}
    for name, (what, among) in _CHOICES.items():
        if kept.get(name, next(iter(among))) not in among:
            raise InputError(f"{what} «\u00a0{kept[name]}\u00a0» n’existe pas.", hint=f"Choix\u00a0: {', '.join(among)}.")
    if "bloc" in kept:
        kept["bloc"] = referentiel.bloc(kept["bloc"]).code
    return Look(**kept)


def style_of(look: Look) -> str:
    """Return the rule to add to the style sheet of the site; empty when the widget has this look by itself."""
    properties = []
    if look.teinte != PLAIN.teinte:
        properties += [f"--jb-{name.replace('_', '-')}: {value};" for name, value in TINTS[look.teinte]._asdict().items()]
    if look.angles != PLAIN.angles:
        properties.append("--jb-radius: 0;")
    if look.largeur != PLAIN.largeur:
        properties += ["--jb-width: 34em;", "--jb-height: 50em;"]
    return "\n".join(["jury-blanc {", *(f"  {one}" for one in properties), "}"]) if properties else ""
