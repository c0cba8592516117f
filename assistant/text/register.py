"""The same thing said in one register: « nous avons formé les formateur·rices » counts as « j’ai formé les formateurs ».

For scoring only: positions change.
"""

import re
from functools import lru_cache

_DOTS = "·•‧∙⋅"
_FEMININE = r"(?:e|ne|le|te|ve|rice|trice|euse|enne|ère|ière)s?"
_INCLUSIVE = re.compile(
    rf"(?<=[^\W\d_])(?:[{_DOTS}][^\W\d_]{{1,6}}(?:[{_DOTS}]s)?|\({_FEMININE}\)s?|\.{_FEMININE}(?:\.s)?(?![\w./@]))(?!\w)"
)
_WOMAN = re.compile(r"\b(?!matrices?\b|cicatrices?\b)([^\W\d_]{3,})trice(s?)\b", re.IGNORECASE)
_OURS = {"avons": "ai", "avions": "avais", "aurons": "aurai", "sommes": "suis", "étions": "étais", "serons": "serai"}
_WE = re.compile(
    r"\b(?P<we>[Nn]ous) (?P<between>(?:n['’]|ne |y |en |l['’]|les? |la |leur |lui |vous |nous )*)"
    rf"(?P<verb>{'|'.join(_OURS)})\b"
)
_ELIDED = re.compile(r"\b([Jj]|m)e (?=[aeéiouy])")
_ASIDE = re.compile(
    r"\b(?:pour (?:ma|notre) part|en ce qui (?:me|nous) concerne|quant à (?:moi|nous)|de (?:mon|notre) côté"
    r"|à (?:mon|notre) niveau|personnellement),\s+",
    re.IGNORECASE,
)
"""What may open a sentence and says nothing."""


@lru_cache(maxsize=4096)
def in_one_register(text: str) -> str:
    """Return the text with « formateurs » for « formatrices » and « formateur·rices », « j’ai » for « nous avons »; no asides."""
    return _ASIDE.sub("", _WE.sub(_mine, _WOMAN.sub(r"\1teur\2", _INCLUSIVE.sub(_plain, text))))


def _plain(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1]
    return "s" if found.group().rstrip(")").endswith("s") and before not in "sxz" else ""


def _mine(found: re.Match[str]) -> str:
    pronoun = "Je" if found["we"][0] == "N" else "je"
    between = found["between"].replace("nous ", "me ")
    return _ELIDED.sub(r"\1'", f"{pronoun} {between}{_OURS[found['verb']]}")
