"""Rows: what a form says beside a target's value is what its cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarizer.genre.words import fold
from summarizer.schema import Cell, Quantity, Result, Target
from summarizer.schema.table import ColumnRole
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import differences

__all__ = ["column", "row_facts"]

_VALUE = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_OF_TARGETS: frozenset[ColumnRole] = frozenset({"actual", "weight", "score"})
_OF_RESULTS: frozenset[ColumnRole] = frozenset({"target", "weight"})


def column(claim: Claim) -> Iterator[Reason]:
    """In a table of indicators a target's number stands under the head of targets, and a result's
    under that of what was done."""
    row, place = claim.row, claim.place
    if row is None or place is None or row.table.role != "indicators":
        return
    cell = row.table.cell_at(place.start)
    columns = (one for one in row.table.columns if cell and one.number == cell.column)
    role = next((one.role for one in columns), "other")
    wrong = _OF_TARGETS if isinstance(claim.item, Target) else _OF_RESULTS
    if isinstance(claim.item, Target | Result) and role in wrong:
        yield "bound-to-other-label"


def row_facts(claim: Claim) -> Iterator[Reason]:
    """Weight, score, reason and due date of a target are those of its row; outside of tables they
    stand in its evidence."""
    item = claim.item
    if not isinstance(item, Target):
        return
    if item.weight is not None:
        yield from _points(claim, "weight", item.weight)
    if item.score is not None:
        yield from _points(claim, "score", item.score)
    if item.reason is not None:
        yield from _reason(claim, item.reason)
    if item.deadline is not None:
        yield from _deadline(claim, item.deadline)


def _points(claim: Claim, role: ColumnRole, said: str) -> Iterator[Reason]:
    found = [one for cell in _cells(claim, role) for one in _plain(claim, cell)]
    if claim.row is None or not found:
        found = [one for one in claim.given if one.kind == "score"]
    if not found:
        yield "not-in-evidence"
    elif not _VALUE.fullmatch(said) or all(one.decimal != Decimal(said) for one in found):
        yield "value-mismatch"


def _cells(claim: Claim, role: ColumnRole) -> list[Cell]:
    """The cells of the claim's row in the columns of a role."""
    row = claim.row
    if row is None:
        return []
    at = row.table.at
    cells = (at(row.number, column.number) for column in row.table.columns_of(role))
    return [cell for cell in cells if cell is not None and not cell.is_empty]


def _plain(claim: Claim, cell: Cell) -> list[Quantity]:
    held = claim.places.document.quantities_in(cell.start, cell.end)
    return [one for one in held if one.is_checked and "/" not in one.value]


def _reason(claim: Claim, said: str) -> Iterator[Reason]:
    """A reason is quoted whole: a part of it may say the opposite."""
    text = claim.places.document.text
    cells = _cells(claim, "reason") or _cells(claim, "note")
    known = [fold(text[cell.start : cell.end]) for cell in cells]
    if known and fold(said) not in known:
        yield "not-in-evidence"
    if not known and not any(fold(said) in fold(quote) for quote in claim.quotes):
        yield "not-in-evidence"


def _deadline(claim: Claim, said: Quantity) -> Iterator[Reason]:
    found = claim.places.quantity_over(said.start, said.end)
    if found is None or found.kind != "date" or not claim.holds(found):
        yield "not-in-evidence"
    elif differences(said, found) or fold(said.text) != fold(found.text):
        yield "value-mismatch"
