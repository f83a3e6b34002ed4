"""Noun phrases: from a printed clause to what a number counts and whom it belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.engines.rules.vocabulary import (
    ACTORS,
    ADVERBS,
    CONTENT_VERBS,
    LIGHT_VERBS,
    alternatives,
)

__all__ = [
    "action_at",
    "compose",
    "lead_end",
    "leading_verb",
    "object_of",
    "split_subject",
    "tail_start",
]

_TIME = (
    r"截[至止到]+(?:目前|(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:底|末)?)|今年以来|今年|本年度?|全年|年内|年度(?!目标|绩效|预算)|当年"
    r"|(?:\d{4}年度?)?\d{1,2}\s*[-—–~～至]\s*\d{1,2}月(?:份|底)?|\d{4}年(?:度|\d{1,2}月(?:份|底)?)?(?!第)|\d{1,2}月(?:份|底)"
)
# Words before a metric that say when, how and in all, but not what.
LEAD = re.compile(rf"(?:{_TIME}|{alternatives(ADVERBS)}|其中|包括|含|预计|力争|，|、|的|：|\s)+")
# Words between a metric and its number.
TAIL = re.compile(
    r"(?:共计|合计|累计|总计|总共|共有|共|约为|约|达到了?|高达|达|实现了?|为|是|有|仅|只|了|均|已|则|都|近|超过|超|的|：|:|到|至|等|分别为|分别|金额|\s|，)+$"
)
LIGHT = re.compile(rf"(?:{alternatives(LIGHT_VERBS)})(?:了)?")
VERB = re.compile(rf"(?:{alternatives(CONTENT_VERBS)})")
ANY_VERB = re.compile(rf"(?:{alternatives(LIGHT_VERBS + ' ' + CONTENT_VERBS)})")
_INNER_LIGHT = re.compile(r"(?:定期)?(?:实行|进行|予以|加以|给予)(?=.)")
_COVERB = re.compile(r"^(?:对|将|把|为|给|向|从|在|由|针对|围绕|按照|通过|依托|利用|以)(?=.)")
_MIDDLE = re.compile(
    rf"(?:{_TIME}|累计|共计|总计|合计|共(?!建|同|产|享|用|青|公|性|识|赢|治)|已经|已|均|先后|分别|预计|同步|合计|实际|实)+"
)
_HOST = re.compile(
    r"^(?:全[街区县市省镇乡村校院局年]|本[街区县市省镇乡村校院局单位部门]+|我[街区县市省镇乡村校院局单位部门道社]+|辖区(?:内)?|各社区|全辖区)(?=.)"
)
_ACTOR_END = re.compile(rf"(?:{alternatives(ACTORS)})(?:等)?$")


def lead_end(words: str) -> int:
    """Where the metric begins behind words of time and manner.

    >>> "截至目前共摸排房屋"[lead_end("截至目前共摸排房屋"):]
    '摸排房屋'
    """
    match = LEAD.match(words)
    return match.end() if match and match.end() < len(words) else 0


def tail_start(words: str) -> int:
    """Where the words end that only lead over to the number.

    >>> "安全隐患共计"[:tail_start("安全隐患共计")]
    '安全隐患'
    """
    match = TAIL.search(words)
    return match.start() if match else len(words)


@lru_cache(maxsize=8192)
def leading_verb(words: str) -> str:
    """The verb a phrase opens with, or "".

    >>> leading_verb("发放宣传资料"), leading_verb("问题解决率")
    ('发放', '')
    """
    match = ANY_VERB.match(words)
    return match.group() if match and match.end() < len(words) else ""


def action_at(words: str) -> int | None:
    """Where the first verb of a phrase stands, or None."""
    match = ANY_VERB.search(words)
    return match.start() if match else None


def object_of(metric: str) -> str:
    """The thing that a metric counts, without the verb: 排查、调处矛盾纠纷 → 矛盾纠纷.

    >>> object_of("处置案卷"), object_of("新增就业")
    ('案卷', '就业')
    """
    words = metric
    while (verb := leading_verb(words)) and len(words) - len(verb) >= 2:
        words = words[len(verb) :].lstrip("、和及并")
    return words


def without_light_verb(words: str) -> str:
    """A phrase without the verb that only carries its noun.

    >>> without_light_verb("开展专项整治行动"), without_light_verb("发放宣传资料")
    ('专项整治行动', '发放宣传资料')
    """
    match = LIGHT.match(words)
    if match and len(words) - match.end() >= 2:
        return words[match.end() :]
    return words


def split_subject(words: str) -> tuple[str, str]:
    """(subject, rest) of the words before a number; subject "" when none is printed.

    >>> split_subject("政务大厅全年累计办结政务服务事项")
    ('政务大厅', '办结政务服务事项')
    >>> split_subject("班子成员讲授专题党课")
    ('班子成员', '讲授专题党课')
    """
    host = _HOST.match(words)
    if host and host.end() < len(words):
        rest = words[host.end() :]
        return host.group(), rest[lead_end(rest) :]
    middle = _MIDDLE.search(words)
    if middle and 2 <= middle.start() <= 24 and middle.end() < len(words):
        before, rest = words[: middle.start()], words[middle.end() :]
        if not leading_verb(before) and not _COVERB.match(before):
            return before, rest[lead_end(rest) :]
    at = action_at(words)
    if at is not None and 2 <= at <= 20 and _ACTOR_END.search(words[:at]):
        return words[:at], words[at:]
    return "", words


def compose(prefix: str, suffix: str) -> str:
    """The metric: the phrase around a number, without the number.

    >>> compose("完成", "专项整治行动"), compose("组织大型招聘活动", "")
    ('专项整治行动', '大型招聘活动')
    >>> compose("对", "住宿旅客实行24小时后勤保障")
    '住宿旅客24小时后勤保障'
    """
    before = prefix[: tail_start(prefix)] if not suffix else prefix
    before = before[lead_end(before) :].strip()
    after = suffix.strip(" ，,、；。").removeprefix("的")
    words = _COVERB.sub("", before + after) if len(before) <= 1 and after else before + after
    words = without_light_verb(words)
    words = _INNER_LIGHT.sub("", words)
    return " ".join(words.split()).strip("、，： ")
