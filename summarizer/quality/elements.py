"""The elements that a report of each kind must have (财预〔2020〕10号, 财预〔2021〕101号, and the
outlines of finance bureaus for self-evaluation and evaluation reports).

To add an element, add a row to ELEMENTS: its name, the kinds that require it, and how to find it.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.quality.finding import (
    Finder,
    Found,
    answer,
    first_of,
    funds,
    headed,
    in_table,
    items,
    items_about,
    printed,
    table,
    under,
)
from summarizer.quality.model import QualityElement
from summarizer.schema import Document, DocumentKind, Summary
from summarizer.schema.noun import Sentence

__all__ = ["ELEMENTS", "elements_of"]

_SELF: frozenset[DocumentKind] = frozenset({"unit_self_eval", "dept_overall"})
_EVALUATION: frozenset[DocumentKind] = frozenset({"dept_eval", "fiscal_eval"})
_ALL: frozenset[DocumentKind] = frozenset({*_SELF, *_EVALUATION, "key_project_result"})

_BASIS = (
    r"[〔\[]20\d\d[〕\]]\s*\d+\s*号|(?:根据|依据|按照)《[^》]{1,60}》"
    r"|(?:根据|依据|按照)[^。；，,\n]{0,40}(?:办法|细则|规定|通知|意见|方案|要求)"
)
_MONEY = r"\d[\d,.]*\s*[亿万]?元"
_FUNDS = rf"[^。；，\n]{{0,12}}(?:预算|资金)[^。；，\n]{{0,16}}?{_MONEY}"
_GRANTED = rf"(?:年初|批复|下达|安排|核定){_FUNDS}"
_BUDGETED = (
    rf"(?:申报|申请|部门){_FUNDS}|(?<!调整)(?<!追加)预算(?:总额|安排|资金|数)?[为共计]{{0,2}}{_MONEY}|(?:批复|下达|拨付|总投资|到位){_MONEY}"
    r"|(?:安排|到位|下达|批复|预算)(?:资金|数|金额)?\s*[（(]万?元[）)][|\s]*\d[\d,.]*"
)
_SPENT = (
    rf"(?:基本|项目|专项|购置|实际|资金|经费|总|共)(?:支出|支付)(?:总额)?[为共计]{{0,2}}{_MONEY}"
    rf"|(?:已(?:使用|支付|执行)|已?支出){_MONEY}|执行率(?:为|达到?)?\d[\d.]*\s*%"
    r"|(?:实际支出|执行)数?\s*[（(]万?元[）)][|\s]*\d[\d,.]*"
    rf"|(?:拨付|支付|兑付|结算)[^。；，\n]{{0,10}}{_MONEY}|支付率[^。；，\n]{{0,4}}\d"
)
_BOUND = r"(?:不少于|不低于|不高于|不超过|[≥≤])\s*\d"
_TARGETS_SET = (
    r"(?:设[置定立]|制定|明确|下达|申报|批复)[^。；，\n]{0,16}(?:绩效|总体|年度)目标"
    r"(?![^。；，\n]{0,12}[不未欠缺])|(?:(?:绩效|总体|年度)目标|年度任务)(?:是|为|[：:]\s*\S)"
    # Two bounds close together.
    rf"|{_BOUND}[^。]{{1,40}}{_BOUND}"
)
# The columns of a form, whose flattened text tells no more.
_BUDGET_COLUMN, _SPENT_COLUMN = (rf"{one}\s*数(?=[^。；，]{{0,40}}\d)" for one in ("预算", "执行"))
_SCORE_CELL = r"(?m:^[\s|]*自评(?:总|得)?分[\s|]*$)"
_TOTAL_SCORE = (
    r"(?:自评|综合|总|合计)[^。；，,\n]{0,6}?\d{2,3}(?:\.\d+)?\s*分"
    r"|总分\s*100\s*[|\s]\s*\d{2,3}(?:\.\d+)?"
    r"|(?m:^[\s|]*总得?分[\s|：:]*\d{2,3}(?:\.\d+)?[\s|]*$)"
)
_SCORED = r"(?:得分?|评分|总分)[为是：:]?\s*\d{1,3}(?:\.\d+)?\s*分"
_GRADED = r"等[级次][为是：:]*[“\"]?[优良中差]|评[为定级]{1,2}[“\"][优良中差]"
_USED = (
    r"(?:自评|评价|绩效|监控)结果.{0,12}(?:公开|公示|应用|运用|挂钩|依据)"
    r"|(?:自评|评价|绩效|监控)结果[^。；\n]{0,24}(?:参考|依据)"
    r"|绩效[^。；\n]{0,12}(?:[压核调]减|挂钩)"
    r"|差[”\"]?等[次级][^。\n]{0,80}(?:[收交退]回|[压核调]减|取消|问责)"
)
# What a report admits in plain words.
_ADMITTED = (
    r"(?:存在|发现)[^。；\n]{0,16}(?:问题|不足|偏差|困难)|尚未|未能|滞后|迟迟"
    r"|未(?:按期|按时|完成|达到|实现|足额)|偏低|拖欠|多付"
)
_CONTENTS = (
    r"(?:共|涉及|包括|覆盖|对)[^。；\n]{0,16}\d+\s*[个家项][^。；，\n]{0,6}(?:项目|政策|单位|部门)"
)
_ASKED = (
    r"聘请|委托|评价(?:工作)?小?组|(?:比较|因素分析|成本效益分析)法|问卷|访谈"
    r"|现场(?:核查|评价|勘查|调研)"
)


# The form of a self-evaluation has no place for background, problems and publication.
_OF_A_FORM = frozenset({"budget", "spending", "targets", "results", "score_table", "score"})
# A form has no more headings than this.
FEW = 3
# A line of the budget is not the budget.
_A_LINE = r"三公|公务接待|公务用车|因公出国|会议费|培训费|机关运行"
# Self-evaluations of transfers open with how funds and targets were passed on.
_OPENING = r"概况|概述|描述|基本情况|职能|目标(?:分解)?下达"


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its names, the kinds that require it, and how to find it."""

    code: str
    zh: str
    en: str
    kinds: frozenset[DocumentKind]
    find: Finder


