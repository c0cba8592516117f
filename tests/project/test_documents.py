"""What the documents promise exists, and nothing private is written in the tree."""

import re
import subprocess
from pathlib import Path

import pytest
from architecture_map import ROOT
from typer.main import get_command

from assistant.settings import PREFIX, Settings
from web.cli import build_app

_README = (ROOT / "README.md").read_text(encoding="utf-8")


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the list of tracked files is not available")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_every_setting_is_in_the_readme_and_the_readme_names_no_other() -> None:
    documented = set(re.findall(rf"`({PREFIX}[A-Z0-9_]+)`", _README))
    assert documented == {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_command_shown_in_the_readme_exists() -> None:
    known = set(get_command(build_app()).commands)  # type: ignore[attr-defined]  # the vendored click is not typed
    shown = set(re.findall(r"^jury-blanc (\w+)", _README, re.MULTILINE))
    assert shown
    assert shown <= known


def test_every_make_target_shown_in_the_readme_exists_and_is_explained_by_help() -> None:
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for target in set(re.findall(r"(?:^|`)make ([a-z-]+)", _README, re.MULTILINE)):
        assert re.search(rf"^{target}\s+\w", helped, re.MULTILINE), target


def test_every_relative_link_of_the_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_no_registry_host_and_no_path_of_a_machine_is_written_anywhere() -> None:
    forbidden = re.compile(r"py[p]i\.org|python[h]osted|registry\.np[m]js|deb\.deb[i]an|/wo[r]k/|/ro[o]t/|/t[m]p/env")
    found = {}
    for path in _tracked():
        if path.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".html", ".j2", ".css", ".json", ".jsonl", ""}:
            match = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
            if match:
                found[path.relative_to(ROOT).as_posix()] = match.group()
    assert found == {}


def test_templates_keep_their_accents() -> None:
    bare = re.compile(
        r"\b(?:critere|competence|referentiel|evaluation|modalite|reponse|evoque|demontre|priorite)s?\b", re.IGNORECASE
    )
    for template in (ROOT / "web" / "templates").glob("*.j2"):
        shown = re.sub(r"\{[{%#].*?[}%#]\}|<code>.*?</code>|<[^>]*>", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert bare.search(shown) is None, template.name
