"""Target values repeated in a statement of results: 「目标值2000人，实际完成2156人」."""

from __future__ import annotations

import re

from summarizer.engines.rules.noun_phrases import lead_end, tail_start
from summarizer.genre.comparators import comparator_of
from summarizer.schema import Quantity

__all__ = ["promised_name", "promised_sign"]

_CUE = re.compile(
    r"""
    (?: 目标值 | (?<![成到现超过比完年绩体期效总于])目标(?=为|是|$|：|≥|≤)
      | 指标值 | 计划值 | 预期值 | 目标数 | 计划数 | (?:年初|原|年度|原定)(?:计划|目标)
      | (?:年初|绩效|预期|年度)(?:设定)?目标(?=为|是|：|≥|≤|不低于|不少于|不超过) )
    (?:举办|开展|完成|建设|实施|安排|设定|培训|新建)? (?:的)?
    (?:为|是|：|:|≥|≤|≧|>|<|=|不低于|不少于|不超过|达到|设为|要求|\s)* $
    """,
    re.VERBOSE,
)
# 「计划新建公厕10座，实际…」, 「年初目标为新增造林面积5000亩，实际…」.
_AHEAD = re.compile(
    r"""^(?:年初|年度|全年|原|原定|预期)?
    (?:计划(?!完成率|投资)|目标(?:任务)?(?:为|是)?(?=新[建增]|购置|建设|完成|开展|培训|改造|发放)|应(?=完成|开展|培训))
    (?P<name>.{2,30})$""",
    re.VERBOSE,
)
_ACTUAL_LATER = re.compile(r"[^。；]{0,30}?[，,；].{0,30}?(?:实际|完成率|已(?:全部)?完成|完成值)")
# 「改造户数210户，实际完成213户」: the same thing counted again, as an outcome.
_OUTCOME_LATER = re.compile(r"^[，,；]\s*实际(?:共?完成|达到|值|为)?(?:为|是|约|[：:])?\s*\d")
# 「户均补助不超过2.5万元，实际2.42万元」: a bound, then its outcome.
_HELD = re.compile(r"[，,；]\s*实际")
# 「项目投资估算67463万元」
_ESTIMATE = re.compile(r"(?<!总)计划投资|(?:概算|估算)投资|投资(?:估算|概算)")
_NO_PROMISE = re.compile(
    r"预算|资金|经费|投[资入]|到位|拨付|收入|支出|总额|申请|下达|批复|应|实际|已|(?<!^)完成|共|累计"
)
# 「未达到90%的目标值」, 「完成目标180批次的103.3%」: refers to the previous figure.
_BEHIND = re.compile(
    r"^的?(?:年初|年度|预期|绩效|设定的?)?(?:目标|目标值|指标值|计划目标)(?:要求)?$"
)
_OF_AIM = re.compile(r"(?:完成|达到|为|占)(?:了)?(?:年度|年初|全年)?(?:目标|计划|任务)(?:数|值)?$")
_SHARE_FOLLOWS = re.compile(r"^的\s*\d[\d.]*\s*[%％]")
# 「完成年度目标的107.5%」 is a share of the target.
_SHARE = re.compile(r"占[^，]{2,12}$|(?:完成|达到?|实现|相当于|为)了?[^，]{2,12}的$")
_HELD_AGAINST = re.compile(
    r"(?:均|都|已)?(?:超过?|高于|低于|大于|小于|多于|少于|达到|较|比|与|距|差)(?:了)?$"
)
_MISSED = re.compile(r"(?:仍|还|均|尚)?(?:未|没有?)(?:能)?(?:达到?|完成|实现)了?$")
_DISTANCE = re.compile(r"^(?:个百分点|百分点)")
_CLASS = re.compile(
    r"""^.{0,4}(?:数量|质量|时效|成本|效益|满意度|产出)指标[：:]?|年初|年度|预期|设定|全年""",
    re.VERBOSE,
)
_QUOTED_NAME = re.compile(r"“([^”]{2,30})”(?:指标)?$")
_BEYOND = re.compile("未|不到|不足|低于|高于|超过|少于|多于|大于|小于")


def promised_name(before: str, after: str, later: str = "", *, bound: bool = False) -> str | None:
    """Return the name of the target that a number between these words states: "" for the previous
    figure, None if it is not a target. `later` is the rest of the sentence; `bound`: the number has
    a comparator.

    >>> promised_name("数量指标“培训人数”年初目标值为", ""), promised_name("原计划举办的", "演出")
    ('培训人数', '演出')
    >>> promised_name("高于目标值", ""), promised_name("家长满意度大于年度指标值", "")
    ('', '家长满意度')
    >>> promised_name("完成目标", "", "的103.3%"), promised_name("实际完成", "")
    ('', None)
    >>> promised_name("计划新建公厕", "", "，实际完成10座"), promised_name("计划新建公厕", "")
    ('新建公厕', None)
    >>> promised_name("危房改造户数", "", "，实际完成213户"), promised_name("预算", "", "，实际9元")
    ('危房改造户数', None)
    """
    cue = _CUE.search(before)
    if cue is not None and not _SHARE.search(before) and not _DISTANCE.match(after):
        name = _CLASS.sub("", before[: cue.start()])
        name = _HELD_AGAINST.sub("", _MISSED.sub("", name)).strip("，：: 的")
        if quoted := _QUOTED_NAME.search(name):
            name = quoted[1]
        return name if cue.start() else after.strip("，。；、仅只")
    if not after and (estimate := _ESTIMATE.search(before)):
        return estimate.group()
    if _OF_AIM.search(before) and _SHARE_FOLLOWS.match(later or after):
        return _OF_AIM.sub("", before)
    if (ahead := _AHEAD.match(before)) and _ACTUAL_LATER.match(later):
        return ahead["name"] + after
    if len(before) >= 4 and _OUTCOME_LATER.match(later) and not _NO_PROMISE.search(before):
        return before[lead_end(before) : tail_start(before)] + after
    named = before[lead_end(before) : tail_start(before)]
    if bound and _HELD.match(later):
        return named
    if len(named) >= 3 and f"实际{named}" in later and not _NO_PROMISE.search(before):
        return named + after
    if _BEHIND.match(after):
        name = _MISSED.sub("", before)
        return name if _MISSED.search(before) and len(name) >= 3 else ""
    return None


def promised_sign(before: str, figure: Quantity) -> str:
    """Return the comparator of a target. A statement of the outcome (未达到90%的目标值) does not
    change it.
    """
    if _BEYOND.match(figure.text):
        return "="
    cue = _CUE.search(before)
    return comparator_of(before[cue.start() :] if cue else before, figure)
