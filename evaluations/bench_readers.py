"""How long and how much memory reading takes: one dossier of 140 000 characters in four formats.

Run as `python -m evaluations.bench_readers`; needs reportlab, which the test extra installs.
"""

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path

import docx
from rich.console import Console
from rich.table import Table

from assistant.domain.draft import Draft
from evaluations.dossiers import DOSSIERS
from ingestion.readers import read_draft

try:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate
except ImportError:
    getSampleStyleSheet = None

_CHARACTERS = 140_000
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
Blocks = list[tuple[str, str]]


def main() -> int:
    """Print the table of times, memory and differences."""
    if getSampleStyleSheet is None:
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
    writers: dict[str, Callable[[Blocks, Path], None]] = {
        "docx": _write_docx,
        "odt": _write_odt,
        "md": _write_md,
        "pdf": _write_pdf,
    }
    blocks = _blocks()
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, write in writers.items():
            path = Path(folder) / f"dossier.{kind}"
            write(blocks, path)
            made[kind] = path.read_bytes()
    return made


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


def _blocks() -> Blocks:
    """Take headings and paragraphs of the dossiers, those of bloc 4 first, without their tables."""
    blocks: Blocks = []
    total = 0
    for path in sorted(DOSSIERS.glob("*/draft.md"), key=lambda p: (not p.parent.name.startswith("B4"), p)):
        draft = read_draft(path.read_bytes(), path.name)
        for block in draft.blocks:
            text = " ".join(draft.slice(block.span).replace("*", "").split())
            if block.kind == "table_row" or total > _CHARACTERS:
                continue
            blocks.append(("heading" if block.kind == "heading" else "paragraph", text))
            total += len(text) + 1
    return blocks


def _write_docx(blocks: Blocks, path: Path) -> None:
    document = docx.Document()
    for kind, text in blocks:
        if kind == "heading":
            document.add_heading(text, 1)
        else:
            document.add_paragraph(text)
    document.save(str(path))


def _write_odt(blocks: Blocks, path: Path) -> None:
    parts = [
        f'<text:h text:outline-level="1">{escape(text)}</text:h>' if kind == "heading" else f"<text:p>{escape(text)}</text:p>"
        for kind, text in blocks
    ]
    content = (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0"><office:body><office:text>'
        f"{''.join(parts)}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)


def _write_md(blocks: Blocks, path: Path) -> None:
    path.write_text("\n\n".join(("# " if kind == "heading" else "") + text for kind, text in blocks), encoding="utf-8")


def _write_pdf(blocks: Blocks, path: Path) -> None:
    styles = getSampleStyleSheet()
    flow = [Paragraph(escape(text), styles["Heading1" if kind == "heading" else "BodyText"]) for kind, text in blocks]
    out = io.BytesIO()
    SimpleDocTemplate(out).build(flow)
    path.write_bytes(out.getvalue())


if __name__ == "__main__":
    sys.exit(main())
