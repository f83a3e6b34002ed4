"""Results without a number: end states that somebody could check (R4), never slogans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.engines.rules.wording import COVERB, OWNER, TIME, fund_parts, lead_end
from summarizer.genre.vocabulary import EVENT_NOUNS, alternatives

__all__ = ["State", "is_blanket_claim", "is_safe_in_passing", "states_in"]

_EVENT = alternatives(EVENT_NOUNS)
# Wishes, plans and manner: what such words open is no end state.
NOT_YET = re.compile(
    r"^(?:将(?!.{2,40}纳入)|拟|要|应|需|须|力争|继续|进一步|不断|持续(?!保持)|稳步|加快|坚持"
    r"|努力|着力|积极推|为|以(?!“)|按照|根据|围绕|针对|通过|在推进)"
    r"|确保|力求|旨在|有利于|为.{2,30}提供|奠定|加以|用于|要求$|力争|争创|如果|是否|能否|为确保"
    r"|避免|防止"
)
DONE = (
    # Nothing bad happened, nothing left over.
    re.compile(
        r"(?:未|没有|无)(?:再)?(?:发生|出现|发现|产生)(?:过)?[^，]{2,}|[^，]{2,}(?:零发生"
        r"|零事故|零投诉|零上访|零感染|零报告)"
    ),
    re.compile(
        r"^[^，]{0,10}无[^，]{2,20}(?:支出|情况|现象|行为|追加|超支|投诉|事故|案件|结转|结余"
        r"|欠款|发生|违纪|违法|违规|违纪违法|违法违纪|伤亡|返贫|致贫|辍学|失学)$"
    ),
    re.compile(r"^[^，]{0,8}(?:未|无)(?:新增|新发)[^，]{2,}"),
    re.compile(
        r"^(?:已)?建成(?:并)?(?:投入使用|投用|运营|启用)?(?:了)?[^，\d]{3,24}(?:中心|站|园|馆"
        r"|平台|基地|广场|公园|学校|医院|泵站|工程|项目|系统|厂)$"
    ),
    re.compile(r"实现(?:了)?“?零[^，]{1,8}$"),
    re.compile(r"实现(?:了)?[^，]{0,4}应.尽.|(?:保险|救助|保障)[^，]{0,4}应.尽."),
    re.compile(
        r"未(?:超|突破)(?:出|过)?[^，]{0,6}预算|(?:控制)?在预算(?:范围|批复|指标)?(?:之)?内$"
    ),
    re.compile(
        r"清零|日清日结|日产日清|月清月结|应[^，]{1,2}尽[^，]{1,2}率|全覆盖$|全部销号|动态清零"
    ),
    # All of something is done.
    re.compile(
        rf"(?:全部|均已|均|全面|已全部|已经?|100%)(?:[^，]{{0,8}})(?:完成|办结|结案|到位|化解"
        rf"|整改|纳入|拨付|发放|兑现|销号|验收|竣工|建成|落实|达标|交付|投入使用|摘帽|脱贫|拆除"
        rf"|清退|解决|通过|(?<!医保)支付(?!方式)|兑付|缴纳|结清|偿还|完工|结题|交房|上线|启用|挂牌)"
        rf"(?:[^，]{{0,12}}(?:{_EVENT}|目标|保障范围|任务|到位|使用|工作))?$"
    ),
    re.compile(r"(?:全部|均)纳入[^，]{2,}"),
    re.compile(
        r"(?:于|在)[^，]{2,14}(?:前|底|内|日)[^，]{0,6}(?:发放|拨付|支付|兑付|下达|交付|竣工|通车|投用"
        r"|完工)(?:到位|完毕|使用)?$"
    ),
    # One grade or class became another.
    re.compile(
        r"由[^，\d]{1,10}(?:提升|提高|改善|上升|升级|优化|晋升|转变)(?:到|至|为)[^，\d]{1,12}$"
    ),
    re.compile(r"(?:未扣分得满分|得满分$|排名(?:第一|首位|榜首))"),
    # Something named exists now.
    re.compile(
        r"^(?:[^，]{0,24})?(?:制定|出台|印发|修订|制订|编制|颁布|发布)(?:了"
        r"|完成了?)?[^，]{0,8}《[^》]+》"
    ),
    re.compile(
        r"^(?:[^，]{0,24}?)(?:成立|组建|建立|创建|推出|设立|开通|上线|建成|搭建|开创|首创"
        r"|开设)(?:了)?[^，]{0,10}(?:“[^”]+”|专班)[^，]{0,36}$"
    ),
    re.compile(
        r"(?:发布|上线|播出|投入使用|上线运行|投入(?:试)?运行|正式启用|正式运营|建成投用"
        r"|建成运营|通车|开园|开馆|竣工(?:验收)?|通过[^，]{0,10}(?:验收|评审|审核|考核|认证"
        r"|评估|复审|复核|复查|检查|审计)|挂牌(?:成立|运营)|摘帽|落地见效|封顶)(?:工作)?$"
    ),
    re.compile(r"^(?:成功|有效|妥善|圆满)化解[^，]{2,}"),
)
# Awards and listings.
AWARD = re.compile(
    r"(?:获评|被评为|评为|荣获|获得|荣膺|入选|入围|获批|被授予|授予|被认定为|认定为|被列[为入]"
    r"|上榜|跻身|蝉联)[^，]{0,40}(?:“[^”]+”|称号|先进|示范|优秀|荣誉|奖|名单|试点|表彰|前列"
    r"|第[一二三四五六七八九十]|首批|国家级|全国|省级|单位|街道|社区|集体|个人|产品|品牌|基地|城市|县|村|镇|学校|企业"
    r"|项目|标志|认证|冠军|一等|二等|三等)"
)
# 完成 with the name of an event that is then over.
COMPLETED = re.compile(
    rf"^(?P<who>[^，]{{0,16}}?)(?:圆满|顺利|全面|如期|按时|按期|基本|成功|已|均|高质量"
    rf"|代表[^，]{{2,6}}圆满)*完成(?:了)?(?:对)?(?P<what>[^，]{{2,50}}(?:{_EVENT}))$"
)
NEVER = re.compile(r"^(?P<never>(?:未|没有|无)(?:再)?(?:发生|出现)|无(?=.*情况$))(?P<what>.+)$")
AND = re.compile(r"、|和|及(?!时)|以及|与")
BLANKET = re.compile(
    r"(?:均|全部|基本|已|圆满|全面|较好地?|按时)[^，]{0,8}(?:完成|达到|实现"
    r"|达成)[^，]{0,14}(?:绩效|年初|预期|年度|既定|各项|设定)[^，]{0,6}(?:目标|任务|指标)"
    r"|目标(?:任务)?(?:均|全部|已|基本|全面|圆满)[^，]{0,6}(?:完成|实现|达成)"
)
# A step on the way, or the daily work of an office.
VAGUE = re.compile(
    r"^(?:圆满|顺利|全面|按时|较好)?完成[^，]{0,6}(?:各项工作任务|各项任务|各项工作|工作任务"
    r"|目标任务|交办的[^，]{0,12}|[^，]{0,14}下达的(?:各项|全部)?(?:指标|任务|目标)[^，]{0,2}$"
    r"|单位目标任务)"
)
_TRAIL = re.compile(r"(?:的?工作|的情况|了)$")


@dataclass(frozen=True, slots=True)
class State:
    """An end state and whose it is ("" when its words do not say)."""

    metric: str
    subject: str = ""


def states_in(words: str) -> tuple[State, ...]:
    """The end states that a clause states; two things that never happened are two.

    >>> states_in("圆满完成街道残疾人联合会第三次换届选举工作")
    (State(metric='完成第三次换届选举', subject='街道残疾人联合会'),)
    >>> [state.metric for state in states_in("未发生进京越级访和大规模群访事件")]
    ['未发生进京越级访', '未发生大规模群访事件']
    >>> states_in("不断提升服务质量")
    ()
    """
    body = words[lead_end(words) :] if not words.startswith(("全部", "均", "已")) else words
    if len(words) > 90 or NOT_YET.search(words) or VAGUE.search(body):
        return ()
    if BLANKET.search(words):
        return (_blanket(words),)
    if (match := COMPLETED.search(words)) and match["what"] not in ("各项工作", "工作"):
        return (_completed(match["who"], match["what"]),)
    if match := AWARD.search(words):
        return (_award(words, match),)
    if any(pattern.search(words) for pattern in DONE):
        return _plain(_TRAIL.sub("", words[_time_end(words) :]))
    return ()


def _completed(who: str, what: str) -> State:
    """What was completed, and the place or body whose it is."""
    what = _TRAIL.sub("", what)
    found = OWNER.match(what)
    if found:
        return State("完成" + found["what"], found["owner"])
    who = re.sub(r"在[^，]*中$", "", who)
    return State(f"完成{what}", who if len(who) >= 2 and not COVERB.match(who) else "")


def _award(words: str, match: re.Match[str]) -> State:
    before = words[lead_end(words) : match.start()]
    subject = before.removesuffix("在").removesuffix("成功")
    metric = re.sub(r"的基础上$", "", words[match.start() :])
    if len(subject) < 2 or subject.startswith(("在", "以", "通过")):
        return State(before + metric)
    return State(metric, subject)


def _blanket(words: str) -> State:
    middle = re.search(r"均|全部|都|已|基本|圆满", words)
    subject = words[: middle.start()] if middle else ""
    return State(words, subject if 2 <= len(subject) <= 20 else "")


def _plain(words: str) -> tuple[State, ...]:
    """A state in its own words; 「无甲以及乙情况」 and 「未发生甲和乙」 are two."""
    if match := NEVER.match(words):
        things = [thing for thing in AND.split(match["what"]) if len(thing) >= 2]
        if len(things) > 1 and "的" not in match["what"]:
            return tuple(State(match["never"] + thing) for thing in things)
    if words.startswith("无") and (parts := fund_parts(words.removeprefix("无"))):
        return (State(words, parts[0]),)
    return (State(words),)


def _time_end(words: str) -> int:
    match = re.match(rf"(?:{TIME}|率先|，)+", words)
    return match.end() if match and match.end() < len(words) else 0


def is_safe_in_passing(words: str) -> bool:
    """Is a clause of any section the statement that nothing bad was found?

    >>> is_safe_in_passing("没有发现违规行为"), is_safe_in_passing("完成自评工作")
    (True, False)
    """
    return bool(DONE[0].search(words)) and not NOT_YET.search(words)


def is_blanket_claim(words: str) -> bool:
    """Does a clause claim all targets at once?

    >>> is_blanket_claim("本单位重点项目均完成年初绩效目标")
    True
    """
    return bool(BLANKET.search(words))
