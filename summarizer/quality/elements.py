"""The elements that a report of each kind must have (财预〔2020〕10号, 财预〔2021〕101号, and the
outlines of finance bureaus for self-evaluation and evaluation reports).

To add an element, add a row to ELEMENTS: its name, the kinds that require it, and how to find it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.genre.sections import section_role
from summarizer.quality.model import QualityElement
from summarizer.schema import CheckedItem, Document, DocumentKind, Span, Summary
from summarizer.schema.noun import Sentence

__all__ = ["ELEMENTS", "Found", "elements_of"]

_SELF: frozenset[DocumentKind] = frozenset({"unit_self_eval", "dept_overall"})
_EVALUATION: frozenset[DocumentKind] = frozenset({"dept_eval", "fiscal_eval"})
_ALL: frozenset[DocumentKind] = frozenset({*_SELF, *_EVALUATION, "key_project_result"})

_BASIS = r"[〔\[]20\d\d[〕\]]\s*\d+\s*号|(?:根据|依据|按照)《[^》]{1,60}》"
_MONEY = r"\d[\d,.]*\s*[亿万]?元"
_BUDGETED = (
    rf"(?:年初|批复|下达|安排|申报|申请|核定|部门)[^。；，\n]{{0,12}}(?:预算|资金)[^。；，\n]{{0,16}}?{_MONEY}"
    rf"|预算(?:总额|安排|资金|数)[为共计]{{0,2}}{_MONEY}|(?:批复|下达|拨付){_MONEY}"
)
_SPENT = (
    rf"(?:基本|项目|专项|购置|实际|资金|经费|总|共)(?:支出|支付)(?:总额)?[为共计]{{0,2}}{_MONEY}"
    r"|执行率(?:为|达到?)?\d[\d.]*\s*%"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The place of an element: a heading path, or a span."""

    section: tuple[str, ...] = ()
    evidence: Span | None = None


Finder = Callable[[Summary, Document | None], Found | None]


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its names, the kinds that require it, and how to find it."""

    code: str
    zh: str
    en: str
    kinds: frozenset[DocumentKind]
    find: Finder


def _under(*roles: str) -> Finder:
    def find(summary: Summary, _document: Document | None) -> Found | None:
        for section in summary.coverage.sections:
            if section.path and section_role(section.path) in roles:
                return Found(section=section.path)
        return None

    return find


def _headed(pattern: str) -> Finder:
    words = re.compile(pattern)

    def find(summary: Summary, _document: Document | None) -> Found | None:
        for section in summary.coverage.sections:
            if section.path and words.search(section.path[-1]):
                return Found(section=section.path)
        return None

    return find


def _table(role: str) -> Finder:
    def find(summary: Summary, _document: Document | None) -> Found | None:
        for table in summary.tables:
            if table.role == role:
                return Found(section=table.section)
        return None

    return find


def _first_of(*finders: Finder) -> Finder:
    def find(summary: Summary, document: Document | None) -> Found | None:
        return next((found for one in finders if (found := one(summary, document))), None)

    return find


def _funds(*slots: str) -> Finder:
    def find(summary: Summary, _document: Document | None) -> Found | None:
        funds = summary.brief.funds
        for slot in slots:
            if quantity := getattr(funds, slot):
                span = Span(start=quantity.start, end=quantity.end, quote=quantity.text)
                return Found(evidence=span)
        return None

    return find


def _items(kind: str, *roles: str) -> Finder:
    """Return a finder of the first item in a section with one of the roles; none: any section."""

    def find(summary: Summary, _document: Document | None) -> Found | None:
        for item in getattr(summary, kind):
            if (
                item.check.verdict != "failed"
                and item.evidence
                and (not roles or section_role(item.section) in roles)
                and (kind != "results" or _is_outcome(item))
            ):
                return Found(section=item.section, evidence=item.evidence[0])
        return None

    return find


def _is_outcome(item: CheckedItem) -> bool:
    """Whether a result tells what was done, not what was spent or scored."""
    quantity = getattr(item, "quantity", None)
    return quantity is not None and quantity.kind not in ("money", "score")


def _in_table(kind: str) -> Finder:
    """Return a finder of the first item that a table prints."""

    def find(summary: Summary, _document: Document | None) -> Found | None:
        printed = {item for table in summary.tables for item in table.items}
        for item in getattr(summary, kind):
            if item.id in printed and item.check.verdict != "failed" and item.evidence:
                return Found(section=item.section, evidence=item.evidence[0])
        return None

    return find


def _answer(summary: Summary, _document: Document | None) -> Found | None:
    """Find the first result that answers a target."""
    answers = {one for target in summary.targets for one in target.attainment.results}
    for item in summary.results:
        if item.id in answers and item.evidence:
            return Found(section=item.section, evidence=item.evidence[0])
    return None


def _printed(pattern: str) -> Finder:
    """Return a finder of words outside the sections on problems and measures."""
    words = re.compile(pattern)

    def find(summary: Summary, document: Document | None) -> Found | None:
        for match in words.finditer(document.text) if document else ():
            start, end = match.span()
            path = _path_at(summary, start)
            if section_role(path) not in ("problems", "measures"):
                return Found(section=path, evidence=Span(start=start, end=end, quote=match[0]))
        return None

    return find


def _path_at(summary: Summary, place: int) -> tuple[str, ...]:
    around = (one for one in summary.coverage.sections if one.start <= place < one.end)
    return max((one.path for one in around), key=len, default=())


def _score(summary: Summary, _document: Document | None) -> Found | None:
    return _scored(summary) if summary.brief.score else None


def _grade(summary: Summary, _document: Document | None) -> Found | None:
    score = summary.brief.score
    return _scored(summary) if score and score.grade else None


def _scored(summary: Summary) -> Found:
    """Return the place of the report's own score."""
    score = summary.brief.score
    for item in summary.results:
        quantity = item.quantity
        if score and quantity and quantity.kind == "score" and quantity.value == score.value:
            return Found(section=item.section, evidence=item.evidence[0])
    return Found()


