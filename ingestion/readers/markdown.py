"""Markdown: the text stays as written; headings, items, rows and cells are pointed at.

What a reader of the rendered page does not see (comments) is taken out and reported.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingestion.readers.encodings import decode
from ingestion.readers.kinds import Source
from ingestion.readers.manuscript import Reading
from ingestion.readers.notices import Notice, hidden_text, undecodable_characters
from ingestion.readers.shapes import past_bullet
from ingestion.readers.written import Written, pipe_cells, without_emphasis

_COMMENT_START, _COMMENT_END = "<!--", "-->"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[\w-]+[ \t]*:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n)+---[ \t]*(?:\n|\Z)")
_HEADING = re.compile(r"[ \t>]{0,8}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_MARKS = re.compile(r"^ {0,3}(?:#{1,6}[ \t]+\S|\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$|```)", re.MULTILINE)
_FENCE = re.compile(r"^[ \t>]{0,8}(?:`{3,}|~{3,})", re.MULTILINE)
"""What begins or ends a block of code; a draft has none, and its paragraphs stay paragraphs between two of them."""
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")


def read(source: Source) -> Reading:
    """Return the reading of a Markdown file."""
    words, lost = decode(source.data)
    return read_words(words, undecodable_characters(lost))


def read_words(words: str, notices: list[Notice] | None = None) -> Reading:
    """Return the reading of Markdown text."""
    visible, comments = _without_comments(words)
    written = Written(visible)
    for_blocks = _FENCE.sub(_blank, _blank_front_matter(written.text))
    unread = ["inline", "text_join", "reference", "code", "fence"]
    parser = MarkdownIt("commonmark").enable("table").disable(unread, ignoreInvalid=True)
    _Pointer(written).point_at(parser.parse(for_blocks))
    return written.finish((notices or []) + hidden_text(" ".join(" ".join(comments).split())))


def looks_like(words: str) -> bool:
    """Tell whether pasted words carry the marks of Markdown."""
    return _MARKS.search(words) is not None


def _without_comments(words: str) -> tuple[str, list[str]]:
    kept: list[str] = []
    comments: list[str] = []
    position = 0
    while (start := words.find(_COMMENT_START, position)) >= 0:
        end = words.find(_COMMENT_END, start + len(_COMMENT_START))
        if end < 0:
            break
        kept.append(words[position:start])
        comments.append(words[start + len(_COMMENT_START) : end].strip())
        position = end + len(_COMMENT_END)
    return "".join(kept) + words[position:], comments


def _blank_front_matter(text: str) -> str:
    match = _FRONT_MATTER.match(text)
    return "\n" * match.group().count("\n") + text[match.end() :] if match else text


def _blank(fence: re.Match[str]) -> str:
    return re.sub("[`~]", " ", fence.group())


class _Pointer:
    """Follows the block tokens of the parser and points at the lines they come from."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._lists = 0
        self._new_item = False
        self._heading: int | None = None
        self._table = 0
        self._row = 0

    def point_at(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
                self._lists += token.nesting
            elif token.type in ("list_item_open", "list_item_close"):
                self._new_item = token.nesting > 0
            elif token.type in ("heading_open", "heading_close"):
                self._heading = int(token.tag[1]) if token.nesting > 0 else None
            elif token.type == "table_open":
                self._table, self._row = self._written.new_table(), 0
            elif token.type == "table_close":
                self._table = 0
            elif token.map is not None:
                self._point_at_leaf(token, *token.map)

    def _point_at_leaf(self, token: Token, first: int, last: int) -> None:
        if token.type == "tr_open":
            self._row += 1
            line = self._written.lines[first]
            self._written.point_at_row(self._table, self._row, _cells(line, self._written.starts[first]))
        elif token.type == "inline" and self._heading is not None:
            self._point_at_heading(first, last)
        elif token.type == "inline" and not self._table and token.content.strip():
            self._point_at_paragraph(token.content.split("\n"), first)
        elif token.type == "html_block":
            self._point_at_lines(first, last)

    def _point_at_heading(self, first: int, last: int) -> None:
        line, start = self._written.lines[first], self._written.starts[first]
        match = _HEADING.match(line)
        if match:
            span = without_emphasis(self._written.text, start + match.start(2), start + match.end(2))
            self._written.point("heading", *span, self._heading)
        else:
            self._point_at_lines(first, last, "heading", self._heading)

    def _point_at_paragraph(self, content: list[str], first: int) -> None:
        text, starts, lines = self._written.text, self._written.starts, self._written.lines
        if len(content) > 1 and all(past_bullet(line) for line in content):
            for number, line in enumerate(content):
                self._point_at_paragraph([line], first + number)
            return
        line = lines[first]
        start = starts[first] + max(0, line.find(content[0]))
        last = first + len(content) - 1
        end = starts[last] + max(0, lines[last].rfind(content[-1])) + len(content[-1])
        bullet = past_bullet(content[0])
        if self._new_item or bullet:
            self._new_item = False
            self._written.point("list_item", start + bullet, end, self._lists or 1)
        else:
            self._written.point("paragraph", *without_emphasis(text, start, end))

    def _point_at_lines(self, first: int, last: int, kind: str = "paragraph", level: int | None = None) -> None:
        lines, starts = self._written.lines, self._written.starts
        if first < last:
            quote = _QUOTE.match(lines[first])
            start = starts[first] + (quote.end() if quote else 0)
            self._written.point(kind, start, starts[last - 1] + len(lines[last - 1]), level)


def _cells(line: str, offset: int) -> list[tuple[int, int]]:
    quote = _QUOTE.match(line)
    begin = quote.end() if quote else 0
    return pipe_cells(line[begin:], offset + begin)
