"""Tables: money cells under their headers, and rows of indicators with promise and outcome."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from summarizer.engines.rules.indicators import Level, level_of
from summarizer.engines.rules.targets import comparator_of
from summarizer.engines.rules.themes import theme_of
from summarizer.schema import Cell, Document, Quantity, ResultDraft, Table, TargetDraft

__all__ = ["read_table"]

Offsets = tuple[int, int]

# What a header cell says a column holds. First match wins.
COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("reason", r"偏差|原因|改进|备注|说明|依据|评分标准|评价标准|用途|使用方向|数据来源|佐证"),
        ("score", r"分值|权重|得分|评分|自评分|标准分|满分"),
        ("actual", r"实际(?:完成|值|情况)|完成(?:值|情况|数)|全年实际|达成值|完成结果|实现值|实际"),
        (
            "target",
            r"指标值|目标值|预期值|计划(?:值|指标|数|完成)|年度指标|预期(?:指标|目标)|标准值|绩效目标值|目标$",
        ),
        ("level1", r"一级指标|^指标类[型别]$"),
        ("level2", r"二级指标"),
        ("name", r"三级指标|四级指标|指标名称|具体指标|指标内容|绩效指标|指标解释|^指标$|评价指标"),
        ("unit", r"度量单位|计量单位|^单位$"),
        ("nature", r"指标性质|^性质$|指标方向"),
    )
)
INDICATOR = frozenset({"name", "target", "actual"})
FUND_HEADER = re.compile(
    r"预算|决算|执行|支出|资金|金额|到位|结转|结余|总额|拨款|收入|数\s*[（(]?[A-C]?|合计|小计|项目名称|执行率"
)
NOT_MONEY = re.compile(r"分值|得分|权重|序号")
HEADER_NOISE = re.compile(r"[：:\s]|[（(][A-C万亿元/]+[)）]")
EMPTY = re.compile(r"^[\s/—\-－–无…\.、]*$")
SUM_ROW = re.compile(r"^(?:合计|总计|小计|共计|总额)[：:]?$")
NOT_REACHED = re.compile(r"未(?:完成|达|实现|开展)|没有|部分")


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by column."""

    cells: dict[int, Cell]

    def text(self, document: Document, column: int | None) -> str:
        cell = self.cells.get(column) if column is not None else None
        return " ".join(document.text[cell.start : cell.end].split()) if cell else ""


def read_table(
    document: Document, table: Table, start: int, end: int
) -> tuple[list[TargetDraft], list[ResultDraft]]:
    """Targets and results of the rows that lie within `start`..`end`."""
    targets: list[TargetDraft] = []
    results: list[ResultDraft] = []
    money = _Money()
    columns: dict[str, int] = {}
    above = (Level(), "")
    for row in _rows(table):
        named = _named_columns(document, row)
        if INDICATOR & named.keys() and len(named) >= 2:
            columns = named
            continue
        first = min(cell.start for cell in row.cells.values())
        inside = start <= first < end
        if columns and {"target", "actual"} & columns.keys() and "name" in columns:
            above = _levels(document, row, columns, above)
            if inside:
                _indicator_row(document, row, columns, above[0], targets, results)
        elif inside:
            _money_row(document, table, row, money)
    return targets, [*money.with_parts(), *results]


def _rows(table: Table) -> list[_Row]:
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in table.cells:
        rows[cell.row].setdefault(cell.column, cell)
    return [_Row(rows[number]) for number in sorted(rows)]


def _named_columns(document: Document, row: _Row) -> dict[str, int]:
    """Which column holds what, when a row reads like the head of an indicator table."""
    named: dict[str, int] = {}
    for column in sorted(row.cells):
        words = row.text(document, column).replace(" ", "")
        if 0 < len(words) <= 16:
            name = next((name for name, pattern in COLUMNS if pattern.search(words)), None)
            if name:
                named.setdefault(name, column)
    return named


def _levels(
    document: Document, row: _Row, columns: dict[str, int], above: tuple[Level, str]
) -> tuple[Level, str]:
    """The class of a row; merged cells leave it to the row above."""
    first = row.text(document, columns.get("level1")) or above[1]
    parent = level_of(_as_label(first)) if first else None
    second = row.text(document, columns.get("level2"))
    if second and (level := level_of(_as_label(second), parent)):
        return level, first
    if first != above[1]:
        return parent or Level(), first
    return above[0], first


def _as_label(words: str) -> str:
    words = re.sub(r"[\s（(].*$", "", words)
    return words if "指标" in words else words + "指标"


