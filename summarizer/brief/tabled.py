"""The parts of a budget that only its tables give, each proved by its sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from summarizer.brief.amounts import row_of
from summarizer.brief.quoting import Quote
from summarizer.figures import figure
from summarizer.schema import CheckedResult, Document

__all__ = ["Division", "tabled_parts"]


class Division(NamedTuple):
    """The parts of an amount; `group` tells divisions apart, `label` names their block."""

    group: str
    label: str
    quote: Quote
    items: tuple[str, ...]


# The name of each part, by how the name of its column ends.
_KINDS = {
    "支出构成": (
        ("基本支出", "基本支出"),
        ("项目支出", "项目支出"),
        ("单位预留机动经费", "机动经费"),
    ),
    "基本支出": (("人员经费", "人员经费"), ("公用经费", "公用经费")),
    "“三公”经费": (
        ("因公出国（境）费", r"因公出国(?:[（(]境[）)])?费用?"),
        ("公务用车购置及运行费", r"公务用车购置(?:及|和)运行(?:维护)?费(?:小计)?"),
        ("公务接待费", "公务接待费"),
    ),
}
_ENDS = {
    label: [(name, re.compile(rf"{words}(?:合计)?$")) for name, words in parts]
    for label, parts in _KINDS.items()
}
_INCOME, _SPENDING = re.compile("收入[合总]计$"), re.compile("支出[合总]计$")
_LABELS = {"基本支出": "支出构成"}
_TOTAL = re.compile("^(?:本年)?(?:支出)?[合总]计$")
# The classes of spending in the national accounts.
_CLASS = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?((?:一般公共服务|外交|国防|公共安全|教育|科学技术|文化[一-鿿]{0,8}"
    r"|社会保障和就业|卫生健康|医疗卫生与计划生育|节能环保|城乡社区|农林水|交通运输|资源勘探[一-鿿]{0,6}"
    r"|商业服务业等|金融|自然资源[一-鿿]{0,6}|国土海洋气象等|住房保障|粮油物资储备|灾害防治及应急管理|其他)支出)$"
)
_NO_CLASS = re.compile("收入|基本支出|项目支出|拨款支出$")


def tabled_parts(document: Document, results: Sequence[CheckedResult]) -> Iterator[Division]:
    """Yield each division that no sentence tells and that sums up to an amount of the report."""
    amounts = [one for one in results if one.quantity and one.quantity.kind == "money"]
    rows: dict[tuple[int, int], list[CheckedResult]] = {}
    for one in amounts:
        row = row_of(document, one)
        # A row without a name is one of many, unless it is no part of a sum.
        total = _TOTAL.match(one.subject) if one.subject else one.part_of is None
        if row and (total or row in rows):
            rows.setdefault(row, []).append(one)
    sums = {_value(one) for one in amounts}
    totals = _totals(amounts)
    if totals and not _in_prose(document, "(?:收入|收支)[^，。；\n|]{0,6}预算"):
        yield Division("收支总体", "收支总体", *_said(totals))
    for group, parts in _ENDS.items():
        told = any(_in_prose(document, re.escape(name)) for name, _ in parts)
        found = next(filter(None, (_divided(row, parts, sums) for row in rows.values())), None)
        if found and not told:
            yield Division(group, _LABELS.get(group, group), *_said(found))
    classes = _classes(amounts)
    # Those of one source of money do not make up the whole.
    if classes and totals and _value(totals[0][1]) != sum(_value(one) for _, one in classes):
        classes = None
    if classes and not _in_prose(document, "（类）"):
        yield Division("功能分类支出", "功能分类支出", *_said(classes))


def _totals(amounts: Sequence[CheckedResult]) -> list[tuple[str, CheckedResult]] | None:
    """Return income and spending of the first table that gives both as one amount."""
    income = next((one for one in amounts if _INCOME.match(one.subject or "")), None)
    spent = next(
        (
            one
            for one in amounts
            if income and _SPENDING.match(one.subject or "") and _value(one) == _value(income)
        ),
        None,
    )
    return [("收入预算", income), ("支出预算", spent)] if income and spent else None


def _in_prose(document: Document, name: str) -> bool:
    """Return whether a sentence gives the amount of a part."""
    told = re.finditer(rf"{name}[^，。；\n|\d]{{0,6}}\d", document.text)
    return any(document.table_at(one.start()) is None for one in told)


def _divided(
    row: Iterable[CheckedResult],
    parts: Sequence[tuple[str, re.Pattern[str]]],
    sums: set[Decimal],
) -> list[tuple[str, CheckedResult]] | None:
    """Return the parts that a row of totals gives, when they sum up to a known amount."""
    found: dict[str, CheckedResult] = {}
    for one in row:
        name = next((name for name, words in parts if words.search(one.metric)), None)
        if name and found.setdefault(name, one) is not one:
            return None
    whole = sum((_value(one) for one in found.values()), Decimal(0))
    return list(found.items()) if len(found) > 1 and whole and whole in sums else None


def _classes(amounts: Sequence[CheckedResult]) -> list[tuple[str, CheckedResult]] | None:
    """Return the classes of spending whose sum a row of totals gives."""
    totals = {
        one.id: one for one in amounts if _TOTAL.match(one.subject or "") and one.part_of is None
    }
    parts: dict[str, list[tuple[str, CheckedResult]]] = {}
    for one in amounts:
        named = _CLASS.match(one.subject or "")
        total = totals.get(one.part_of or "")
        if named and total and one.metric == total.metric and not _NO_CLASS.search(one.metric):
            parts.setdefault(total.id, []).append((named[1], one))
    for ident, members in parts.items():
        whole = sum((_value(one) for _, one in members), Decimal(0))
        if len(members) > 1 and whole == _value(totals[ident]):
            return members
    return None


def _said(parts: Iterable[tuple[str, CheckedResult]]) -> tuple[Quote, tuple[str, ...]]:
    members = list(parts)
    words = "，".join(f"{name}{figure(one.quantity)}" for name, one in members)
    places = tuple((one.evidence[0].start, one.evidence[0].end) for _, one in members)
    return Quote(words, places), tuple(one.id for _, one in members)


def _value(one: CheckedResult) -> Decimal:
    return one.quantity.decimal if one.quantity else Decimal(0)
