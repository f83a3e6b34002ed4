"""The standard blocks of budgets and accounts: totals, structure, 三公经费, purchases and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.brief.owning import is_nameless

__all__ = ["BLOCKS", "COUNTING", "ORDER", "Block", "block_of"]


@dataclass(frozen=True, slots=True)
class Block:
    """A block that budgets and accounts have by rule.

    `words` open a statement of the block; `most` is the room of one statement, in characters.
    """

    label: str
    words: re.Pattern[str]
    most: int = 110


BLOCKS = tuple(
    Block(label, re.compile(words), most)
    for label, words, most in (
        (
            "支出构成",
            (
                "^(?:此外，|其中[：:，]?)?(?:财政拨款)?(?:基本支出|项目支出|单位预留机动经费|人员经费|(?:日常)?公用经费)"
                r"|^一般公共预算(?:财政拨款)?基本支出(?=\d)"
            ),
            110,
        ),
        ("“三公”经费", "三公|因公出国|公务(?:用车|车)(?:购置|运行|用车)|公务接待", 110),
        ("会议费和培训费", "会议费|培训费", 90),
        ("机关运行经费", "机关运行经费", 140),
        (
            "政府性基金和国有资本经营预算",
            "[无没]有?(?:使用)?(?:政府性基金|国有资本经营)",
            70,
        ),
        ("政府采购", "政府采购|拟?(?:购买|采购)(?:货物|工程|服务)", 110),
        ("国有资产占用", "共有车辆|(?:一般)?公务用车\\d|单[价位].{0,12}设备", 60),
        ("预算绩效", "绩效目标|绩效(?:评价|自评)", 110),
        (
            "功能分类支出",
            "^[^，。]{2,16}（类）[^（]{0,4}\\d|主要用于以下方面|^(?!一般公共预算|财政拨款)[^，。（(]{2,14}支出\\s*\\d",
            110,
        ),
        (
            "收支总体",
            (
                r"(?:总计|总预算|总决算|合计)|(?:收入|支出)(?:预算|决算)?(?:为|数)?\s*[\d,.]+万元"
                "|^(?:财政拨款|事业|一般公共预算|政府性基金)[^，。]{0,12}(?:收入|支出)"
            ),
            130,
        ),
    )
)
"""The blocks; a statement belongs to the first that its words name."""

ORDER = (
    "收支总体",
    "支出构成",
    "功能分类支出",
    "主要支出科目",
    "项目支出",
    "“三公”经费",
    "会议费和培训费",
    "机关运行经费",
    "政府性基金和国有资本经营预算",
    "政府采购",
    "国有资产占用",
    "预算绩效",
)
"""The order of the blocks on the page."""

COUNTING = frozenset({"国有资产占用", "预算绩效"})
"""The blocks whose figures are no money."""


def block_of(text: str) -> Block | None:
    """Return the block of a statement about money, or None for one line of the budget.

    >>> block_of("2024年“三公”经费预算数为6.4万元").label
    '“三公”经费'
    >>> block_of("行政运行（项）支出12万元") is None
    True
    """
    if "（项）" in text or "(项)" in text or is_nameless(text):
        return None
    return next((block for block in BLOCKS if block.words.search(text)), None)
