"""Table roles: indicators, funds, accounts, scores, a survey, payees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from summarizer.schema.table import Column, Row, TableRole
from summarizer.tables.heads import head_role, words

__all__ = ["table_role"]

_SURVEY = re.compile(r"问卷|满意度调查|调查结果|调查统计|调查内容|调查项目|访谈")
_ANSWERS = re.compile(
    r"^(?:非常|十分|很|比较|较|基本|不太?)满意|^一般$|^不(?:了解|清楚)|^选项|^[A-E][.、．]"
)
_PAYEES = re.compile(
    r"收款|拨款明细|发放|名单|姓名|户名|开户|账号|身份证|受助|补贴对象|补助对象|领取|享受人"
    r"|(?:资金|经费|补助|指标)分配(?:情况|明细|结果)?表"
)
_ASKED = re.compile(r"^(?:选项|答案|调查(?:内容|项目|问题|事项)|问卷题目)$")
_ACCOUNTS = re.compile(
    r"收入|收支|决算(?!金额)|三公|科目|资产|负债|基本支出|项目支出|因公出国|公务接待|功能分类|经济分类"
)
_TITLED = re.compile(r"收入|收支|决算|三公|科目|资产|负债|基本支出")
_MONEY_NAMES = re.compile(r"收入|支出|预算|决算|结转|结余|拨款|采购|资金|经费|费用?$|资产|负债")
_FUNDS = re.compile(r"资金总额|财政拨款|财政资金|自筹|其他资金|结转资金|项目资金")
_INDICATORS = re.compile(r"指标")
_LEVELS = frozenset({"level1", "level2", "level3"})
_MONEY = frozenset({"budget", "adjusted", "executed", "amount"})


def table_role(text: str, title: str, columns: Sequence[Column], rows: Sequence[Row]) -> TableRole:
    """Return the role of a table by its title, its heads and the names of its rows."""
    heads = [words(text, cell) for column in columns for cell in column.path]
    names = [words(text, row.path[-1]) for row in rows if row.role != "head" and row.path]
    roles = {column.role for column in columns}
    if not heads:
        return "survey" if len(rows) > 1 and _is_survey(title, [], names) else "other"
    if _is_survey(title, heads, names):
        return "survey"
    listed = any(map(_PAYEES.search, [title, *heads]))
    if listed and roles & _MONEY and not roles & {"target", "actual"}:
        return "payees"
    return _by_columns(title, heads, names, roles)


def _is_survey(title: str, heads: Sequence[str], names: Sequence[str]) -> bool:
    if any(map(_ASKED.search, heads)):
        return True
    answers = sum(1 for said in heads if _ANSWERS.search(said))
    told = sum(1 for said in names if _ANSWERS.search(said))
    return answers > 1 or told > 2 or bool(_SURVEY.search(title) and not _INDICATORS.search(title))


def _by_columns(
    title: str, heads: Sequence[str], names: Sequence[str], roles: AbstractSet[str]
) -> TableRole:
    indicators = any(map(_INDICATORS.search, heads)) or bool(_LEVELS & roles)
    if indicators and {"target", "actual"} & roles and (_LEVELS | {"name"}) & roles:
        return "indicators"
    if indicators and {"weight", "score"} & roles:
        return "scores"
    compared = _compares(roles)
    if compared and any(map(_FUNDS.search, names)):
        return "funds"
    accounts = bool(_TITLED.search(title)) or any(map(_ACCOUNTS.search, heads))
    if compared and not accounts:
        return "funds"
    if _compares({head_role(name) for name in names}):
        # Budget and spending are rows, the years columns.
        return "accounts" if accounts else "funds"
    if _MONEY & roles and (accounts or any(map(_MONEY_NAMES.search, [title, *heads, *names]))):
        return "accounts"
    if "name" in roles and {"target", "actual"} <= roles:
        return "indicators"
    return "scores" if {"weight", "score"} <= roles else "other"


def _compares(roles: AbstractSet[str]) -> bool:
    """Return whether the table has both budget and spending."""
    return "executed" in roles and bool({"budget", "adjusted"} & roles)
