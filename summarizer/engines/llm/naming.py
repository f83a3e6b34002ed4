"""Naming: the division of a printed name into subject and metric.

A model is asked for the subject first and tends to cut it out of every name (违规招牌 | 拆除). A
subject says who or where: a body, a place, people, a project. The object of a verb or of a rate
belongs to the metric, as the report prints it.
"""

from __future__ import annotations

import re

from summarizer.engines.llm.placing import fold
from summarizer.engines.llm.reading import Read
from summarizer.engines.llm.reply_entries import ResultEntry, TargetEntry
from summarizer.schema import Chunk
from summarizer.segmentation import clauses

__all__ = ["name_of"]

Name = tuple[str, str]

# Who and where.
_BODY = re.compile(
    r"^(?:全|我|本)[省市州县区乡镇街村局校院办]|^(?:全|我|本)(?:单位|部门|街道|中心)"
    r"|(?:街道|办事处|学校|单位|部门|局|中心|委|委会|办|办公室|分局|站|大?队|社区|小区|公司|集团|机关"
    r"|街|镇|乡|村|县|市|省|州|厅|馆|院|所|平台|片区|园区|广场|酒店|大厦|宿舍|两岸|支部|联合会|机构"
    r"|卡点|房|房屋|建筑|区域|场所|路段)$"
)
_PEOPLE = re.compile(
    r"(?:人群|群体|人员|群众|干部|居民|老人|残疾人|成员|书记|对象|企业|[教医]师|妇女?|党员|职工|学?生"
    r"|家庭|人才)$"
)
_SERVICE = re.compile(r"(?:热线|服务|事项|活动|行动|讲座|会议|学习班|党委|党组织)”?$")
_PROJECT = re.compile(r"(?:项目|工程|经费|预算(?:支出)?)$")
# Words that are no names.
_GENERAL = re.compile(
    r"^(?:(?:19|20)\d\d年度?)?(?:该|各|本年|部门)?"
    r"(?:项目|资金|项目资金|预算|决算|案件|工作|(?:项目|基本)?支出|收入)$"
)
_FUNDS = re.compile(r"(?:资金|补[助贴]|款)$")
_MEDIA = re.compile(r"媒体(?:平台)?$")
_STANDARD = re.compile(r"标准$")
# The subject of all figures of a sentence: its first words, or those after a time.
_SCOPE = re.compile(
    r"(?:[^，。；：]{0,14}[，,]|(?:19|20)\d\d年度?|今年以?来?，?|目前，?)?"
    r"(?P<who>全[省市州县区乡镇街村校]|[我本](?:省|市|州|县|区|乡|镇|街道?|村|校|局|院|单位)|学校|街道)"
    r"(?=[现共已在今全新累目开完纳实投组应])"
)
# 比上年 outside the clause of the number.
_SINCE = re.compile(r"(?:比上年度?|同比|较上年度?)(?=增|减|下|上|提)")
# A name that needs an object.
_BARE = re.compile(
    r"^(?:占|比上年|比去年|较|同比|环比|增长|增加|减少|下降|上升|提高|降低|完成(?:目标|计划|年度))"
)
_SATISFACTION = re.compile(r"满意[度率]")
_ACCOUNT = re.compile(r"^“?三公”?经费")
_MONEY_NAME = re.compile(r"(?:费|支出|资金|基金|补助)$")
_PLAIN_MONEY = re.compile(
    r"^(?:年初|全年|本年|调整后|实际|年度|基本|项目|完成)*"
    r"(?:支出|收入|预算|执行|决算|投资|资金)(?:数|额|金额|总额)?$"
)
_AMOUNT = re.compile(r"^(?:金额|数额|资金额|经费额?|安排)$")
# 基层党建办公室经费: the owner of the money.
_FUNDS_OF = re.compile(r"^(?P<who>.+(?:办公室|中心|大?队|局|所|站|处|科|学校))(?P<what>经费.*)$")
# Words before a name that do not belong to it.
_COUNTING = re.compile(
    r"^(?:全年|今年|本年度|当年|目前|截至目前)?(?:共计|累计|合计|总计|共)(?=.{3})"
)
_WITH = "在于对为向给"


def name_of(one: Read, entry: TargetEntry | ResultEntry, chunk: Chunk) -> Name:
    """Return subject and metric of an item as the report divides them."""
    subject, metric = entry.subject, _COUNTING.sub("", entry.metric)
    metric = re.sub(r"^收(?=总计)", "收入", re.sub(r"^支(?=总计)", "支出", metric))
    if not subject and _kind(one) == "money" and (funds := _FUNDS_OF.match(metric)):
        return funds["who"], funds["what"]
    clause, sentence = _clause(one, entry, chunk), _sentence(one, chunk)
    if one.placed and (since := _SINCE.search(metric)) and fold(since.group()) not in clause:
        metric = metric.replace(since.group(), "")
    if not subject and isinstance(entry, ResultEntry) and one.placed:
        return _with_scope(metric, sentence)
    if not subject or not metric:
        return subject, metric
    if _BARE.search(metric) or _ACCOUNT.search(subject):
        return "", _joined(subject, metric, "")
    if fold(subject) in clause:
        return _in_clause(one, entry, subject, metric, clause)
    if isinstance(entry, TargetEntry) and fold(subject + metric) in sentence:
        return ("", subject + metric) if not _is_own(subject) else (_telling(subject), metric)
    if isinstance(entry, TargetEntry) or fold(subject) not in sentence:
        return _telling(subject), metric
    return _inherited(one, subject, metric)


