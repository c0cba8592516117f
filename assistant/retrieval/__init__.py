"""Finding: lexical and character legs, and the derived vector index."""
