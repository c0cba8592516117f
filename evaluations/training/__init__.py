"""Training of the embedded assessor: what it learns from, how, and what it is worth on authors kept aside."""
