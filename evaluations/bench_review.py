"""Time and memory of a whole reading of a long draft, in each format.

Run `python -m evaluations.bench_review`. It builds a draft of 140 000 characters out of the
labelled dossiers of bloc 4, writes it as .docx, .odt, .pdf and .md, and reads each in a
process of its own that has read a dossier of another bloc, as a service has; the .md again with one
paragraph more in its middle. It says whether the niveaux and the quotes agree, and how long the
command line takes for a dossier of the usual length, the quicker of two times.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from evaluations.bench_readers import documents
from evaluations.gold import GOLD
from ingestion.readers import read_draft, read_text

FORMATS = ("docx", "odt", "pdf", "md")
_FIRST = "B1-01"
"""What the process has read before: nothing of it is in the long draft."""


def measure(path: Path) -> None:
    """Read one file and print one line of JSON: seconds, peak memory, niveaux, grounded quotes."""
    begin = time.perf_counter()
    draft = read_draft(path.read_bytes(), path.name)
    read = time.perf_counter()
    assistant = build_assistant()
    assistant.review(read_text((GOLD / "dossiers" / _FIRST / "draft.md").read_text(encoding="utf-8")), _FIRST[:2])
    ready = time.perf_counter()
    report = assistant.review(draft, "B4")
    done = time.perf_counter()
    line = {
        "format": path.suffix[1:],
        "characters": len(draft.text),
        "read": round(read - begin, 2),
        "ready": round(ready - read, 2),
        "review": round(done - ready, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "niveaux": [a.niveau for a in report.assessments],
        "verbatim": _verbatim(report, draft.text),
    }
    if path.suffix == ".md":
        changed, begin = edited(draft), time.perf_counter()
        assistant.review(changed, "B4")
        line["edited"] = round(time.perf_counter() - begin, 2)
    sys.stdout.write(json.dumps(line) + "\n")


def edited(draft: Draft) -> Draft:
    """Return the draft with one paragraph rewritten in its middle."""
    middle = draft.text.index("\n\n", len(draft.text) // 2)
    added = "\n\nLe 14 mai, j’ai revu ce tableau avec la comptable\u00a0: 3 lignes sur 12 ont changé."
    return read_text(draft.text[:middle] + added + draft.text[middle:], draft.name)


def _verbatim(report: FeedbackReport, text: str) -> bool:
    return all(text[e.start : e.end] == e.quote for a in report.assessments for e in a.evidence)


def _command_line() -> float:
    """Return the seconds of `jury-blanc review` on a dossier of the usual length, start included."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "web.cli", "review", str(GOLD / "dossiers" / _FIRST / "draft.md"), "--bloc", _FIRST[:2]]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own module
    return time.perf_counter() - begin


def main() -> None:
    """Print one row a format, the time of the command line, then whether the niveaux agree."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    niveaux = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in documents().items():
            path = Path(folder) / f"long.{name}"
            path.write_bytes(data)
            command = [sys.executable, "-m", "evaluations.bench_review", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
            line = json.loads(done.stdout)
            niveaux[name] = line.pop("niveaux")
            sys.stdout.write("  ".join(f"{k} {v}" for k, v in line.items()) + "\n")
    sys.stdout.write(f"command line: {min(_command_line() for _ in range(2)):.2f} s for {_FIRST}\n")
    agree = len({tuple(n) for n in niveaux.values()}) == 1
    sys.stdout.write(f"same niveaux in every format: {agree}\n")


if __name__ == "__main__":
    main()
