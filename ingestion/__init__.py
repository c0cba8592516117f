"""The reader: files become typed objects, the corpus becomes an index."""
