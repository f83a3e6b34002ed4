"""The brief in words: each filled slot is stated once, with its source."""

from __future__ import annotations

from brief_report import REPORT

import summarizer
from summarizer.rendering.attained import targets_told
from summarizer.rendering.briefing import brief_parts, funds_told
from summarizer.schema import Summary


def _summary(text: str = REPORT) -> Summary:
    return summarizer.summarize(summarizer.read_text(text, "简报.txt"), engine="rules")


def _said(summary: Summary, language: str = "zh") -> dict[str, list[str]]:
    parts = brief_parts(summary, "en" if language == "en" else "zh")
    return {part.label: [one.text for one in part.statements] for part in parts}


def test_the_parts_stand_in_a_leaders_order() -> None:
    assert list(_said(_summary())) == [
        "funds",
        "targets",
        "unmet",
        "met",
        "score",
        "results",
        "problems",
        "measures",
        "findings",
    ]


def test_no_rate_is_worked_out_of_the_first_budget() -> None:
    assert funds_told(_summary()) == "年初预算120万元，决算支出139.52万元"
    assert "报告未列明预算执行率" in _said(_summary())["funds"]
    assert "the report states no rate of execution" in _said(_summary(), "en")["funds"]


def test_funds_that_a_sentence_tells_are_not_told_twice() -> None:
    told = _said(_summary())["funds"]
    assert told[0] == "2022年年初预算数为120万元，决算数为139.52万元"
    assert not [one for one in told[1:] if "139.52" in one]


def test_a_rate_of_the_report_is_told_as_it_stands() -> None:
    summary = _summary(REPORT.replace("139.52万元。", "108万元，执行率90%。"))
    assert funds_told(summary) == "年初预算120万元，决算支出108万元，预算执行率90%"
    assert not [one for one in _said(summary)["funds"] if "未列明" in one]


def test_targets_are_counted_and_the_missed_ones_named() -> None:
    summary = _summary()
    counts = summary.brief.targets
    assert targets_told(summary).startswith(f"共{counts.total}项绩效目标：")
    assert f"未达成{counts.not_met}项" in targets_told(summary) or counts.partly
    (missed,) = _said(summary)["unmet"]
    assert "目标不少于12场" in missed
    assert "实际9场" in missed


def test_a_problem_is_told_with_its_cause() -> None:
    (problem,) = _said(_summary())["problems"]
    assert problem == "展览数量没有达到计划，主要原因是场馆维修"


def test_findings_that_are_not_told_are_counted() -> None:
    summary = _summary()
    told = _said(summary)["findings"]
    graver = [one for one in summary.findings if one.severity != "info"]
    assert len(told) == len(summary.brief.findings) + (len(graver) > len(summary.brief.findings))


def test_every_figure_of_the_report_has_a_source() -> None:
    for part in brief_parts(_summary()):
        for statement in part.statements:
            if part.label in ("results", "problems", "measures", "score", "unmet"):
                assert statement.spans


def test_english_has_english_words() -> None:
    said = _said(_summary(), "en")
    assert said["targets"][0].startswith("3 targets: ")
    assert "target " in said["unmet"][0]
    assert said["score"] == ["86.4 of 100, grade 良好"]
