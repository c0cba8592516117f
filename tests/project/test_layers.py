"""The import contracts hold, and each of them breaks when it should."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from architecture_map import ROOMS, ROOT

BREAKS = [
    ("Rooms: imports only ever point right", "ingestion/parse_referentiel.py", "import web.cli"),
    ("Inside assistant", "assistant/text/french.py", "import assistant.assessment.rules"),
    ("Inside assistant", "assistant/retrieval/legs.py", "import assistant.assessment.rules"),
    ("Ingestion reads", "ingestion/parse_referentiel.py", "import assistant.review_draft"),
    ("The vocabulary depends on nothing but pydantic", "assistant/domain/base.py", "import numpy"),
    ("chromadb has one door", "assistant/retrieval/hybrid.py", "import chromadb"),
    ("SQLAlchemy and Alembic have one door", "ingestion/exemplars.py", "import sqlalchemy"),
    ("argon2 has one door", "web/gate.py", "import argon2"),
    ("Inside assistant", "assistant/store/rows.py", "import assistant.retrieval.legs"),
    ("python-docx writes behind its doors", "web/rendering/plain.py", "import docx"),
    ("langchain has two doors", "assistant/knowledge/loader.py", "import langchain_core"),
    ("langchain has two doors", "assistant/llm/chat.py", "import langchain_openai"),
    ("Inside assistant", "assistant/assessment/judge.py", "import assistant.llm.chat"),
    ("PyJWT has two doors", "web/doors/gate.py", "import jwt"),
    ("web asks the network in one place", "web/identity/provider.py", "import httpx2"),
    ("fastapi stays in web", "assistant/bootstrap.py", "import fastapi"),
    ("No cycles between siblings", "web/rendering/plain.py", "import web.routes.pages"),
]


def _lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(folder)}
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_contract_is_kept() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.long
@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_a_forbidden_import_breaks_its_contract(contract: str, module: str, line: str, tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "gold", "*.txt", "*.yaml"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / module
    broken.write_text(f"{broken.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = _lint(tmp_path)
    assert done.returncode == 1
    assert any(contract in row and "BROKEN" in row for row in done.stdout.splitlines()), done.stdout
