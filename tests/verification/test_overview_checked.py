"""The overview: every number in its evidence and under its label."""

from __future__ import annotations

import pytest
from verification.claims import report, result, span

from summarizer.schema import Span
from summarizer.verification import check_all, check_overview, check_text

DOCUMENT = report()
EVIDENCE = (
    span(DOCUMENT, "受理投诉17件，办结15件"),
    span(DOCUMENT, "年初预算1,250.5万元"),
)


@pytest.mark.parametrize(
    "text",
    ["", "各项工作稳步推进。", "受理投诉17件，办结15件。", "年初预算1,250.5万元，受理投诉17件。"],
)
def test_numbers_of_the_evidence(text: str) -> None:
    assert check_text(text, EVIDENCE, DOCUMENT).verdict == "verified"


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("受理投诉71件。", "failed", "not-in-report"),
        ("年初预算1,250.5元。", "failed", "not-in-report"),
        ("培训农技人员260人次。", "review", "elsewhere-in-report"),
        ("受理投诉、办结共32件。", "review", "derived"),
        ("受理投诉15件。", "review", "bound-to-other-label"),
    ],
)
def test_other_numbers(text: str, verdict: str, reason: str) -> None:
    found = check_text(text, EVIDENCE, DOCUMENT)
    assert found.verdict == verdict
    assert reason in found.reasons


def test_a_false_quote_fails_the_overview() -> None:
    false = Span(start=0, end=3, quote="甲乙丙")
    found = check_text("受理投诉17件。", (*EVIDENCE, false), DOCUMENT)
    assert found.verdict == "failed"


ITEMS = (
    result(DOCUMENT, "受理投诉17件，办结15件", "17件", metric="受理投诉"),
    result(DOCUMENT, "未发生安全生产事故", None),
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("受理投诉17件。", "verified"),
        ("主要完成情况：受理投诉17件；未发生安全生产事故。", "verified"),
        ("丙县农业农村局2023年度部门整体支出绩效自评报告。受理投诉17件。", "verified"),
        ("受理投诉17件。经审计，局长王某涉嫌贪污，已移送司法机关。", "review"),
        ("绩效等级为优。", "review"),
        ("受理投诉17件。<b>优秀</b>", "review"),
        ("全部目标均已完成。", "review"),
        ("发生安全生产事故。", "review"),
    ],
)
def test_each_clause_is_borne_by_an_item(text: str, verdict: str) -> None:
    checked = check_all(ITEMS, DOCUMENT)
    assert check_overview(text, EVIDENCE, checked, DOCUMENT).verdict == verdict
