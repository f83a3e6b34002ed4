"""Convert a Word table to rows of cells with positions, resolving merges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from summarizer.readers.docx.inline import chosen
from summarizer.readers.docx.names import attribute, child, kind, off, value

__all__ = ["MOST_COLUMNS", "Laid", "Rows", "lay"]

# Word allows 63 columns.
MOST_COLUMNS = 512
# Cell widths are rounded: a row may differ from the table width by this share.
ROUNDING = 0.03


@dataclass(slots=True)
class Laid:
    """A cell at its upper left position, with its spans."""

    element: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1


@dataclass(slots=True)
class Rows:
    """The cells of a table in order.

    `heads` counts the top rows marked as headers, `deleted` the deleted rows, `covered` the hidden
    cells that hold text.
    """

    cells: list[Laid] = field(default_factory=list)
    count: int = 0
    heads: int = 0
    deleted: int = 0
    covered: list[etree._Element] = field(default_factory=list)


def lay(table: etree._Element) -> Rows:
    """Return the cells of a table (`w:tbl`) with their positions.

    Positions are grid columns. Handles cells over several columns (`gridSpan`), cells continued
    from the row above (`vMerge`) and cells omitted at the ends of a row (`gridBefore`).
    """
    rows = Rows()
    edges = _edges(table)
    above: dict[int, Laid] = {}
    heading = True
    for row in _children(table, "w:tr"):
        properties = child(row, "w:trPr")
        if properties is not None and _is_gone(properties):
            rows.deleted += 1
            continue
        heading = heading and not off(value(properties, "w:tblHeader"))
        rows.heads += heading
        above = _row(row, properties, rows, above, edges)
        rows.count += 1
    # A table of header rows only has no headers.
    rows.heads = rows.heads if rows.heads < rows.count else 0
    return rows


def _row(
    row: etree._Element,
    properties: etree._Element | None,
    rows: Rows,
    above: dict[int, Laid],
    edges: list[int],
) -> dict[int, Laid]:
    """Place the cells of a row and return those that may continue in the row below."""
    column = _whole(value(properties, "w:gridBefore"), 0)
    going: dict[int, Laid] = {}
    last: Laid | None = None
    cells = list(_children(row, "w:tc"))
    left_out = column + _whole(value(properties, "w:gridAfter"), 0)
    for cell, covered in zip(cells, _spans(cells, edges, left_out), strict=True):
        stated = child(cell, "w:tcPr")
        width = min(covered, MOST_COLUMNS - column)
        if width <= 0:
            break
        beside = value(stated, "w:hMerge")
        if beside in ("", "continue") and last is not None:
            last.columns += width
            rows.covered.append(cell)
            column += width
            continue
        merge = value(stated, "w:vMerge")
        upper = above.get(column)
        if merge in ("", "continue") and upper is not None and upper.columns == width:
            upper.rows += 1
            going[column] = upper
            rows.covered.append(cell)
            last = None
        else:
            last = Laid(cell, rows.count, column, width)
            rows.cells.append(last)
            if merge is not None:
                going[column] = last
        column += width
    return going


def _edges(table: etree._Element) -> list[int]:
    """Return the right edges of the grid columns; [] without a grid."""
    edges: list[int] = []
    grid = child(table, "w:tblGrid")
    for column in grid if grid is not None else ():
        if kind(column) == "w:gridCol":
            width = _whole(attribute(column, "w:w"), 0)
            edges.append((edges[-1] if edges else 0) + width)
    return edges if edges and edges[-1] > 0 else []


def _spans(cells: list[etree._Element], edges: list[int], left_out: int) -> list[int]:
    """Return how many columns each cell of a row covers.

    The span is taken from `gridSpan`, or from the width where a row states fewer columns than the
    grid has: some programs do not write `gridSpan`.
    """
    stated = [max(_whole(value(cell, "w:tcPr", "w:gridSpan"), 1), 1) for cell in cells]
    if left_out or max(stated, default=1) > 1 or len(cells) in (0, len(edges)) or not edges:
        return stated
    widths = [_width(cell) for cell in cells]
    if not all(widths) or abs(sum(widths) - edges[-1]) > edges[-1] * ROUNDING:
        return stated
    spans: list[int] = []
    column = reach = 0
    for width in widths:
        reach += width
        end = _nearest(edges, reach) + 1
        spans.append(end - column)
        column = end
    return spans if min(spans) > 0 else stated


def _nearest(edges: list[int], reach: int) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - reach))


def _width(cell: etree._Element) -> int:
    """Return the stated width of a cell in twentieths of a point; 0 when it is missing."""
    stated = child(cell, "w:tcPr", "w:tcW")
    if stated is None or attribute(stated, "w:type") not in ("dxa", ""):
        return 0
    return _whole(attribute(stated, "w:w"), 0)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also inside content controls and insertion marks."""
    for one in element:
        found = kind(one)
        if found == name:
            yield one
        elif found == "w:sdt":
            inner = child(one, "w:sdtContent")
            if inner is not None:
                yield from _children(inner, name)
        elif found in ("w:customXml", "w:ins", "w:moveTo", "w:smartTag"):
            yield from _children(one, name)
        elif found == "mc:AlternateContent":
            yield from _children(chosen(one), name)


def _is_gone(properties: etree._Element) -> bool:
    deleted = child(properties, "w:del") is not None
    return deleted or not off(value(properties, "w:hidden"))


def _whole(stated: str | None, otherwise: int) -> int:
    return int(stated) if stated and stated.isdecimal() and len(stated) < 6 else otherwise
