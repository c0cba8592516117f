"""The reports of a run: for a terminal, for continuous integration, for a spreadsheet, and a page to read."""
