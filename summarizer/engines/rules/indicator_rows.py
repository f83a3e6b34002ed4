"""Rows of self-evaluation forms: 三级指标 | 年度指标值 | 实际完成值 → a target and a result."""

from __future__ import annotations

import re

from summarizer.engines.rules.comparators import comparator_of
from summarizer.engines.rules.grid import EMPTY, Grid, Row
from summarizer.engines.rules.indicators import Level, level_of
from summarizer.engines.rules.themes import theme_of
from summarizer.schema import Cell, ResultDraft, TargetDraft

__all__ = ["IndicatorRows", "named_columns"]

Offsets = tuple[int, int]

# What a header cell says a column holds. First match wins.
COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("reason", r"偏差|原因|改进|备注|说明|依据|(?:评分|评价)标准|用途|使用方向|数据来源|佐证"),
        ("score", r"分值|权重|得分|评分|自评分|标准分|满分"),
        ("actual", r"实际|完成(?:值|情况|数|结果)|达成值|实现值"),
        (
            "target",
            r"(?:指标|目标|预期|标准)值|计划(?:值|指标|数|完成)|年度指标|预期(?:指标|目标)|目标$",
        ),
        ("level1", r"一级指标|^指标类[型别]$"),
        ("level2", r"二级指标"),
        ("name", r"[三四]级指标|指标(?:名称|内容|解释)|(?:具体|绩效|评价)指标|^指标$"),
        ("unit", r"(?:度量|计量)单位|^单位$"),
        ("nature", r"指标性质|^性质$|指标方向"),
    )
)
NUMBERING = re.compile(r"^(?:指标\s*\d+[：:]?|\d+[、.．])\s*")
# A promise that a calendar shows: 「2022年9月底前」.
VALUE = re.compile(r"^[=≥≤＞＜><]?\s*[\d.,]+[^\u4e00-\u9fff]*[\u4e00-\u9fff/％%‰]{0,4}$|^20\d\d年")
DATED = re.compile(r"\d{1,2}月|\d{1,2}日|年底|季度末|月底|按[月季]|按时|及时(?!有效)|每[月季]")
TOTAL = re.compile(r"^(?:总分|合计|总计|总得分|自评总分|总分值)(?:[（(].*)?$")
NOT_REACHED = re.compile(r"未(?:完成|达|实现|开展)|没有|部分")
LONGEST_METRIC = 80
LONGEST_HEADER = 16


def named_columns(grid: Grid, row: Row) -> dict[str, int]:
    """Which column holds what, when a row reads like the head of an indicator table."""
    named: dict[str, int] = {}
    for column in sorted(row.cells):
        words = grid.words(row.cells[column]).replace(" ", "")
        if 0 < len(words) <= LONGEST_HEADER:
            name = next((name for name, pattern in COLUMNS if pattern.search(words)), None)
            if name:
                named.setdefault(name, column)
    return named


class IndicatorRows:
    """Reads the rows below one head; a merged class cell holds for the rows under it."""

    def __init__(self, grid: Grid, columns: dict[str, int]) -> None:
        self.grid = grid
        self.columns = columns
        self.first = ""
        self.lost = 0
        self.level = Level()

    def read(self, row: Row, targets: list[TargetDraft], results: list[ResultDraft]) -> None:
        """Add what a row promises and what it reports."""
        self._note_class(row)
        if self._is_total(row):
            self._total(row, results)
            return
        self.lost = self._lost_cells(row)
        name_cell = self._cell(row, "name")
        name = NUMBERING.sub("", self.grid.words(name_cell))
        if name_cell is None or EMPTY.match(name) or VALUE.match(name):
            return
        label = (name_cell.start, name_cell.end)
        wanted, got = self._cell(row, "target"), self._cell(row, "actual")
        if wanted and not self.grid.is_empty(wanted):
            targets.append(self._target(row, name, wanted, label))
        if got and not self.grid.is_empty(got):
            results.append(self._result(name, got, label))

    def _is_total(self, row: Row) -> bool:
        first = next(
            (row.cells[c] for c in sorted(row.cells) if not self.grid.is_empty(row.cells[c])), None
        )
        return bool(TOTAL.match(self.grid.words(first).replace(" ", "")))

    def _total(self, row: Row, results: list[ResultDraft]) -> None:
        """「总分 100 97.53」: what was scored stands behind what could be."""
        scored = [
            cell for c in sorted(row.cells) if (cell := row.cells[c]) and self.grid.figure(cell)
        ]
        label = next(
            cell for c in sorted(row.cells) if (cell := row.cells[c]) and self.grid.words(cell)
        )
        if len(scored) >= 2:
            results.append(self._result("总分", scored[-1], (label.start, label.end)))

    def _cell(self, row: Row, kind: str) -> Cell | None:
        column = self.columns.get(kind)
        return row.cells.get(column - self.lost) if column is not None else None

    def _lost_cells(self, row: Row) -> int:
        """How many merged cells at its head a row was printed without: its name stands that much
        further left, where the head has it a value stands."""
        column = self.columns["name"]
        for lost in range(min(column, 2) + 1):
            cell = row.cells.get(column - lost)
            words = self.grid.words(cell)
            if words and not VALUE.match(words):
                return lost
        return 0

    def _note_class(self, row: Row) -> None:
        first = self.grid.words(self._cell(row, "level1")) or self.first
        second = self.grid.words(self._cell(row, "level2"))
        parent = level_of(_as_label(first)) if first else None
        if second and (level := level_of(_as_label(second), parent)):
            self.level = level
        elif first != self.first:
            self.level = parent or Level()
        self.first = first

    def _target(self, row: Row, name: str, wanted: Cell, label: Offsets) -> TargetDraft:
        figure = self.grid.figure(wanted)
        words = self.grid.words(wanted)
        nature = self.grid.words(self._cell(row, "nature"))
        return TargetDraft(
            metric=name,
            text=f"{name}{words}",
            spans=((wanted.start, wanted.end), label),
            figure=figure.text if figure else None,
            figure_span=(figure.start, figure.end) if figure else None,
            comparator=comparator_of(nature + words, figure) if figure else None,
            level1=self.level.level1,
            level2=self.level.level2,
            soft=figure is None and not DATED.search(words),
        )

    def _result(self, name: str, got: Cell, label: Offsets) -> ResultDraft:
        figure = self.grid.figure(got)
        words = self.grid.words(got)
        return ResultDraft(
            metric=name if figure else f"{name}{words}"[:LONGEST_METRIC],
            text=f"{name}{words}",
            spans=((got.start, got.end), label),
            figure=figure.text if figure else None,
            figure_span=(figure.start, figure.end) if figure else None,
            theme=theme_of(name),
            status="ongoing" if NOT_REACHED.search(words) else "done",
        )


def _as_label(words: str) -> str:
    """A class cell as the name of a class: 「产出指标（50分）」 → 产出指标."""
    words = re.sub(r"[\s（(].*$", "", words)
    return words if "指标" in words else words + "指标"
