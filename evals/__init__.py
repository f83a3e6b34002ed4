"""Evals: measure how faithful summaries are to their reports. Uses only the public API."""
