"""French as text, with exact spans."""
