"""Budget performance reports in, checked summaries out."""

__version__ = "0.1.0"
