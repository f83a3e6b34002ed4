"""Weight, score, reason, due date and sign of a target: what the cells of its row say."""

from __future__ import annotations

import json
from typing import Any

import pytest

import summarizer
from summarizer.readers import read_text
from summarizer.schema import Document, Summary

FORM = """测试县2022年度项目支出绩效自评表
一级指标\t二级指标\t三级指标\t指标性质\t年度指标值\t计量单位\t实际完成值\t分值\t得分\t偏差原因分析
产出指标\t数量指标\t维修道路\t≥\t12\t公里\t11.5\t10\t9.6\t雨季停工，工期顺延
\t质量指标\t验收合格率\t=\t100\t%\t100\t20\t20\t
\t时效指标\t完成时间\t\t2022年12月底前\t\t2022年11月\t30\t30\t
效益指标\t社会效益指标\t出行条件\t定性\t明显改善\t\t明显改善\t40\t35\t
总分\t\t\t\t\t\t\t100\t94.6\t
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read_text(FORM, "form.txt")


@pytest.fixture(scope="module")
def summary(document: Document) -> Summary:
    return summarizer.summarize(document, "rules")


def told(summary: Summary) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(summary.model_dump_json())
    return found


def test_a_row_is_a_target_with_all_that_its_cells_say(summary: Summary) -> None:
    assert [
        (t.metric, t.weight, t.score, t.reason, t.deadline and t.deadline.value)
        for t in summary.targets
    ] == [
        ("维修道路", "10", "9.6", "雨季停工，工期顺延", None),
        ("验收合格率", "20", "20", None, None),
        ("完成时间", "30", "30", None, "2022-12"),
        ("出行条件", "40", "35", None, None),
    ]
    assert {item.check.verdict for item in summary.items} == {"verified"}


def test_all_numbers_of_a_form_are_cited(summary: Summary) -> None:
    assert summary.coverage.uncited == ()


@pytest.mark.parametrize(
    ("metric", "field", "value", "reason"),
    [
        ("维修道路", "weight", "20", "value-mismatch"),
        ("维修道路", "weight", "9.6", "value-mismatch"),
        ("维修道路", "weight", "十", "value-mismatch"),
        ("维修道路", "score", "10", "value-mismatch"),
        ("验收合格率", "score", "19", "value-mismatch"),
        ("维修道路", "reason", "雨季停工", "not-in-evidence"),
        ("维修道路", "reason", "资金不到位", "not-in-evidence"),
        ("出行条件", "reason", "群众知晓面不够", "not-in-evidence"),
        ("完成时间", "deadline", {"value": "2023-12", "text": "2023年12月"}, "value-mismatch"),
        ("完成时间", "deadline", {"start": 0, "end": 4, "text": "测试县2"}, "not-in-evidence"),
        ("维修道路", "comparator", "<=", "comparator-mismatch"),
        ("维修道路", "comparator", "=", "comparator-mismatch"),
        ("验收合格率", "comparator", ">=", "comparator-mismatch"),
    ],
)
def test_an_altered_field_fails_its_target(
    summary: Summary, document: Document, metric: str, field: str, value: object, reason: str
) -> None:
    changed = told(summary)
    target = next(one for one in changed["targets"] if one["metric"] == metric)
    target[field] = {**target[field], **value} if isinstance(value, dict) else value
    checked = summarizer.verify(changed, document)
    verdicts = {one.id: one.check for one in checked.targets}
    assert verdicts[target["id"]].verdict == "failed"
    assert reason in verdicts[target["id"]].reasons
    assert {one.verdict for key, one in verdicts.items() if key != target["id"]} == {"verified"}


def test_a_weight_written_otherwise_is_the_same_weight(
    summary: Summary, document: Document
) -> None:
    changed = told(summary)
    changed["targets"][0]["weight"] = "10.0"
    assert summarizer.verify(changed, document).targets[0].check.verdict == "verified"


def test_a_number_of_another_column_is_no_target(summary: Summary, document: Document) -> None:
    changed = told(summary)
    target = changed["targets"][0]
    result = next(one for one in changed["results"] if one["metric"] == "维修道路")
    target["quantity"], target["evidence"] = result["quantity"], result["evidence"]
    target["comparator"], target["text"] = "=", result["text"]
    check = summarizer.verify(changed, document).targets[0].check
    assert "bound-to-other-label" in check.reasons


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("deviation", "-5.00"),
        ("explanation", {"zh": "目标值≥12公里，实际13公里：达成。", "en": "met"}),
    ],
)
def test_an_altered_account_of_the_attainment_is_found(
    summary: Summary, document: Document, field: str, value: object
) -> None:
    changed = told(summary)
    changed["targets"][0]["attainment"][field] = value
    check = summarizer.verify(changed, document).targets[0].check
    assert (check.verdict, check.reasons) == ("failed", ("value-mismatch",))
