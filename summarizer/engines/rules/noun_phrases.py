"""Noun phrases: from the words around a number to its metric and subject."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.genre.vocabulary import (
    ACTORS,
    ADVERBS,
    ADVERBS_BEFORE_VERBS,
    CONTENT_VERBS,
    LIGHT_VERBS,
    ORGANISATIONS,
    SHORT_ACTORS,
    alternatives,
)

__all__ = [
    "TIME",
    "VERBS",
    "bare_verb",
    "compose",
    "first_verb",
    "is_rate",
    "lead_end",
    "leading_verb",
    "names_its_thing",
    "object_of",
    "project_and_rest",
    "split_actor",
    "split_subject",
    "tail_start",
]

TIME = r"""(?:
      截[至止到]+(?:目前|(?:\d{4}\s?年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:底|末)?)
    | 今年以来 | 今年 | 本年度? | 全年(?!预算|执行) | 年内 | 当年
    | (?<!半)年度(?!目标|绩效|预算|及时)
    | (?:\d{4}\s?年度?)?\d{1,2}\s*月?\s*[-—–~～至]\s*\d{1,2}月(?:份|底)?
    | \d{4}年(?:\d{1,2}月)?(?:底|末)?之?前 | \d{4}\s?(?=年[初末底]) | \d{4}\s?年(?:度|\d{1,2}月(?:份
      |底)?)?(?!第)
    | \d{1,2}\s?月(?:份|底)?(?=\D)
)"""
# 组织 is a noun in 党组织; 完成 and 执行 are parts of 完成率 and 执行数.
_WORDS = alternatives(LIGHT_VERBS + " " + CONTENT_VERBS)
VERBS = rf"(?:{_WORDS})(?<![党团会新业体]组织)(?!率|数(?![据字]))"
_LIGHT = re.compile(rf"(?:{alternatives(LIGHT_VERBS)})了?")
_VERB = re.compile(rf"{VERBS}了?")
_ONLY_VERBS = re.compile(rf"{VERBS}{{1,2}}|{VERBS}(?:和|、|并)(?:正在|已)?{VERBS}|{VERBS}了?")
# Words of time, manner and total before a metric.
_LEAD = re.compile(
    rf"""(?:
      {TIME} | {alternatives(ADVERBS)}
    | 共(?![建同享产青性用管治]) | 有(?![效序关力限机]) | 其中 | 包括 | 含 | 预计 | 力争
    | 经(?:抽查|核查|统计|测算|检查|调查|监测|审计)(?:发现)? | 据(?:不完全)?统计
    | (?:例)?如(?!期) | 按 | 分[^，、的]{{1,2}}(?:、分[^，、的]{{1,2}})+
    | ， | 、 | 的 | ： | \s
    | (?:{alternatives(ADVERBS_BEFORE_VERBS)})(?={_WORDS})
    )+""",
    re.VERBOSE,
)
_RATE_LEAD = re.compile(
    rf"(?:{TIME}|其中|预计|目前|率先|实现|达到|，|、|的|\s|共|且|并)*", re.VERBOSE
)
# Words between a metric and its number.
_TAIL = re.compile(
    r"""(?:
      (?<=.)(?:按照?)?每[人生户亩](?:每(?:年|月|天|日|学期|次|个月))?
    | 共计 | (?<![收支入出])[合总]计 | 累计 | 总共 | 共有 | (?<!公)共
    | 控制在 | 稳定在 | 保持在 | 维持在
    | (?:提高|增加|增长|上升|提升|下降|降低|减少|扩大)(?:到|至)
    | (?<=.{4}[额值入数])完成 | 约为 | (?<!节)约 | 达到了? | 高达 | (?<![下送直传])达
    | 实现了? | (?<![行作])为 | 是 | (?<![实现持拥])有 | 仅 | 只 | 了
    | (?<![平人户亩年月日])均 | 已 | 则 | 都 | 近 | 超过 | 超 | 的 | ： | :
    | (?<![收送报])到 | 至 | 等
    | 分别 | \s | ，
    )++$""",
    re.VERBOSE,
)
# How many connecting words may precede a number; more are not a sentence.
_LONGEST_TAIL = 24
_RATE = re.compile(r"(?:率|满意度|比例|比重|占比|覆盖面)$")
_MANNER_OF_RATES = re.compile(
    alternatives(
        """及时 有效 按期 按时 动态 完成 覆盖 合格 满意 达标 成功 普及 结案 办结 总体 综合 平均 年度
        累计 接种 执行 到位 使用 优良 通过 响应 清运 处理 就业服务 普查 知晓 参与 达成 实现 按要求
        应"""
    )
)
# Verbs that are nouns before another verb: 培训覆盖率.
_NOMINAL = re.compile(r"(?:培训|宣传|采购|救助|资助|补助|服务)(?=..)(?!完成|执行)")
_LEFT_OVER = re.compile(
    r"(?<=..)(?:共计|(?<![收支入出])合计|累计|(?<!公)共|已|(?<![平人户亩年月日])均|仅)$"
)
_INNER_LIGHT = re.compile(r"(?:定期)?(?:实行|进行|予以|加以|给予)(?=.)")
_COVERB = re.compile(r"^(?:对(?![照口接外标])|将|把|为(?!民)|给(?!予)|向|针对|围绕)(?=.)")
_PLACE = re.compile(r"^(?:在|从|由|以|通过|依托|利用|按照|按|分(?![局队支公行院校])|逐|于)")
# Allowed between an actor and its action.
_BETWEEN = re.compile(
    rf"""(?:
      {TIME} | 累计 | 共计 | 总计 | 合计 | 已经 | 已 | 先后 | 预计 | 同步 | 实际 | 每[年月季]
    | (?<![公总])共(?![建同产享用青公性识赢治管]) | 因此
    | (?<![人年日户平月亩次床件天不])均(?![衡匀等]) | (?=(?<![供反相适效响])应(?![急用对])
      |(?<![急必所])需(?![求要]))
    )+""",
    re.VERBOSE,
)
# The giver of money is not its owner.
_GIVERS = frozenset(("上级", "中央", "财政", "省级", "市级", "县级"))
# Words that do not begin or do not occur in a name.
_NOBODY = re.compile(r"^(?:结合|代表|主要|用于|涉及|其余|此外|另)|[在于].{2,}|交办|下达")
_YEARS = re.compile(r"(?:近|前|这)?[一二两三四五六七八九十\d]+年(?:来|间)?")
_HOST = re.compile(
    r"""
      全[街区县市省州盟旗镇乡村校院局](?!域|性|面)
    | [本我](?:街道|部门|单位|社区|中心|[街区县市省镇乡村校院局委处旗厅](?!域))
    | 辖区(?:内)? | 全辖区
    """,
    re.VERBOSE,
)
_RECEIVER = re.compile(
    r"""(?P<verb>下达|拨付|安排|拨给|分配|补助|核定|批复|支持|追加)(?:给|到|至|了)?
    (?P<whom>[我本](?:街道|单位|中心|[街区县市省旗镇乡校院局委厅处州盟]))""",
    re.VERBOSE,
)
_COUNTED = re.compile(r"(?:累计|总计|合计|共计|(?<![公总])共)(?=下达|拨付|安排)")
_ACTOR = rf"(?:{alternatives(ACTORS)}|(?<=[^，、]{{2}})(?:{alternatives(SHORT_ACTORS)}))"
_ORGANISATION = tuple(ORGANISATIONS.split())
_ACTOR_END = re.compile(rf"{_ACTOR}(?:等)?$")
# A budget or an office whose money is named.
_FUND_OF = re.compile(
    r"""^(?P<whose>(?:一般公共预算|政府性基金预算|国有资本经营预算|社会保险基金预算)(?=.*支出)
    |[^，、]{2,16}(?:办公室|服务中心|指挥部|大队|中队|分局|服务站))
    (?P<what>(?:工作)?(?:支出|经费|基本支出|项目支出|经费及.{2,10}费|预算|决算)(?:数|额)?)$""",
    re.VERBOSE,
)
# A row and a column of the standard table of funds: 资金总额-年初预算数.
_FUND_ROW = re.compile(
    r"""^(?P<whose>(?:年度)?资金总额|总额|(?:当年|本年)?财政(?:拨款|资金)|(?:财政)?专户(?:管理)?(?:资金)?|单位(?:资金)?
    |上年结转(?:资金)?|其他资金|中央补助|地方资金)[-—–：:\s]*
    (?P<what>(?:年初|全年)?(?:预算|执行)数|执行率)$""",
    re.VERBOSE,
)
_PROJECT = re.compile(
    r"""^(?P<whose>.{2,36}?(?:项目|工程|专项))(?P<what>(?:年初|全年|调整|实际|总)*
    (?:预算|决算|支出|经费|收入|拨款|资金|结余|结转|执行|完成|得分|自评得分|绩效自评得分)(?:数|金额|总额|额|率)?)$""",
    re.VERBOSE,
)
_LIST = re.compile(
    r"""^(?P<head>.*?)(?P<list>[^、]{2,}(?:、[^、]{2,})+?)等(?![次级额待])
    (?P<rest>(?!问题|事项|工作|活动|行为|方面|情况|项目).{3,})$""",
    re.VERBOSE,
)
_SHALL = re.compile(
    alternatives(
        """加强 加大 加快 强化 完善 健全 建立 制定 优化 规范 提高 提升 严格 细化 落实 开展 组织 做好
        统筹 明确 督促 增加 安排 给予 对 应 要 尽快 进一步 及时 积极"""
    )
)


def is_rate(words: str) -> bool:
    """Return whether a phrase names a rate."""
    return bool(_RATE.search(words))


def lead_end(words: str, *, to_end: bool = False) -> int:
    """Return where the metric begins after words of time and manner. `to_end` accepts a phrase of
    nothing else.

    >>> "截至目前共摸排房屋"[lead_end("截至目前共摸排房屋"):]
    '摸排房屋'
    >>> lead_end("重点工作办结率"), lead_end("及时联系率")
    (0, 0)
    """
    pattern = _RATE_LEAD if is_rate(words[: tail_start(words)]) else _LEAD
    match = pattern.match(words)
    return match.end() if match and (to_end or match.end() < len(words)) else 0


def tail_start(words: str) -> int:
    """Return where the words that only connect to the number begin.

    >>> "安全隐患共计"[:tail_start("安全隐患共计")]
    '安全隐患'
    """
    match = _TAIL.search(words, max(0, len(words) - _LONGEST_TAIL))
    return match.start() if match else len(words)


@lru_cache(maxsize=8192)
def leading_verb(words: str) -> str:
    """Return the verb that a phrase opens with, or "".

    >>> leading_verb("发放宣传资料"), leading_verb("问题解决率")
    ('发放', '')
    """
    match = _VERB.match(words)
    return match.group() if match and match.end() < len(words) else ""


@lru_cache(maxsize=8192)
def bare_verb(words: str) -> bool:
    """Return whether a phrase is only a verb.

    >>> bare_verb("规范"), bare_verb("已整改"), bare_verb("整改隐患")
    (True, True, False)
    """
    plain = words.removeprefix("正在").removeprefix("已").removesuffix("完毕").removesuffix("完成")
    return bool(_ONLY_VERBS.fullmatch(plain) or _ONLY_VERBS.fullmatch(words))


def first_verb(words: str) -> int | None:
    """Return the position of the first verb of a phrase, or None."""
    match = _VERB.search(words)
    return match.start() if match else None


@lru_cache(maxsize=8192)
def names_its_thing(rate: str) -> bool:
    """Return whether the name of a rate includes its object (问题解决率), not only the action
    (及时解决率).

    >>> names_its_thing("问题解决率"), names_its_thing("及时有效解决率"), names_its_thing("结案率")
    (True, False, False)
    """
    stem = _RATE.sub("", rate)
    if _NOMINAL.match(stem):
        return True
    return len(_MANNER_OF_RATES.sub("", _VERB.sub("", stem))) >= 2


def object_of(metric: str) -> str:
    """Return the object of a metric, without the verb.

    >>> object_of("处置案卷"), object_of("新增就业"), object_of("收集意见建议")
    ('案卷', '就业', '意见建议')
    """
    words = metric.removeprefix("正在").removeprefix("已")
    while (verb := leading_verb(words)) and len(words) - len(verb) >= 2:
        if words[len(verb)] in "后前中":
            # 「调整后预算数」 names a time.
            break
        words = words[len(verb) :].lstrip("、和及并").removeprefix("正在")
    return words


def split_subject(words: str, suffix: str = "") -> tuple[str, str]:
    """Split the words before a number into subject and rest; the subject is "" if none is printed.
    `suffix` is the text after the number, which may be all of the rest.

    >>> split_subject("政务大厅全年累计办结政务服务事项")
    ('政务大厅', '办结政务服务事项')
    >>> split_subject("全县完成地方一般公共预算收入"), split_subject("文明实践活动")
    (('全县', '完成地方一般公共预算收入'), ('', '文明实践活动'))
    >>> split_subject("本校困难学生补助项目当年共发放资金")
    ('本校困难学生补助项目', '发放资金')
    >>> split_subject("中央共下达我市防治资金")
    ('我市', '中央下达防治资金')
    """
    words = _COVERB.sub("", words)
    rate = is_rate(words[: tail_start(words)])
    host = None if rate and words.startswith("辖区") else _HOST.match(words)
    if host is None and _PLACE.match(words):
        return "", words
    if found := _receiver(words) or _before_adverb(words):
        return found
    if host and (suffix or host.end() < len(words)):
        return _behind_host(words, host.end())
    if re.search(r"[较比](?!例|重|赛)", words[:-1]):
        return "", words
    at = None if is_rate(words) else first_verb(words)
    if (
        at is not None
        and 2 <= at <= 20
        and words[:at].endswith(_ORGANISATION)
        and not _NOBODY.search(words[:at])
    ):
        # 「“最多跑一次”事项办理」 is counted as a whole: a verb alone names nothing.
        return words[:at], words if not suffix and bare_verb(words[at:]) else words[at:]
    return "", words


def _receiver(words: str) -> tuple[str, str] | None:
    """「中央共下达我市防治资金」: the recipient, if it is the report's own body."""
    found = _RECEIVER.search(words)
    if found is None:
        return None
    giver, after = (
        _COUNTED.sub("", words[lead_end(words) : found.end("verb")]),
        words[found.end() :],
    )
    return found["whom"], giver + after


