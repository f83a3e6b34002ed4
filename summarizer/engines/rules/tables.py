"""Tables: rows of indicators with promise and outcome, and money cells under their headers."""

from __future__ import annotations

from summarizer.engines.rules.goals import GoalCells
from summarizer.engines.rules.grid import Grid
from summarizer.engines.rules.indicator_rows import IndicatorRows, named_columns
from summarizer.engines.rules.money_cells import MoneyCells
from summarizer.schema import Document, ResultDraft, Table, TargetDraft

__all__ = ["read_table"]

# A row that names two of these kinds of columns is the head of an indicator table.
TELLING = frozenset({"name", "target", "actual"})


def read_table(
    document: Document, table: Table, start: int, end: int
) -> tuple[list[TargetDraft], list[ResultDraft]]:
    """Targets and results of the rows that lie within `start`..`end`; `part_of` counts in the
    results returned."""
    grid = Grid(document, table, start, end)
    indicators: IndicatorRows | None = None
    targets: list[TargetDraft] = []
    outcomes: list[ResultDraft] = []
    money, goals = MoneyCells(grid), GoalCells(grid)
    for row in grid.rows:
        named = named_columns(grid, row)
        if TELLING & named.keys() and len(named) >= 2:
            indicators = IndicatorRows(grid, named) if _compares(named) else None
            if row.inside and indicators is None:
                goals.read(row)
        elif indicators is not None and row.inside:
            indicators.read(row, targets, outcomes)
        elif row.inside and not goals.read(row):
            money.read(row)
    cells = [*money.with_parts(), *outcomes]
    spoken = goals.results(len(cells))
    return [*goals.targets, *targets], [*cells, *spoken]


def _compares(named: dict[str, int]) -> bool:
    return "name" in named and bool({"target", "actual"} & named.keys())
