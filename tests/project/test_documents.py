"""What the documents promise exists, and nothing private is written in the tree."""

import re
import subprocess
from pathlib import Path

import pytest
from architecture_map import ROOT
from screenshots import MOST_BYTES, MOST_IMAGES
from typer.main import get_command

from assistant.settings import PREFIX, ModelSettings, OpenIdSettings, Settings, variables
from web.cli import build_app

_README = (ROOT / "README.md").read_text(encoding="utf-8")


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the list of tracked files is not available")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_every_setting_is_in_a_table_and_no_table_names_another() -> None:
    pages = [_README, (ROOT / "docs" / "modeles.md").read_text(encoding="utf-8")]
    documented = [name for page in pages for name in re.findall(rf"^\| `({PREFIX}[A-Z0-9_]+)`", page, re.MULTILINE)]
    assert sorted(documented) == sorted(variables())


def test_every_variable_that_a_document_names_is_a_setting() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        assert set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]\d?", page.read_text(encoding="utf-8"))) <= {
            *variables(),
            f"{PREFIX}MODEL",
            f"{PREFIX}OPENID",
        }


def test_the_defaults_in_the_table_of_models_are_those_of_the_code() -> None:
    page = (ROOT / "docs" / "modeles.md").read_text(encoding="utf-8")
    for name, field in ModelSettings.model_fields.items():
        shown = re.search(rf"^\| `{PREFIX}MODEL__{name.upper()}` \| `([\d.]+)` \|", page, re.MULTILINE)
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            assert shown is not None, name
            assert float(shown[1]) == field.default


def test_every_setting_says_what_it_is() -> None:
    fields = {**Settings.model_fields, **ModelSettings.model_fields, **OpenIdSettings.model_fields}
    assert [name for name, field in fields.items() if not field.description] == []


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


def test_every_image_of_the_documents_is_described_small_and_used() -> None:
    pages = {page: page.read_text(encoding="utf-8") for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]}
    shown = [
        (page.parent / name, said) for page, text in pages.items() for said, name in re.findall(r"!\[(.*?)\]\((.+?)\)", text)
    ]
    assert {image.resolve() for image, _ in shown} == set((ROOT / "docs" / "images").iterdir())
    assert len(shown) <= MOST_IMAGES
    for image, said in shown:
        assert len(said) > 40, image.name
        assert image.stat().st_size <= MOST_BYTES, image.name
        assert image.read_bytes().startswith(b"\x89PNG"), image.name


def test_no_registry_host_and_no_path_of_a_machine_is_written_anywhere() -> None:
    forbidden = re.compile(r"py[p]i\.org|python[h]osted|registry\.np[m]js|deb\.deb[i]an|/wo[r]k/|/ro[o]t/|/t[m]p/env")
    found = {}
    for path in _tracked():
        if path.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".html", ".j2", ".css", ".json", ".jsonl", ""}:
            match = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
            if match:
                found[path.relative_to(ROOT).as_posix()] = match.group()
    assert found == {}


def test_templates_keep_their_no_break_spaces_and_apostrophes() -> None:
    wrong = re.compile(r" [:;!?»]|« |\w'\w|\.\.\.")
    for template in (ROOT / "web" / "templates").glob("*.j2"):
        shown = re.sub(
            r"\{[{%#].*?[}%#]\}|<(code|pre)\b.*?</\1>|<[^>]*>", "", template.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert wrong.search(shown) is None, template.name


def test_templates_keep_their_accents() -> None:
    bare = re.compile(
        r"\b(?:critere|competence|referentiel|evaluation|modalite|reponse|evoque|demontre|priorite)s?\b", re.IGNORECASE
    )
    for template in (ROOT / "web" / "templates").glob("*.j2"):
        shown = re.sub(r"\{[{%#].*?[}%#]\}|<code>.*?</code>|<[^>]*>", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert bare.search(shown) is None, template.name
