"""Seeded changes of a draft that a mechanical check confirms, one family a file."""
