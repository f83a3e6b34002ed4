"""Measures: one item per action (R11), with its object, never the verb alone."""

from __future__ import annotations

import re

from summarizer.engines.rules.figures import figures_in
from summarizer.engines.rules.noun_phrases import compose, lead_end, split_actor
from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.problems import is_deficient
from summarizer.genre.clauses import Clause, clauses_of, one_line
from summarizer.genre.comparators import comparator_of, without_comparator
from summarizer.genre.status import period_in
from summarizer.genre.themes import kind_of
from summarizer.genre.vocabulary import (
    ACTIONS,
    ADVERBS,
    ADVERBS_BEFORE_VERBS,
    CONTENT_VERBS,
    alternatives,
)
from summarizer.schema import MeasureDraft, TargetDraft

__all__ = ["aims_in", "is_measure", "measures_in_passing", "measures_of"]

Offsets = tuple[int, int]

_WE = r"""我(?:们|单位|局|委|办|街道?|镇|乡|县|区|市|省|村|中心|校|院|站|处|科|社区|部门|厅|所|队
  |园区)"""
_CONNECTED = rf"""(?:首先|其次(?:是)?|最后|同时|此外|另外|一方面|另一方面|从而|并且|并|且|也|还
  |再|今后|下一?步
    |下阶段|明年|下一?年度?|以后年度?|后续|在今后的?工作中|为此|因此|{_WE}|街道|单位|部门|各部门|财政部门
    |主管部门|项目单位)"""
_SHALL = r"""(?:建议|应当?|应该|要求?|需要?|须|必须|将要?|拟|计划|打算|继续)"""
_MANNER = r"""(?:进一步|切实|不断|持续|逐步|足额|全额|优先|如期|积极|认真|严格|及时|定期|适时
  |按月|按季度?|按年
    |按时|按期|每[月季年]度?|科学|合理|充分|牢牢|重点|着力|大力|分批|分期|全面|准确|精准|更加|努力|深入|有效|扎实|统筹
    |主动|尽快|提前|坚持|多(?=组织|开展|渠道|方|措)|尽量|适当|进行|开展|加以|把)"""
