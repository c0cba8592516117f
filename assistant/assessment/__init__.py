"""Judging: signals, evidence, niveaux and the checks of a whole draft."""
