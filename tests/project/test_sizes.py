"""Files and functions that people can read."""

import ast
from pathlib import Path

import pytest
from architecture_map import ROOMS, ROOT

_SOURCES = [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))]
_TESTS = sorted((ROOT / "tests").rglob("*.py"))
_MOST_LINES, _MOST_TEST_LINES, _MOST_FUNCTION_LINES = 350, 500, 50


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("paths", "most"), [(_SOURCES, _MOST_LINES), (_TESTS, _MOST_TEST_LINES)])
def test_no_file_is_longer_than_one_sitting(paths: list[Path], most: int) -> None:
    assert paths
    assert {p.relative_to(ROOT).as_posix(): n for p in paths if (n := _lines(p)) > most} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {}
    for path in _SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > _MOST_FUNCTION_LINES:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_tests_folders_are_not_packages_that_could_hide_the_rooms() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []
