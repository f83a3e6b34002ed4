"""Whose money it is where a heading or the item before says so."""

from __future__ import annotations

import re

from summarizer.genre.sections import bare_heading

__all__ = ["BUDGET_ITEM", "OF_ITEM", "OF_PROJECT", "project_of"]

# 「…（类）应急管理事务（款）安全监管（项）。年初预算为560万元」: an item of the final accounts.
BUDGET_ITEM = re.compile(r"(?P<name>[^（()）。，；：\s]{2,30})[（(](?:项|款)[)）]$")
OF_ITEM = re.compile(r"(?:年初|年中|全年|调整|本年|支出)*(?:预算|决算|支出)")
OF_PROJECT = frozenset(
    (
        "预算数",
        "执行数",
        "执行数完成预算",
        "项目自评得分",
        "自评得分",
        "得分",
        "全年预算数",
        "全年执行数",
    )
)
REVIEWED = re.compile(
    r"(?P<name>.{2,30}?(?:项目|经费|资金|工程|支出)?)(?:支出)?(?:绩效)?(?:自评|评价)(?:情况)?(?:综述|结果|情况|报告)?$"
)


def project_of(path: tuple[str, ...]) -> str:
    """「1.食品安全抽检项目绩效自评综述」: whose budget the figures under it are."""
    match = REVIEWED.match(bare_heading(path[-1])) if path else None
    return match["name"] if match else ""
