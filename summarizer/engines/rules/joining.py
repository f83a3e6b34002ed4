"""What a clause leaves unsaid of its number: taken from the clauses before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.engines.rules.figures import Piece, plain
from summarizer.engines.rules.scope import Base, Scope
from summarizer.engines.rules.wording import (
    VERBS,
    bare_verb,
    is_rate,
    lead_end,
    leading_verb,
    object_of,
    split_subject,
    stands_alone,
)
from summarizer.genre.clauses import Clause
from summarizer.genre.indicators import level_of

__all__ = ["DELTA", "Bound", "join"]

Offsets = tuple[int, int]

GENERIC_RATE = re.compile(r"^.{0,9}(?:率|满意度|比例|比重|占比|得分|覆盖面)$")
BARE_PERCENT = re.compile(
    r"^(?:(?:完成|达到|占|超额完成|达|占比|完成率|完成进度|同比)[^率]{0,14}|完成率|)$"
)
FUND_RATE = re.compile(
    r"^(?:资金|预算|支出|经费|项目资金)?(?:预算|资金)?(?:执行|到位|支出|使用|完成|支付)(?:进度)?率$"
)
# Funds that are named whole: 其他收入 is not that of the 上级补助 before it.
OWN_FUND = re.compile(
    r"^(?:其他|事业|经营|附属单位|上级|上年|年初|年末|本年|财政|中央|地方|自治区|自筹|[省市县区旗镇]级).{0,10}"
    r"(?:收入|结转|结余|拨款|资金|经费)(?:数|额)?$"
)
DELTA = re.compile(
    r"^(?:同比|环比|比|较|与.{1,10}相比|增长|下降|增加|减少|提高|降低|上升|提升|上涨|压减|缩减|减)"
)
# Numbers that tell how an activity was attended: 覆盖人数4000余人, 发放宣传资料2万份.
ACCOMPANIES = re.compile(
    r"^(?:发放|派发|散发|覆盖|参与|参加|受益|惠及|服务|吸引|受教育|接受|发出|张贴|悬挂).{0,10}$"
)
# A verb no longer than this needs the thing it was done to (规范, 整改; not 临时救助).
LONGEST_VERB = 2
# 「配套资金应到位4600万元，实际到位1200万元」: the thing without what was due of it.
DUE = re.compile(rf"(?:应|计划|需)(?:{VERBS})?$")
# 「中央资金80万元、省级资金20万元，共计100万元」 sums up what has names of its own.
SUM_ALONE = re.compile(r"(?P<word>共计|合计|总计)\s*$")
OF_PLAN = re.compile(r"(?:预算|计划|指标)(?:安排|批复|下达)?(?:数|额|金额)?$")
PAYING = frozenset(("拨付", "支付", "兑付", "发放", "使用"))
MONEY_NAME = re.compile(r"(?:资金|经费|费|补助|补贴|津贴|款|金|投资|支出)$")
# A longer label is a sentence.
LONGEST_LABEL = 16
# Words for the outcome of what was promised just before.
JUDGED = re.compile(
    r"(?P<what>.{2,40}?(?:[率度量数额]|占比|比例|比重|水平))(?:普遍|总体|整体|相对|仍然?|还|较|偏|明显)*(?:低|高|不高|不足|不够|不强|过低)$"
)
OUTCOME = re.compile(rf"^(?:实际)?(?:{VERBS}|完成值|实际值|完成数|实际数|完成情况|)$")
# 「产业类项目46个，投入资金7845万元」: the money of what was counted.
OF_COUNTED = re.compile(r"^(?:投入|涉及|安排|拨付|使用|完成|总|补助)(?:资金|投资|金额)$")
TIME_ONLY = re.compile(
    r"^(?:其中|分别)?[：:]?(?:20\d\d年度?(?:\d{1,2}月)?|\d{1,2}月份?|第?[一二三四]季度|[上下]半年)$"
)
OF_ALL = frozenset(
    (
        "总数",
        "总量",
        "数量",
        "存量",
        "保有量",
        "年末总数",
        "面积",
        "总面积",
        "金额",
        "总金额",
        "里程",
        "总里程",
        "长度",
        "总长度",
    )
)
NEWLY = re.compile(r"^新(?:认定|增加?|培育|发展|注册|建)(?=..)")
BEYOND = ("超额完成", "多完成", "超出")
VERB_AFFIX = re.compile(r"^(?:正在|已)|(?:完毕|完成)$")


@dataclass(slots=True)
class Bound:
    """A figure with its metric, its subject ("" when none is printed) and its places, the
    shortest stretch first. `label` is where its own words stand; `outcome` says that a promise
    named it; `period` is the time that stands for its name."""

    metric: str
    subject: str
    spans: list[Offsets]
    direction: str
    label: Offsets
    own_subject: bool = False
    continues: bool = False
    share: str = ""
    outcome: bool = False
    period: str = ""


def join(scope: Scope, clause: Clause, piece: Piece, bound: Bound, text: str) -> None:
    """Take from the scope what the piece does not print."""
    base, figure, metric = scope.base, piece.quantity, bound.metric
    if figure.kind == "rank" or figure.unit == "个百分点":
        base = scope.latest
    changes = bound.direction != "none" and DELTA.match(metric or "增长")
    if (
        changes
        and figure.unit not in ("%", "个百分点")
        and base
        and base.quantity.unit != figure.unit
    ):
        # 「发生火灾1起，过火面积2.3亩，较上年减少2起」
        base = scope.levels.get(figure.unit, base)
    if TIME_ONLY.match(metric) and (label := _label_before(scope, clause, text)):
        # 「支出进度：一季度25%，二季度52%」
        bound.metric, bound.period = label, metric
        bound.spans[0] = (scope.previous.start if scope.previous else piece.start, figure.end)
    elif base and figure.unit == base.quantity.unit and _another_time(base, metric):
        # 「三年支出9600万元，其中2021年2800万元、2022年3200万元」
        bound.metric, bound.subject = base.metric, base.subject or ""
        bound.period = metric.removeprefix("其中").strip("：:")
        _cite(bound, base.label)
    elif base and (figure.kind == "rank" or changes) and not bound.own_subject:
        _continue(bound, base, base.metric + metric)
    elif (promise := scope.promise_in(figure.unit)) and _tells_outcome(promise, metric):
        bound.metric, bound.subject = promise.metric, promise.subject or ""
        _cite(bound, promise.place)
        scope.promises.remove(promise)
        bound.outcome = True
    elif figure.unit == "%" and base and (BARE_PERCENT.match(metric) or bound.share):
        _continue(bound, base, _joined(base.metric, bound.share or metric or "率"))
    elif bound.own_subject:
        return
    elif is_rate(metric) and (GENERIC_RATE.match(metric) or not stands_alone(metric)):
        _rate(scope, clause, bound, text)
    elif base and metric in BEYOND:
        bound.metric = metric + base.thing
        _cite(bound, base.place)
    elif metric == "得" and figure.kind == "score":
        bound.metric, bound.subject = "得分", scope.latest.metric if scope.latest else ""
    elif not metric and (label := _label_before(scope, clause, text)):
        bound.metric = label
        bound.spans[0] = (scope.previous.start if scope.previous else piece.start, figure.end)
    elif summed := _sums_up(text, base, piece):
        bound.metric = f"资金{summed}"
    elif not metric or bare_verb(metric):
        _verb_alone(scope, clause, bound, figure.unit)
        if not bound.metric and scope.previous is not None and scope.silent:
            bound.metric = _judged(text[scope.previous.start : scope.previous.end])
    elif base and _numbers_first(text, piece) and base.quantity.unit == figure.unit:
        bound.subject = base.thing
        _cite(bound, base.place)
    elif not base and DELTA.match(metric) and scope.previous is not None and scope.silent:
        bound.metric = _judged(text[scope.previous.start : scope.previous.end]) + metric
        bound.spans[0] = (scope.previous.start, bound.spans[0][1])
    elif base and metric in OF_ALL and not base.thing.startswith(("其他", "其余")):
        bound.metric = NEWLY.sub("", base.thing) + metric
        _cite(bound, base.place)
    elif base and OF_COUNTED.match(metric) and _alone(scope, base):
        bound.subject = base.thing
        _cite(bound, base.place)
    elif scope.event and ACCOMPANIES.match(metric):
        bound.subject = scope.event
        _cite(bound, scope.event_span)
    elif metric.startswith("存在") and base:
        bound.subject = base.thing
        _cite(bound, base.place)
    elif OWN_FUND.match(metric) and not scope.topic:
        return
    elif scope.subject and scope.topic and text.startswith(("对", "为", "给"), piece.start):
        # Another is spoken of now: 「对420名老人进行调查；对28名家属进行访谈」.
        return
    elif scope.subject and (scope.topic or not leading_verb(metric)):
        bound.subject = scope.subject
        _cite(bound, scope.subject_span)


def _continue(bound: Bound, base: Base, metric: str) -> None:
    bound.metric, bound.subject, bound.continues = metric, base.subject or "", True
    _cite(bound, base.label)


def _verb_alone(scope: Scope, clause: Clause, bound: Bound, unit: str) -> None:
    """「规范4900余起」, 「已整改105处」: the thing stands in a clause before."""
    if scope.base and unit == "元" and _is_spending(scope.base.thing, bound.metric):
        # 「采购预算420万元，实际采购386.5万元」
        bound.metric, bound.subject = "实际" + bound.metric, scope.base.subject or ""
        _cite(bound, scope.base.place)
        return
    simple = len(VERB_AFFIX.sub("", bound.metric)) <= LONGEST_VERB or "和" in bound.metric
    if scope.topic:
        bound.subject = scope.subject
        _cite(bound, scope.subject_span)
    elif (base := scope.base) and not bound.metric:
        bound.metric = base.metric
        _cite(bound, base.place)
    elif not simple:
        return
    elif base and base.quantity.unit == unit and not bare_verb(base.thing):
        bound.metric += DUE.sub("", base.thing)
        _cite(bound, base.place)
    elif scope.previous is not None and scope.silent and clause.before in ("，", ","):
        bound.spans[0] = (scope.previous.start, bound.spans[0][1])


def _another_time(base: Base, metric: str) -> bool:
    return bool(TIME_ONLY.match(metric)) and not TIME_ONLY.match(base.metric)


def _alone(scope: Scope, base: Base) -> bool:
    """Was one thing counted so far, so that what follows can only be its money?"""
    others = {unit for unit in scope.levels if unit not in (base.quantity.unit, "元", "%")}
    counted = base.quantity.kind == "count" and not others
    return counted and not scope.subject and len(base.thing) <= LONGEST_LABEL


def _label_before(scope: Scope, clause: Clause, text: str) -> str:
    """「项目资金：580万元」: the name in front of a colon."""
    if clause.before not in ("：", ":") or scope.previous is None or not scope.silent:
        return ""
    words = plain(text, scope.previous.start, scope.previous.end)
    return words if 2 <= len(words) <= LONGEST_LABEL and level_of(words) is None else ""


def _sums_up(text: str, base: Base | None, piece: Piece) -> str:
    """The word that sums up amounts with names of their own, or ""."""
    figure = piece.quantity
    alike = figure.unit == "元" and (base is None or base.quantity.unit == "元")
    summed = SUM_ALONE.match(text, piece.start, figure.start) if alike else None
    return summed["word"] if summed else ""


def _is_spending(thing: str, verb: str) -> bool:
    """Is what was done with money told of a budget, or of nothing that is money?"""
    return bool(OF_PLAN.search(thing)) or (verb in PAYING and not MONEY_NAME.search(thing))


def _judged(words: str) -> str:
    """「补贴政策知晓率偏低，仅为78.4%」: what the clause before judges."""
    match = JUDGED.match(words)
    return match["what"][lead_end(match["what"]) :] if match else ""


def _tells_outcome(base: Base, metric: str) -> bool:
    """Is it the outcome of what was promised just before: 实际完成, 实际满意度?"""
    said = metric.removeprefix("实际")
    alike = len(said) >= 2 and (base.metric.endswith(said) or base.metric.startswith(said))
    return bool(OUTCOME.match(metric)) or alike


def _numbers_first(text: str, piece: Piece) -> bool:
    """Does a clause open with its number (425栋已出鉴定报告)?"""
    return not piece.listed and not text[piece.start : piece.quantity.start].strip()


def _rate(scope: Scope, clause: Clause, bound: Bound, text: str) -> None:
    """Whose rate: the printed subject, the thing last counted, or the clause before."""
    metric, base = bound.metric, scope.base
    alone = stands_alone(metric)
    if FUND_RATE.match(metric):
        bound.subject = (base.subject if base else scope.subject) or ""
    elif scope.subject:
        bound.subject = scope.subject
        _cite(bound, scope.subject_span)
        if base and (joint := _overlap(base.metric, metric)):
            bound.metric = joint
            _cite(bound, base.label)
    elif alone:
        return
    elif base and base.quantity.unit != "元":
        bound.subject = base.subject or ""
        bound.metric = _joined(base.thing, metric)
        _cite(bound, base.place)
    elif scope.previous is not None and scope.silent and clause.before in ("，", ","):
        words = plain(text, scope.previous.start, scope.previous.end)
        words = words[lead_end(words) :]
        if 3 <= len(words) <= 40:
            bound.spans[0] = (scope.previous.start, bound.spans[0][1])
            subject, rest = split_subject(words)
            thing = object_of(rest)
            bound.metric = (thing if len(thing) <= 14 else subject) + metric


def _joined(thing: str, metric: str) -> str:
    """A thing and what is said of it; words that meet are not said twice (要求整改, 整改率)."""
    if metric.startswith(thing):
        return metric
    if metric.startswith("完成"):
        thing = thing.removeprefix("完成")
    return (thing.removesuffix(metric[:2]) or thing) + metric


def _overlap(before: str, metric: str) -> str:
    """「首针接种」 and 「接种覆盖率」 make 首针接种覆盖率."""
    at = before.find(metric[:2])
    return before[:at] + metric if at > 0 and not leading_verb(before) else ""


def _cite(bound: Bound, span: Offsets | None) -> None:
    if span is not None:
        bound.spans.append(span)
