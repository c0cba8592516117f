"""What the service writes on standard error: never a word of a draft, never the name of a file."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

ACCESS = "web.access"
"""Logger of the requests; its records carry their figures in `served`."""
_OURS = ("web", "assistant", "ingestion", "uvicorn")


class JsonLines(logging.Formatter):
    """One JSON object a line: ours in full, what libraries say by its origin alone."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        stamp = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"time": stamp, "level": record.levelname.lower(), "logger": record.name}
        served: Mapping[str, object] | None = getattr(record, "served", None)
        if served is not None:
            line |= {"event": "request", **served}
        else:
            line["message"] = said(record)
        return json.dumps(line, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """One line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        stamp = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        return f"{stamp} {record.levelname.lower()} {said(record)}"


def said(record: logging.LogRecord) -> str:
    """Return what a record says; a library's own words are left out, since they may quote a document."""
    if record.name.partition(".")[0] not in _OURS:
        return f"{record.name} ({record.funcName}:{record.lineno})"
    error = record.exc_info[0] if record.exc_info else None
    return record.getMessage().partition("\n")[0] + (f" ({error.__name__})" if error else "")


def write_logs(form: Literal["text", "json"]) -> None:
    """Write the logs of this process in that form from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(ACCESS).setLevel(logging.INFO if form == "json" else logging.WARNING)
