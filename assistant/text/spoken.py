"""Questions as people type them on a telephone, spelt out: « c koi » becomes « c'est quoi »."""

import re
from importlib.resources import files

from assistant.text.french import fold

_FILE = "spoken.tsv"
_LENGTHENED = re.compile(r"([a-z])\1{2,}")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^a-z0-9]+")


class SpokenFrench:
    """Spells out the short forms of messages; words it does not know stay as they are."""

    def __init__(self) -> None:
        lines = files(__package__).joinpath(_FILE).read_text(encoding="utf-8").splitlines()
        pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
        self._meant = {short: meant for shorts, meant in pairs for short in shorts.split()}

    def spelt(self, question: str) -> str:
        """Return the folded question with its short forms spelt out and lengthened letters made single."""
        folded = _LENGTHENED.sub(r"\1", fold(question))
        return "".join(self._meant.get(token, token) for token in _TOKEN.findall(folded))
