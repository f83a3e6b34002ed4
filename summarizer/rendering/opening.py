"""The title of the Word brief, its first sentence and its last, on how it was checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.figures import is_performance
from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.facts import title
from summarizer.rendering.labels import Language, word
from summarizer.schema import DocumentRecord, Summary

__all__ = ["about_line", "brief_title", "checked_line"]

# The kind of a document that is no report of performance, by its title.
_TITLES = (
    ("决算", "brief_title_accounts"),
    ("单位预算", "brief_title_unit_budget"),
    ("预算", "brief_title_budget"),
    ("公报", "brief_title_news"),
)


def brief_title(summary: Summary, language: Language) -> str:
    """Return the title of the brief, by the kind of the document."""
    record = summary.document
    named = "brief_title" if is_performance(record.title, record.kind) else "brief_title_other"
    if "绩效" not in (record.title or "绩效"):
        kinds = (code for words, code in _TITLES if words in (record.title or ""))
        named = next(kinds, named)
    return word("heading", named, language)


def about_line(summary: Summary, language: Language) -> str:
    """Return title, organization and year of the report."""
    record = summary.document
    kind = "" if record.kind == "other" else word("document", record.kind, language)
    if language == "en":
        when = f", {record.fiscal_year}" if record.fiscal_year else ""
        who = f" of {record.organization}" if record.organization else ""
        return f"“{title(summary)}”{who} ({kind or 'report'}{when}), in brief."
    told = "的主要情况如下。"
    if not brief_parts(summary, language):
        told = "没有可以归纳的完成情况，所摘数据见下。"
    if record.title is None:
        # A year that no title prints may be that of any date.
        who = record.organization or ("该" if kind.startswith("单位") else "该单位")
        return f"{who}{kind or '绩效'}报告{told}"
    spanned = _SPANNED.search(record.title)
    year = f"{record.fiscal_year}年度" if record.fiscal_year and not spanned else ""
    about = f"（{year}{kind}）" if year or kind else ""
    return f"{_owner(record)}《{title(summary)}》{about}{told}"


# A title that names several years.
_SPANNED = re.compile(r"20\d\d年?度?\s*[—\-－–~～至和、]+\s*20\d\d")
# Two offices that a title names one after the other.
_JOINED = re.compile("(?<=[局委厅部办])(?=[一-鿿]{1,6}[省市县区旗州][一-鿿]{2,12}[局委厅部办]$)")
_MINISTRY = re.compile("^(?:国家)?[一-鿿]{2,8}(?:总局|部)$")
_EVALUATION = re.compile("(?<!自我)评价报告")


def _owner(record: DocumentRecord) -> str:
    """Return the office that the title does not name. Beside an evaluation it may be the evaluator,
    beside other texts a web site.
    """
    name = "、".join(_JOINED.sub(" ", record.organization or "").split())
    printed = record.title or ""
    # A form names the ministry that the money is from.
    named = name in printed or _MINISTRY.search(name) or _EVALUATION.search(printed)
    return "" if named or not is_performance(printed, record.kind) else name


def checked_line(summary: Summary, language: Language) -> str:
    """Return how many of the items on the page the checks confirmed."""
    shown = set(_shown(summary))
    verdicts = [one.check.verdict for one in summary.items if one.id in shown]
    sure, total = verdicts.count("verified"), len(verdicts)
    if language == "en":
        return f"Of {total} statements of the report shown here, {sure} are verified."
    if not total:
        return ""
    rest = f"，其余{total - sure}项请对照原文复核" if sure < total else ""
    return f"上文涉及报告的{total}项内容，程序已核对一致{sure}项{rest}。"


def _shown(summary: Summary) -> Iterator[str]:
    """Yield the ids of the items that the brief shows."""
    brief = summary.brief
    yield from (*brief.unmet, *brief.met, *brief.results, *brief.problems, *brief.measures)
    for statement in brief.told:
        yield from statement.items
