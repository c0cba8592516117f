"""How a reading is shown: terminal, Markdown, HTML and JSON."""
