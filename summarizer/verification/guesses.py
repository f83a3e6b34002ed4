"""Is what an item rests on known to stand where it was read, and is it a statement at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.schema import Result, Target
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim

__all__ = ["placed", "rule"]

_RULE = re.compile(r"每[^，。；]{0,16}?扣[除减]?\s*\d")


def placed(claim: Claim) -> Iterator[Reason]:
    """Evidence in a table whose cells were guessed, or in words that read like a form and are in
    no table: which number is whose is not known."""
    if any(claim.places.is_guessed(span.start, span.end) for span in claim.intact):
        yield "unplaced"


def rule(claim: Claim) -> Iterator[Reason]:
    """每低1个百分点扣0.5分 says how points are taken off: no promise and nothing done."""
    if isinstance(claim.item, Target | Result) and claim.place and _RULE.search(claim.clause):
        yield "kind-mismatch"
