"""Read rows of indicators (三级指标 | 年度指标值 | 实际完成值 | 分值) as targets and results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.tables.scores import total_of
from summarizer.engines.tables.sheet import NONE, Offsets, Sheet, says_nothing, span_of
from summarizer.engines.tables.values import Value, values_in
from summarizer.genre.comparators import comparator_of
from summarizer.genre.indicators import Level, level_of
from summarizer.genre.themes import theme_of
from summarizer.schema import Cell, Column, Quantity, ResultDraft, Row, TargetDraft
from summarizer.schema.table import ColumnRole
from summarizer.tables.promises import main_target, value_columns

__all__ = ["read_indicators"]

# The numbering that a form prints before a name, and its remarks in brackets after it.
_NUMBERED = re.compile(
    r"^(?:指标\s*\d+\s*[：:、.．]?|[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳])\s*(?=[^\s…])"
)
_WEIGHT = re.compile(r"[（(]\s*(?:\d{1,3}(?:\.\d+)?\s*分|分值[：:]?\s*\d{1,3}(?:\.\d+)?)\s*[）)]$")
_UNIT = re.compile(r"[（(](?:单位[：:]\s*)?[^（()）\d，。]{1,5}[）)]$")
_CLASS_NOTE = re.compile(r"[\s（(\d].*$")
# With these, 无 says that an undesired event did not happen; otherwise 无 is an empty cell.
_UNWANTED = re.compile(
    r"事故|投诉|违[规纪法]|上访|信访|案件|事件|纠纷|差错|举报|污染|泄露|损失|逾期"
)
_SIGNED = re.compile(r"定性|定量")
_ADVERSE = re.compile(r"^(?:反向|逆向|负向)")
_FORWARD = re.compile(r"^(?:正向)")
# Headers of values for another period than the year of the form.
_OTHER_TIME = re.compile(r"上年|去年|前[一二三两]?年|往年|历史|近[三五]年|基期|行业|对标")
_ADJUSTED = re.compile("调整")
# Score columns that explain how a score was computed.
_NO_SCORE = re.compile(r"系数|标准|细则|依据|率")
# One column for both: 9.5/10 under 得分/分值.
_GOT = r"(?:自评)?(?:得分|评分|实得分?)"
_FULL = r"(?:标准)?(?:分值|权重|满分|标准分)"
_GOT_OF_FULL = re.compile(f"{_GOT}[/／]{_FULL}")
_FULL_THEN_GOT = re.compile(f"{_FULL}[/／]{_GOT}")
_VALUES: frozenset[ColumnRole] = frozenset({"target", "actual", "weight", "score"})
_REMARK = re.compile("备注|说明")
_PROJECT = re.compile(r"项目名称|^项目$|专项名称")
PROJECT = re.compile(r"(?:项目|专项|单位|部门)名称|是否")
_EXPECTED = re.compile(r"预计|预期完成|预测")
_UNFINISHED = re.compile(
    r"未(?:完成|达|实现|开展)|没有(?:完成|达)|部分(?:达成|完成|实现)|正在|进行中|在建"
)
_UNFINISHED_MARK = re.compile(r"正在|进行中|在建|推进中|施工中|建设中")


def read_indicators(sheet: Sheet) -> tuple[list[TargetDraft], list[ResultDraft]]:
    """Return the targets and results of a table of indicators, and its total score."""
    targets: list[TargetDraft] = []
    results: list[ResultDraft] = []
    rows = _Rows(sheet)
    for row in sheet.table.rows:
        if row.role in ("total", "subtotal"):
            results += total_of(sheet, row)
        elif row.role in ("body", "part"):
            wanted, got = rows.read(row)
            targets += wanted
            results += got
    return targets, results


@dataclass(frozen=True)
class _Named:
    """The indicator of a row: its name, the place of the name, its class in the tree."""

    metric: str
    span: Offsets
    level: Level


class _Rows:
    """Reads the rows of one table by the roles of its columns."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        table = sheet.table
        self.targets = [one for one in value_columns(table, "target") if self._of_this_year(one)]
        self.actuals = [one for one in value_columns(table, "actual") if self._of_this_year(one)]
        self.main = main_target(sheet.document.text, table)
        self.projects = [
            one for one in table.columns if one.role == "name" and _PROJECT.search(sheet.head(one))
        ]
        self.project: Cell | None = None

    def _of_this_year(self, column: Column) -> bool:
        return not _OTHER_TIME.search(self.sheet.head(column))

    def read(self, row: Row) -> tuple[list[TargetDraft], list[ResultDraft]]:
        """Return the targets and results of a row."""
        self._note_project(row)
        targets: list[TargetDraft] = []
        results: list[ResultDraft] = []
        for column in self.targets:
            named = self._named(row, column)
            for cell, value in self._values(row, column, named):
                assert named is not None
                first = column == self.main and not any(one.weight_span for one in targets)
                targets.append(self._target(row, named, column, cell, value, whole=first))
        for column in self.actuals:
            named = self._named(row, column)
            for cell, value in self._values(row, column, named):
                assert named is not None
                results.append(self._result(row, named, column, cell, value))
        return self._without_initial(targets), results

    def _note_project(self, row: Row) -> None:
        """Remember a project named in its own column until the next one is named."""
        for cell in self._filled(row, self.projects[:1]):
            self.project = cell

    def _without_initial(self, targets: list[TargetDraft]) -> list[TargetDraft]:
        """Drop duplicate targets where a header speaks of adjusted values but nothing was
        adjusted.
        """
        if self.main is None or not _ADJUSTED.search(self.sheet.head(self.main)):
            return targets
        kept: list[TargetDraft] = []
        for draft in reversed(targets):
            if all(not _same_promise(draft, other) for other in kept):
                kept.append(draft)
        return kept[::-1]

    def _values(
        self, row: Row, column: Column, named: _Named | None
    ) -> Iterator[tuple[Cell, Value]]:
        cell = self._own(row, column)
        if (
            cell is None
            or named is None
            or (NONE.fullmatch(self.sheet.words(cell)) and not _UNWANTED.search(named.metric))
        ):
            return
        for value in values_in(self.sheet, cell):
            yield cell, value

    def _own(self, row: Row, column: Column | None) -> Cell | None:
        """Return the cell of a row in a column if it belongs to the row: a cell over several rows
        belongs to the first of them, if one name covers them too.
        """
        cell = column and self.sheet.table.at(row.number, column.number)
        if not cell or says_nothing(self.sheet.words(cell)) or self._runs_on(cell):
            return None
        if cell.rows > 1:
            name = row.path[-1] if row.path else None
            shared = name is not None and (name.row, name.rows) == (cell.row, cell.rows)
            return cell if shared and cell.row == row.number else None
        return cell

    def _runs_on(self, cell: Cell) -> bool:
        """Return whether a cell spans columns of different kinds, as a remark on the whole form
        does.
        """
        covered = range(cell.column, cell.column + cell.columns)
        kinds = {one.role for one in self.sheet.table.columns if one.number in covered}
        return len(kinds & _VALUES) > 1

    def _first(self, row: Row, role: ColumnRole) -> Cell | None:
        """Return the first non-empty cell of a row in the columns of a role."""
        columns = (
            column
            for column in self.sheet.table.columns_of(role)
            if role != "score" or not _NO_SCORE.search(self.sheet.head(column))
        )
        return next((cell for column in columns if (cell := self._own(row, column))), None)

    def _named(self, row: Row, column: Column) -> _Named | None:
        """Return the name of the values of a column in a row: the innermost name to their left, and
        its class from the cells before it. Returns None for a name left blank in the form.
        """
        path = self._path(row, column)
        if not path or says_nothing(self._metric(path[-1])):
            return None
        *classes, name = path
        metric = self._metric(name)
        if not re.search(r"[^\W\d_]", metric):
            return None
        return _Named(metric, span_of(name), self._level(classes or [name]))

    def _path(self, row: Row, column: Column) -> list[Cell]:
        """Return the non-empty cells that name a row for a column of values, outermost first."""
        names = [one for one in self.sheet.table.columns if one.number < column.number]
        cells: list[Cell] = []
        for role in ("level1", "level2", "level3"):
            columns = [one for one in names if one.role == role]
            if columns:
                cells += self._filled(row, columns[-1:])
        inner = [
            one for one in names if one.role == "name" and not PROJECT.search(self.sheet.head(one))
        ]
        if not any(one.role == "level3" for one in names):
            cells += self._filled(row, inner[-1:])
        return cells or [cell for cell in row.path if self.sheet.filled(cell)]

    def _filled(self, row: Row, columns: Sequence[Column]) -> list[Cell]:
        cells = (self.sheet.table.at(row.number, column.number) for column in columns)
        return [cell for cell in cells if cell is not None and not cell.is_empty]

    def _metric(self, name: Cell) -> str:
        words = _NUMBERED.sub("", self.sheet.words(name))
        for bracket in (_WEIGHT, _UNIT):
            shorter = bracket.sub("", words)
            words = shorter if len(shorter) > 1 else words
        return words.rstrip("：:；;。. ")

    def _level(self, classes: Sequence[Cell]) -> Level:
        level = Level()
        for cell in classes:
            label = _CLASS_NOTE.sub("", self.sheet.words(cell))
            label = label if "指标" in label else f"{label}指标"
            level = level_of(label, level) or level
        return level

    def _target(
        self,
        row: Row,
        named: _Named,
        column: Column,
        cell: Cell,
        value: Value,
        *,
        whole: bool,
    ) -> TargetDraft:
        """Return a target; `whole` means that it represents its row, with weight, score and
        reason.
        """
        sign = self._first(row, "sign") or self._first(row, "nature")
        weight = self._first(row, "weight") if whole else None
        score = self._first(row, "score") if whole else None
        both = self._both_points(row) if whole else None
        reason = self._reason(row, weight, score) if whole else None
        due = self._first(row, "deadline")
        date = value.date or (due and self._date(due))
        comparator = self._comparator(sign, value)
        signed = bool(sign) and comparator not in (None, "=")
        further = [span_of(sign)] if sign and signed else []
        figure = value.quantity
        return TargetDraft(
            metric=value.label or named.metric,
            subject=self._subject(),
            text=self._text(row, named, cell, value, comparator if signed else ""),
            spans=(
                value.span,
                named.span,
                *further,
                *self._heads(column, self.targets),
                *self._named_project(),
            ),
            figure=figure.text if figure else None,
            figure_span=(figure.start, figure.end) if figure else None,
            comparator=comparator,
            level1=named.level.level1,
            level2=named.level.level2,
            soft=figure is None and date is None,
            weight_span=both[0] if both else self._points(weight),
            score_span=both[1] if both else self._points(score),
            reason_span=span_of(reason) if reason else None,
            deadline_span=(date.start, date.end) if date else None,
        )

    def _result(
        self, row: Row, named: _Named, column: Column, cell: Cell, value: Value
    ) -> ResultDraft:
        figure = value.quantity
        words = self.sheet.words(cell)
        head = self.sheet.head(column)
        status = "expected" if _EXPECTED.search(f"{head}{words}") else "done"
        if status == "done" and _UNFINISHED.search(words):
            status = "ongoing"
        return ResultDraft(
            metric=value.label or named.metric,
            subject=self._subject(),
            text=self._text(row, named, cell, value, ""),
            spans=(
                value.span,
                named.span,
                *self._heads(column, self.actuals),
                *self._rate(row),
                *self._named_project(),
            ),
            figure=figure.text if figure else None,
            figure_span=(figure.start, figure.end) if figure else None,
            theme=theme_of(named.metric),
            status=status,
        )

    def _subject(self) -> str | None:
        return self.sheet.words(self.project) if self.project else None

    def _named_project(self) -> list[Offsets]:
        return [span_of(self.project)] if self.project else []

    def _rate(self, row: Row) -> list[Offsets]:
        """Return the completion rate that a row computes from target and result."""
        cell = self._first(row, "rate") if len(self.actuals) == 1 else None
        return [span_of(cell)] if cell and self.sheet.figure(cell) else []

    def _heads(self, column: Column, among: Sequence[Column]) -> list[Offsets]:
        """Return the header of a column when several columns of its kind are adjacent."""
        heads = self.sheet.heads(column) if len(among) > 1 else ()
        return [span_of(cell) for cell in heads[-1:]]

    def _reason(self, row: Row, weight: Cell | None, score: Cell | None) -> Cell | None:
        """Return the reason of a deviation: its own column, else the remark on a row that scored
        less than its weight.
        """
        reason = self._first(row, "reason")
        if not self.sheet.table.columns_of("reason"):
            full, got = self.sheet.figure(weight), self.sheet.figure(score)
            short = full and got and got.decimal < full.decimal
            remarks = [
                cell
                for column in self.sheet.table.columns_of("note")
                if _REMARK.search(self.sheet.head(column)) and (cell := self._own(row, column))
            ]
            reason = next(iter(remarks), None) if short else None
        empty = reason is None or NONE.fullmatch(self.sheet.words(reason))
        return None if empty else reason

    def _date(self, cell: Cell) -> Quantity | None:
        return next((one for one in self.sheet.numbers(cell) if one.kind == "date"), None)

    def _points(self, cell: Cell | None) -> Offsets | None:
        """Return the place of the only number in a cell of weights or scores."""
        figure = self.sheet.figure(cell)
        return (figure.start, figure.end) if figure else None

    def _both_points(self, row: Row) -> tuple[Offsets, Offsets] | None:
        """Return weight and score of a row when one cell holds both."""
        for column in self.sheet.table.columns:
            head = self.sheet.head(column)
            got_first = _GOT_OF_FULL.search(head) is not None
            if not got_first and not _FULL_THEN_GOT.search(head):
                continue
            cell = self._own(row, column)
            figures = [(one.start, one.end) for one in self.sheet.numbers(cell)]
            if len(figures) == 2:
                first, second = figures
                return (second, first) if got_first else (first, second)
        return None

    def _comparator(self, sign: Cell | None, value: Value) -> str | None:
        figure = value.quantity
        if figure is None:
            return None
        said = self.sheet.words(sign)
        if _SIGNED.search(said) or _FORWARD.match(said) or _ADVERSE.match(said):
            said = ""
        return comparator_of(f"{said}{value.words}", figure)

    def _text(self, row: Row, named: _Named, cell: Cell, value: Value, sign: str | None) -> str:
        """Return name and value as one text, with a unit after a bare number."""
        words = value.words
        if value.quantity and words == "".join(value.quantity.text.split()):
            measured = self.sheet.words(self._first(row, "unit"))
            bare = words[-1:].isdecimal()
            words = f"{words}{measured}" if measured and bare else self.sheet.with_unit(cell, words)
        sign = SIGNS.get(sign or "", "") if not words.startswith(tuple("≥≤><＞＜=＝")) else ""
        return f"{named.metric}{sign}{words}"


def _same_promise(one: TargetDraft, other: TargetDraft) -> bool:
    return (one.metric, one.figure, one.comparator) == (
        other.metric,
        other.figure,
        other.comparator,
    )


SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
