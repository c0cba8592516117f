"""One module a step, in order; a published step is never edited."""
