"""Noun phrases: from a printed clause to what a number counts and whom it belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.genre.vocabulary import (
    ACTORS,
    ADVERBS,
    ADVERBS_BEFORE_VERBS,
    CONTENT_VERBS,
    LIGHT_VERBS,
    SHORT_ACTORS,
    alternatives,
)

__all__ = [
    "action_at",
    "bare_verb",
    "compose",
    "fund_parts",
    "is_rate",
    "lead_end",
    "leading_verb",
    "object_of",
    "split_actor",
    "split_subject",
    "stands_alone",
    "tail_start",
    "without_light_verb",
]

TIME = (
    r"截[至止到]+(?:目前|(?:\d{4}\s?年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:底|末)?)|今年以来|今年"
    r"|本年度?|全年(?!预算|执行)|年内|(?<!半)年度(?!目标|绩效|预算|及时)|当年"
    r"|(?:\d{4}\s?年度?)?\d{1,2}\s*月?\s*[-—–~～至]\s*\d{1,2}月(?:份|底)?|\d{4}(?=年[初末底])"
    r"|\d{4}\s?年(?:度|\d{1,2}月(?:份|底)?)?(?!第)|\d{1,2}\s?月(?:份|底)?(?=\D)"
)
LIGHT = re.compile(rf"(?:{alternatives(LIGHT_VERBS)})了?")
# 组织 is a noun in 党组织, 社会组织; 完成 and 执行 are parts of 完成率 and 执行数.
VERBS = rf"(?:{alternatives(LIGHT_VERBS + ' ' + CONTENT_VERBS)})(?<![党团会新业体]组织)(?![数率])"
ANY_VERB = re.compile(rf"{VERBS}了?")
_VERBS = re.compile(rf"{VERBS}{{1,2}}")
_VERB_PAIR = re.compile(rf"{VERBS}(?:和|、|并)(?:正在|已)?{VERBS}")
# Words before a metric that say when, how and in all, but not what.
LEAD = re.compile(
    rf"(?:{TIME}|{alternatives(ADVERBS)}|共(?![建同享产青性用管治])|有(?![效序关力限机])|其中"
    rf"|经(?:抽查|核查|统计|测算|检查|调查|监测|审计)(?:发现)?|据(?:不完全)?统计|调查(?:结果)?显示"
    rf"|包括|含|预计|力争|(?:例)?如(?!期)|按|分[^，、的]{{1,2}}(?:、分[^，、的]{{1,2}})+|，|、"
    rf"|的|：|\s"
    rf"|(?:{alternatives(ADVERBS_BEFORE_VERBS)})(?="
    rf"{alternatives(LIGHT_VERBS + ' ' + CONTENT_VERBS)}))+"
)
_RATE_LEAD = re.compile(rf"(?:{TIME}|其中|预计|目前|率先|实现|达到|，|、|的|\s|共|且|并)*")
# Words between a metric and its number.
TAIL = re.compile(
    r"(?:(?<=.)(?:按照?)?每[人生户亩](?:每(?:年|月|天|日|学期|次|个月))?|共计|合计|累计|(?<![收支])总计|总共|共有|(?<!公)共|控制在|稳定在|保持在|维持在|(?:提高"
    r"|增加|增长|上升|提升|下降|降低|减少|扩大)(?:到|至)|(?<=.{4}[额值入数])完成|约为|(?<!节)约"
    r"|达到了?|高达|达|实现了?|(?<![行作])为|是|有|仅|只|了|均|已|则|都|近|超过|超|的|：|:|到"
    r"|至|等|分别|\s|，)++$"
)
# So far before a number words may lead over to it; more of them are no sentence.
_LONGEST_TAIL = 120
_RATE_MANNER = re.compile(
    r"及时|有效|按期|按时|动态|完成|覆盖|合格|满意|达标|成功|普及|结案|办结|总体|综合|平均|年度"
    r"|累计|接种|执行|到位|使用|优良|通过|响应|使用|清运|处理|就业服务|普查|知晓|参与|达成|实现"
)
RATE = re.compile(r"(?:率|满意度|比例|比重|占比|覆盖面)$")
_LEFT_OVER = re.compile(r"(?<=..)(?:共计|合计|累计|(?<!公)共|已|均|仅)$")
# 「216个行政村中仅有42个…」: the whole that the next number is out of.
OF_THEM = re.compile(r"(?<=..)中(?:仅|只)?有?$")
_INNER_LIGHT = re.compile(r"(?:定期)?(?:实行|进行|予以|加以|给予)(?=.)")
COVERB = re.compile(r"^(?:对|将|把|为(?!民)|给(?!予)|向|针对|围绕)(?=.)")
_PLACE = re.compile(r"^(?:在|从|由|以|通过|依托|利用|按照|按|分|逐|于)")
_MIDDLE = re.compile(
    rf"(?:{TIME}|累计|共计|总计|合计|(?<![公总])共(?![建同产享用青公性识赢治管])|已经|已"
    rf"|(?<![人年日户平月亩次床件天不])均(?![衡匀等])|先后|预计|同步|实际)+"
)
# 「三年累计支出」, 「近两年」: how long, and nobody.
YEARS = re.compile(r"(?:近|前|这)?[一二两三四五六七八九十\d]+年(?:来|间)?")
_HOST = re.compile(
    r"^(?:全[街区县市省州盟旗镇乡村校院局](?!域|性|面)"
    r"|[本我](?:街道|部门|单位|社区|中心|[街区县市省镇乡村校院局委处旗厅](?!域))"
    r"|辖区(?:内)?|全辖区)"
)
_ACTOR = rf"(?:{alternatives(ACTORS)}|(?<=[^，、]{{2}})(?:{alternatives(SHORT_ACTORS)}))"
_ACTION = re.compile(
    r"加强|加大|加快|强化|完善|健全|建立|制定|优化|规范|提高|提升|严格|细化|落实|开展|组织|做好"
    r"|统筹|明确|督促|增加|安排|给予|对|应|要|尽快|进一步|及时|积极"
)
_ACTOR_END = re.compile(rf"{_ACTOR}(?:等)?$")
# Groups of people and hotlines stand before a noun as well: 60岁及以上人群首针接种.
OWNER = re.compile(rf"^(?P<owner>[^“”《》]{{2,16}}{_ACTOR})(?P<what>[^的].{{3,}})$")
_GROUP = re.compile(r"^(?P<who>.{2,16}?(?:人群|热线|毕业生))(?P<what>[^的].{1,})$")
_FUND = re.compile(
    r"^(?P<whose>.{2,36}?)(?:支出)?(?P<what>(?:基本|项目|其他|人员|公用|总|实际|年初|年中|全年"
    r"|当年|上年|财政拨款|财政|追加|调整|到位|配套|专项|安排|批复|下达)*"
    r"(?:预算|决算|支出|经费|收入|拨款|资金|结余|结转)(?:数|金额|总额|总数|总计"
    r"|额)?(?:及.{2,10}费)?)$"
)
# What is part of the name of a sum rather than whose it is.
_NOT_WHOSE = re.compile(
    r"^(?:项目|部门|单位|年初|年末|年终|实际|[市区县省中]?级.{0,4}|中央|财政拨款"
    r"|一般公共预算财政拨款|自评|绩效|[市省区县]级财政)$|(?:年初|年末|全年|调整|的|和|与|及)$"
)
_LIST = re.compile(
    r"^(?P<head>.*?)(?P<list>[^、]{2,}(?:、[^、]{2,})+?)等(?P<rest>(?!问题|事项|工作|活动|行为"
    r"|方面|情况|项目).{3,})$"
)


def lead_end(words: str, *, to_end: bool = False) -> int:
    """Where the metric begins behind words of time and manner; with `to_end` nothing else need
    be there.

    >>> "截至目前共摸排房屋"[lead_end("截至目前共摸排房屋"):]
    '摸排房屋'
    >>> lead_end("重点工作办结率"), lead_end("及时联系率")
    (0, 0)
    """
    pattern = _RATE_LEAD if RATE.search(words[: tail_start(words)]) else LEAD
    match = pattern.match(words)
    return match.end() if match and (to_end or match.end() < len(words)) else 0


def is_rate(words: str) -> bool:
    """Does a phrase name a rate?"""
    return bool(RATE.search(words))


def tail_start(words: str) -> int:
    """Where the words end that only lead over to the number.

    >>> "安全隐患共计"[:tail_start("安全隐患共计")]
    '安全隐患'
    """
    match = TAIL.search(words, max(0, len(words) - _LONGEST_TAIL))
    return match.start() if match else len(words)


@lru_cache(maxsize=8192)
def leading_verb(words: str) -> str:
    """The verb a phrase opens with, or "".

    >>> leading_verb("发放宣传资料"), leading_verb("问题解决率")
    ('发放', '')
    """
    match = ANY_VERB.match(words)
    return match.group() if match and match.end() < len(words) else ""


@lru_cache(maxsize=8192)
def bare_verb(words: str) -> bool:
    """Is a phrase nothing but a verb (规范4900余起, 已整改105处)?"""
    plain = words.removeprefix("正在").removeprefix("已").removesuffix("完毕").removesuffix("完成")
    return bool(_VERBS.fullmatch(plain) or _VERB_PAIR.fullmatch(plain) or ANY_VERB.fullmatch(words))


@lru_cache(maxsize=8192)
def stands_alone(rate: str) -> bool:
    """Does the name of a rate say whose it is (问题解决率), or only what was done (及时解决率)?

    >>> stands_alone("问题解决率"), stands_alone("及时有效解决率"), stands_alone("按期结案率")
    (True, False, False)
    """
    stem = RATE.sub("", rate)
    return len(_RATE_MANNER.sub("", ANY_VERB.sub("", stem))) >= 2


def action_at(words: str) -> int | None:
    """Where the first verb of a phrase stands, or None."""
    match = ANY_VERB.search(words)
    return match.start() if match else None


def object_of(metric: str) -> str:
    """The thing that a metric counts, without the verb: 排查、调处矛盾纠纷 → 矛盾纠纷.

    >>> object_of("处置案卷"), object_of("新增就业"), object_of("收集意见建议")
    ('案卷', '就业', '意见建议')
    """
    words = metric.removeprefix("正在").removeprefix("已")
    while (verb := leading_verb(words)) and len(words) - len(verb) >= 2:
        words = words[len(verb) :].lstrip("、和及并").removeprefix("正在")
    return words


def without_light_verb(words: str) -> str:
    """A phrase without the verb that only carries its noun; a short noun keeps it.

    >>> without_light_verb("开展专项整治行动"), without_light_verb("完成备案")
    ('专项整治行动', '完成备案')
    """
    match = LIGHT.match(words)
    if match and len(words) - match.end() >= 3:
        return words[match.end() :].removeprefix("对")
    return words


def split_subject(words: str, suffix: str = "") -> tuple[str, str]:
    """(subject, rest) of the words before a number; subject "" when none is printed. `suffix` is
    what stands behind the number: it may be all there is of the rest.

    >>> split_subject("政务大厅全年累计办结政务服务事项")
    ('政务大厅', '办结政务服务事项')
    >>> split_subject("班子成员讲授专题党课"), split_subject("文明实践活动")
    (('班子成员', '讲授专题党课'), ('', '文明实践活动'))
    """
    words = COVERB.sub("", words)
    host = _HOST.match(words)
    if host and (suffix or host.end() < len(words)):
        rest = words[host.end() :]
        rest = rest[lead_end(rest) :]
        group = _GROUP.match(rest)
        at = action_at(rest)
        if host.group().startswith("辖区") and at and _ACTOR_END.search(rest[:at]):
            return host.group() + rest[:at], rest[at:]
        return (host.group() + group["who"], group["what"]) if group else (host.group(), rest)
    if _PLACE.match(words):
        return "", words
    if group := _GROUP.match(words):
        return group["who"], group["what"][lead_end(group["what"]) :]
    if re.search(r"[较比](?!例|重|赛)", words[:-1]):
        # 「化肥使用量较项目实施前」 compares; nobody acts in it.
        return "", words
    middle = _MIDDLE.search(words)
    if middle and 2 <= middle.start() <= 24 and middle.end() < len(words):
        before, rest = words[: middle.start()], words[middle.end() :]
        named = not leading_verb(before + "口") and not RATE.search(before)
        named = named and not YEARS.fullmatch(before)
        if named and "围绕" not in before and tail_start(rest):
            return before, rest[lead_end(rest) :]
    at = None if RATE.search(words) else action_at(words)
    if at is not None and 2 <= at <= 20 and _ACTOR_END.search(words[:at]):
        # 「“最多跑一次”事项办理」 is counted as a whole: a verb alone names nothing.
        return words[:at], words if not suffix and bare_verb(words[at:]) else words[at:]
    return "", words


def split_actor(words: str) -> tuple[str, str]:
    """(who shall act, the action); who is "" when the words open with the action.

    >>> split_actor("市教育局细化绩效指标"), split_actor("加强部门协作")
    (('市教育局', '细化绩效指标'), ('', '加强部门协作'))
    """
    at = _ACTION.search(words)
    who = words[: at.start()] if at else ""
    if at and 2 <= len(who) <= 14 and _ACTOR_END.search(who) and not re.search(r"[，、和]", who):
        return who, words[at.start() :]
    return "", words


def fund_parts(metric: str) -> tuple[str, str] | None:
    """(whose, what) of a money phrase: 背街小巷清扫保洁经费支出 is the 支出 of that 经费.

    >>> fund_parts("一般公共预算支出基本支出"), fund_parts("城市管理项目支出")
    (('一般公共预算', '基本支出'), ('城市管理项目', '支出'))
    >>> fund_parts("实际支出") is None
    True
    """
    match = _FUND.match(metric)
    if not match or leading_verb(metric) or metric.startswith(("占", "较", "比")):
        return None
    whose, what = match["whose"], match["what"]
    if what.startswith("项目") and not whose.endswith(("预算", "支出", "基金", "资金", "经费")):
        whose, what = whose + "项目", what.removeprefix("项目")
    if _NOT_WHOSE.search(whose):
        return None
    return (whose, what) if len(whose) >= 4 or whose.endswith(("项目", "经费")) else None


def compose(prefix: str, suffix: str) -> str:
    """The metric: the phrase around a number, without the number.

    >>> compose("完成", "专项整治行动"), compose("组织大型招聘活动", "")
    ('专项整治行动', '大型招聘活动')
    >>> compose("对", "住宿旅客实行24小时后勤保障"), compose("年度及时联系率", "")
    ('住宿旅客24小时后勤保障', '年度及时联系率')
    """
    before = prefix[: tail_start(prefix)] if not suffix else prefix
    before = before[lead_end(before) :]
    after = suffix.strip(" ，,、；。.").removeprefix("的")
    before = before.strip()
    words = COVERB.sub("", before + after) if len(before) <= 1 else COVERB.sub("", before) + after
    words = without_light_verb(words)
    words = OF_THEM.sub("", words)
    words = _LEFT_OVER.sub("", _INNER_LIGHT.sub("", words))
    return " ".join(_without_list(words).split()).strip("、，： ")


def _without_list(words: str) -> str:
    """「元旦春节、中秋国庆等重要节点专项检查」 → 重要节点专项检查, the verb before it kept."""
    match = _LIST.match(words)
    if not match or len(match["list"]) < 7:
        return words
    first = match["head"] + match["list"].partition("、")[0]
    verbs = [verb.end() for verb in ANY_VERB.finditer(first) if verb.end() <= len(first) - 2]
    return first[: verbs[-1] if verbs else 0] + re.sub(
        r"^(?:多项|多种|各类|各种|系列)", "", match["rest"]
    )
