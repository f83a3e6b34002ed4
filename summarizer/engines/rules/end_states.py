"""Results without a number: end states that can be checked (R4), never slogans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.engines.rules.noun_phrases import TIME, lead_end
from summarizer.genre.vocabulary import ACTORS, EVENT_NOUNS, alternatives

__all__ = ["State", "is_blanket_claim", "is_safe_in_passing", "states_in"]

_EVENT = alternatives(EVENT_NOUNS)
# Wishes, plans and manner: a clause that opens with one is not an end state.
_NOT_YET = re.compile(
    r"""^(?:将(?!.{2,40}纳入)|拟|要|应|需|须|力争|继续|进一步|不断|持续(?!保持)|稳步|加快|坚持|努力|着力
      |积极推|为|以(?!“)|按照|根据|围绕|针对|通过|在推进)
    | 确保|力求|旨在|有利于|为.{2,30}提供|奠定|加以|用于|要求$|力争|争创|如果|是否|能否|避免|防止
    """,
    re.VERBOSE,
)
_NOTHING_BAD = re.compile(
    r"""(?:未|没有|无)(?:再)?(?:发生|出现|发现|产生)(?:过)?[^，]{2,}
    | [^，]{2,}零(?:发生|事故|投诉|上访|感染|报告|失误)
    """,
    re.VERBOSE,
)
_NOTHING_LEFT = re.compile(
    r"""^[^，]{0,10}无[^，]{2,20}(?:支出|情况|现象|行为|追加|超支|投诉|事故|案件|结转|结余|欠款|违纪|违法
      |违规|违纪违法|违法违纪|伤亡|返贫|致贫|辍学|失学)$
    | ^[^，]{0,8}(?:未|无)(?:新增|新发)[^，]{2,} | 实现(?:了)?“?零[^，]{1,8}$
    | 未(?:超|突破)(?:出|过)?[^，]{0,6}预算 | (?:控制)?在预算(?:范围|批复|指标)?(?:之)?内$
    | 清零 | 日清日结 | 日产日清 | 月清月结 | 应(?P<what>.)尽(?P=what)$ | 全覆盖$ | 全部销号
    """,
    re.VERBOSE,
)
_FINISHED = (
    "完成 办结 结案 到位 化解 整改 纳入 拨付 发放 兑现 销号 验收 竣工 建成 落实 达标 交付 投入使用"
    " 摘帽 脱贫 拆除 清退 解决 通过 兑付 缴纳 结清 偿还 完工 结题 交房 上线 启用 挂牌 划拨"
)
_ALL_DONE = re.compile(
    rf"""(?:全部|均已|均|全面|已全部|已经?|100%)[^，]{{0,8}}
    (?:{alternatives(_FINISHED)}|(?<!医保)支付(?!方式))
    (?:[^，]{{0,12}}(?:{_EVENT}|目标|保障范围|任务|到位|使用|工作))?$""",
    re.VERBOSE,
)
_DONE_BY = re.compile(
    r"""(?:于|在)[^，]{2,14}(?:前|底|内|日)[^，]{0,6}(?:发放|拨付|支付|兑付|下达|交付|竣工|通车|投用|完工|配发)
    (?:到位|完毕|使用)?$""",
    re.VERBOSE,
)
_CHANGED = re.compile(
    r"""由[^，\d]{1,10}(?:提升|提高|改善|上升|升级|优化|晋升|转变)(?:到|至|为)[^，\d]{1,12}$
    | 未扣分得满分 | 得满分$ | 排名(?:第一|首位|榜首)""",
    re.VERBOSE,
)
# 「等级为“良”」: the grade of a project or an office.
_GRADE = re.compile(
    r"""(?:等次|等级|档次|评级|(?:评价|自评|评定)(?:结果|结论))(?:为|是|评定为|被评为)+
    [“"]?(?:优秀|优|良好|良|中|差|合格|不合格|较好|一般)[”"]?(?:等次|等级|档次)?$""",
    re.VERBOSE,
)
# Something named now exists.
_EXISTS = re.compile(
    r"""^[^，]{0,24}(?:制定|出台|印发|修订|制订|编制|颁布|发布)(?:了|完成了?)?[^，]{0,8}《[^》]+》
    | ^[^，]{0,24}?(?:成立|组建|建立|创建|推出|设立|开通|上线|建成|搭建|开创|首创
      |开设)(?:了)?[^，]{0,10}
      (?:“[^”]+”|专班)[^，]{0,36}$
    | ^(?:已)?建成(?:并)?(?:投入使用|投用|运营|启用)?(?:了)?[^，\d]{3,24}
      (?:中心|站|园|馆|平台|基地|广场|公园|学校|医院|工程|项目|系统|厂)$
    | (?:发布|上线|播出|投入使用|上线运行|投入(?:试)?运行|正式启用|正式运营|建成投用|建成运营
      |通车|开园|开馆
      |竣工(?:验收)?|通过[^，]{0,10}(?:验收|评审|审核|考核|认证|评估|复审|复核|检查|审计)|挂牌(?:成立|运营)
      |落地见效|封顶)(?:工作)?$
    """,
    re.VERBOSE,
)
_DONE = (
    _NOTHING_BAD, _NOTHING_LEFT, _ALL_DONE, _DONE_BY, _CHANGED, _GRADE, _EXISTS,
)  # fmt: skip
_AWARD = re.compile(
    r"""(?:获评|被评为|评为|荣获|获得|荣膺|入选|入围|获批|被授予|授予|被认定为|认定为|被列[为入]|上榜|跻身|蝉联)
    [^，]{0,40}(?:“[^”]+”|称号|先进|示范|优秀|荣誉|奖|名单|试点|表彰|前列|第[一二三四五六七八九十]|首批|国家级
    |全国|省级|单位|集体|个人|产品|品牌|基地|认证|冠军|[一二三]等)""",
    re.VERBOSE,
)
# 完成 with an event that is then over.
_COMPLETED = re.compile(
    rf"""^(?P<who>[^，]{{0,16}}?)(?:圆满|顺利|全面|如期|按时|按期|基本|成功|已|均|高质量)*
    完成(?:了)?(?:对)?(?P<what>[^，]{{2,50}}(?:{_EVENT}))$""",
    re.VERBOSE,
)
_OWNER = re.compile(
    rf"^(?P<owner>[^“”《》]{{2,16}}(?:{alternatives(ACTORS)}))(?P<what>[^的].{{3,}})$"
)
_NEVER = re.compile(r"^(?P<never>(?:未|没有|无)(?:再)?(?:发生|出现)|无(?=.*情况$))(?P<what>.+)$")
_AND = re.compile(r"、|和|及(?!时)|以及|与")
_BLANKET = re.compile(
    r"""(?:均|全部|基本|已|圆满|全面|较好地?|按时)[^，]{0,8}(?:完成|达到|实现|达成)[^，]{0,14}
      (?:绩效|年初|预期|年度|既定|各项|设定)[^，]{0,6}(?:目标|任务|指标)
    | 目标(?:任务)?(?:均|全部|已|基本|全面|圆满)[^，]{0,6}(?:完成|实现|达成|达到)""",
    re.VERBOSE,
)
# Routine work of an office.
_VAGUE = re.compile(
    r"""^(?:圆满|顺利|全面|按时|较好)?完成[^，]{0,6}(?:各项工作任务|各项任务|各项工作|工作任务|目标任务
    |交办的[^，]{0,12}|[^，]{0,14}下达的(?:各项|全部)?(?:指标|任务|目标)[^，]{0,2}$)""",
    re.VERBOSE,
)
_TRAIL = re.compile(r"(?:的?工作|的情况|了)$")
_TIME_FIRST = re.compile(rf"(?:{TIME}|率先|，)+", re.VERBOSE)
# Limits of length: a longer clause states several things, a shorter one nothing by itself.
_LONGEST, _SHORTEST = 90, 4


@dataclass(frozen=True, slots=True)
class State:
    """An end state and its subject ("" if not named)."""

    metric: str
    subject: str = ""


def states_in(words: str) -> tuple[State, ...]:
    """Return the end states in a clause; two events that did not happen are two states.

    >>> states_in("圆满完成街道残疾人联合会第三次换届选举工作")
    (State(metric='完成第三次换届选举', subject='街道残疾人联合会'),)
    >>> [state.metric for state in states_in("未发生进京越级访和大规模群访事件")]
    ['未发生进京越级访', '未发生大规模群访事件']
    >>> [state.metric for state in states_in("等次为“良好”")]
    ['等次为“良好”']
    >>> states_in("不断提升服务质量"), states_in("已完成")
    ((), ())
    """
    body = words[lead_end(words) :] if not words.startswith(("全部", "均", "已")) else words
    if not _SHORTEST <= len(words) <= _LONGEST or _NOT_YET.search(words) or _VAGUE.search(body):
        return ()
    if _BLANKET.search(words):
        return (State(words, _before(words, r"均|全部|都|已|基本|圆满")),)
    if (match := _COMPLETED.search(words)) and match["what"] not in ("各项工作", "工作"):
        return (_completed(match["who"], match["what"]),)
    if match := _AWARD.search(words):
        return (_award(words, match),)
    if any(pattern.search(words) for pattern in _DONE):
        timed = _TIME_FIRST.match(words)
        said = words[timed.end() :] if timed and timed.end() < len(words) else words
        return _plain(_TRAIL.sub("", said))
    return ()


def _completed(who: str, what: str) -> State:
    """Return what was completed, and the place or body it belongs to."""
    what = _TRAIL.sub("", what)
    if found := _OWNER.match(what):
        return State("完成" + found["what"], found["owner"])
    who = re.sub(r"在[^，]*中$", "", who)
    return State(
        f"完成{what}", who if len(who) >= 2 and not who.startswith(("对", "将", "把")) else ""
    )


def _award(words: str, match: re.Match[str]) -> State:
    before = words[lead_end(words) : match.start()]
    subject = before.removesuffix("在").removesuffix("成功")
    metric = words[match.start() :].removesuffix("的基础上")
    if len(subject) < 2 or subject.startswith(("在", "以", "通过")):
        return State(before + metric)
    return State(metric, subject)


def _before(words: str, mark: str) -> str:
    middle = re.search(mark, words)
    subject = words[: middle.start()] if middle else ""
    return subject if 2 <= len(subject) <= 20 else ""


def _plain(words: str) -> tuple[State, ...]:
    """Return a state in its own words; 「无甲以及乙情况」 and 「未发生甲和乙」 are two."""
    if match := _NEVER.match(words):
        things = [thing for thing in _AND.split(match["what"]) if len(thing) >= 2]
        if len(things) > 1 and "的" not in match["what"]:
            return tuple(State(match["never"] + thing) for thing in things)
    return (State(words),)


def is_safe_in_passing(words: str) -> bool:
    """Return whether a clause, in any section, states that no violation was found.

    >>> is_safe_in_passing("没有发现违规行为"), is_safe_in_passing("完成自评工作")
    (True, False)
    """
    return bool(_NOTHING_BAD.search(words)) and not _NOT_YET.search(words)


def is_blanket_claim(words: str) -> bool:
    """Return whether a clause claims that all targets were met.

    >>> is_blanket_claim("本单位重点项目均完成年初绩效目标")
    True
    """
    return bool(_BLANKET.search(words))