def _score(summary: Summary, _document: Document | None) -> Found | None:
    score = summary.brief.score
    # A score of 0 is another cell of a flattened form.
    return _scored(summary) if score and float(score.value) else None


def _grade(summary: Summary, document: Document | None) -> Found | None:
    score = summary.brief.score
    if score is None or not score.grade:
        return None
    return printed(_GRADED)(summary, document) or _scored(summary)


def _scored(summary: Summary) -> Found:
    """Return the place of the report's own score."""
    score = summary.brief.score
    for item in summary.results:
        quantity = item.quantity
        if score and quantity and quantity.kind == "score" and quantity.value == score.value:
            return Found(section=item.section, evidence=item.evidence[0])
    return Found()


_PROFILE = first_of(headed(_OPENING), under("background", "duties"), printed(_CONTENTS))
_BUDGET = first_of(
    funds("budget", "adjusted"),
    printed(_GRANTED, anywhere=True, but=_A_LINE),
    printed(_BUDGETED, anywhere=True, but=_A_LINE),
    headed(r"预算(?:安排|批复|下达)|资金(?:安排|到位|投入|下达)"),
    printed(_BUDGET_COLUMN),
)
_SPENDING = first_of(
    funds("spent", "rate"),
    printed(_SPENT, anywhere=True),
    headed(r"支出情况|资金(?:使用|支出|执行)|预算执行"),
    printed(_SPENT_COLUMN),
)
_TARGETS = first_of(
    items("targets", "targets", "results", "background", "other"),
    in_table("targets"),
    items("targets"),
    under("targets"),
    printed(_TARGETS_SET),
)
_RESULTS = first_of(answer, items("results", "results"), in_table("results"), under("results"))
_METHOD = first_of(under("method"), printed(_ASKED))
_SCORES = first_of(table("scores"), table("indicators"))
_PROBLEMS = first_of(
    items_about("problems", "问题|不足|困难"),
    items("problems", "problems"),
    items("problems"),
    under("problems"),
    headed(r"需要?关注|薄弱|短板|差距|偏差"),
    printed(_ADMITTED, anywhere=True),
)
_MEASURES = first_of(
    items_about("measures", "措施|建议|下一步|打算|整改"),
    items("measures", "measures"),
    items("measures"),
    printed(r"建议(?=[\u4e00-\u9fff]{4})", anywhere=True),
    items("measures", meant=False),
    under("measures"),
)
_SCORE = first_of(_score, printed(_TOTAL_SCORE), printed(_SCORED), printed(_SCORE_CELL))
_GRADE = first_of(_grade, printed(_GRADED))
_PUBLICATION = first_of(
    headed(r"结果.{0,6}(?:应用|运用|公开)|公开情况|应用和公开"),
    printed(_USED, anywhere=True),
)

ELEMENTS: tuple[Element, ...] = (
    Element("profile", "基本情况", "Background", _ALL, _PROFILE),
    Element("budget", "预算安排", "Budget", _ALL, _BUDGET),
    Element("spending", "支出或执行情况", "Spending", _ALL, _SPENDING),
    Element("targets", "绩效目标", "Targets", _ALL, _TARGETS),
    Element("results", "目标完成情况", "Results against targets", _ALL, _RESULTS),
    Element("basis", "评价依据", "Basis in rules", _EVALUATION, printed(_BASIS)),
    Element("method", "评价组织与方法", "Method", _EVALUATION, _METHOD),
    Element("score_table", "评分表或指标表", "Score table", _EVALUATION | _SELF, _SCORES),
    Element("score", "评价得分", "Score", _EVALUATION | _SELF, _SCORE),
    Element("grade", "评价等级", "Grade", _EVALUATION, _GRADE),
    Element("problems", "存在问题", "Problems", _ALL, _PROBLEMS),
    Element("measures", "改进措施或建议", "Measures", _ALL, _MEASURES),
    Element(
        "publication",
        "结果应用或公开",
        "Use or publication of results",
        _SELF | _EVALUATION,
        _PUBLICATION,
    ),
)


def elements_of(summary: Summary, document: Document | None) -> tuple[QualityElement, ...]:
    """Return each required element with its place; empty for a document of another kind."""
    kind = summary.document.kind
    wanted = (one for one in ELEMENTS if kind in one.kinds)
    if _is_form(summary):
        wanted = (one for one in wanted if one.code in _OF_A_FORM)
    return tuple(_entry(one, one.find(summary, document)) for one in wanted)


def _is_form(summary: Summary) -> bool:
    """Whether the document is the form of a self-evaluation, without a report in prose."""
    printed = {item for table in summary.tables for item in table.items}
    headings = {section.path for section in summary.coverage.sections if section.path}
    return (
        bool(summary.targets)
        and all(target.id in printed for target in summary.targets)
        and len(headings) <= FEW
    )


def _entry(element: Element, found: Found | None) -> QualityElement:
    return QualityElement(
        element=element.code,
        name=Sentence(zh=element.zh, en=element.en),
        state="present" if found else "not_found",
        section=found.section if found else (),
        evidence=found.evidence if found else None,
    )