def _indicator_row(
    document: Document,
    row: _Row,
    columns: dict[str, int],
    level: Level,
    targets: list[TargetDraft],
    results: list[ResultDraft],
) -> None:
    name_cell = row.cells.get(columns["name"])
    name = re.sub(r"^(?:指标\s*\d+[：:]?|\d+[、.．])\s*", "", row.text(document, columns["name"]))
    if name_cell is None or EMPTY.match(name):
        return
    label = (name_cell.start, name_cell.end)
    if (wanted := row.cells.get(columns.get("target", -1))) and not _empty(document, wanted):
        figure = _only(document, wanted)
        words = document.text[wanted.start : wanted.end]
        nature = row.text(document, columns.get("nature"))
        targets.append(
            TargetDraft(
                metric=name,
                text=f"{name}{' '.join(words.split())}",
                spans=((wanted.start, wanted.end), label),
                figure=figure.text if figure else None,
                figure_span=(figure.start, figure.end) if figure else None,
                comparator=comparator_of(nature + words, figure) if figure else None,
                level1=level.level1,
                level2=level.level2,
                soft=figure is None,
            )
        )
    if (got := row.cells.get(columns.get("actual", -1))) and not _empty(document, got):
        figure = _only(document, got)
        words = " ".join(document.text[got.start : got.end].split())
        results.append(
            ResultDraft(
                metric=name if figure else f"{name}{words}"[:80],
                text=f"{name}{words}",
                spans=((got.start, got.end), label),
                figure=figure.text if figure else None,
                figure_span=(figure.start, figure.end) if figure else None,
                theme=theme_of(name),
                status="ongoing" if NOT_REACHED.search(words) else "done",
            )
        )


def _money_row(document: Document, table: Table, row: _Row, money: _Money) -> None:
    """Each figure of a row under its headers is one money atom (R6)."""
    head = _row_head(document, row)
    subject = document.text[slice(*head)].strip("：: ") if head else None
    for column in sorted(row.cells):
        cell = row.cells[column]
        figure = _only(document, cell)
        if cell.header or figure is None or not _mostly(document, cell, figure):
            continue
        headers = _column_heads(document, table, cell)
        words = [" ".join(document.text[low:high].split()) for low, high in headers]
        if any(NOT_MONEY.search(one) for one in words) or not words:
            continue
        metric = "".join(HEADER_NOISE.sub("", one) for one in words)
        unit = [table.unit_span] if table.unit_span and figure.unit == table.unit else []
        draft = ResultDraft(
            metric=metric,
            subject=subject,
            text=" ".join(part for part in (subject, metric, figure.text) if part),
            spans=((cell.start, cell.end), *([head] if head else []), *headers, *unit),
            figure=figure.text,
            figure_span=(figure.start, figure.end),
            period=_title_year(document),
            theme="funds",
        )
        money.add(draft, row, column, subject or "")


class _Money:
    """The money atoms of a table, with what its layout says of parts and wholes."""

    def __init__(self) -> None:
        self.drafts: list[ResultDraft] = []
        self.places: dict[tuple[int, int], int] = {}
        self.rows: dict[int, str] = {}

    def add(self, draft: ResultDraft, row: _Row, column: int, subject: str) -> None:
        """Keep a draft under its place in the table."""
        number = next(iter(row.cells.values())).row
        self.places[number, column] = len(self.drafts)
        self.rows[number] = subject
        self.drafts.append(draft)

    def with_parts(self) -> list[ResultDraft]:
        """The drafts, each part with the place of its whole: 其中 in a header beside it, 其中 in a
        row below it, or a printed total of its column."""
        parts = {
            place: self._whole(number, column) for (number, column), place in self.places.items()
        }
        return [replace(draft, part_of=parts[place]) for place, draft in enumerate(self.drafts)]

    def _whole(self, number: int, column: int) -> int | None:
        draft = self.drafts[self.places[number, column]]
        if "其中" in draft.metric:
            left = [c for n, c in self.places if n == number and c < column]
            whole = [c for c in left if "其中" not in self.drafts[self.places[number, c]].metric]
            return self.places[number, max(whole)] if whole else None
        if self.rows[number].startswith(("其中", "含")):
            above = [n for n, c in self.places if c == column and n < number]
            whole = [n for n in above if not self.rows[n].startswith(("其中", "含"))]
            return self.places[max(whole), column] if whole else None
        if SUM_ROW.match(self.rows[number]):
            return None
        sums = [n for n, c in self.places if c == column and SUM_ROW.match(self.rows[n])]
        return self.places[sums[0], column] if len(sums) == 1 else None


def _title_year(document: Document) -> str | None:
    found = re.search(r"20\d\d年", document.title or "")
    return found.group() if found else None


def _row_head(document: Document, row: _Row) -> Offsets | None:
    """The leftmost cell of a row that holds words and no figure."""
    for column in sorted(row.cells):
        cell = row.cells[column]
        words = document.text[cell.start : cell.end].strip("：: \t\n")
        if words and not document.quantities_in(cell.start, cell.end) and len(words) <= 40:
            if re.fullmatch(r"[\d一二三四五六七八九十]{1,3}|[（(].{1,3}[)）]", words):
                continue
            begin = document.text.index(words, cell.start)
            return begin, begin + len(words)
    return None


def _column_heads(document: Document, table: Table, cell: Cell) -> list[Offsets]:
    """The distinct header cells above a cell, topmost first."""
    heads: list[Offsets] = []
    for header in table.column_headers(cell):
        span = (header.start, header.end)
        if document.text[slice(*span)].strip() and span not in heads:
            heads.append(span)
    return heads


def _only(document: Document, cell: Cell) -> Quantity | None:
    """The one checked quantity of a cell; of several none is sure."""
    found = [q for q in document.quantities_in(cell.start, cell.end) if q.is_checked]
    return found[0] if len(found) == 1 else None


def _mostly(document: Document, cell: Cell, figure: Quantity) -> bool:
    words = document.text[cell.start : cell.end].strip()
    return 2 * len(figure.text) >= len(words)


def _empty(document: Document, cell: Cell) -> bool:
    return bool(EMPTY.match(document.text[cell.start : cell.end]))
