"""The candidate's own Word document, with remarks in its margin."""

import io
import json
import zipfile
from collections.abc import Sequence

from ingestion.readers import limits, sandbox
from ingestion.writers.remarks import MarginRemark

_CHILD = "ingestion.writers.child"
_YEAR_ONE = (1980, 1, 1, 0, 0, 0)


def annotated(data: bytes, name: str, remarks: Sequence[MarginRemark]) -> bytes | None:
    """Return the document with these remarks, nothing else changed; None when the file is no Word document.

    Positions are those of the text that `read_draft` gives of the same bytes. The file is
    opened in the bounded child; what cannot be written is refused as what cannot be read.
    """
    header = {"name": name, "remarks": remarks}
    answer = sandbox.ask(_CHILD, header, data, most=limits.WRITTEN_BYTES)
    told, _, written = answer.partition(b"\n")
    understood = sandbox.understand(json.loads(told))
    return written if understood["annotated"] else None


def same_every_time(document: bytes) -> bytes:
    """Return a container whose parts bear no date, so that equal documents are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as written, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name in written.namelist():
            container.writestr(zipfile.ZipInfo(name, _YEAR_ONE), written.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