def _with_scope(metric: str, sentence: str) -> Name:
    """Return the subject of all figures of a sentence with a metric."""
    scope = _SCOPE.match(sentence)
    who = scope["who"] if scope else ""
    return who, _COUNTING.sub("", metric.removeprefix(who)) or metric


def _in_clause(
    one: Read, entry: TargetEntry | ResultEntry, subject: str, metric: str, clause: str
) -> Name:
    """Return subject and metric for a subject in the clause of the number."""
    kind = _kind(one)
    joined = _joined(subject, metric, clause)
    if _GENERAL.match(subject):
        return "", metric if kind == "money" and not _is_plain(metric) else joined
    if subject.endswith(("项目", "工程")) and not (kind == "money" and _AMOUNT.match(metric)):
        return subject, metric
    if isinstance(entry, TargetEntry) and not _is_own(subject):
        return "", joined
    if kind == "money" and not _BODY.search(subject):
        of_money = _of_money(subject, metric, clause)
        if of_money is not None:
            return of_money
    if any(mark.search(metric) for mark in (_SATISFACTION, _STANDARD)) or _MEDIA.search(subject):
        return "", joined
    if _BODY.search(subject) and not _is_counted(one, subject, clause):
        return subject, metric
    kept = _is_separate(subject, clause, kind, is_last=joined.endswith(subject))
    return (subject, metric) if kept else ("", joined)


def _of_money(subject: str, metric: str, clause: str) -> Name | None:
    """Return subject and metric of an amount whose subject is no body, if words of money decide."""
    is_name = _MONEY_NAME.search(subject) and _is_plain(metric) and fold(metric) not in clause
    if is_name or _AMOUNT.match(metric):
        return _whose("", subject)
    if _FUNDS.search(subject):
        return "", _joined(subject, metric, clause)
    people = _PEOPLE.search(subject) and not _STANDARD.search(metric)
    if people or _is_plain(metric) or _PROJECT.search(subject):
        return subject, metric
    return None


def _is_separate(subject: str, clause: str, kind: str, *, is_last: bool) -> bool:
    """Return True if a service, people, or the object of a preposition is no part of the metric."""
    if _SERVICE.search(subject) and not is_last:
        return True
    at = clause.find(fold(subject))
    after_preposition = clause[max(0, at - 1) : at] in tuple(_WITH)
    people = bool(_PEOPLE.search(subject)) and not is_last
    return kind != "percent" and (after_preposition or people)


def _inherited(one: Read, subject: str, metric: str) -> Name:
    """Return subject and metric for a subject from an earlier clause of the sentence."""
    if _GENERAL.match(subject):
        return "", metric
    kind = _kind(one)
    who = any(mark.search(subject) for mark in (_BODY, _PEOPLE, _SERVICE, _PROJECT))
    theirs = _SATISFACTION.search(metric) and _PEOPLE.search(subject)
    if theirs or not (who or kind in ("money", "")):
        return "", subject + metric
    return subject, metric


def _kind(one: Read) -> str:
    return one.placed.quantity.kind if one.placed else ""


def _telling(subject: str) -> str:
    """Return the subject if it is specific."""
    return "" if _GENERAL.match(subject) else subject


def _is_own(subject: str) -> bool:
    """Return True if the subject of a target is a project or a body."""
    return any(mark.search(subject) for mark in (_BODY, _PROJECT))


def _is_plain(metric: str) -> bool:
    """Return True if a metric says only that something is money."""
    return _PLAIN_MONEY.match(metric) is not None


def _whose(subject: str, metric: str) -> Name:
    """Split a name of funds into the body that owns them and the rest."""
    funds = _FUNDS_OF.match(metric)
    return (funds["who"], funds["what"]) if funds else (subject, metric)


def _is_counted(one: Read, subject: str, clause: str) -> bool:
    """Return True if the subject is the counted thing (7个小区)."""
    return one.placed is not None and fold(one.placed.quantity.text + subject) in clause


def _joined(subject: str, metric: str, clause: str) -> str:
    """Return both as one name, in printed order."""
    if subject in metric or metric in subject:
        return max(subject, metric, key=len)
    at, place = clause.find(fold(subject)), _place(fold(metric), clause)
    return metric + subject if 0 <= place < at else subject + metric


def _place(name: str, clause: str) -> int:
    """Return the place of a name, or of its beginning, in a clause; -1 if absent."""
    for length in range(len(name), 1, -1):
        if (place := clause.find(name[:length])) >= 0:
            return place
    return -1


def _sentence(one: Read, chunk: Chunk) -> str:
    span = chunk.sentence(one.at[0]) if one.at else None
    return fold(chunk.document.text[slice(*span)]) if span else ""


def _clause(one: Read, entry: TargetEntry | ResultEntry, chunk: Chunk) -> str:
    """Return the clause of an item's number; without a number, its subject and metric."""
    span = chunk.sentence(one.at[0]) if one.at else None
    if span is None:
        return ""
    if one.placed:
        start = one.placed.quantity.start
        parts = clauses(chunk.document.text, *span)
        span = next((part for part in parts if part[0] <= start < part[1]), span)
        return fold(chunk.document.text[slice(*span)])
    both = (fold(entry.subject + entry.metric), fold(entry.metric + entry.subject))
    return next((words for words in both if words in _sentence(one, chunk)), "")
