"""What a table is about: indicators, funds, accounts, scores, a survey, payees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from summarizer.schema.table import Column, Row, TableRole
from summarizer.tables.heads import words

__all__ = ["table_role"]

_SURVEY = re.compile(r"问卷|满意度调查|调查结果|调查统计|调查内容|调查项目|访谈")
_ANSWERS = re.compile(
    r"^(?:非常|十分|很|比较|较|基本|不太?)满意|^一般|^不(?:了解|清楚)|^选项|^[A-E][.、．]"
)
_PAYEES = re.compile(
    r"收款|拨款明细|发放|名单|姓名|户名|开户|账号|身份证|受助|补贴对象|补助对象|领取|享受人"
)
_ACCOUNTS = re.compile(
    r"收入|支出|决算|三公|科目|资产|负债|结转|结余|基本支出|因公出国|公务接待|拨款|采购|费$|费用"
)
_FUNDS = re.compile(r"资金总额|财政拨款|财政资金|自筹|其他资金|结转资金|项目资金")
_INDICATORS = re.compile(r"指标")
_MONEY = frozenset({"budget", "adjusted", "executed", "amount"})


def table_role(text: str, title: str, columns: Sequence[Column], rows: Sequence[Row]) -> TableRole:
    """The role of a table by its title, its heads and the names of its rows."""
    heads = [words(text, cell) for column in columns for cell in column.path]
    names = [words(text, row.path[-1]) for row in rows if row.role != "head" and row.path]
    roles = {column.role for column in columns}
    if not heads:
        return "other"
    if _is_survey(title, heads, names):
        return "survey"
    listed = any(map(_PAYEES.search, [title, *heads]))
    if listed and roles & _MONEY and not roles & {"target", "actual"}:
        return "payees"
    return _by_columns(title, heads, names, roles)


def _is_survey(title: str, heads: Sequence[str], names: Sequence[str]) -> bool:
    answers = sum(1 for said in heads if _ANSWERS.search(said))
    told = sum(1 for said in names if _ANSWERS.search(said))
    return answers > 1 or told > 2 or bool(_SURVEY.search(title) and not _INDICATORS.search(title))


def _by_columns(
    title: str, heads: Sequence[str], names: Sequence[str], roles: AbstractSet[str]
) -> TableRole:
    named = {"level1", "level2", "level3"} & roles or any(map(_INDICATORS.search, heads))
    if named and {"target", "actual"} & roles:
        return "indicators"
    if named and {"weight", "score"} & roles:
        return "scores"
    if "executed" in roles and {"budget", "adjusted"} & roles and any(map(_FUNDS.search, names)):
        return "funds"
    money = len(_MONEY & roles) > 0
    if money and (_ACCOUNTS.search(title) or any(map(_ACCOUNTS.search, [*heads, *names]))):
        return "accounts"
    if "executed" in roles and {"budget", "adjusted"} & roles:
        return "funds"
    if "name" in roles and {"target", "actual"} <= roles:
        return "indicators"
    if {"weight", "score"} <= roles:
        return "scores"
    return "other"
