"""The parts of the consistency harness: cases, what is read, material, verdicts."""
