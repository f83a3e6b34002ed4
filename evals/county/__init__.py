"""A made-up county: offices × years × kinds of documents in mixed formats, with planted
differences, and how much of what was planted a portfolio finds."""

from evals.county.made import County, make
from evals.county.scoring import Tally, score

__all__ = ["County", "Tally", "make", "score"]
