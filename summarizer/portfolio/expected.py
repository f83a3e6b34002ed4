"""The documents that are expected: a CSV of 单位, 年度, 种类, 截止日期, 主管部门."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from summarizer.errors import ConfigError
from summarizer.schema import DocumentKind

__all__ = ["KINDS", "Expected", "kind_in", "read_expected"]

KINDS: dict[str, DocumentKind] = {
    "单位自评": "unit_self_eval",
    "自评": "unit_self_eval",
    "项目自评": "unit_self_eval",
    "部门评价": "dept_eval",
    "财政评价": "fiscal_eval",
    "重点项目": "key_project_result",
    "重点项目绩效评价结果": "key_project_result",
    "部门整体": "dept_overall",
    "部门整体支出": "dept_overall",
    "整体自评": "dept_overall",
    "决算": "final_accounts",
    "部门决算": "final_accounts",
    "其他": "other",
}
_COLUMNS = {
    "office": ("单位", "单位名称", "office", "unit"),
    "year": ("年度", "年份", "year"),
    "kind": ("种类", "类型", "文件种类", "kind"),
    "due": ("截止日期", "截止", "期限", "due"),
    "department": ("主管部门", "上级部门", "部门", "department"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected document.

    `due` is the last day for timely receipt, `department` the office whose figures include this
    office's.
    """

    office: str
    year: int
    kind: DocumentKind | None = None
    due: date | None = None
    department: str | None = None


def kind_in(name: str) -> DocumentKind:
    """Return the document kind that a file name indicates.

    >>> kind_in("某局2023年度部门决算.pdf"), kind_in("附件1.pdf")
    ('final_accounts', 'other')
    """
    told = [word for word in KINDS if word in name]
    return KINDS[max(told, key=len)] if told else "other"


def read_expected(content: bytes, name: str) -> list[Expected]:
    """Read the expected documents from a CSV (UTF-8 or GB18030; comma, tab or semicolon).

    Raises ConfigError that names the line.

    >>> text = "单位,年度,种类,截止日期\\n某区财政局,2023,部门整体,2024-04-30\\n"
    >>> read_expected(text.encode(), "应报.csv")[0].kind
    'dept_overall'
    """
    text = _decoded(content)
    first = text.partition("\n")[0]
    comma = max(",\t;，", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=comma) if any(row)]
    if not rows:
        raise _broken(name, 1, "没有内容", "it is empty")
    head = [cell.strip().lower() for cell in rows[0]]
    at = {
        column: next((head.index(word) for word in words if word in head), None)
        for column, words in _COLUMNS.items()
    }
    if at["office"] is None or at["year"] is None:
        raise _broken(name, 1, "缺少“单位”或“年度”列", "the columns 单位 and 年度 are needed")
    return [_expected(row, at, name, line) for line, row in enumerate(rows[1:], start=2)]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _expected(row: list[str], at: dict[str, int | None], name: str, line: int) -> Expected:
    def cell(column: str) -> str:
        place = at[column]
        return row[place].strip() if place is not None and place < len(row) else ""

    kind: DocumentKind | None = None
    if told := cell("kind"):
        known = {*KINDS.values()}
        kind = KINDS.get(told) or (told if told in known else None)
        if kind is None:
            words = " ".join(KINDS)
            raise _broken(name, line, f"种类“{told}”不在：{words}", f"no kind {told!r}: {words}")
    if not cell("year").removesuffix("年").isdecimal():
        raise _broken(name, line, "年度不是数字", "the year is no number")
    due = None
    if told := cell("due"):
        try:
            due = datetime.strptime(told.replace("/", "-"), "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            raise _broken(
                name, line, f"截止日期“{told}”应写作 2024-04-30", f"{told!r} is not like 2024-04-30"
            ) from None
    year = int(cell("year").removesuffix("年"))
    return Expected(cell("office"), year, kind, due, cell("department") or None)


def _broken(name: str, line: int, zh: str, en: str) -> ConfigError:
    return ConfigError(f"应报清单 {name!r} 第 {line} 行：{zh}", f"{name!r}, line {line}: {en}")
