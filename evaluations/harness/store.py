"""Readings kept by what they are readings of, so that what has not changed is not read again."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import ValidationError

from evaluations.harness.readings import Asked, Reading

_IN_MEMORY = 256


class ReadingStore:
    """Answers from memory, then from a folder, then from the assessor.

    The folder belongs to one identity of the assessor, its code and its knowledge; several
    processes may share it. A file that cannot be used is read again.
    """

    def __init__(self, read: Callable[[Asked], Reading], identity: str, folder: Path | None = None) -> None:
        self._read = read
        self._folder = folder / identity[:16] if folder else None
        self._recent: OrderedDict[str, Reading] = OrderedDict()
        self.made = 0
        """Readings that the assessor had to make."""
        self.kept = 0
        """Readings found in the folder."""

    def read(self, asked: Asked) -> Reading:
        """Return the reading of what is asked."""
        key = asked.key
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key]
        reading = self._stored(key)
        if reading is None:
            reading = self._read(asked)
            self.made += 1
            if reading.lasting:
                self._keep(key, reading)
        self._recent[key] = reading
        if len(self._recent) > _IN_MEMORY:
            self._recent.popitem(last=False)
        return reading

    def _path(self, key: str) -> Path | None:
        return self._folder / key[:2] / f"{key}.json" if self._folder else None

    def _stored(self, key: str) -> Reading | None:
        path = self._path(key)
        if path is None or not path.exists():
            return None
        try:
            reading = Reading.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        self.kept += 1
        return reading

    def _keep(self, key: str, reading: Reading) -> None:
        path = self._path(key)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("wb", dir=path.parent, delete=False) as half:
            half.write(reading.model_dump_json().encode())
        Path(half.name).replace(path)
