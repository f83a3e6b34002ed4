"""Is what an item rests on known to stand where it was read?"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim

__all__ = ["placed"]


def placed(claim: Claim) -> Iterator[Reason]:
    """Evidence in a table whose cells were guessed: which number is whose is not known."""
    table_at = claim.places.document.table_at
    tables = (table_at(span.start) for span in claim.intact)
    if any(table is not None and not table.proven for table in tables):
        yield "unplaced"
