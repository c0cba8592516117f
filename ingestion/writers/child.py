"""The process that writes in the margin of a Word document nobody has vouched for.

A line of JSON and the bytes of the file come in; a line of JSON goes out, then the bytes
of the annotated document. It has the limits of the process that reads.
"""

import json
import sys

from assistant.errors import UnreadableDocument
from ingestion.readers import refusals
from ingestion.readers.child import refused, restrict
from ingestion.readers.kinds import recognise
from ingestion.writers.package import annotate
from ingestion.writers.remarks import MarginRemark, remarks_from


def main() -> None:
    """Annotate one file from standard input and answer on standard output."""
    restrict()
    header = json.loads(sys.stdin.buffer.readline())
    told, written = _answer(sys.stdin.buffer.read(), header["name"], remarks_from(header["remarks"]))
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + written)


def _answer(data: bytes, name: str, remarks: list[MarginRemark]) -> tuple[dict[str, object], bytes]:
    try:
        source = recognise(data, name)
        if source.kind != "docx" or source.archive is None:
            return {"annotated": False}, b""
        return {"annotated": True}, annotate(source.archive, remarks)
    except UnreadableDocument as refusal:
        return refused(refusal), b""
    except (MemoryError, RecursionError):
        return refused(refusals.too_long_to_read()), b""


if __name__ == "__main__":
    main()
