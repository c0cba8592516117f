"""How long and how much memory reading takes: one dossier of 140 000 characters in four formats.

Run as `python -m evaluations.bench_readers`; needs reportlab, which the test extra installs.
"""

import json
import subprocess
import sys
import time
from collections import Counter

from rich.console import Console
from rich.table import Table

from assistant.domain.draft import Draft
from evaluations.dossiers import DOSSIERS
from evaluations.transforms.files import FileBlock, Format, can_write, written
from ingestion.readers import read_draft

_CHARACTERS = 140_000
_KINDS: tuple[Format, ...] = ("docx", "odt", "md", "pdf")


def main() -> int:
    """Print the table of times, memory and differences."""
    if not all(map(can_write, _KINDS)):
        print("Ce banc d’essai demande reportlab : pip install 'jury-blanc[test]'.", file=sys.stderr)  # noqa: T201 - a script
        return 3
    table = Table("format", "octets", "caractères", "pages", "secondes", "mémoire (Mo)", "texte")
    reference = ""
    for kind, data in documents().items():
        draft, seconds, megabytes = _measure(data, f"dossier.{kind}")
        reference = reference or draft.text
        pages = f"{draft.pages} ({draft.pages_are})"
        sizes = (f"{len(data)}", f"{len(draft.text)}", pages)
        table.add_row(kind, *sizes, f"{seconds:.2f}", f"{megabytes:.0f}", _difference(reference, draft.text))
    Console(width=120).print(table)
    return 0


def documents() -> dict[str, bytes]:
    """Return one dossier of 140 000 characters in each format, made of the labelled dossiers."""
    blocks = _blocks()
    return {kind: written(blocks, kind) for kind in _KINDS}


def _measure(data: bytes, name: str) -> tuple[Draft, float, float]:
    """Return a draft, the best time of three readings, and the peak memory of the child in megabytes."""
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        draft = read_draft(data, name)
        times.append(time.perf_counter() - start)
    return draft, min(times), _peak(data, name)


def _peak(data: bytes, name: str) -> float:
    """Return the peak memory of a child reading these bytes, 0 where the system does not tell.

    `ru_maxrss` of a child counts its parent before `exec`, hence /proc.
    """
    program = (
        "import pathlib, re, sys; from ingestion.readers import child; child.main();"
        "status = pathlib.Path('/proc/self/status');"
        "print(re.search(r'VmHWM:\\s+(\\d+)', status.read_text()).group(1) if status.exists() else 0, file=sys.stderr)"
    )
    header = json.dumps({"name": name}).encode() + b"\n"
    done = subprocess.run([sys.executable, "-c", program], input=header + data, capture_output=True, check=True)  # noqa: S603 - ours
    return int(done.stderr) / 1_000


def _difference(reference: str, text: str) -> str:
    if text == reference:
        return "identique au .docx"
    ours, theirs = Counter(reference.split()), Counter(text.split())
    changed = (ours - theirs).total() + (theirs - ours).total()
    return f"{changed} mots différents sur {ours.total()}"


def _blocks() -> list[FileBlock]:
    """Take headings and paragraphs of the dossiers, those of bloc 4 first, without their tables."""
    blocks: list[FileBlock] = []
    total = 0
    for path in sorted(DOSSIERS.glob("*/draft.md"), key=lambda p: (not p.parent.name.startswith("B4"), p)):
        draft = read_draft(path.read_bytes(), path.name)
        for block in draft.blocks:
            text = " ".join(draft.slice(block.span).replace("*", "").split())
            if block.kind == "table_row" or total > _CHARACTERS:
                continue
            blocks.append(FileBlock("heading" if block.kind == "heading" else "paragraph", text))
            total += len(text) + 1
    return blocks


if __name__ == "__main__":
    sys.exit(main())