_PROFILE = _first_of(_under("background", "duties"), _headed(r"概况|概述|基本情况|职能"))
_BUDGET = _first_of(_funds("budget", "adjusted"), _printed(_BUDGETED))
_SPENDING = _first_of(_funds("spent", "rate"), _printed(_SPENT))
_TARGETS = _first_of(
    _items("targets", "targets", "results", "background", "other"),
    _in_table("targets"),
    _under("targets"),
)
_RESULTS = _first_of(_answer, _items("results", "results"), _in_table("results"), _under("results"))
_METHOD = _first_of(
    _under("method"), _printed(r"评价工作组|评价小组|(?:比较|因素分析|成本效益分析)法")
)
_SCORES = _first_of(_table("scores"), _table("indicators"))
_PROBLEMS = _first_of(_items("problems", "problems"), _items("problems"), _under("problems"))
_MEASURES = _first_of(_items("measures", "measures"), _items("measures"), _under("measures"))
_PUBLICATION = _first_of(
    _headed(r"结果.{0,6}(?:应用|运用|公开)|公开情况|应用和公开"),
    _printed(r"(?:自评|评价)结果.{0,12}(?:公开|公示|应用|运用)"),
)

ELEMENTS: tuple[Element, ...] = (
    Element("profile", "基本情况", "Background", _ALL, _PROFILE),
    Element("budget", "预算安排", "Budget", _ALL, _BUDGET),
    Element("spending", "支出或执行情况", "Spending", _ALL, _SPENDING),
    Element("targets", "绩效目标", "Targets", _ALL, _TARGETS),
    Element("results", "目标完成情况", "Results against targets", _ALL, _RESULTS),
    Element("basis", "评价依据", "Basis in rules", _EVALUATION, _printed(_BASIS)),
    Element("method", "评价组织与方法", "Method", _EVALUATION, _METHOD),
    Element("score_table", "评分表或指标表", "Score table", _EVALUATION | _SELF, _SCORES),
    Element("score", "评价得分", "Score", _EVALUATION | _SELF, _score),
    Element("grade", "评价等级", "Grade", _EVALUATION, _grade),
    Element("problems", "存在问题", "Problems", _ALL, _PROBLEMS),
    Element("measures", "改进措施或建议", "Measures", _ALL, _MEASURES),
    Element(
        "publication",
        "结果应用与公开",
        "Use and publication of results",
        _SELF | _EVALUATION,
        _PUBLICATION,
    ),
)


def elements_of(summary: Summary, document: Document | None) -> tuple[QualityElement, ...]:
    """Return each required element with its place; empty for a document of another kind."""
    kind = summary.document.kind
    return tuple(_entry(one, one.find(summary, document)) for one in ELEMENTS if kind in one.kinds)


def _entry(element: Element, found: Found | None) -> QualityElement:
    return QualityElement(
        element=element.code,
        name=Sentence(zh=element.zh, en=element.en),
        state="present" if found else "not_found",
        section=found.section if found else (),
        evidence=found.evidence if found else None,
    )
