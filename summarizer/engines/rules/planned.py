"""Promised values that a statement of results repeats: 「目标值2000人，实际完成2156人」."""

from __future__ import annotations

import re

__all__ = ["promised"]

CUE = re.compile(
    r"""
    (?: 目标值 | (?<=[数量率额度])目标(?=为|是|$|：)
      | 指标值 | 计划值 | 预期值 | 目标数 | 计划数 | (?:年初|原|年度|原定)(?:计划|目标)
      | (?:年初|绩效|预期|年度)(?:设定)?目标(?=为|是|：|≥|≤|不低于|不少于|不超过) )
    (?:举办|开展|完成|建设|实施|安排|设定|培训|新建)? (?:的)?
    (?:为|是|：|:|≥|≤|>|<|=|不低于|不少于|不超过|达到|设为|要求|\s)* $
    """,
    re.VERBOSE,
)
# 「计划新建公厕10座」, 「年初目标为新增造林面积5000亩」: the name stands behind the cue.
AHEAD = re.compile(
    r"^(?:年初|年度|全年|原|原定|预期)?(?:计划(?!完成率|投资)|目标(?:任务)?(?:为|是)|目标(?=新[建增]|购置|建设|完成|开展|培训|改造|发放)|应(?=完成|开展|培训))"
    r"(?P<name>.{2,30})$"
)
# What follows in the same sentence when a plan is held against its outcome.
ACTUAL = re.compile(r"实际|完成率|已(?:全部)?完成|完成值")
# 「改造户数210户，实际完成213户」: the same thing is counted again, as it came out.
OUTCOME = re.compile(
    r"^[，,；]\s*实际(?:共?完成|达到|值|在岗|到岗|聘用|资助|救助|补助|培训|建成|新建|改造|安装|实施|开展"
    r"|举办)?(?:为|是|约|[：:])?\d"
)
NO_PLAN = re.compile(
    r"预算|资金|经费|投[资入]|到位|拨付|收入|支出|总额|申请|下达|批复|应|实际|已|(?<!^)完成|共|累计"
)
AIM_TAIL = re.compile(r"(?:年度|年初)?(?:目标|计划|指标)(?:值|数)?(?:为|是|：)?$")
BEHIND = re.compile(
    r"^的?(?:年初|年度|预期|绩效|设定的?)?(?:目标|目标值|指标值|计划目标)(?:要求)?$"
)
CLASS = re.compile(r"^.{0,4}(?:数量|质量|时效|成本|效益|满意度|产出)指标[：:]?|年初|年度|预期|设定")
MISSED = re.compile(r"(?:仍|还|均|尚)?(?:未|没有?)(?:能)?(?:达到?|完成|实现)了?$")
# 「超出目标值6个百分点」 measures a distance.
BEYOND = re.compile(r"^(?:超|高于|低于|多于|少于|较|比|与|距|差)")
# 「完成年度目标的107.5%」 is a share of what was promised.
SHARE = re.compile(r"占[^，]{2,12}$|(?:完成|达到?|实现|相当于|为)了?[^，]{2,12}的$")
QUOTED_NAME = re.compile(r"“([^”]{2,30})”(?:指标)?$")


def promised(prefix: str, suffix: str, later: str = "") -> str | None:
    """What a number between these words promises ("" for what was stated last), or None when it
    promises nothing. `later` is the rest of the sentence.

    >>> promised("数量指标“培训农民人数”年初目标值为", ""), promised("原计划举办的", "文艺演出")
    ('培训农民人数', '文艺演出')
    >>> promised("未达到", "的目标值"), promised("实际完成", "")
    ('', None)
    >>> promised("演出场次未达到", "的目标")
    '演出场次'
    >>> promised("计划新建公厕", "", "，实际完成10座"), promised("计划新建公厕", "")
    ('新建公厕', None)
    >>> promised("危房改造户数", "", "，实际完成213户"), promised("年初预算", "", "，实际98万元")
    ('危房改造户数', None)
    """
    cue = CUE.search(prefix)
    if cue is not None and not BEYOND.match(prefix) and not SHARE.search(prefix):
        name = CLASS.sub("", prefix[: cue.start()]).strip("，：: 的")
        if MISSED.fullmatch(name):
            return ""
        if quoted := QUOTED_NAME.search(name):
            name = quoted[1]
        return name or suffix.strip("，。；、仅只")
    if (ahead := AHEAD.match(prefix)) and ACTUAL.search(later):
        return ahead["name"] + suffix
    if len(prefix) >= 4 and OUTCOME.match(later) and not NO_PLAN.search(prefix):
        return AIM_TAIL.sub("", prefix) + suffix
    if not BEHIND.match(suffix):
        return None
    name = MISSED.sub("", prefix)
    return name if MISSED.search(prefix) and len(name) >= 3 and not BEYOND.match(name) else ""
