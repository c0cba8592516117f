"""The commands of `jury-blanc`, one family a file."""
