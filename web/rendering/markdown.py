"""A reading in Markdown, in which nothing that a candidate wrote can become markup."""

import re
from collections.abc import Iterator

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from web.rendering.reading import CritereReading, Family, Reading, reading_of
from web.rendering.words import EXEMPLAR_NOTE, EXPERT_NOTE, NBSP, Labels

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&|~#$^=@]|(?<=\w):(?=//)|(?<=www)\.")


def render_markdown(report: FeedbackReport, labels: Labels, draft: Draft) -> str:
    """Return the reading as a Markdown document."""
    reading = reading_of(report, labels, draft)
    lines = [*_head(reading), *_priorities(reading)]
    lines.append("## Critère par critère\n")
    for critere in reading.criteres:
        lines.extend(_critere(critere))
    for family in reading.families:
        lines.extend(_family(family))
    lines += ["---\n", f"{safe(reading.notice)}\n", safe(reading.provenance)]
    return "\n".join(lines) + "\n"


def safe(text: str) -> str:
    """Return one line of text with every character that Markdown could act on escaped."""
    return _ACTIVE.sub(lambda m: f"\\{m.group()}", text)


def _quoted(text: str) -> str:
    return f"«{NBSP}{safe(text)}{NBSP}»"


def _head(reading: Reading) -> Iterator[str]:
    yield "# Lecture d’un passage\n" if reading.passage else f"# Lecture de {_quoted(reading.name)}\n"
    yield " · ".join(filter(None, (f"**Bloc {reading.bloc}**", safe(reading.intitule)))) + "\n"
    yield " · ".join(filter(None, (*map(safe, reading.facts), safe(reading.recognised)))) + "\n"
    yield "| Critère | Niveau |\n|---|---|"
    for critere in reading.criteres:
        yield f"| {critere.short} | {critere.shape} {critere.word} |"
    yield ""


def _priorities(reading: Reading) -> Iterator[str]:
    if not reading.priorities:
        return
    yield "## À travailler d’abord\n"
    for rank, priority in enumerate(reading.priorities, start=1):
        yield f"{rank}. **{priority.short}** · {safe(priority.why)}"
    yield ""


def _critere(critere: CritereReading) -> Iterator[str]:
    yield f"### {critere.shape} {critere.short} · {critere.word}\n"
    yield f"*{_quoted(critere.wording)}*\n"
    if critere.sure:
        yield f"{critere.sure.capitalize()}.\n"
    yield f"{safe(critere.explanation)}\n"
    if critere.passages:
        yield "**Ce qui est là**\n"
        for passage in critere.passages:
            yield f"- {_quoted(passage.quote)} ({safe(passage.place)}) — {safe(' · '.join(passage.shows))}"
        yield ""
    if critere.missing:
        yield "**Ce qui manquerait à un jury**\n"
        for missing in critere.missing:
            partly = " (en partie)" if missing.partly else ""
            described = f"{NBSP}: {safe(missing.description)}" if missing.description else ""
            yield f"- {safe(missing.label)}{partly}{described}{f' *{EXPERT_NOTE}*' if missing.expert else ''}"
        yield ""
    yield from _next_step(critere)


def _next_step(critere: CritereReading) -> Iterator[str]:
    if critere.advice:
        yield f"**Prochain pas{NBSP}:** {safe(critere.advice)}\n"
    if critere.question:
        yield f"**Le jury peut demander{NBSP}:** {safe(critere.question)}\n"
    for excerpt, origin in critere.exemplars:
        yield f"**Un autre dossier l’a montré ainsi{NBSP}:** {_quoted(excerpt)} ({origin}, {EXEMPLAR_NOTE})\n"


def _family(family: Family) -> Iterator[str]:
    yield f"## {family.title}\n"
    for remark in family.remarks:
        place = f" ({safe(remark.place)})" if remark.place else ""
        compared = f" \\[{safe(remark.compared)}\\]" if remark.compared else ""
        source = f" Source{NBSP}: {safe(remark.source)}." if remark.source else ""
        yield f"- **{remark.word}{NBSP}:** {safe(remark.message)}{compared}{place}{source}"
    yield ""