_LEAD = re.compile(
    rf"(?:针对(?:以上|上述|存在|这些|该)[^，]{{0,10}}，)?{_CONNECTED}*[，,]?{_SHALL}*", re.VERBOSE
)
_MODAL = re.compile(rf"{_CONNECTED}*[，,]?(?:{_SHALL}|{_MANNER})+", re.VERBOSE)
_ONLY_CONNECTED = re.compile(rf"{_CONNECTED}+[，,]?", re.VERBOSE)
_VERBS = f"{alternatives(ACTIONS + CONTENT_VERBS)}"
# 「执行中追加较多」 names a time, 「执行率」 a rate.
_ACTION = re.compile(rf"(?:{_VERBS})(?!率|中[^小医央级心长等国华学间药考])")
# 「项目单位要加强协调」, 「进度应定期考评」: an actor or object, then 要 or 应.
_ASKED = re.compile(
    rf"""[^，。；]{{2,20}}?(?:应[当该]?|要|须|必须|需)
    (?:{alternatives(ADVERBS + ADVERBS_BEFORE_VERBS)}|进一步|尽快|定期|严格|按|根据|由|予以|把|将
      |对)*
    (?:{_VERBS}|考评|由|予以|做)(?!\d)""",
    re.VERBOSE,
)
# 「市教育局会同市财政局按季度通报进度」, 「与高校合作开展定向培训」
_TOGETHER = re.compile(
    r"""[^，。；]{2,16}(?:局|委|办|厅|部门|单位|中心|社区|街道|乡镇|学校|医院)(?:会同[^，。；]{2,12}|牵头|负责)?
      (?:按季度?|按月|每[月季年]|定期|及时|尽快|严格|进一步)(?!率)
    | (?:与|和|同)[^，。；]{2,12}(?:合作|联合|对接|协作|联动)(?=.{2})""",
    re.VERBOSE,
)
_ASKS = re.compile(
    r"(?:还|仍)?(?:建议|需(?:要(?!说明)|进一步|(?=[^求要\d]))|应(?:当|该|进一步|尽快|及时))(?!.*\d)"
)
_AHEAD = re.compile(
    r"""[^，,。你您们的出]{0,10}?(?:今后(?!的?[目任])|下一?步(?!改进|措施|整改|工作建议)|接下来|下阶段|拟(?![定建])
      |将(?:[于在]|继续|进一步|通过|尽[早快]|积极|及时)|(?<!意见)建议(?![\d书数案的])|恳?请(?=[各省市县区上财]))
    |(?:明年|来年|计划20\d\d年)|[^，,。]{2,8}[组局委会](?:要求|强调)$""",
    re.VERBOSE,
)
# An action with a deadline, or planned for a coming year.
_DATED = re.compile(
    rf"""(?:于|在)?(?:(?:\d{{4}}年度?)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日|底|末)?(?:之?前|内)
      (?:力争|确保|全部|全面)*(?:完成|建成|实现|启动|出台|支付|兑付|达到|解决)
    | (?:\d{{4}}年度?|明年|下一?年度?)(?:计划|拟|将|力争|争取))
    | (?:于|在|每)[^，。；]{{2,14}}(?:之?前|内)(?:全部|全面)?(?:完成|完工|到位|实施|落实)
    | (?:(?:\d{{4}}年|[次来每]年)?\d{{1,2}}月|年)(?:\d{{1,2}}日)?[初中底末]?(?:前|内)(?:{_VERBS})
    | (?:由|与|和|同|会同|向|从|利用)[^，。；]{{2,20}}?(?:{_VERBS})(?=.{{2}})
    | 恳?请[^，。；求]{{2,12}}?(?:尽快|及时|进一步|加大|增加|给予|加强|拨付|安排|支持)""",
    re.VERBOSE,
)
# 「…进行撤并，于2022年底前完成」: the deadline of the previous action.
_BY_THEN = re.compile(
    r"""(?:于|在)?[^，。；]{2,14}(?:之?前|内)(?:全部|全面)?(?:完成|完工|到位|实施|落实)[^，。；]{0,6}$
    """,
    re.VERBOSE,
)
_HOW_OFTEN = re.compile(r"每(?:年|季度?|月|周|半年)(?:不少于|至少|\d)")
# The purpose or the outcome of an action: part of the action before it.
_PURPOSE = re.compile(
    r"""使|从而|以便|以期|以达|以确保|以保证|以提高|以|进而|达到|做到|实现|促进|确保|避免|防止|杜绝|力求|力争
    |争取|真正|让|推动.{0,12}(?:发展|提升)|最大限度|(?:切实|不断|进一步)?(?:提高|提升)|增强|保障|保证
    |为.{2,40}(?:提供|奠定|打下|创造)|即|形成|减少|降低|防范|规避|有效(?:防止|避免|提高|提升)|更好|充分发挥
    |牢固树立|便于|以免|免得|腾出|稳定|缩短|切实做到""",
    re.VERBOSE,
)
_CONDITION = re.compile(
    r"""[^，]*的$|由[^，]*牵头$|(?:[截从自])?[至\d\s年月日底前起]+$|在|对(?!接)|参照|针对|根据|按照|通过|围绕|结合|依据|作为|[^，]{0,8}以.{2,20}为|从|为了?|当|如|凡|待""",
    re.VERBOSE,
)
# It ends in a verb that is a noun here: 「结合行政区划调整」
_RESTS = re.compile("由[^，]*牵头$|(?:结合|根据|按照|依据|参照|对照)[^，]{2,8}$")
# 「对不足之处加以改进完善」: the action follows the condition.
_ACTS_INSIDE = re.compile(
    rf"""[^，]{{2,}}?(?:加以|予以|进行|给予|合理|科学|重新|{_VERBS})
    (?!.{{0,8}}(?:情况|过程|进度|进展|效果|结果|方案|要求|需要|程度|工作)$)[^，]{{2,}}(?<!时|后|中|上|下)(?<!方面|上面)$
    |[^，]{{2,}}(?:{_VERBS}|督办|问责|追责)$""",
    re.VERBOSE,
)
# A short action includes the effect that follows it: 适时开展培训，提高…的认识.
_AWARE = re.compile(r"(?:不断|切实|进一步)?(?:提高|提升|增强|强化|争取)")
_SHORT = 10
_SHORTEST = 4
_MARKS = tuple("，,；;。")
# 「每队不少于15人」 is an aim or a fact.
_AMOUNT = re.compile(r"\d[\d,.]*\s*[^\W\d]{0,4}$")
# 「不能补齐的|由第三方检测机构出具意见」
_TOPIC = re.compile(r".*的(?!话)")
_FOUR = re.compile(r"[^，。；]{4}(?:、[^，。；]{4})*$")
# The longest sentence that can be a heading.
_LONGEST_HEADING = 36
_EMPTY = re.compile(
    r"""^(?:无|暂无|没有|无建议|略)$|^(?:具体|主要|改进)?(?:措施|建议|做法)(?:如下)?$|如下$|时候?$|(?:要求|强调)$|^(?:需要?|应当?)?引起.{0,4}重视""",
    re.VERBOSE,
)
_LONGEST_ENTRY = 60
# What an entry tells of the past, supposes, or only names.
_NO_ACTION = re.compile(
    r"^(?:如果?|若|已|虽|尽管|由于|例如|从.*看|特此|涉及)|有[助利]于|仍在|来不及|得到保障|已(?:经|于|完成|建成)|[完达]成率|(?:方面|情况|问题)$"
)
# 「每队不少于15人」, 「压降追加比例至15%以内」
_BOUNDED = re.compile(
    r"(?=[^，,。；]*(?:(?:不[少低]于|至少|≥|超过)\d|至\s*\d)[\d,.\s]*[^\W\d]{0,2}%?(?:以[内上])?$)"
)
# 「力争预算调整率控制在5%以内」: an aim among measures.
_AIM = re.compile(r"(?:力争|确保|争取|使)")


