"""Period, status and direction of a printed statement."""

from __future__ import annotations

import re

from summarizer.genre.clauses import quoted
from summarizer.genre.vocabulary import DECREASE, INCREASE, alternatives

__all__ = ["direction_of", "is_annual", "period_in", "status_of"]

PERIOD = re.compile(
    r"""
      截[至止到]+\s*(?:\d{4}\s?年)?\s*(?:\d{1,2}\s?月)?(?:\d{1,2}[日号])?(?:底|末)?(?<=[年月日号底末])
    | (?:\d{4}年度?)?\s*\d{1,2}\s*月?\s*[-—–~～至]\s*\d{1,2}\s*月(?:份|底)?
    | \d{4}\s?年(?:度|\s?\d{1,2}\s?月(?:份|底)?(?:\d{1,2}日)?)?
    | \d{1,2}月(?:份|底)?(?:\d{1,2}日)?
    | 今年以来|今年|本年度?|全年(?!预算|执行数)|年内|(?<!半)年度(?=[^目绩预计终考内间])|当年
    """,
    re.VERBOSE | re.ASCII,
)
# The year of a base of comparison is not the year of the figure.
_AGAINST = re.compile(r"(?:比|较|与|自|从|同比|相比|上|去|前|每|近|至)$")

EXPECTED = re.compile(r"预计|预期|有望|预估")
PLANNED = re.compile(
    r"力争|拟(?!定|人)|计划(?=于|在|今|明|下|20|全年|新|建|完成(?!率)|实施|开工|投(?!资))"
    r"|20\d\d年(?:底|末)?前(?=完成|建成|实现|达到)|将(?=于|在|达|全面|进一步|继续|完成|实现|建|开|启)|争取(?=在|于|年底|早日|尽快|实现)"
    r"|确保.{0,6}年底|打算"
)
ONGOING = re.compile(
    r"正在|正(?=[进推组办施建])|在建|推进中|进行中|已(?:经)?(?:开始|启动|开工|动工|进场)"
    r"|有序推进|办理中|整改中|持续推进"
)

_CHANGE = re.compile(
    rf"(?:(?P<up>{alternatives(INCREASE)})|(?P<down>{alternatives(DECREASE)}))"
    r"(?:幅度|率|额|金额|数)?(?:了|约|近|超过?|达到?|为|共|：|:|\s)*$"
)


# 新增就业 is a name, 改造提升 an action.
NOT_A_CHANGE = ("新", "净", "改造", "整治", "优化", "巩固", "完善", "再")


def period_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the last period in `text[start:end]`, or None.

    >>> period_in("截至10月22日，12345热线", 0, 8)
    (0, 8)
    >>> period_in("比2021年增加", 0, 8) is None
    True
    """
    found = None
    names = quoted(text, start, end)
    for match in PERIOD.finditer(text, start, end):
        named = any(low <= match.start() < high for low, high in names)
        since = text.startswith(("以来", "起", "开始"), match.end()) and match.group()[0] != "今"
        if (
            since
            or match.end() == match.start()
            or named
            or _AGAINST.search(text[start : match.start()])
        ):
            continue
        found = match.span()
    return found


def is_annual(words: str) -> bool:
    """Return whether a period is a plain year, without a cut-off date or months."""
    return "月" not in words and not words.startswith("截")


def status_of(words: str) -> str:
    """Return the status of a statement: done, ongoing or expected.

    >>> status_of("预计全年GDP增长"), status_of("正在整改"), status_of("已整改")
    ('expected', 'ongoing', 'done')
    """
    if EXPECTED.search(words):
        return "expected"
    if ONGOING.search(words):
        return "ongoing"
    return "planned" if PLANNED.search(words) else "done"


def direction_of(before: str) -> str:
    """Return the direction of change in the words right before a number; 新增 in a name is not a
    change.

    >>> direction_of("比上年减少"), direction_of("新增就业"), direction_of("增长到")
    ('decrease', 'none', 'none')
    """
    match = _CHANGE.search(before)
    if match is None or before[: match.start()].endswith(NOT_A_CHANGE):
        return "none"
    return "increase" if match["up"] else "decrease"
