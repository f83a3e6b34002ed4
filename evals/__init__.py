"""Evals: how faithful summaries are to the reports. A guest that enters by the front door."""
