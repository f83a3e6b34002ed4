"""Which problem a measure answers: one relation, used by linking and the verifier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from summarizer.genre.words import pairs, pairs_of_all

__all__ = ["answered", "may_answer", "number_in_list"]

# Words that unrelated problems and measures share.
_EMPTY_WORDS = """
进一步 有待 加强 提高 完善 不断 继续 工作 管理 绩效 存在 问题 不足 不够 差异 较大 及时 部分 目标
项目 资金 预算 情况 需要 今后 相关 各项 做好 强化 落实 水平 力度 评价 绩效目标 绩效评价
项目绩效 目标绩效
绩效管理 绩效工作 管理工作 水平有待 有待加强 进一步提高 进一步加强 建立 健全 机制
制度 单位 部门 人员
"""
_EMPTY = pairs_of_all(_EMPTY_WORDS.split())
# Exceptions: words that a problem and its measure may share.
_MATTER = pairs_of_all(["预算", "资金", "目标", "绩效", "项目", "制度", "人员", "评价"])
# Problem categories that a kind of measure addresses.
_MATTERS: dict[str, frozenset[str]] = {
    "budget": frozenset({"budget_prep", "execution", "fund_mgmt"}),
    "target": frozenset({"goal_setting"}),
    "training": frozenset({"awareness", "staffing"}),
    "rule": frozenset({"mechanism", "asset_contract"}),
    "supervision": frozenset({"execution", "disclosure"}),
    "coordination": frozenset({"policy_external"}),
    "data": frozenset({"data_evidence"}),
}
# Words of a measure that answer a problem category, whatever the kind of measure.
_ANSWERS: dict[str, re.Pattern[str]] = {
    "execution": re.compile("支出进度|执行(?:率|进度)|支付|兑付|拨付|项目进度|工程进度|使用进度"),
    "goal_setting": re.compile("目标|指标"),
    "budget_prep": re.compile("预算编制|编制预算|测算|细化预算|追加"),
    "satisfaction": re.compile("满意"),
    "staffing": re.compile("充实|配备|招聘|选调|引进.{0,6}人"),
}
# The only problem of a category and the only measure for it are linked.
_SURE = {("budget", "budget_prep"), ("training", "awareness"), ("rule", "mechanism")}
_MARK = re.compile(
    r"""(?:^|(?<=[\n。；;：:，,])|(?<=[\n。；;：:，,]\s))\s*(?:
      (?P<dot>\d{1,2})[.、．](?!\d) | [（(](?P<bracket>[一二三四五六七八九十]{1,2}|\d{1,2})[）)]
    | (?P<word>[一二三四五六七八九])是 | (?P<circle>[①-⑨])
    )""",
    re.VERBOSE,
)
_NUMERALS = "一二三四五六七八九"


def may_answer(words: str, kind: str, problem: str, category: str, cause: str = "") -> bool:
    """Return whether a measure may answer a problem: related categories, or a shared word.

    >>> may_answer("细化预算编制", "budget", "年中追加较多", "budget_prep")
    True
    >>> may_answer("开展业务培训", "training", "资产闲置", "asset_contract")
    False
    """
    made_for = _ANSWERS.get(category)
    if category in _MATTERS.get(kind, ()) or (made_for and made_for.search(words)):
        return True
    return bool(pairs(words) & (pairs(problem) | pairs(cause)) - (_EMPTY - _MATTER))


def answered(
    words: str, kind: str, problems: Sequence[tuple[str, str]], numbered: Sequence[int] = ()
) -> list[int]:
    """Return the indices of the problems, given as (words, category), that a measure answers.

    `numbered` are the problems with the measure's list number, if both lists are equally long. They
    decide between several problems with shared words; otherwise the first one is taken.

    >>> problems = [("资金支付进度偏慢", "execution"), ("管护责任没有落实", "project_mgmt")]
    >>> answered("将管护经费纳入预算", "budget", problems)
    [1]
    >>> answered("强化日常调度", "other", problems, numbered=[0])
    [0]
    """
    own = pairs(words) - _EMPTY
    shared = [own & pairs(problem) - _EMPTY for problem, _ in problems]
    if numbered:
        alike = [place for place in numbered if shared[place]]
        return (
            alike
            or [place for place in numbered if (kind, problems[place][1]) in _SURE]
            or list(numbered[:1])
        )
    known = Counter(pair for found in shared for pair in found)
    of_kind = [place for place, one in enumerate(problems) if (kind, one[1]) in _SURE]
    found = []
    for place, common in enumerate(shared):
        telling = len(common) > 1 or any(known[pair] == 1 for pair in common)
        if place in of_kind:
            telling = len(of_kind) == 1 or bool(common)
        if telling:
            found.append(place)
    return found


@lru_cache(maxsize=256)
def number_in_list(area: str) -> int | None:
    """Return the number of the last marker of the outer list in some words.

    >>> number_in_list("存在的问题\\n1.预算编制粗。2.进度慢（1）工程慢"), number_in_list("一是制度")
    (2, 1)
    >>> number_in_list("经费紧张") is None
    True
    """
    style, last = None, None
    for mark in _MARK.finditer(area):
        style = style or mark.lastgroup
        if mark.lastgroup == style and style:
            last = mark[style]
    if last is None:
        return None
    if last.isascii():
        return int(last)
    if last in "①②③④⑤⑥⑦⑧⑨":
        return "①②③④⑤⑥⑦⑧⑨".index(last) + 1
    return _NUMERALS.find(last) + 1 or None
