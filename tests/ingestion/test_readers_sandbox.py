"""The child process: bounded, usable from threads, without the secrets of its parent."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from documents import raw_docx, word_paragraph

from assistant.errors import DocumentTooLarge
from ingestion.readers import read_draft, sandbox

DOCX = raw_docx(word_paragraph("Bonjour."))
ROOT = Path(__file__).parents[2]


def test_files_are_read_from_several_threads_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda n: read_draft(DOCX, f"{n}.docx").text, range(8)))
    assert texts == ["Bonjour."] * 8


def test_a_reading_that_lasts_too_long_is_ended() -> None:
    start = time.perf_counter()
    with pytest.raises(DocumentTooLarge, match="trop de temps"):
        sandbox.run(DOCX, "a.docx", seconds=0.001)
    assert time.perf_counter() - start < 2


def test_the_child_loads_neither_the_domain_nor_heavy_libraries() -> None:
    program = (
        "import sys, ingestion.readers.child, ingestion.readers.docx, ingestion.readers.odt, ingestion.readers.html;"
        "print([m for m in ('pydantic', 'numpy', 'sklearn', 'chromadb', 'assistant.domain') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_the_child_sees_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    spawn = subprocess.Popen

    def spy(command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        environment = options["env"]
        assert isinstance(environment, dict)
        seen.append(environment)
        return spawn(command, **options)  # type: ignore[call-overload, no-any-return] # passes on what it was given

    monkeypatch.setenv("JURY_BLANC_LLM__API_KEY", "canari")
    monkeypatch.setattr(subprocess, "Popen", spy)
    read_draft(DOCX, "a.docx")
    assert "canari" not in str(seen)
    assert seen