def _before_adverb(words: str) -> tuple[str, str] | None:
    """Return the subject before 共, 已, 实际 …, if it contains no verb and no rate."""
    middle = _BETWEEN.search(words)
    if middle is None or not 2 <= middle.start() <= 24 or middle.end() >= len(words):
        return None
    before, rest = words[: middle.start()], words[middle.end() :]
    if before in _GIVERS:
        return "", rest[lead_end(rest) :]
    named = (
        not _NOBODY.search(before)
        and not leading_verb(before + "口")
        and not is_rate(before)
        and not _YEARS.fullmatch(before)
    )
    if not named or "围绕" in before or re.search(r"[较比](?!例|重|赛)", before):
        return None
    return (before, rest[lead_end(rest) :]) if tail_start(rest) else None


def _behind_host(words: str, end: int) -> tuple[str, str]:
    host, rest = words[:end], words[end:]
    rest = rest[lead_end(rest) :]
    return host, rest


def split_actor(words: str) -> tuple[str, str]:
    """Split a measure into actor and action; the actor is "" if the words open with the action.

    >>> split_actor("市教育局细化绩效指标"), split_actor("加强部门协作")
    (('市教育局', '细化绩效指标'), ('', '加强部门协作'))
    """
    at = _SHALL.search(words)
    who = words[: at.start()] if at else ""
    if at and 2 <= len(who) <= 14 and _ACTOR_END.search(who) and not re.search(r"[，、和]", who):
        return who, words[at.start() :]
    return "", words


