"""The library that comes with the product: fictional dossiers, labelled, read from package data when first asked for."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur, ExemplarPassage, ExemplarSource, ReviewState
from assistant.errors import KnowledgeInvalid

FOLDER = "exemplaires"
RULE = "---\n"
"""Stands before and after the front matter of an exemplar."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where PyYAML has it, is ten times as fast."""


def shipped_exemplars(bloc: str | None = None) -> tuple[Exemplar, ...]:
    """Return the shipped exemplars of a bloc, or all, in the order of their ids; raise `KnowledgeInvalid` for a broken file.

    `source.origin` is the id of the labelled dossier that an exemplar was made from.
    """
    names = sorted(file.name for file in _folder().iterdir() if file.name.endswith(".md"))
    return tuple(_read(name) for name in names if bloc is None or name.startswith(f"{bloc}-"))


@cache
def shipped_id() -> str:
    """Return the identity of the shipped exemplars: it changes whenever one of them does."""
    files_ = sorted((f for f in _folder().iterdir() if f.name.endswith(".md")), key=lambda f: f.name)
    return hashlib.sha256(b"\0".join(f.name.encode() + f.read_bytes() for f in files_)).hexdigest()[:16]


def _folder() -> Traversable:
    return files(__package__).joinpath(FOLDER)


@cache
def _read(name: str) -> Exemplar:
    try:
        _, front, text = _folder().joinpath(name).read_text(encoding="utf-8").split(RULE, 2)
        return exemplar_of(yaml.load(front, Loader=_LOADER), text)  # noqa: S506 - one of the safe loaders
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise KnowledgeInvalid(
            f"L’exemplaire {name} livré avec le produit ne peut pas être lu.", hint="Réinstallez le produit."
        ) from error


def exemplar_of(front: dict[str, Any], text: str) -> Exemplar:
    """Return the exemplar that a front matter and the text under it describe; raise `ValueError` when they do not agree."""
    return Exemplar(
        id=f"fictif-{front['origin']}",
        text=text,
        bloc=front["bloc"],
        context=front["context"],
        passages=tuple(
            ExemplarPassage(number=n, start=start, end=end, heading=heading, tabular=tabular)
            for n, (start, end, heading, tabular) in enumerate(front["passages"])
        ),
        niveaux=front["niveaux"],
        indicateurs=tuple(
            ExemplarIndicateur(code=code, etat=label["etat"], spans=tuple(_place(text, quote) for quote in label["quotes"]))
            for code, label in front["indicateurs"].items()
        ),
        source=ExemplarSource(
            name=f"{front['origin']}.md",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            fictional=front["fictional"],
            origin=front["origin"],
            author=front["author"],
        ),
        state=ReviewState.PUBLIE,
    )


def _place(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start=start, end=start + len(quote))