def is_measure(words: str) -> bool:
    """Return whether a clause asks for or announces an action.

    >>> is_measure("资金使用进度应定期考评"), is_measure("项目管理水平需进一步提高")
    (True, False)
    >>> is_measure("结合历史数据合理确定指标值"), is_measure("无")
    (True, False)
    """
    if _EMPTY.search(words):
        return False
    if _DATED.match(words) or words.startswith("建议"):
        return True
    if (_ASKED.match(words) and not is_deficient(words)) or _TOGETHER.match(words):
        return True
    if _CONDITION.match(words) and _ACTS_INSIDE.match(words):
        return True
    if connected := _ONLY_CONNECTED.match(words):
        words = words[connected.end() :]
    modal = _MODAL.match(words)
    rest = words[modal.end() :] if modal else words
    return bool(_ACTION.match(rest)) or bool(modal and len(rest) >= 4 and not is_deficient(words))


def measures_of(passage: Passage) -> list[MeasureDraft]:
    """Return the measures of a passage, one per action, in reading order."""
    text = passage.document.text
    drafts: list[MeasureDraft] = []
    for place, (start, end) in enumerate(passage.sentences):
        if not _is_heading(passage, place):
            spans = _actions(
                text, start, end, pure=passage.role == "measures" and not passage.mixed
            )
            if passage.role == "measures" and not passage.mixed:
                spans = sorted([*spans, *_entries(text, start, end, spans)])
            drafts += [_draft(passage, span) for span in spans]
    return drafts


def measures_in_passing(passage: Passage) -> list[MeasureDraft]:
    """Return what a passage of another role asks for or announces: 「需建立机制」, 「今后…」."""
    text, found = passage.document.text, []
    for start, end in passage.sentences:
        ahead = next(
            (c.start for c in clauses_of(text, start, end) if _AHEAD.match(text, c.start, c.end)),
            end,
        )
        spans = [span for span in _actions(text, start, ahead) if _ASKS.match(text, *span)]
        found += [*spans, *_actions(text, ahead, end, pure=True)]
    return [_draft(passage, span) for span in found]


def _entries(text: str, start: int, end: int, found: list[Offsets]) -> list[Offsets]:
    """Numbered entries of a list of measures without a known verb: 「三是抢抓雨季，补齐欠封的
    0.28万亩」. Such an entry is one measure, up to the next mark or semicolon."""
    clauses = clauses_of(text, start, end)
    heads = [place for place, clause in enumerate(clauses) if clause.marked]
    entries = []
    for place, past in zip(heads, [*heads[1:], len(clauses)], strict=False):
        last = next(
            (at for at in range(place + 1, past) if clauses[at].before in ("；", ";")), past
        )
        span = clauses[place].start, clauses[last - 1].end
        taken = any(low < span[1] and span[0] < high for low, high in found)
        if not taken and _is_entry(text, clauses[place], span):
            entries.append(span)
    return entries


def _is_entry(text: str, head: Clause, span: Offsets) -> bool:
    words = text[slice(*span)]
    return (
        _SHORT <= len(words) <= _LONGEST_ENTRY
        and text[head.end : head.end + 1] not in ("：", ":")
        and not (_EMPTY.search(words) or _NO_ACTION.search(words) or is_deficient(words))
    )


