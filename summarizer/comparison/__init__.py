"""Comparison: two summaries held against each other, by figures and by words; no model is asked.

Of two years: the same indicator in both (level, change, target raised or lowered), the money, what
became of last year's problems and measures, and figures that both print for one year and that
differ. Of two documents of one year (self-evaluation and final account): the figures alone.
"""

from summarizer.comparison.compare import compare
from summarizer.comparison.model import Comparison, Conflict, FollowUp, Pair, Side

__all__ = ["Comparison", "Conflict", "FollowUp", "Pair", "Side", "compare"]
