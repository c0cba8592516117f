"""The coach: what a person wants, and an answer composed from what is known, sentence by sentence."""
