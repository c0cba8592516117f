"""The map of ARCHITECTURE.md, drawn from the tree: run as a script to rewrite it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("web", "evaluations", "ingestion", "assistant", "prompts")
BEGIN, END = "<!-- map: begin -->", "<!-- map: end -->"


def module_sentence(path: Path) -> str:
    """Return the first line of the docstring of a module."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    return docstring.splitlines()[0] if docstring else "(no docstring)"


def drawn() -> str:
    """Return the map: every package and module, with its own first sentence."""
    lines = []
    for room in ROOMS:
        for package in sorted(p.parent for p in (ROOT / room).rglob("__init__.py")):
            name = package.relative_to(ROOT).as_posix()
            lines.append(f"**{name}/** {module_sentence(package / '__init__.py')}")
            lines += [
                f"- `{module.name}` {module_sentence(module)}"
                for module in sorted(package.glob("*.py"))
                if module.name != "__init__.py"
            ]
            lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Rewrite the map of ARCHITECTURE.md."""
    page = ROOT / "ARCHITECTURE.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{drawn()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
