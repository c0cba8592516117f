"""How much of a file is read before it is refused; generous for a dossier, small for a server."""

MEGABYTE = 1_000_000

FILE_BYTES = 15 * MEGABYTE
PAGES = 300
PARAGRAPHS = 20_000
CHARACTERS = 300_000
CELLS = 50_000
COLUMNS = 200
REPEATED_ROWS = 200

ARCHIVE_ENTRIES = 2_000
ARCHIVE_BYTES = 100 * MEGABYTE
PART_BYTES = 30 * MEGABYTE
RATIO = 200
RATIO_FREE_BYTES = MEGABYTE
"""Below this size a part may be as compressible as it likes: an empty style sheet is."""
XML_TAGS = 1_500_000

CHILD_MEMORY_BYTES = 1 << 30
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 30.0
ANSWER_BYTES = 16 * MEGABYTE
WRITTEN_BYTES = 24 * MEGABYTE
"""An annotated document: the largest file, its remarks, and what compressing it again may add."""

CHARACTERS_A_PAGE = 2_600
"""What an ordinary page of a dossier holds, headings and white space included; used for estimates."""
CHARACTERS_A_FULL_PAGE = 6_500
"""No page of prose holds more: beyond, a stored number of pages is stale."""
