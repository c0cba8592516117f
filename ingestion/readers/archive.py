"""ZIP containers (.docx, .odt), screened before anything in them is parsed.

The sizes that an archive declares are not believed: every part is inflated once, in
pieces, and counted. What is kept are the parts that a reader then asks for.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from ingestion.readers import limits, refusals

_PIECE = 1 << 18
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1
_TEMPORARY_OBJECTS = ("Object ", "ObjectReplacements/")
"""Embedded formulas of old ODF writers begin with a DOCTYPE; they are never opened."""
_DECLARATION = re.compile(
    b"|".join(
        re.escape(word.encode(encoding)) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
    )
)


class Archive:
    """A screened container: names are unique and relative, parts are within the limits."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as container:
                entries = container.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise refusals.damaged() from error
        if len(entries) > limits.ARCHIVE_ENTRIES:
            raise refusals.too_intricate()
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) != len(entries):
            raise refusals.damaged()
        self._starts = self._locate(entries)
        self._screen()

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._entries)

    @property
    def in_order(self) -> tuple[str, ...]:
        """The names of the parts as the container lists them."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """Return the content of a part; empty when there is none of that name."""
        return b"".join(self._inflate(name)) if name in self._entries else b""

    def _locate(self, entries: list[zipfile.ZipInfo]) -> dict[str, int]:
        """Return where the content of each entry starts; they follow one another without overlap."""
        starts: dict[str, int] = {}
        end_of_previous = 0
        for entry in sorted(entries, key=lambda e: e.header_offset):
            if not _is_safe(entry) or entry.header_offset < end_of_previous:
                raise refusals.damaged()
            if entry.flag_bits & _ENCRYPTED:
                raise refusals.password()
            starts[entry.filename] = self._content_start(entry)
            end_of_previous = starts[entry.filename] + entry.compress_size
        if end_of_previous > len(self._data):
            raise refusals.damaged()
        return starts

    def _content_start(self, entry: zipfile.ZipInfo) -> int:
        header = self._data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise refusals.damaged()
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        return int(entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length)

    def _screen(self) -> None:
        total = 0
        for name, entry in self._entries.items():
            size, checksum, tail = 0, 0, b""
            is_markup = name.lower().endswith((".xml", ".rels")) and not name.startswith(_TEMPORARY_OBJECTS)
            for piece in self._inflate(name):
                size += len(piece)
                checksum = zlib.crc32(piece, checksum)
                if size > limits.PART_BYTES or total + size > limits.ARCHIVE_BYTES or _is_bomb(size, entry.compress_size):
                    raise refusals.too_intricate()
                if is_markup and _DECLARATION.search(tail + piece):
                    raise refusals.forbidden_markup()
                tail = piece[-32:]
            total += size
            if size != entry.file_size or checksum != entry.CRC:
                raise refusals.damaged()

    def _inflate(self, name: str) -> Iterator[bytes]:
        entry = self._entries[name]
        start = self._starts[name]
        content = memoryview(self._data)[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(content[i : i + _PIECE]) for i in range(0, len(content), _PIECE))
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for i in range(0, len(content), _PIECE):
                piece = inflater.decompress(content[i : i + _PIECE], _PIECE)
                while piece:
                    yield piece
                    piece = inflater.decompress(inflater.unconsumed_tail, _PIECE)
        except zlib.error as error:
            raise refusals.damaged() from error


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    is_relative = not name.startswith("/") and ":" not in name and ".." not in name.replace("\\", "/").split("/")
    return is_relative and "\0" not in name and entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _is_bomb(size: int, compressed: int) -> bool:
    return size > limits.RATIO_FREE_BYTES and size > limits.RATIO * max(compressed, 1)
