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
from summarizer.schema import Document, DocumentKind, Span, Summary
from summarizer.schema.summary import Sentence

__all__ = ["ELEMENTS", "Found", "elements_of"]

_SELF: frozenset[DocumentKind] = frozenset({"unit_self_eval", "dept_overall"})
_EVALUATION: frozenset[DocumentKind] = frozenset({"dept_eval", "fiscal_eval"})
_ALL: frozenset[DocumentKind] = frozenset({*_SELF, *_EVALUATION, "key_project_result"})

_BASIS = re.compile(r"[〔\[（(]20\d\d[〕\]）)]\s*\d+\s*号|根据《|依据《|按照《")


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


def _items(kind: str) -> Finder:
    def find(summary: Summary, _document: Document | None) -> Found | None:
        for item in getattr(summary, kind):
            if item.check.verdict != "failed" and item.evidence:
                return Found(section=item.section, evidence=item.evidence[0])
        return None

    return find


def _score(summary: Summary, _document: Document | None) -> Found | None:
    score = summary.brief.score
    return Found() if score else None


def _grade(summary: Summary, _document: Document | None) -> Found | None:
    score = summary.brief.score
    return Found() if score and score.grade else None


def _basis(_summary: Summary, document: Document | None) -> Found | None:
    found = _BASIS.search(document.text) if document else None
    if not found:
        return None
    start, end = found.span()
    return Found(evidence=Span(start=start, end=end, quote=found[0]))


_PROFILE = _first_of(_under("background", "duties"), _headed(r"概况|概述|基本情况|职能"))
_TARGETS = _first_of(_items("targets"), _under("targets"))
_RESULTS = _first_of(_items("results"), _under("results"))

ELEMENTS: tuple[Element, ...] = (
    Element("profile", "基本情况", "Background", _ALL, _PROFILE),
    Element("budget", "预算安排", "Budget", _ALL, _funds("budget", "adjusted")),
    Element("spending", "支出或执行情况", "Spending", _ALL, _funds("spent", "rate")),
    Element("targets", "绩效目标", "Targets", _ALL, _TARGETS),
    Element("results", "目标完成情况", "Results against targets", _ALL, _RESULTS),
    Element("basis", "评价依据", "Basis in rules", _EVALUATION, _basis),
    Element("method", "评价组织与方法", "Method", _EVALUATION, _under("method")),
    Element(
        "score_table",
        "评分表或指标表",
        "Score table",
        _EVALUATION | _SELF,
        _first_of(_table("scores"), _table("indicators")),
    ),
    Element("score", "评价得分", "Score", _EVALUATION | _SELF, _score),
    Element("grade", "评价等级", "Grade", _EVALUATION, _grade),
    Element(
        "problems", "存在问题", "Problems", _ALL, _first_of(_items("problems"), _under("problems"))
    ),
    Element(
        "measures",
        "改进措施或建议",
        "Measures",
        _ALL,
        _first_of(_items("measures"), _under("measures")),
    ),
    Element(
        "publication",
        "结果应用与公开",
        "Use and publication of results",
        _SELF | _EVALUATION,
        _headed(r"结果.{0,6}(?:应用|运用|公开)|公开情况|应用和公开"),
    ),
)


def elements_of(summary: Summary, document: Document | None) -> tuple[QualityElement, ...]:
    """Return each required element with its place; empty for a document of another kind."""
    kind = summary.document.kind
    return tuple(_entry(one, kind, one.find(summary, document)) for one in ELEMENTS)


def _entry(element: Element, kind: DocumentKind, found: Found | None) -> QualityElement:
    return QualityElement(
        element=element.code,
        name=Sentence(zh=element.zh, en=element.en),
        required=kind in element.kinds,
        state="present" if found else "not_found",
        section=found.section if found else (),
        evidence=found.evidence if found else None,
    )
