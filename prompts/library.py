"""The prompts: one folder a prompt, one file a version, filled in strictly and named by what they are."""

import hashlib
import hmac
import re
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, nodes
from jinja2 import meta as syntax
from jinja2.sandbox import ImmutableSandboxedEnvironment

from prompts.prompt import Prompt

TEMPLATES = Path(__file__).with_name("templates")
_INSTRUCTIONS, _MATTER = "consignes", "matiere"
_NAME = re.compile(r"[a-z_]+")
_DIGITS = 12


def latest(name: str) -> str:
    """Return the newest version of a prompt, as `evaluer_critere/v1`."""
    if not _NAME.fullmatch(name):
        raise LookupError(name)
    numbers = [int(p.name.split(".")[0][1:]) for p in (TEMPLATES / name).glob("v*.md.j2")]
    if not numbers:
        raise LookupError(name)
    return f"{name}/v{max(numbers)}"


def identity(name: str) -> str:
    """Return `name/vN@sha12` of the newest version of a prompt."""
    version = latest(name)
    digest = hashlib.sha256((TEMPLATES / f"{version}.md.j2").read_bytes()).hexdigest()
    return f"{version}@{digest[:_DIGITS]}"


def render(name: str, **variables: object) -> Prompt:
    """Return the newest version of a prompt, filled in; raise `jinja2.UndefinedError` for a variable that is not given."""
    template = _environment().get_template(f"{latest(name)}.md.j2")
    context = template.new_context(variables)
    parts = {block: "".join(template.blocks[block](context)).strip() for block in (_INSTRUCTIONS, _MATTER)}
    return Prompt(instructions=parts[_INSTRUCTIONS], matter=parts[_MATTER], identity=identity(name))


def variables_of(name: str) -> set[str]:
    """Return what the newest version of a prompt must be given."""
    source = (TEMPLATES / f"{latest(name)}.md.j2").read_text(encoding="utf-8")
    parsed: nodes.Template = _environment().parse(source)
    return syntax.find_undeclared_variables(parsed)


def names() -> list[str]:
    """Return the names of the prompts."""
    return sorted(p.name for p in TEMPLATES.iterdir() if p.is_dir())


def delimiter(secret: bytes, matter: str) -> str:
    """Return a mark that the author of a text cannot guess, and that is the same each time for the same text."""
    return hmac.new(secret, matter.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:24]


def repair(wrong: str) -> str:
    """Return what a model is told when its answer is not in the form asked for."""
    return render("corriger_reponse", erreur=wrong).matter


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    loader = FileSystemLoader(TEMPLATES)
    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
