"""The way in: bytes or pasted words become a draft, or a sentence says why not."""

from assistant.domain.draft import Block, Cell, Draft
from assistant.domain.feedback import Finding
from ingestion.readers import limits, markdown, refusals, sandbox
from ingestion.readers import text as plain
from ingestion.readers.manuscript import BlockAt, CellAt, Reading
from ingestion.readers.notices import Notice


def read_draft(data: bytes, name: str) -> Draft:
    """Return the draft in a .docx, .odt, .pdf, .md, .txt or .html file, told apart by content."""
    if not data:
        raise refusals.empty_file()
    if len(data) > limits.FILE_BYTES:
        raise refusals.too_heavy()
    answer = sandbox.run(data, name)
    return _draft(
        Reading(
            text=answer["text"],
            blocks=[BlockAt(*b) for b in answer["blocks"]],
            cells=[CellAt(*c) for c in answer["cells"]],
            pages=answer["pages"],
            pages_are=answer["pages_are"],
            notices=[Notice(*n) for n in answer["notices"]],
        ),
        name,
    )


def read_text(text: str, name: str = "texte collé") -> Draft:
    """Return the draft in pasted words, kept as written; Markdown is recognised by its marks."""
    if len(text) > limits.CHARACTERS:
        raise refusals.too_many_characters()
    read = markdown.read_words if markdown.looks_like(text) else plain.read_words
    return _draft(read(text), name)


def _draft(reading: Reading, name: str) -> Draft:
    return Draft.model_validate(
        {
            "name": name,
            "text": reading.text,
            "blocks": tuple(Block.model_validate(b._asdict()) for b in reading.blocks),
            "cells": tuple(Cell.model_validate(c._asdict()) for c in reading.cells),
            "pages": reading.pages,
            "pages_are": reading.pages_are,
            "notices": tuple(Finding.model_validate(n._asdict()) for n in reading.notices),
        }
    )
