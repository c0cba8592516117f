"""The properties that an assessor must have, one family a file."""
