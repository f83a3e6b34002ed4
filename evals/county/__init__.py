"""A synthetic county: offices × years × document kinds in mixed formats, with planted differences,
and the recall and precision of a portfolio over them.
"""

from evals.county.made import County, make
from evals.county.scoring import Tally, score

__all__ = ["County", "Tally", "make", "score"]
