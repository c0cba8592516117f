import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from assistants import fingerprints, gold_draft, invented_referentiel

from assistant.bootstrap import Assistant, build_assistant
from assistant.errors import KnowledgeInvalid
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
READ = """
import sys
from pathlib import Path
sys.path.insert(0, "tests/support")
from assistants import fingerprints
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
for line in fingerprints(build_assistant(Settings(data_dir=Path("nowhere"), index="exact")), sys.argv[1:]):
    print(line)
"""


def _printed(*blocs: str, **environment: str) -> str:
    command = [sys.executable, "-c", READ, *blocs]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("JURY_BLANC_")}
    done = subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_importing_the_assistant_loads_no_heavy_library() -> None:
    script = (
        "import sys, assistant.bootstrap; "
        "print([m for m in ('langchain', 'langchain_core', 'torch', 'fastapi', 'chromadb', 'sentence_transformers', 'sqlalchemy', 'alembic') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_another_process_with_another_hash_seed_gives_the_same_bytes(assistant: Assistant) -> None:
    here = fingerprints(assistant, ["B4"])
    assert len(here) == 4
    assert _printed("B4", PYTHONHASHSEED="12345", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1").split() == here


@pytest.mark.long
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4", "MKL_NUM_THREADS": "4"},
        {"LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"},
        {"LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "2"},
    ],
)
def test_every_bloc_gives_the_same_bytes_in_any_environment(environment: dict[str, str]) -> None:
    blocs = ("B1", "B2", "B3", "B4", "B5", "B6")
    assert _printed(*blocs, PYTHONHASHSEED="0") == _printed(*blocs, **environment)


def test_reading_again_in_the_same_process_gives_the_same_report(assistant: Assistant) -> None:
    first = assistant.review(gold_draft("B4-03"), "B4").model_dump_json()
    assistant.review(gold_draft("B1-01"), "B6")
    assert assistant.review(gold_draft("B4-03"), "B4").model_dump_json() == first


def test_a_referentiel_of_one_s_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "verger.json"
    path.write_text(json.dumps(invented_referentiel().model_dump(mode="json")), encoding="utf-8")
    own = build_assistant(Settings(referentiel=path, index="exact"))
    assert [b.intitule for b in own.knowledge.referentiel.blocs] == ["Irriguer un verger"]
    assert own.search("arroser les parcelles").results[0].code == "B1-C1"


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b"\xff\xfe", b"blocs: []", b'{"blocs": 3}'])
def test_a_referentiel_that_cannot_be_loaded_is_told_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "referentiel.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnowledgeInvalid) as refused:
        build_assistant(Settings(referentiel=path, index="exact"))
    assert "referentiel.json" in str(refused.value)
    assert "import" in refused.value.hint


def test_building_an_assistant_does_no_work_until_it_is_asked_for(tmp_path: Path) -> None:
    build_assistant(Settings(data_dir=tmp_path / "data", index="chroma"))
    assert list(tmp_path.iterdir()) == []


def test_the_index_has_a_folder_of_its_own_for_each_knowledge(assistant: Assistant, data_dir: Path) -> None:
    assert assistant.index_folder.parent == data_dir / "index"
