"""Ellipsis: words missing from the label of a number, taken from earlier clauses.

A tuple of small resolvers, called in order; the first that applies wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.engines.rules.figures import Piece, plain
from summarizer.engines.rules.labels import Label
from summarizer.engines.rules.noun_phrases import (
    VERBS,
    bare_verb,
    is_rate,
    lead_end,
    names_its_thing,
    object_of,
    split_subject,
)
from summarizer.engines.rules.scope import Level, Scope
from summarizer.genre.clauses import Clause

__all__ = ["DELTA", "RESOLVERS", "Gap", "complete"]

Offsets = tuple[int, int]

DELTA = re.compile(
    r"""^(?:同比|环比|比|较|与.{1,10}相比|增长|下降|增加|减少|提高|降低|上升|提升|上涨|压减|缩减|减)""",
    re.VERBOSE,
)
_BARE_PERCENT = re.compile(
    r"""^(?:(?:完成|达到|占|超额完成|达|占比|完成率|完成进度|同比)[^率]{0,14}|完成率|)$""",
    re.VERBOSE,
)
_GENERIC_RATE = re.compile(r"^.{0,9}(?:率|满意度|比例|比重|占比|得分|覆盖面)$")
_FUND_RATE = re.compile(
    r"""^(?:资金|预算|支出|经费|项目资金)?(?:预算|资金)?
    (?:执行|到位|支出|使用|完成|支付)(?:进度)?率$""",
    re.VERBOSE,
)
# Words for the outcome of the target just stated.
_OUTCOME = re.compile(
    rf"^(?:实际)?(?:{VERBS}|完成值|实际值|完成数|实际数|完成情况|(?:年末|年终|调查|评价)?(?:统计|结果)?|)$"
)
# The longest verb that needs its object (规范, 整改; not 临时救助).
_LONGEST_VERB = 2
_VERB_AFFIX = re.compile(r"^(?:正在|已)|(?:完毕|完成)$")
_SUM_ALONE = re.compile(r"(?:共计|合计|总计)")
_SIZES = re.compile(r"(?:年末)?总?(?:数|量|面积|金额|里程|长度)|数量|存量")
_NEWLY = re.compile(r"^新(?:认定|增加?|培育|发展|注册|建)(?=..)")
_TIME_ONLY = re.compile(
    r"""20\d\d年度?(?:\d{1,2}月)?|\d{1,2}月份?|第?[一二三四]季度|[上下]半年""", re.VERBOSE
)
_BUDGET = re.compile(
    r"""(?P<whose>(?:(?!年初|全年|调整|[本我单]|项目(?!支出))[^，]{2,20}?)?)(?:年初|全年|调整后?)*预算(?:安排)?
    (?:数|额|资金)?$""",
    re.VERBOSE,
)
_SPENT = re.compile(r"(?:实际|全年)*(?:支出|决算|执行|完成)(?:决算)?(?:数|额|金额)?")
_JUDGED = re.compile(
    r"""(?P<what>.{2,40}?(?:[率度量数额]|占比|比例|比重|水平))
    (?:普遍|总体|整体|相对|仍然?|还|较|偏|明显)*(?:低|高|不高|不足|不够|不强|过低)$""",
    re.VERBOSE,
)
# A longer label is a sentence.
_LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Gap:
    """A label and its position: the input of a resolver, and the label to complete."""

    text: str
    scope: Scope
    clause: Clause
    piece: Piece
    label: Label

    @property
    def unit(self) -> str:
        return self.piece.quantity.unit

    @property
    def level(self) -> Level | None:
        """Return the last level; for a change in another unit, the last level in that unit."""
        label, level = self.label, self.scope.level
        if self.piece.quantity.kind == "rank" or self.unit == "个百分点":
            return self.scope.latest
        if level and label.direction != "none" and self.unit not in ("%", level.quantity.unit):
            return self.scope.by_unit.get(self.unit, level)
        return level

    @property
    def silent_before(self) -> str:
        """Return the words of the previous clause if it had no number and ends with a comma."""
        previous = self.scope.previous
        if previous is None or not self.scope.silent or self.clause.before not in ("，", ","):
            return ""
        return plain(self.text, previous.start, previous.end)


Resolver = Callable[[Gap], bool]


def complete(gap: Gap) -> None:
    """Fill in what the label leaves out from the scope; the last named subject stays valid."""
    for resolve in RESOLVERS:
        if resolve(gap):
            break
    label, scope = gap.label, gap.scope
    if not label.subject and scope.subject and not gap.clause.marked:
        _carry(gap)


def change_of_level(gap: Gap) -> bool:
    """「受理106件，同比下降12%」 → 受理同比下降; a rank also refers to the last level."""
    label, level = gap.label, gap.level
    changes = label.direction != "none" and DELTA.match(label.metric or "增长")
    if level is None or label.subject or not (changes or gap.piece.quantity.kind == "rank"):
        return False
    _continue(label, level, level.metric + label.metric)
    return True


def another_time(gap: Gap) -> bool:
    """「支出300万元，其中2021年100万元」: a figure labelled only by a time refers to the last
    level.
    """
    label, level = gap.label, gap.scope.level
    metric = label.metric.removeprefix("其中").strip("：:")
    if level is None or gap.unit != level.quantity.unit or not _TIME_ONLY.fullmatch(metric):
        return False
    label.metric, label.subject, label.period = level.metric, level.subject or "", metric
    label.cite(level.label)
    return True


def outcome_of_promise(gap: Gap) -> bool:
    """「计划培训200人，实际完成215人」 → 培训."""
    label, promise = gap.label, gap.scope.promise_in(gap.unit)
    if promise is None:
        return False
    said = label.metric.removeprefix("实际")
    alike = len(said) >= 2 and (promise.metric.endswith(said) or promise.metric.startswith(said))
    if not alike and not _OUTCOME.match(label.metric):
        return False
    label.metric, label.subject, label.outcome = promise.metric, promise.subject or "", True
    label.cite(promise.place)
    gap.scope.promises.remove(promise)
    return True


def share_of_level(gap: Gap) -> bool:
    """「完成投资8.2亿元，占年度计划的102%」 → 投资占年度计划."""
    label, level = gap.label, gap.level
    if gap.unit != "%" or level is None or not (_BARE_PERCENT.match(label.metric) or label.share):
        return False
    _continue(label, level, _joined(level.metric, label.share or label.metric or "率"))
    return True


def own_subject(gap: Gap) -> bool:
    """「街道办结工单98件」: the named subject is the actor; nothing is missing."""
    return bool(gap.label.subject)


def rate_of_thing(gap: Gap) -> bool:
    """「检查企业120家，整改率98%」 → 企业整改率; a rate of funds keeps its name."""
    label, level = gap.label, gap.scope.level
    metric = label.metric
    if not is_rate(metric) or not (_GENERIC_RATE.match(metric) or not names_its_thing(metric)):
        return False
    if _FUND_RATE.match(metric):
        label.subject = (level.subject if level else gap.scope.subject) or ""
    elif names_its_thing(metric):
        pass
    elif gap.scope.topic:
        _carry(gap)
    elif level and level.quantity.unit != "元":
        label.subject = level.subject or ""
        label.metric = _joined(level.thing, metric)
        label.cite(level.place)
    elif words := gap.silent_before:
        _of_clause_before(gap, words[lead_end(words) :])
    return True


def spending_of_budget(gap: Gap) -> bool:
    """「公务接待费预算12万元，支出9.37万元」 → 公务接待费支出."""
    label, level = gap.label, gap.scope.level
    budget = _BUDGET.match(level.metric) if level else None
    if level is None or budget is None or gap.unit != "元" or not _SPENT.fullmatch(label.metric):
        return False
    spent = "实际完成" if label.metric == "完成" else label.metric
    label.metric, label.subject = budget["whose"] + spent, level.subject or ""
    label.cite(level.place)
    return True


def judged_before(gap: Gap) -> bool:
    """「补贴政策知晓率偏低，仅为78.4%」: the clause before gives the name."""
    label, match = gap.label, _JUDGED.match(gap.silent_before)
    if match is None or not (not label.metric or DELTA.match(label.metric)):
        return False
    previous = gap.scope.previous
    label.metric = match["what"][lead_end(match["what"]) :] + label.metric
    label.spans[0] = (previous.start if previous else gap.piece.start, label.spans[0][1])
    return True


def verb_alone(gap: Gap) -> bool:
    """「排查隐患145处，已整改105处」 → 整改隐患: an earlier clause names the object."""
    label, scope, level = gap.label, gap.scope, gap.scope.level
    if label.metric and not bare_verb(label.metric):
        return False
    simple = len(_VERB_AFFIX.sub("", label.metric)) <= _LONGEST_VERB or "和" in label.metric
    if _SUM_ALONE.fullmatch(gap.text[gap.piece.start : gap.piece.quantity.start].strip()):
        # 「中央资金80万元、省级资金20万元，共计100万元」
        label.metric = "资金合计" if gap.unit == "元" else "合计"
    elif scope.topic:
        _carry(gap)
    elif level and not label.metric:
        label.metric = level.metric
        label.cite(level.place)
    elif simple and level and label.metric in level.thing:
        # 「政府采购预算420万元，实际采购386.5万元」
        label.metric = "实际" + label.metric
        label.cite(level.place)
    elif simple and level and level.quantity.unit == gap.unit and not bare_verb(level.thing):
        label.metric += level.thing
        label.cite(level.place)
    elif simple and scope.previous and gap.silent_before:
        label.spans[0] = (scope.previous.start, label.spans[0][1])
    return True


def size_of_thing(gap: Gap) -> bool:
    """「新认定企业136家，总数达658家」 → 企业总数."""
    level = gap.scope.level
    if level is None or not _SIZES.fullmatch(gap.label.metric):
        return False
    thing = _NEWLY.sub("", level.thing)
    gap.label.metric = (thing if len(thing) <= _LONGEST_LABEL else "") + gap.label.metric
    gap.label.cite(level.place)
    return True


RESOLVERS: tuple[Resolver, ...] = (
    change_of_level,
    another_time,
    outcome_of_promise,
    share_of_level,
    own_subject,
    rate_of_thing,
    spending_of_budget,
    judged_before,
    verb_alone,
    size_of_thing,
)


def _carry(gap: Gap) -> None:
    gap.label.subject = gap.scope.subject
    gap.label.cite(gap.scope.subject_span)


def _continue(label: Label, level: Level, metric: str) -> None:
    label.metric, label.subject, label.continues = metric, level.subject or "", True
    label.cite(level.label)


def _of_clause_before(gap: Gap, words: str) -> None:
    """A rate after a clause without a number: 「规范办理群众来信，按期办结率100%」."""
    previous = gap.scope.previous
    if previous is None or not 3 <= len(words) <= 40:
        return
    gap.label.spans[0] = (previous.start, gap.label.spans[0][1])
    subject, rest = split_subject(words)
    thing = object_of(rest)
    gap.label.metric = (thing if len(thing) <= 14 else subject) + gap.label.metric


def _joined(thing: str, metric: str) -> str:
    """Join an object and a verb or rate without repeating shared words (要求整改, 整改率)."""
    if metric.startswith(thing):
        return metric
    if metric.startswith("完成"):
        thing = thing.removeprefix("完成")
    return (thing.removesuffix(metric[:2]) or thing) + metric
