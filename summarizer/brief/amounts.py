"""Amounts and rates of funds: what the name of each says it is, and whether it is of the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from summarizer.schema import CheckedResult, Document

__all__ = ["OF_DEPARTMENTS", "Amount", "Role", "amount_of", "is_own", "place_of", "row_of"]

Role = Literal["budget", "adjusted", "received", "spent", "rate", "total"]

# What a name says an amount is; the first that matches.
_WORDS: tuple[tuple[Role | None, str], ...] = (
    (None, "相差|差额|节约|结余|结转|超出|增加|减少|增长|下降|人均|标准|成本|占比|三公|接待|车"),
    (None, "尚未|未能|未兑|自筹|捐"),
    ("rate", r"(?:预算|资金|支出)?(?:执行率|支出率|使用率)|(?:预算|资金)完成率"),
    ("budget", "年初预算|年初批复|批复预算|预算批复"),
    ("adjusted", "(?:全年|调整后?|调整后的?项目)预算|预算调整数|调整数"),
    (
        "spent",
        "执行数|决算|实际(?:支出|使用|执行|支付|完成)|支出(?:合计|总额|金额)|总支出|整体支出",
    ),
    ("spent", "^(?:当年)?(?:共|累计|已)?(?:支付|发放|兑付|使用)"),
    ("received", "到位|到账|下达|拨入|安排.*资金|^(?:本年|部门预算)?收入(?:合计|总计)?$"),
    ("budget", "预算"),
    ("spent", "支出$|已?支付$|使用资金$|^支出|发放资金"),
)
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in _WORDS)
# Names and subjects of the whole: a total row, the department, the project. A name that is made of
# such words and the role alone speaks of the whole too.
_WHOLE = re.compile(r"总额|合计|总计|共计|整体|部门|总投资|全部")
_GENERIC = re.compile(
    r"总额|合计|总计|共计|整体|部门|指标|全年|年度|本年|年初|调整后?|批复|财政|拨款|专项|资金|项目|经费|实际|数|额"
    r"|预算|决算|执行率?|支出|使用|金额|安排|完成|已|共|\d{4}年|[-－—、]"
)
# Subjects that are nobody in particular.
_ANYBODY = re.compile(r"^(?:上级|本?单位|本?部门|部门预算|[本全我该]?校|学校|[本我]局|年度?)$")
_THE_PROJECT = re.compile("^[本该]?项目$")
# Reports on a whole department, in which a project is a part.
OF_DEPARTMENTS = frozenset({"dept_overall", "final_accounts"})
# The total of an account holds what was carried over too: it says how large the whole is.
_CARRIED = re.compile(r"(?:收|支|收入|支出)\s*总计|^总计(?!\s*(?:预算|支出|执行))")
_YEARS = re.compile(r"\d{4}年?度?|(?<=\d)\s*[-－—至]\s*")
_NEGATED = re.compile("未|没|不足|尚")
# How far back the sentence of an amount is looked at.
_BEFORE = 200


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount or rate of funds, what its name says it is, and whether it is of the whole.
    `own` says that no other subject than the report's own is named beside it."""

    role: Role
    item: CheckedResult
    whole: bool
    own: bool

    @property
    def value(self) -> Decimal:
        """Its value in the base unit; a rate in percent."""
        quantity = self.item.quantity
        return quantity.decimal if quantity else Decimal(0)

    @property
    def place(self) -> int:
        """Where its number stands."""
        return place_of(self.item)


def amount_of(document: Document, result: CheckedResult) -> Amount | None:
    """A result read as an amount of the report's funds; None for any other result."""
    quantity = result.quantity
    if quantity is None or result.status != "done" or result.direction != "none":
        return None
    if quantity.kind not in ("money", "percent") or "/" in quantity.value or not quantity.decimal:
        return None
    before = re.split(r"[。；\n]", document.text[: quantity.start][-_BEFORE:])[-1]
    if quantity.comparator or "其中" in before or _NEGATED.search(result.text):
        return None
    role = next((role for role, words in _ROLES if words.search(result.metric)), None)
    if role is None or (role == "rate") != (quantity.kind == "percent"):
        return None
    if _CARRIED.search(result.text):
        role = "total"
    apart = result.part_of is None
    whole = role != "received" and apart and _is_whole(document, result)
    return Amount(role, result, whole, apart and is_own(document, result))


def _is_whole(document: Document, result: CheckedResult) -> bool:
    """Is an amount that of the whole report: of a total, of the office, or of the project that the
    title names?"""
    if not is_own(document, result):
        return False
    subject = result.subject or ""
    rest = _GENERIC.sub("", result.metric.replace(subject, "") if subject else result.metric)
    if document.kind in OF_DEPARTMENTS:
        return not rest
    # A report on one project names it in its title, if in other words than beside the amount.
    return set(rest) <= set(document.title or "")


def is_own(document: Document, result: CheckedResult) -> bool:
    """Is a result the report's own, of its office, school or project and of no other?"""
    subject = _YEARS.sub("", result.subject or "").strip("-－— ")
    titles = f"{document.title or ''}{document.organization or ''}"
    known = _ANYBODY.search(subject) or _WHOLE.search(subject)
    if document.kind not in OF_DEPARTMENTS:
        known = known or _THE_PROJECT.search(subject)
    return not subject or subject in titles or bool(known)


def place_of(item: CheckedResult) -> int:
    """Where the number of an item stands, or its evidence."""
    return item.quantity.start if item.quantity else item.evidence[0].start


def row_of(document: Document, item: CheckedResult) -> tuple[int, int] | None:
    """The table and row that an item's number stands in."""
    at = place_of(item)
    table = document.table_at(at)
    cell = table.cell_at(at) if table else None
    return (table.start, cell.row) if table and cell else None
