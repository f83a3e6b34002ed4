"""Goal cells of self-evaluation forms: sentences under 预期目标 and 实际完成情况."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer import segmentation
from summarizer.engines.rules.grid import Grid, Row
from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.results import results_of
from summarizer.engines.rules.sections import Role
from summarizer.engines.rules.targets import targets_of
from summarizer.schema import Cell, ResultDraft, TargetDraft

__all__ = ["GoalCells"]

AIM = re.compile(
    r"^(?:预期|预定|年初|设定|年度|总体|绩效|项目|全年|当年|20\d\d年)+(?:设定|申报)?目标(?:[（(].{1,10}[)）])?$"
    r"|^目标$|^年初设定目标"
)
DONE = re.compile(
    r"^(?:年度|全年|总体|绩效|项目|目标|实际|预期|当年)*(?:完成|实现|达成)(?:情况|结果)(?:综述|[（(].{1,10}[)）])?$"
)
SHORTEST_TEXT = 10


class GoalCells:
    """Reads the cells under, or to the right of, the labels of aims and outcomes."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.columns: dict[int, Role] = {}
        self.targets: list[TargetDraft] = []
        self.spoken: list[Passage] = []

    def read(self, row: Row) -> bool:
        """Take what a row says in sentences; was it a row of goals?"""
        labels = dict(self._labels(row))
        told = list(self._told(row, labels))
        self.columns |= labels
        for role, cell in told:
            passage = self._passage(role, cell)
            if role == "targets":
                self.targets += targets_of(passage)[0]
            else:
                self.spoken.append(passage)
        return bool(labels or told)

    def results(self, first_index: int) -> list[ResultDraft]:
        """The outcomes that the cells tell; `part_of` counts from `first_index`."""
        drafts: list[ResultDraft] = []
        for passage in self.spoken:
            drafts += results_of(passage, first_index=first_index + len(drafts))[0]
        return drafts

    def _labels(self, row: Row) -> Iterator[tuple[int, Role]]:
        for column, cell in row.cells.items():
            words = self.grid.words(cell).replace(" ", "").strip("：:")
            if AIM.match(words):
                yield column, "targets"
            elif DONE.match(words):
                yield column, "results"

    def _told(self, row: Row, labels: dict[int, Role]) -> Iterator[tuple[Role, Cell]]:
        """The texts of a row with the role of the label to the left, else of the one above."""
        beside: Role | None = None
        for column in sorted(row.cells):
            cell = row.cells[column]
            if column in labels:
                beside = labels[column]
                continue
            role = beside or self.columns.get(column)
            if role and self._is_text(cell):
                yield role, cell
                beside = None

    def _is_text(self, cell: Cell) -> bool:
        words = self.grid.words(cell)
        return len(words) >= SHORTEST_TEXT and bool(re.search("[，。；、]", words))

    def _passage(self, role: Role, cell: Cell) -> Passage:
        document = self.grid.document
        path = document.section_at(cell.start).path
        found = segmentation.sentences(document.text, cell.start, cell.end)
        return Passage(document, role, path, tuple(found))
