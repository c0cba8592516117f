"""ARCHITECTURE.md tells the truth about the tree."""

import re

from architecture_map import BEGIN, END, ROOT, drawn

_PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_map_names_every_module_with_its_own_sentence_and_no_ghost() -> None:
    shown = _PAGE.partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == drawn().strip(), "run: python tests/support/architecture_map.py"


def test_every_module_says_what_it_is() -> None:
    assert "(no docstring)" not in drawn()


def test_every_file_named_in_the_flow_exists() -> None:
    flow = _PAGE.partition("## The main job")[2].partition("## What always holds")[0]
    named = re.findall(r"\b(?:assistant/)?(?:[a-z_]+/)?[a-z_]+\.py\b", flow)
    assert len(named) >= 6
    for name in named:
        inside = name if name.startswith("assistant/") else f"assistant/{name}"
        siblings = [p for p in (ROOT / "assistant").rglob("*.py") if p.as_posix().endswith(inside) or p.name == name]
        assert siblings, name


def test_every_decision_is_listed_and_numbered_without_a_gap() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[a-z-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    written = sorted(p.name for p in folder.glob("0*.md"))
    assert listed == written
    assert [int(name[:4]) for name in written] == list(range(1, len(written) + 1))
