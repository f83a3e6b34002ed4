"""Guesses: is what an item rests on known to stand where it was read?"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim

__all__ = ["placed"]


def placed(claim: Claim) -> Iterator[Reason]:
    """Evidence in a table whose cells were guessed, or in words that read like a form and are in
    no table: which number is whose is not known."""
    if any(claim.places.is_guessed(span.start, span.end) for span in claim.intact):
        yield "unplaced"
