"""The oral: what a jury asks, how it words it, and what an answer shows."""
