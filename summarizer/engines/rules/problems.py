"""Problems: one per deficient object (R10), with explicit causes only (R12)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from summarizer.engines.rules.noun_phrases import lead_end
from summarizer.engines.rules.passages import Passage
from summarizer.genre.causes import (
    CAUSE_INSIDE,
    CAUSE_LEAD,
    CONSEQUENCE,
    cause_after,
    cause_ahead,
    explains,
    gives_cause,
    led_to,
    segment_end,
)
from summarizer.genre.clauses import Clause, clauses_of, one_line
from summarizer.genre.themes import category_of
from summarizer.genre.vocabulary import DEFICIENCY
from summarizer.schema import ProblemDraft

__all__ = ["is_deficient", "problems_among_measures", "problems_in_passing", "problems_of"]

Offsets = tuple[int, int]

# The longest sentence that can be a heading.
_LONGEST_LEAD = 36
# A shorter clause does not name its object: 「设定成本目标时，不准确」.
_SHORTEST = 4
# A predicate without an object: it belongs to the previous clause.
_BARE = re.compile(
    r"""^(?:仍然?|还|也|均|都|且)?(?:存在|有待|亟待|尚待|不够|不足|较低|偏低|滞后|不强|不高|缺[乏少]
    |没有(?!发[现生])|未(?!来|成年|发[现生])|无法|难以|不能|年末[为有]|实际为
    |未达|未完成|没有达|[较比](?:计划|目标|预期)|[低高]于|需(?:要)?进一步|与[^，,]{2,12}相比
    |与[^，]{2,20}(?:差距|差异|偏差|脱节))""",
    re.VERBOSE,
)
# What was not done is a lack of its own: 「动态管理滞后，未完成复核目标」
_UNDONE = re.compile("[也还]?(?:未|没有|无法|难以|不能)")
# Introductions and praise that contain a word of deficiency.
_NO_PROBLEM = re.compile(
    r"""
      (?:问题|原因)(?:和|与|及|、).{0,3}(?:改进|整改|原因|建议|措施|对策|安排|打算)
    | ^(?:远|明显)?(?:低于|高于|优于)(?![^，]*目标)[^，]{0,12}\d | 的$
    | 存在的.{0,4}(?:问题|不足)
    | ^(?:存在|发现|主要|突出)?的?(?:主要)?(?:问题|不足|困难)(?:和|及|与|有|是|如下)?
    | 虽然?取得|取得了|解决了|得到(?:了)?解决|整改完毕|已整改|不存在|无(?:明显|重大)?问题|没有问题
    | ^未[^，\d]{2,4}的[^，\d]{0,6}(?:目标|指标)$
    # A topic, not a statement: 「对连续两个月低于序时进度的项目」
    | ^(?:对|针对|凡)[^，]+的(?![^，]*[不未难无缺])[^，的]{2,6}$
    # Final accounts say of each kind of money that there was none.
    | (?:没有|未发生|无)[^，]{0,24}(?:支出|收入|收支|预算|经费|拨款)(?:和(?:支出|结转结余))?$
    | (?:以下|如下).{0,6}(?:问题|不足|方面) | 主要表现|具体表现
    | ^[^，与和]{0,14}(?:存在着?|暴露出|反映出)(?:以下|如下)?(?:一些|一定的?|几个|诸多)?
      (?:问题|不足|困难|差距)[^，]{0,4}$
    """,
    re.VERBOSE,
)
_WISH = re.compile(
    r"""^(?:应|要|将|拟|力争|争取|建议|继续|今后|下一?步|必须|加强|完善|强化|做好|加大|加快|建立|健全|规范|优化
    |克服|解决|消除|避免|杜绝|每[月季年]|[还仍]?需(?!求))""",
    re.VERBOSE,
)
_NEEDS = re.compile(
    r"""有待|亟待|尚待|需(?:要)?(?:进一步)?(?:加强|提高|完善|提升|规范|优化|细化)$""", re.VERBOSE
)
_NEEDED = re.compile("有待|亟待|尚待|需(?:要)?进一步")
_LEAD_WORDS = re.compile(
    r"""(?:但是?|不过|同时|此外|另外|并且|而且|另|且|主要(?:是|表现为)|表现为|其中|还|也|导致|造成|致使
    |反映出|暴露出|发现|(?:主要)?[扣失]分原因(?:主要)?(?:是|为|在于))+[，,]?""",
    re.VERBOSE,
)
# A deficiency in budget work; 「存在安全隐患89栋」 is not one.
_MATTER = re.compile(
    "目标|指标|预算|绩效|资金|管理|进度|执行率|支出|成本|编制|拨付|核算|采购|制度|意识|沟通|评价"
)
# 「群众反映最多的是边沟堵塞、坍方清理慢」
_VOICED = re.compile(
    r"[^，,。]*?(?:反映|意见|提到|诉求)[^，,。]{0,8}(?:集中)?[^，,。]{0,3}[是在](?P<list>[^，,。]+)"
)
_EXISTING = re.compile(
    r"(?:[^，,。]*?存在|[^，,。]*?(?:发现|指出))[了的着]?(?P<list>[^，,。]{4,}?)(?:等.{0,3}|的)(?:问题|现象|情[况形])$"
)
_QUANTIFIES = re.compile(r"(?:[仍尚]?有|全年|涉及|\D{2,8}缺口)[^，。；]{0,12}?\d")
# No number, or a number of things that lack something: 「6处设备闲置」, not 「执行率只有31.6%」.
_LACK_OF_SOME = re.compile(r"^\D*$|\d(?!.*(?:不[足到]|[低少]于|仅|只))[^%\d]{4,}$")
# What a sentence holds against what it has told, or finds.
_CONTRAST = re.compile(
    r"""但|不过|然而|仍(?=然?[有存未需不难较偏没])|[扣失]分|(?:组|评价|检查|审计|抽查|调研)中?[，,]?发现""",
    re.VERBOSE,
)
# A low rate may be a good one (药占比), one of satisfaction is not.
_MISSED = re.compile(
    r"""(?:未|没有)能?(?:达|完成|实现)|[较比](?:计划|目标|预期)|低于(?:预期|计划|年初)|超支|欠付|[尚暂]未
    |(?:满意|合格|完成|执行|覆盖|成活|达标|使用|到位|支付|办结|入.)[率度][^；]{0,14}低于[^，]{0,8}(?:目标|标准)""",
    re.VERBOSE,
)
# A solved problem is not a problem.
_SETTLED = re.compile(
    r"""^(?:无(?!规范|票|证)|没有(?!达|完成|实现|按|及时|落实)|不存在)|未[超突就]|解决(?!不)|[调化]解|整[改治]|^针对|排查|查找|消除|补[齐上]
    |克服|防止|避免|杜绝|推动|促进|改善|拆除|关停|处罚|责令|帮助|不低于|^[（(]|[未没有无](?:发[现生]|出现|一)|不[挤挪截]|未[作扣]|正常|人员伤亡""",
    re.VERBOSE,
)


# The head of an entry that only names what it is about, or praises.
_TOPIC = re.compile(
    r"""(?:方面|情况|问题|过程中|上|中|时|后)$|^(?:由于|受|因|鉴于|尽管|随着|根据|按照)
    |(?:良好|较好|明显提高|完成|提升)$|虽""",
    re.VERBOSE,
)


@dataclass(slots=True)
class _Found:
    """A deficiency and the span of its cause."""

    span: Offsets
    cause: Offsets | None = None


@lru_cache(maxsize=1024)
def is_deficient(words: str) -> bool:
    """Return whether a clause states a deficiency.

    >>> is_deficient("项目管理水平需进一步提高"), is_deficient("加强项目管理")
    (True, False)
    >>> is_deficient("本年度没有政府性基金预算财政拨款收入和支出")
    False
    """
    words = one_line(words)
    return bool(DEFICIENCY.search(words)) and not _NO_PROBLEM.search(words)


def problems_of(passage: Passage, *, under: bool = False) -> list[ProblemDraft]:
    """Return the problems of a passage. `under`: a heading above already states a problem, so a
    cause belongs to the heading.
    """
    text = passage.document.text
    found: list[_Found] = []
    explained = under
    listed = passage.role == "problems" and not passage.mixed and not under
    for start, end in passage.sentences:
        named: set[int] = set()
        clauses = tuple(_listed(text, clauses_of(text, start, end), named))
        why = explains(text, clauses, end) if found else None
        said = text[slice(*found[-1].span)] if found and explained else ""
        if found and (why := why or (cause_ahead(text, clauses, said) if said else None)):
            found[-1].cause = found[-1].cause or why
            continue
        if clauses and clauses[0].marked:
            explained = under
        here = _sentence(text, clauses, end, named)
        if listed:
            here = sorted([*here, *_entries(text, clauses, here)], key=lambda one: one.span)
        found += here
        # 「1.绩效目标编制不够细化。部分指标未量化。」: the last statement is a run-in heading.
        if here and _is_run_in(clauses, here[-1]):
            explained = True
    return [_draft(passage, one) for one in found]


def problems_among_measures(passage: Passage) -> list[ProblemDraft]:
    """Return deficiencies among measures: 「有待提高」, 「针对进度偏慢，…」 (R10)."""
    return [
        problem
        for problem in problems_of(passage)
        if _NEEDED.search(problem.text or "") or (problem.text or "").startswith("针对")
    ]


def problems_in_passing(passage: Passage) -> list[ProblemDraft]:
    """Return deficiencies among results: after 但 or 仍, a target missed, or in budget work."""
    text, found = passage.document.text, []
    for problem in problems_of(passage):
        low, high = problem.spans[0]
        words = text[low:high]
        begin = max(start for start, _ in passage.sentences if start <= low)
        told = _CONTRAST.search(text, begin, high) or _MISSED.search(words)
        if (told or _LACK_OF_SOME.search(words)) and not _SETTLED.search(words):
            found.append(problem)
    return found


def _sentence(
    text: str, clauses: tuple[Clause, ...], end: int, named: Collection[int] = ()
) -> list[_Found]:
    """Return the deficiencies of a sentence with the causes it gives."""
    found: list[_Found] = []
    cause: Offsets | None = None
    past = 0
    for place, clause in enumerate(clauses):
        words = text[clause.start : clause.end]
        if place < past:
            continue
        if clause.before in ("；", ";") or clause.marked:
            cause = None
        if gives_cause(words):
            past = segment_end(clauses, place)
            if found and (after := cause_after(text, clauses[place:past], end)):
                found[-1].cause = after
            continue
        if text[clause.end : clause.end + 1] in ("：", ":") and not clause.marked:
            continue
        later = place + 1 < len(clauses) and clauses[place + 1].before in ("，", ",")
        if later and CAUSE_INSIDE.match(words):
            # 「个别项目因审批周期长，支付滞后」: what follows is the problem.
            cause = (clause.start, clause.end)
            continue
        if lead := CAUSE_LEAD.match(words):
            begin = clause.start + lead.end()
            if inner := led_to(text, clauses, place, begin):
                past, consequence, why = inner
                found.append(_Found(consequence, why))
                continue
            cause = (begin, clause.end)
            continue
        if clause.start in named:
            found.append(_Found((clause.start, clause.end)))
            continue
        if not is_deficient(words) or (_WISH.match(words) and not _NEEDS.search(words)):
            continue
        if CONSEQUENCE.match(words) and found and cause is None:
            continue
        if found and place and _goes_on(text, clauses, place, found[-1]):
            found[-1].span = (found[-1].span[0], clause.end)
            continue
        if found and not clause.marked and _QUANTIFIES.match(words) and not _MISSED.search(words):
            # 「管理不够规范，有23台设备未核销」: the number quantifies the deficiency.
            continue
        whole = _whole(text, clauses, place)
        if found and whole[0] < found[-1].span[1]:
            whole = clause.start, clause.end
        found.append(_Found(_without_lead(text, whole), cause))
        cause = None
    return found


def _listed(text: str, clauses: Iterable[Clause], named: set[int]) -> Iterator[Clause]:
    """Split a clause that lists deficiencies: 「执行率偏低、装备交付滞后」. What a list names as
    problems, 「存在合同缺页、账外设备等问题」, needs no word of lack; its starts go to `named`.
    """
    for clause in clauses:
        low, high = _named_list(text, clause)
        parts = text[low:high].split("、")
        told = (low, high) != (clause.start, clause.end) and len(parts) > 1
        least = 2 if told else _SHORTEST
        if any(len(part) <= least or not (told or is_deficient(part)) for part in parts):
            yield clause
            continue
        start = low
        for part in parts:
            first = start == low
            marked, before = clause.marked and first, clause.before if first else "、"
            yield replace(clause, start=start, end=start + len(part), before=before, marked=marked)
            named |= {start} if told else set()
            start += len(part) + 1


def _named_list(text: str, clause: Clause) -> Offsets:
    """Return the list of problems in a clause that says it lists them, else the clause."""
    for names in (_VOICED, _EXISTING):
        if found := names.match(text, clause.start, clause.end):
            return found.span("list")
    return clause.start, clause.end


def _entries(text: str, clauses: tuple[Clause, ...], found: list[_Found]) -> list[_Found]:
    """Numbered entries of a list of problems that state a lack in no known word: 「二是源头治理仍显
    乏力」. An entry is a list mark and all clauses before the next one."""
    heads = [place for place, clause in enumerate(clauses) if clause.marked]
    ends = [*heads[1:], len(clauses)]
    entries = []
    for place, past in zip(heads, ends, strict=False):
        clause = clauses[place]
        taken = any(
            one.span[0] < clauses[past - 1].end and clause.start < one.span[1] for one in found
        )
        if not taken and _states(text, clause):
            entries.append(_Found((clause.start, clause.end)))
    return entries


def _states(text: str, clause: Clause) -> bool:
    """Does the head of an entry state something, rather than name a topic, a cause or a wish?"""
    words = text[clause.start : clause.end]
    return (
        _SHORTEST < len(words) <= _LONGEST_LEAD
        and text[clause.end : clause.end + 1] not in ("：", ":")
        and not (_NO_PROBLEM.search(words) or _WISH.match(words) or _SETTLED.search(words))
        and not (CAUSE_LEAD.match(words) or gives_cause(words) or _TOPIC.search(words))
    )


def _goes_on(text: str, clauses: tuple[Clause, ...], place: int, last: _Found) -> bool:
    """Return whether a bare predicate right after a deficiency has the same object."""
    clause = clauses[place]
    adjacent = last.span[1] == clauses[place - 1].end and not clause.marked
    words = text[clause.start : clause.end]
    own = len(words) > _SHORTEST and _UNDONE.match(words)
    return adjacent and not own and bool(_BARE.match(words))


def _is_run_in(clauses: tuple[Clause, ...], last: _Found) -> bool:
    """Return whether a sentence ends with a short statement that the next one may explain: the
    whole sentence, or a numbered one.
    """
    tail = clauses[-1]
    alone = len(clauses) == 1 or (tail.marked and last.span[1] == tail.end)
    return alone and tail.end - tail.start <= _LONGEST_LEAD


def _whole(text: str, clauses: tuple[Clause, ...], place: int) -> Offsets:
    """Extend a bare predicate to the previous clause, which names the object."""
    clause = clauses[place]
    words = text[clause.start : clause.end]
    if (_BARE.match(words) or len(words) < _SHORTEST) and place and clause.before in ("，", ","):
        return clauses[place - 1].start, clause.end
    return clause.start, clause.end


def _without_lead(text: str, span: Offsets) -> Offsets:
    match = _LEAD_WORDS.match(text, *span)
    return (match.end(), span[1]) if match and match.end() < span[1] - 3 else span


def _draft(passage: Passage, found: _Found) -> ProblemDraft:
    text = passage.document.text
    words = one_line(text[slice(*found.span)])
    lead = lead_end(words)
    return ProblemDraft(
        metric=words[lead:] if len(words) - lead >= 6 else words,
        text=words,
        spans=(found.span,),
        category=category_of(words, *passage.path[:0:-1]),
        cause=text[slice(*found.cause)] if found.cause else None,
        cause_span=found.cause,
    )