def project_and_rest(metric: str) -> tuple[str, str] | None:
    """Return (project, metric) if a project's money or score is named.

    >>> project_and_rest("城市管理项目支出"), project_and_rest("装备购置支出")
    (('城市管理项目', '支出'), None)
    """
    patterns = () if leading_verb(metric) else (_FUND_ROW, _PROJECT, _FUND_OF)
    match = next((found for one in patterns if (found := one.match(metric))), None)
    return (match["whose"], match["what"]) if match else None


def compose(prefix: str, suffix: str) -> str:
    """Return the metric: the phrase around a number, without the number.

    >>> compose("完成", "专项整治行动"), compose("组织大型招聘活动", "")
    ('专项整治行动', '大型招聘活动')
    >>> compose("对", "住宿旅客实行24小时后勤保障"), compose("年度及时联系率", "")
    ('住宿旅客24小时后勤保障', '年度及时联系率')
    """
    before = prefix[: tail_start(prefix)] if not suffix else prefix
    before = before[lead_end(before) :].strip()
    after = suffix.strip(" ，,、；。.").removeprefix("的")
    words = _COVERB.sub("", before + after) if len(before) <= 1 else _COVERB.sub("", before) + after
    words = _LEFT_OVER.sub("", _INNER_LIGHT.sub("", _without_light_verb(words)))
    return " ".join(_without_list(words).split()).strip("、，： ")


def _without_light_verb(words: str) -> str:
    """Remove a light verb before its noun; a short noun keeps it."""
    match = _LIGHT.match(words)
    if match and len(words) - match.end() >= 3:
        return words[match.end() :].removeprefix("对")
    return words


def _without_list(words: str) -> str:
    """「元旦春节、中秋国庆等重要节点专项检查」 → 重要节点专项检查; the verb before the list
    stays.
    """
    match = _LIST.match(words)
    if not match or len(match["list"]) < 7:
        return words
    first = match["head"] + match["list"].partition("、")[0]
    verbs = [verb.end() for verb in _VERB.finditer(first) if verb.end() <= len(first) - 2]
    rest = re.sub(r"^(?:多项|多种|各类|各种|系列)", "", match["rest"])
    return first[: verbs[-1] if verbs else 0] + rest
