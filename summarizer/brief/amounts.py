"""Amounts and rates of funds: the role that the name of each gives, and whether it covers all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
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
_ANY_ROLE = re.compile("[支预执决到下收拨付用放率安完调]")
# Names and subjects of the whole: a total row, the department, the project. So is a name that
# consists of such words and the role.
_WHOLE = re.compile(r"总额|合计|总计|共计|整体|部门|总投资|全部")
_GENERIC = re.compile(
    r"总额|合计|总计|共计|整体|部门|指标|全年|年度|本年|年初|调整后?|批复|财政|拨款|专项|资金|项目|经费|实际|数|额"
    r"|预算|决算|执行率?|支出|使用|金额|安排|完成|已|共|\d{4}年|[-－—、]"
)
# Subjects that name no one in particular.
_ANYBODY = re.compile(r"^(?:上级|本?单位|本?部门|部门预算|[本全我该]?校|学校|[本我]局|年度?)$")
_THE_PROJECT = re.compile("^[本该]?项目$")
# Reports on a whole department: there a project is a part.
OF_DEPARTMENTS = frozenset({"dept_overall", "final_accounts"})
# The total of accounts includes money that was carried over: it is no spending.
_CARRIED = re.compile(r"(?:收|支|收入|支出)\s*总计|^总计(?!\s*(?:预算|支出|执行))")
_YEARS = re.compile(r"\d{4}年?度?|(?<=\d)\s*[-－—至]\s*")
_NEGATED = re.compile("未|没|不足|尚")
# How many characters of a sentence before an amount are read.
_BEFORE = 200


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount or rate of funds with the role that its name gives.

    `whole` says that it covers the whole report; `own` says that its subject is the report's own.
    """

    role: Role
    item: CheckedResult
    whole: bool
    own: bool

    @property
    def value(self) -> Decimal:
        """Return the value in the base unit; a rate in percent."""
        quantity = self.item.quantity
        return quantity.decimal if quantity else Decimal(0)

    @property
    def place(self) -> int:
        """Return the place of its number."""
        return place_of(self.item)


@lru_cache(maxsize=4096)
def _role_of(metric: str) -> Role | None:
    if not _ANY_ROLE.search(metric):
        return None
    return next((role for role, words in _ROLES if words.search(metric)), None)


def amount_of(document: Document, result: CheckedResult) -> Amount | None:
    """Return a result as an amount of funds; None for any other result."""
    quantity = result.quantity
    if quantity is None or result.status != "done" or result.direction != "none":
        return None
    if quantity.kind not in ("money", "percent") or "/" in quantity.value or not quantity.decimal:
        return None
    role = _role_of(result.metric)
    if role is None or (role == "rate") != (quantity.kind == "percent"):
        return None
    before = re.split(r"[。；\n]", document.text[: quantity.start][-_BEFORE:])[-1]
    if quantity.comparator or "其中" in before or _NEGATED.search(result.text):
        return None
    if _CARRIED.search(result.text):
        role = "total"
    apart = result.part_of is None
    whole = role != "received" and apart and _is_whole(document, result)
    return Amount(role, result, whole, apart and is_own(document, result))


def _is_whole(document: Document, result: CheckedResult) -> bool:
    """Return whether an amount covers the whole report: a total, the office, or the project that
    the title names.
    """
    if not is_own(document, result):
        return False
    subject = result.subject or ""
    rest = _GENERIC.sub("", result.metric.replace(subject, "") if subject else result.metric)
    if document.kind in OF_DEPARTMENTS:
        return not rest
    # A report on one project names it in its title, in similar words.
    return set(rest) <= set(document.title or "")


def is_own(document: Document, result: CheckedResult) -> bool:
    """Return whether a result belongs to the report's own office, school or project."""
    subject = _YEARS.sub("", result.subject or "").strip("-－— ")
    titles = f"{document.title or ''}{document.organization or ''}"
    known = _ANYBODY.search(subject) or _WHOLE.search(subject)
    if document.kind not in OF_DEPARTMENTS:
        known = known or _THE_PROJECT.search(subject)
    return not subject or subject in titles or bool(known)


def place_of(item: CheckedResult) -> int:
    """Return the place of the number of an item, or of its evidence."""
    return item.quantity.start if item.quantity else item.evidence[0].start


def row_of(document: Document, item: CheckedResult) -> tuple[int, int] | None:
    """Return the table and the row of an item's number."""
    at = place_of(item)
    table = document.table_at(at)
    cell = table.cell_at(at) if table else None
    return (table.start, cell.row) if table and cell else None
