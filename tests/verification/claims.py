"""Reports and items made by hand for the tests of the verifier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from summarizer.quantities import scan
from summarizer.schema import (
    Attainment,
    Check,
    Document,
    Indicator,
    Measure,
    Problem,
    Quantity,
    Result,
    Section,
    Span,
    Target,
)
from summarizer.verification import check

REPORT = """2023年，全县新增高标准农田3.2万亩，新建机耕路46公里，新增灌溉面积约1.1万亩。
全年培训农技人员260人次，发放技术资料5200余份，其中图书800余份。截至11月底，受理投诉17件，办结15件，办结率88.24%。
年初预算1,250.5万元，实际支出1,198.36万元，比上年增加86.2万元，增长7.75%。
甲镇、乙镇补助资金分别为12万元、15万元。预计全年粮食产量达到8.6万吨；正在建设泵站4座；未发生安全生产事故。
受益农户满意度不低于90%，满意度排名全市第三。
预算编制不够精准，主要是前期调研2次仍不充分。
下一步将加强项目库建设，开展业务培训3次。"""


def report(
    text: str = REPORT, *, heading: str = "三、绩效目标完成情况", year: int = 2023
) -> Document:
    """A document whose whole text stands under one heading."""
    return Document(
        name="报告.txt",
        text=text,
        sha256="",
        text_sha256="",
        title=f"丙县农业农村局{year}年度部门整体支出绩效自评报告",
        organization="丙县农业农村局",
        fiscal_year=year,
        sections=(Section((heading,), 0, len(text)),),
        quantities=tuple(scan(text)),
    )


def span(document: Document, quote: str) -> Span:
    """The first place of a quote."""
    start = document.text.index(quote)
    return Span(start=start, end=start + len(quote), quote=quote)


def number(document: Document, figure: str) -> Quantity:
    """What the scanner read where a figure stands first."""
    start = document.text.index(figure)
    return next(q for q in document.quantities if q.start <= start < q.end)


def result(document: Document, quote: str, figure: str | None, **fields: Any) -> Result:
    """A true result of a quote and its figure, with other fields where given."""
    quantity = number(document, figure) if figure else None
    metric = quote.replace(quantity.text, "") if quantity else quote
    given = {
        "id": "r1",
        "section": document.sections[0].path,
        "subject": None,
        "metric": metric,
        "text": quote,
        "quantity": quantity,
        "direction": "none",
        "status": "done",
        "period": None,
        "part_of": None,
        "theme": None,
        "evidence": (span(document, quote),),
    }
    return Result(**{**given, **fields})


def target(document: Document, quote: str, figure: str | None, **fields: Any) -> Target:
    """A true target of a quote and its figure."""
    quantity = number(document, figure) if figure else None
    given = {
        "id": "t1",
        "section": document.sections[0].path,
        "subject": None,
        "metric": quote.replace(quantity.text, "") if quantity else quote,
        "text": quote,
        "indicator": Indicator(),
        "comparator": quantity and (quantity.comparator or "="),
        "quantity": quantity,
        "period": None,
        "attainment": Attainment(state="not_reported"),
        "evidence": (span(document, quote),),
    }
    return Target(**{**given, **fields})


def problem(document: Document, quote: str, **fields: Any) -> Problem:
    """A true problem."""
    given = {
        "id": "p1",
        "section": (),
        "text": quote,
        "category": "other",
        "cause": None,
        "evidence": (span(document, quote),),
    }
    return Problem(**{**given, **fields})


def measure(document: Document, quote: str, **fields: Any) -> Measure:
    """A true measure."""
    given = {
        "id": "m1",
        "section": (),
        "text": quote,
        "kind": "other",
        "addresses": (),
        "evidence": (span(document, quote),),
    }
    return Measure(**{**given, **fields})


def other(quantity: Quantity | None, **fields: Any) -> Quantity:
    """A quantity with other fields."""
    assert quantity is not None
    return replace(quantity, **fields)


def verdict(item: Any, document: Document) -> Check:
    """The verdict on one item."""
    return check(item, document)
