"""Everyday words that people use for what the référentiel names otherwise."""

from importlib.resources import files

from assistant.text.cues import CueBook

_FILE = "everyday.tsv"


class EverydayWords:
    """Adds the words of the trade to a question asked in everyday words."""

    def __init__(self) -> None:
        lines = files(__package__).joinpath(_FILE).read_text(encoding="utf-8").splitlines()
        pairs = [line.split("\t") for line in lines if not line.startswith("#")]
        self._book = CueBook([[cue.strip() for cue in said.split(",")] for said, _ in pairs])
        self._meant = [meant for _, meant in pairs]

    def meanings(self, query: str) -> list[str]:
        """Return the words of the trade that the query calls for, one string an everyday idea; none when none is known."""
        counts = self._book.counts(query)
        return [meant for count, meant in zip(counts, self._meant, strict=True) if count]
