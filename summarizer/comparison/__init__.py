"""Comparison: match two summaries by figures and words, without a model.

For two years: the same indicator in both (level, change, target raised or lowered), the money, the
outcome of last year's problems and measures, and figures that both documents print for one year
with different values. For two documents of one year (self-evaluation and final account): the
figures alone.
"""

from summarizer.comparison.compare import compare
from summarizer.comparison.follow_up import endings
from summarizer.comparison.model import Comparison, Conflict, FollowUp, Pair, Side

__all__ = ["Comparison", "Conflict", "FollowUp", "Pair", "Side", "compare", "endings"]
