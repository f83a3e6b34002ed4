"""Join tables that continue on the next page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from summarizer.tables.region import Placed, Region
from summarizer.tables.vocabulary import TOTAL
from summarizer.tables.wording import is_header_row, words

__all__ = ["joined"]


def joined(text: str, regions: Sequence[Region], apart: Callable[[int, int], bool]) -> list[Region]:
    """Return the regions in order, with continuations joined: only page layout between them, the
    same number of columns, and the second repeats the heads of the first or has none.

    `apart` returns whether report text lies between two lines.
    """
    found: list[Region] = []
    for region in regions:
        last = found[-1] if found else None
        if last and not apart(last.last, region.first) and _goes_on(text, last, region):
            found[-1] = _whole(text, last, region)
        else:
            found.append(region)
    return found


def _goes_on(text: str, first: Region, second: Region) -> bool:
    if not first.placed or not second.placed or _columns(first) != _columns(second):
        return False
    above, below = _rows(text, first), _rows(text, second)
    if not above or not below:
        return False
    head = next(iter(below.values()))
    if head in above.values() and is_header_row(head):
        return True
    ended = any(map(TOTAL.search, list(above.values())[-1][:2]))
    return not ended and not is_header_row(head, share=0.5) and len(head) > 1


def _columns(region: Region) -> int:
    return max(cell.column + cell.columns for cell in region.placed)


def _rows(text: str, region: Region) -> dict[int, list[str]]:
    """Return the words of each non-empty row."""
    rows: dict[int, list[str]] = {}
    for cell in region.placed:
        if cell.start < cell.end:
            rows.setdefault(cell.row, []).append(words(text, (cell.start, cell.end)))
    return rows


def _whole(text: str, first: Region, second: Region) -> Region:
    """Join two regions; heads repeated in the second are marked as repeated."""
    below = max(cell.row + cell.rows for cell in first.placed)
    above = list(_rows(text, first).values())
    again = list(second.repeated)
    for row, said in _rows(text, second).items():
        if said not in above or not is_header_row(said):
            break
        again.append(row)
    moved = tuple(
        Placed(cell.start, cell.end, cell.row + below, cell.column, cell.rows, cell.columns)
        for cell in second.placed
    )
    return replace(
        first,
        last=second.last,
        rows=(*first.rows, *second.rows),
        placed=(*first.placed, *moved),
        pages=tuple(sorted({*first.pages, *second.pages})),
        repeated=(*first.repeated, *(row + below for row in again)),
        proven=first.proven and second.proven,
    )