def aims_in(passage: Passage) -> list[TargetDraft]:
    """Return the values that measures aim for: 「力争2021年预算调整率控制在5%以内」."""
    text, found = passage.document.text, []
    for clause in (one for sentence in passage.sentences for one in clauses_of(text, *sentence)):
        aim = _AIM.match(text, clause.start, clause.end)
        if aim is None and passage.role == "measures" and not passage.mixed:
            words = text[clause.start : clause.end]
            aim = None if is_measure(words) else _BOUNDED.match(text, clause.start, clause.end)
        figures = figures_in(passage.document, clause.start, clause.end, "targets") if aim else []
        if aim is None or len(figures) != 1:
            continue
        before = text[aim.end() : figures[0].start]
        when = period_in(text, clause.start, clause.end)
        found.append(
            TargetDraft(
                metric=compose(without_comparator(before[lead_end(before) :]), ""),
                text=one_line(text[clause.start : clause.end]),
                spans=((clause.start, clause.end),),
                figure=figures[0].text,
                figure_span=(figures[0].start, figures[0].end),
                comparator=comparator_of(before, figures[0]),
                period=text[slice(*when)] if when else None,
            )
        )
    return [draft for draft in found if draft.metric]


def _is_heading(passage: Passage, place: int) -> bool:
    """Return whether a clause is a heading explained by the next sentence:
    「1.加强预算管理。科学编制预算，…」.
    """
    text = passage.document.text
    start, end = passage.sentences[place]
    if end - start > _LONGEST_HEADING or place + 1 >= len(passage.sentences):
        return False
    after = clauses_of(text, *passage.sentences[place + 1])
    alone = len(clauses_of(text, start, end)) == 1 and not _DATED.match(text, start, end)
    if not alone or not after or after[0].marked:
        return False
    return bool(_actions(text, *passage.sentences[place + 1]))


def _actions(text: str, start: int, end: int, *, pure: bool = False) -> list[Offsets]:
    """Yield the spans of the actions in a span. Purposes, conditions and set phrases stay with the
    action they belong to. In a `pure` section of measures a clause with an action is a measure.
    """
    found: list[list[int]] = []
    waiting: int | None = None
    for clause in clauses_of(text, start, end):
        words = text[clause.start : clause.end]
        if text[clause.end : clause.end + 1] in ("：", ":") and len(words) <= 16:
            continue
        length = found[-1][1] - found[-1][0] if found else 0
        joined = length and clause.before in ("，", ",") and waiting is None
        after = _kind_after(words, length) if joined else ""
        kind = after or _kind(words)
        ended = text[clause.end : clause.end + 1] in _MARKS
        if kind == "drop" and pure and ended and not after and _may_act(words):
            kind = "action"
        if kind == "action":
            found.append([clause.start if waiting is None else waiting, clause.end])
            waiting = None
        elif kind == "condition" and not (words.startswith("针对") and is_deficient(words)):
            waiting = clause.start
        elif kind == "with" and found:
            found[-1][1] = clause.end
    return [(low, high) for low, high in found if high - low >= 4]


def _kind_after(words: str, length: int) -> str:
    """Return how a clause after a longer action relates to it: "with" (part of it), "drop", or
    "".
    """
    if _AIM.match(words) and re.search(r"\d", words):
        return "drop"
    if _HOW_OFTEN.match(words):
        return "drop"
    if (
        words.startswith(("使", "即"))
        or _BY_THEN.match(words)
        or (_PURPOSE.match(words) and re.search(r"\d", words))
    ):
        return "with"
    if _FOUR.match(words) and not _ACTION.match(words):
        return "with"
    if _PURPOSE.match(words):
        return "with" if length <= _SHORT and _AWARE.match(words) else "drop"
    return ""


def _may_act(words: str) -> bool:
    """Does a clause among measures act, though with no known verb? What it acts on may have a lack:
    「连续两月不达标的扣发补助」."""
    return (
        len(words) >= _SHORTEST
        and not (_EMPTY.search(words) or _NO_ACTION.search(words) or _PURPOSE.match(words))
        and not (is_deficient(_TOPIC.sub("", words)) or _AMOUNT.search(words))
    )


def _kind(words: str) -> str:
    """Return "action", "condition" (part of the next action) or "drop"."""
    if _CONDITION.match(words) and (
        _RESTS.match(words) or not (_ACTS_INSIDE.match(words) or _DATED.match(words))
    ):
        return "condition"
    return "action" if is_measure(words) else "drop"


def _draft(passage: Passage, span: Offsets) -> MeasureDraft:
    """Return the measure in a span, without the words that only introduce it."""
    text = passage.document.text
    low, high = span
    lead = _LEAD.match(text, low, high)
    if lead and lead.end() <= high - 4:
        low = lead.end()
    words = one_line(text[low:high])
    actor, action = split_actor(words)
    return MeasureDraft(
        metric=action if len(action) >= 4 else words,
        subject=actor or None,
        text=words,
        spans=((low, high),),
        kind=kind_of(action),
    )
