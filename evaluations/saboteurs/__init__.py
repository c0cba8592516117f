"""Bad assessors on purpose, and a good one that knows the answers: they show that the harness sees."""
