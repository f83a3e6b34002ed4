"""Cells in one stream without row marks → rows: assign each cell to a column of its header.

A conversion prints a form's cells one per line and omits merged ones. The header gives what each
column may contain (a level of indicator, a value, a score, a reason); the table is the cheapest
assignment of the stream to the columns, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from summarizer.tables.columns import is_number
from summarizer.tables.units import scanned_unit
from summarizer.tables.vocabulary import FUND, HEADER_NOUN, STRONG_HEADER, TOTAL

__all__ = ["flow_rows", "header_run"]

Span = tuple[int, int]
Row = tuple[Span, ...]

LONGEST_HEADER_CELL, MOST_COLUMNS, FEWEST_COLUMNS = 24, 16, 3
NEVER = 6.0

# The role of a column by its header; the first match wins.
ROLES: tuple[tuple[str, str], ...] = (
    ("label", r"^绩效指标$|总体目标$"),
    ("level1", r"一级|指标类[别型]"),
    ("level2", r"二级"),
    ("level3", r"三级|四级"),
    ("name", r"^项目资金|^资金(?:名称|来源|性质|类别)|项目(?:名称)?$|科目(?:名称)?$"),
    ("unit", r"计量|度量"),
    ("sign", r"(?:^|指标|目标)(?:性质|方向)$|符号"),
    ("score", r"分值|得分|权重|评分|分$|扣分"),
    ("rate", r"率$|占比|比例|[%％]"),
    ("text", r"等[级次]$|原因|措施|备注|说明|用途|内容|依据|偏差"),
    ("value", r"值$|目标|完成情况|实际完成|完成$|标准"),
    ("index", r"序号|编[号码]|代码|[行栏]次"),
    ("money", r"预算|执行数|金额|规模|决算|支出|收入|资金$|数$|额$|结转|结余|元[）)]$"),
    ("name", r""),
)
LEVEL1 = re.compile(
    r"^(?:绩效指标|产出|效益|满意度|成本|过程|决策|效果|投入)(?:指标)?(?:[（(].*)?$"
)
LEVEL2 = re.compile(
    r"^(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|生态环境效益"
    r"|可持续影响|可持续发展|可持续|服务对象满意度|社会公众满意度|满意度|受益对象满意度|项目效益|预算执行率?)"
    r"(?:指标)?(?:[（(].*)?$"
)
_SIGN = re.compile(
    r"^(?:[=＝≥≤><＞＜]|≥=|>=|<=|定性|定量|正向|反向|正向指标|反向指标|定性指标|定量指标)$"
)
_VALUE = re.compile(r"\d|[≥≤＝=><]|优|良|达标|完成|提升|明显|有效|及时|达到|合格|提高|改善|无$|是$")
_DASH = re.compile(r"^[-—–/／\\*＊无]+$")


def header_run(cells: Sequence[str], start: int) -> int:
    """Return how many cells from `start` on are a table's header; 0 if none are.

    >>> header_run(["一级指标", "二级指标", "三级指标", "年度指标值", "产出指标", "数量指标"], 0)
    4
    >>> header_run(["项目", "行次", "金额"] * 2 + ["栏次", "1"], 0)
    6
    """
    stop = start
    strong = 0
    while stop < len(cells) and stop - start < MOST_COLUMNS and _names_column(cells[stop]):
        if cells[stop] in cells[start:stop] or (strong and LEVEL1.match(cells[stop])):
            break
        if strong and FUND.match(cells[stop]) and _run(cells, stop + 1, number=True):
            break
        strong += bool(STRONG_HEADER.search(cells[stop]))
        stop += 1
    if stop - start < FEWEST_COLUMNS:
        return 0
    twice = 2 * stop - start
    if cells[start:stop] == cells[stop:twice]:
        # Two tables side by side: income and spending.
        return twice - start
    if strong < 2:
        return 0
    count = _without_first_row(cells, start, stop)
    return count if count >= FEWEST_COLUMNS else 0


@lru_cache(maxsize=8192)
def _names_column(cell: str) -> bool:
    return (
        0 < len(cell) <= LONGEST_HEADER_CELL
        and not is_number(cell)
        and not TOTAL.search(cell)
        and HEADER_NOUN.search(cell) is not None
    )


def _without_first_row(cells: Sequence[str], start: int, stop: int) -> int:
    """Exclude labels of the first row that look like headers (人员支出): the later rows show the
    number of texts and numbers per row, and so the number of headers.
    """
    place = stop
    while place < min(len(cells), stop + MOST_COLUMNS) and not is_number(cells[place]):
        place += 1
    texts = place - start
    numbers = _run(cells, place, number=True)
    labels = _run(cells, place + numbers, number=False)
    if labels and texts - labels == labels + numbers < stop - start:
        return labels + numbers
    return stop - start


def _run(cells: Sequence[str], start: int, *, number: bool) -> int:
    stop = start
    while stop < len(cells) and is_number(cells[stop]) == number and stop - start < MOST_COLUMNS:
        stop += 1
    return stop - start


def flow_rows(text: str, spans: Sequence[Span]) -> list[Row]:
    """Return the rows of a stream of cells, including header rows, with empty cells as empty
    spans.

    Cells before the first header are alternating labels and values, one pair per row.
    """
    cells = ["".join(text[start:end].split()) for start, end in spans]
    heads = _headers(cells)
    first = heads[0][0] if heads else len(cells)
    rows = _pairs(spans[:first], cells[:first])
    for (start, count), (stop, _) in pairwise([*heads, (len(cells), 0)]):
        roles = _roles(cells[start : start + count])
        header = list(spans[start : start + count])
        if roles[0] in ("money", "score", "rate"):
            roles.insert(0, "name")
            header.insert(0, (header[0][0], header[0][0]))
        begin = start + count
        if (further := _further_heads(cells[begin:stop], roles)) and begin < stop:
            inner, roles, header = _two_rows(spans[begin : begin + further], roles, header)
            rows.extend([tuple(header), inner])
            begin += further
        else:
            rows.append(tuple(header))
        body = slice(begin, stop)
        rows.extend(_body_rows(spans[body], cells[body], tuple(roles)))
    return rows


def _further_heads(cells: Sequence[str], roles: Sequence[str]) -> int:
    """Return how many cells between the heads of a numbered table and its row 1 are heads below the
    head of its sums: 补助资金 over 省级, 市级.
    """
    if roles[0] != "index" or roles.count("money") != 1:
        return 0
    count = next((at for at, cell in enumerate(cells) if is_number(cell)), 0)
    short = all(len(cell) <= LONGEST_HEADER_CELL for cell in cells[:count])
    return count if short and 1 < count <= MOST_COLUMNS and cells[count] == "1" else 0


def _two_rows(
    below: Sequence[Span], roles: list[str], header: list[Span]
) -> tuple[Row, list[str], list[Span]]:
    """Return the second row of heads, and the roles and the first row with a column for each."""
    at = roles.index("money")
    empty = [(span[0], span[0]) for span in header]
    wider = [(header[at][1], header[at][1])] * (len(below) - 1)
    inner = (*empty[:at], *below, *empty[at + 1 :])
    roles = [*roles[:at], *["money"] * len(below), *roles[at + 1 :]]
    return inner, roles, [*header[: at + 1], *wider, *header[at + 1 :]]


def _headers(cells: Sequence[str]) -> list[Span]:
    found: list[Span] = []
    place = 0
    while place < len(cells):
        count = header_run(cells, place)
        if count:
            found.append((place, count))
        place += count or 1
    return found


def _pairs(spans: Sequence[Span], cells: Sequence[str]) -> list[Row]:
    rows: list[list[Span]] = []
    for span, cell in zip(spans, cells, strict=True):
        label = HEADER_NOUN.search(cell) is not None and len(cell) <= LONGEST_HEADER_CELL
        if not rows or label or len(rows[-1]) == 2:
            rows.append([])
        rows[-1].append(span)
    return [tuple(row) for row in rows]


def _roles(header: Sequence[str]) -> list[str]:
    """Return the role of each column; 绩效指标 before 一级指标 is a label, elsewhere it names
    rows.
    """
    roles = [_role(cell) for cell in header]
    if roles[0] == "label" and roles[1] not in ("level1", "value"):
        roles[0] = "name"
    return roles


@lru_cache(maxsize=1024)
def _role(header: str) -> str:
    return next(role for role, pattern in ROLES if re.search(pattern, header))


def _body_rows(spans: Sequence[Span], cells: Sequence[str], roles: tuple[str, ...]) -> list[Row]:
    """Return the cells assigned to the columns at the least cost, split into rows."""
    columns = _cheapest(cells, roles)
    rows: list[list[Span]] = []
    previous = len(roles)
    for span, column in zip(spans, columns, strict=True):
        if column == previous:
            rows[-1][column] = (rows[-1][column][0], span[1])
            continue
        if column < previous:
            rows.append([(span[0], span[0])] * len(roles))
        rows[-1][column] = span
        previous = column
    return [tuple(row) for row in rows]


def _cheapest(cells: Sequence[str], roles: tuple[str, ...]) -> list[int]:
    """Viterbi over columns: a cell is further right, in a new row, or continues its cell."""
    width = len(roles)
    skips = [_skip(role) for role in roles]
    before = [sum(skips[:column]) for column in range(width)]
    after = [sum(skips[column + 1 :]) for column in range(width)]
    best = [0.0] * width
    came: list[list[int]] = []
    for place, cell in enumerate(cells):
        wrap = min(range(width), key=lambda column: best[column] + after[column])
        fresh = (best[wrap] + after[wrap] if place else 0.0) + 0.2
        costs, origins = [], []
        left, origin = float("inf"), -1
        for column, role in enumerate(roles):
            cost, source = fresh + before[column], wrap
            if left < cost:
                cost, source = left, origin
            stay = best[column] + _going_on(cell, role)
            own = _cost(cell, role)
            if place and stay < cost + own:
                costs.append(stay)
                origins.append(column)
            else:
                costs.append(cost + own)
                origins.append(source)
            left += skips[column]
            if place and best[column] < left:
                left, origin = best[column], column
        came.append(origins)
        best = costs
    return _traced([cost + tail for cost, tail in zip(best, after, strict=True)], came)


def _traced(best: list[float], came: list[list[int]]) -> list[int]:
    if not came:
        return []
    column = min(range(len(best)), key=best.__getitem__)
    columns = [column]
    for origins in came[:0:-1]:
        column = origins[column]
        columns.append(column)
    return columns[::-1]


def _skip(role: str) -> float:
    """Return the cost of a missing cell in a column: levels are merged, reasons often empty."""
    return {
        "label": 0.05, "level1": 0.1, "level2": 0.1, "text": 0.3, "index": 0.3, "unit": 0.6,
    }.get(role, 1.5)  # fmt: skip


def _going_on(cell: str, role: str) -> float:
    """Return the cost of a further line of the same cell; only texts have one."""
    return 1.2 if role in ("text", "value", "name", "level3") and not is_number(cell) else NEVER


@lru_cache(maxsize=8192)
def _cost(cell: str, role: str) -> float:
    """Return how badly a cell fits a column."""
    if _DASH.match(cell):
        return 0.3 if role not in ("label", "level1", "level2") else NEVER
    if is_number(cell):
        return {"score": 0.0, "rate": 0.0, "money": 0.0, "value": 0.2, "index": 1.0}.get(role, 4.0)
    if TOTAL.search(cell):
        return {"level1": 0.0, "level2": 0.5, "name": 0.0, "index": 0.5}.get(role, 9.0)
    if LEVEL1.match(cell) or LEVEL2.match(cell):
        first, second = bool(LEVEL1.match(cell)), bool(LEVEL2.match(cell))
        # 成本指标 is level 1 or 2; under 产出指标 it is level 2, if possible.
        outer = (0.25 if second else 0.0) if first else 3.0
        return {"level1": outer, "level2": 0.0 if second else 3.0}.get(role, 4.0)
    if _SIGN.match(cell):
        return {"sign": 0.0, "value": 1.0}.get(role, 4.0)
    fits = {"name": 0.0, "level3": 0.0, "level1": 5.0, "level2": 5.0}
    fits["text"] = 0.4 if len(cell) < 12 else 0.0
    fits["value"] = 0.2 if _VALUE.search(cell) and len(cell) <= 30 else 0.8
    fits["unit"] = 0.0 if len(cell) <= 4 or scanned_unit(cell) else 5.0
    return fits.get(role, NEVER)
