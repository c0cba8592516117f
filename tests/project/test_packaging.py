"""The wheel holds what it needs, installs in an empty environment and works from any folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from architecture_map import ROOT

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_data_and_not_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "assistant/knowledge/referentiel.json",
        "assistant/knowledge/grilles/B1.yaml",
        "assistant/knowledge/exemplaires/B1-05.md",
        "assistant/store/migrations/versions/v0001_exemplars.py",
        "web/templates/reading.html.j2",
        "web/static/jury-blanc.css",
        "web/static/widget/v1/jury-blanc.js",
        "web/deploy/jeton.php",
        "web/schemas/review-1.schema.json",
    ):
        assert needed in names
    assert not [n for n in names if n.startswith("tests/")]


def test_the_wheel_alone_reads_a_draft_from_any_folder_without_torch(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "empty"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    settings = os.environ | {"PIP_CONSTRAINT": str(ROOT / "constraints.txt"), "JURY_BLANC_DATA_DIR": str(tmp_path / "data")}
    settings.pop("PYTHONPATH", None)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, env=settings, capture_output=True)
    assert subprocess.run([str(python), "-c", "import torch"], capture_output=True, check=False).returncode == 1
    command = str(environment / "bin" / "jury-blanc")
    sample = (ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md").read_bytes()
    for arguments, expected in (
        (["review", "-", "--format", "json"], b'"jury-blanc/review/1"'),
        (["review", "-", "--format", "html"], b"<!doctype html>"),
        (["ingest", "index"], b""),
        (["ingest", "list", "--json"], b'"exemplars": []'),
        (["doctor"], "Index de recherche\u00a0: prêt".encode()),
    ):
        done = subprocess.run([command, *arguments], input=sample, cwd=tmp_path, env=settings, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert expected in done.stdout
