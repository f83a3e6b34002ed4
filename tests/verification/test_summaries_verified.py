"""Anybody's summary: judged item by item, refused never, nothing lost."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verification.claims import report

import summarizer
from summarizer.schema import Summary
from summarizer.verification import verify_summary

TEXT = """丙县农业农村局2023年度部门整体支出绩效自评报告
一、绩效目标
水质达标率不低于95%。
二、绩效目标完成情况
全年培训农技人员260人次，发放技术资料5200余份。受理投诉17件，办结15件。水质达标率96.3%。
三、存在的问题
预算编制不够精准。
四、下一步措施
加强预算编制管理，建立项目储备库。
"""
DOCUMENT = summarizer.read_text(TEXT, "报告.txt")
SUMMARY: dict[str, Any] = json.loads(
    summarizer.summarize(DOCUMENT, engine="rules").model_dump_json()
)
KINDS = ("targets", "results", "problems", "measures")


def edited(kind: str, place: int, **fields: Any) -> dict[str, Any]:
    """The summary with other fields in one item."""
    changed = copy.deepcopy(SUMMARY)
    changed[kind][place] |= fields
    return changed


def ids(summary: Summary) -> list[str]:
    """Every id in order."""
    return [item.id for item in summary.items]


def test_an_untouched_summary_comes_back_as_it_was() -> None:
    again = summarizer.verify(SUMMARY, DOCUMENT)
    assert json.loads(again.model_dump_json()) == SUMMARY
    assert summarizer.verify(again, DOCUMENT) == again


def test_a_verdict_that_somebody_wrote_is_forgotten() -> None:
    lying = edited("results", 0, text="培训农技人员620人次", check={"verdict": "verified"})
    assert verify_summary(lying, DOCUMENT).results[0].check.verdict == "failed"
    slandered = edited("results", 0, check={"verdict": "failed", "reasons": ["value-mismatch"]})
    assert verify_summary(slandered, DOCUMENT).results[0].check.verdict == "verified"


def test_one_false_item_leaves_the_others_as_they_were() -> None:
    false = edited("results", 1, metric="森林防火巡查")
    before, after = verify_summary(SUMMARY, DOCUMENT), verify_summary(false, DOCUMENT)
    changed = [a.id for a, b in zip(before.items, after.items, strict=True) if a.check != b.check]
    assert changed == [before.results[1].id]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("results", {"quantity": "260人次"}),
        ("results", {"quantity": {"value": 260, "unit": None}}),
        ("results", {"quantity": {"text": "260人次", "value": "NaN", "unit": "人次"}}),
        ("results", {"quantity": 260}),
        ("results", {"evidence": "全年培训农技人员260人次"}),
        (
            "results",
            {"evidence": [None, 7, {"start": "x"}, {"start": -4, "end": 2, "quote": "全"}]},
        ),
        ("results", {"evidence": None}),
        ("targets", {"quantity": {"value": "95", "unit": "个"}}),
        ("targets", {"comparator": "约等于"}),
        ("problems", {"text": 5, "evidence": []}),
        ("measures", {"text": "", "evidence": [[]]}),
    ],
)
def test_wrong_types_are_judged_and_not_refused(kind: str, fields: dict[str, Any]) -> None:
    found = verify_summary(edited(kind, 0, **fields), DOCUMENT)
    assert ids(found) == ids(verify_summary(SUMMARY, DOCUMENT))
    assert getattr(found, kind)[0].check.verdict == "failed"
    Summary.model_validate_json(found.model_dump_json())


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("results", {"direction": "sideways"}, "direction-flip"),
        ("results", {"status": "fertig"}, "status-mismatch"),
        ("results", {"theme": "weather"}, "low-wording-support"),
        ("problems", {"category": "unheard_of"}, "low-wording-support"),
        ("results", {"part_of": ["r1"]}, "part-as-total"),
        ("results", {"period": "soon"}, "period-mismatch"),
        ("results", {"text": None}, "low-wording-support"),
        ("results", {"metric": {"a": 1}}, "low-wording-support"),
        ("results", {"period": {"year": "soon"}}, "period-mismatch"),
    ],
)
def test_unknown_words_are_a_doubt(kind: str, fields: dict[str, Any], reason: str) -> None:
    found = verify_summary(edited(kind, 0, **fields), DOCUMENT)
    assert reason in getattr(found, kind)[0].check.reasons
    Summary.model_validate_json(found.model_dump_json())


def test_missing_keys_are_absent_values() -> None:
    bare = copy.deepcopy(SUMMARY)
    result = bare["results"][0]
    kept = {"id", "text", "metric", "quantity", "evidence"}
    bare["results"][0] = {key: value for key, value in result.items() if key in kept}
    assert verify_summary(bare, DOCUMENT).results[0].check.verdict == "verified"
    empty = {**SUMMARY, "results": [{}]}
    assert verify_summary(empty, DOCUMENT).results[0].check.verdict == "failed"


def test_ids_stay_even_when_they_are_doubled_or_no_strings() -> None:
    odd = copy.deepcopy(SUMMARY)
    odd["results"][1]["id"] = odd["results"][0]["id"]
    odd["results"][2]["id"] = 7
    odd["results"].append({"id": "x99", "text": "新增就业999人", "evidence": []})
    odd["results"].append("完成一切")
    found = verify_summary(odd, DOCUMENT)
    named = [item.id for item in found.results]
    assert named[:2] == [SUMMARY["results"][0]["id"]] * 2
    assert named[2] == "7"
    assert named[-2] == "x99"
    assert len(named) == len(SUMMARY["results"]) + 2
    assert [item.check.verdict for item in found.results[-2:]] == ["failed", "failed"]


@pytest.mark.parametrize("field", ["id", "text", "metric", "section", "subject"])
def test_half_a_surrogate_pair_can_be_printed_again(field: str) -> None:
    value = ["\ud800"] if field == "section" else "\ud800"
    found = verify_summary(edited("results", 0, **{field: value}), DOCUMENT)
    assert "\ud800" not in found.model_dump_json()
    spans = [{"start": 0, "end": 1, "quote": "\ud800"}]
    assert verify_summary(edited("results", 0, evidence=spans), DOCUMENT).model_dump_json()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, 5, "viele", {"a": 1}])
def test_no_list_is_an_empty_list(kind: str, value: object) -> None:
    assert getattr(verify_summary({**SUMMARY, kind: value}, DOCUMENT), kind) == ()


def test_the_rest_stays_as_it_came() -> None:
    found = verify_summary(edited("results", 0, text="培训620人次"), DOCUMENT)
    told = json.loads(found.model_dump_json())
    for part in ("schema_version", "document", "findings", "coverage", "run"):
        assert told[part] == SUMMARY[part]


@pytest.mark.parametrize("part", ["document", "overview", "findings", "coverage", "run"])
@pytest.mark.parametrize("value", [None, 3, [], {}, [{}], {"text": 3, "evidence": 4}])
def test_a_broken_part_breaks_nothing(part: str, value: object) -> None:
    found = verify_summary({**SUMMARY, part: value}, DOCUMENT)
    assert ids(found) == ids(verify_summary(SUMMARY, DOCUMENT))
    Summary.model_validate_json(found.model_dump_json())


def test_the_overview_is_checked_again() -> None:
    overview = {**SUMMARY["overview"], "text": "培训农技人员620人次。"}
    found = verify_summary({**SUMMARY, "overview": overview}, DOCUMENT)
    assert found.overview.check.verdict == "failed"


def test_another_report_bears_nothing_out() -> None:
    found = verify_summary(SUMMARY, report())
    assert all(item.check.verdict == "failed" for item in found.items)


def test_an_empty_report() -> None:
    found = verify_summary(SUMMARY, report(""))
    assert all(item.check.verdict == "failed" for item in found.items)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["260人次", "verified", "9" * 5000, "1e999999", "-5", "未办结", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
fields = st.dictionaries(
    st.sampled_from(
        [
            *("id", "section", "subject", "metric", "text", "indicator", "comparator", "quantity"),
            *("period", "attainment", "evidence", "direction", "status", "part_of", "theme"),
            *("category", "cause", "kind", "addresses", "check"),
        ]
    ),
    anything,
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), place=st.integers(0, 1), change=fields)
def test_any_change_of_an_item_is_survived(kind: str, place: int, change: dict[str, Any]) -> None:
    changed = copy.deepcopy(SUMMARY)
    item = changed[kind][place % len(changed[kind])]
    item |= change
    found = verify_summary(changed, DOCUMENT)
    assert [len(getattr(found, key)) for key in KINDS] == [len(SUMMARY[key]) for key in KINDS]
    Summary.model_validate_json(found.model_dump_json())
    for one in found.items:
        assert isinstance(one.id, str)
        assert bool(one.check.reasons) is (one.check.verdict != "verified")


@settings(max_examples=100, deadline=None)
@given(summary=st.dictionaries(st.sampled_from([*KINDS, "overview", "run", "coverage"]), anything))
def test_any_json_is_survived(summary: dict[str, Any]) -> None:
    found = verify_summary(summary, DOCUMENT)
    given = {key: summary.get(key) for key in KINDS}
    counts = [len(value) if isinstance(value, list) else 0 for value in given.values()]
    assert [len(getattr(found, key)) for key in KINDS] == counts


@settings(max_examples=100, deadline=None)
@given(
    value=st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True),
    unit=st.sampled_from(["人次", "人", "户", "%", "元", ""]),
    approx=st.sampled_from(["exact", "about", "near", "over"]),
)
def test_only_the_printed_number_is_verified(value: str, unit: str, approx: str) -> None:
    quantity = SUMMARY["results"][0]["quantity"]
    told = {**quantity, "value": value, "unit": unit, "approx": approx}
    true = (float(value), unit, approx) == (260.0, "人次", "exact")
    verdict = verify_summary(edited("results", 0, quantity=told), DOCUMENT).results[0].check.verdict
    assert (verdict == "verified") is true


def told(summary: dict[str, Any]) -> dict[str, str]:
    """The messages of the findings about the summary itself, by code."""
    return {
        finding.code: finding.message
        for finding in verify_summary(summary, DOCUMENT).findings
        if finding.code.startswith("summary-")
    }


def test_unknown_keys_are_named() -> None:
    assert told(SUMMARY) == {}
    foreign = edited("results", 0, remark="真", quantity={"value": "260", "colour": "red"})
    message = told({**foreign, "verdict": "true"})["summary-unknown-keys"]
    assert all(key in message for key in ("results.remark", "results.quantity.colour", "verdict"))


@pytest.mark.parametrize(
    "finding",
    [
        {"evidence": [{"start": 0, "end": 4, "quote": "无此文字"}]},
        {"evidence": [], "items": ["r99"]},
    ],
)
def test_findings_that_nothing_bears_out_are_named(finding: dict[str, Any]) -> None:
    invented = {"code": "sum-mismatch", "severity": "error", "message": "合计不符", **finding}
    summary = {**SUMMARY, "findings": [*SUMMARY["findings"], invented]}
    found = verify_summary(summary, DOCUMENT)
    assert "sum-mismatch" in told(summary)["summary-finding-unfounded"]
    assert len(found.findings) == len(SUMMARY["findings"]) + 2
    assert verify_summary(json.loads(found.model_dump_json()), DOCUMENT) == found
