"""Holds a mock interview."""
