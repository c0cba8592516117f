"""The import of a référentiel: from tables in any shape to blocs, compétences, critères and modalités."""
