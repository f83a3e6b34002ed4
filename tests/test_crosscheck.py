"""What the rules found for certain and a model left out."""

from __future__ import annotations

from typing import Any

import pytest

import summarizer
from summarizer.crosscheck import differing, missing_from_model, unmatched
from summarizer.schema import Attainment, Indicator, Item, Result, Target

TEXT = "某局报告\n一、完成情况\n水质达标率96.5%。新建管网14公里。\n"


def test_a_verified_rate_that_the_model_left_out_is_a_finding() -> None:
    summary = summarizer.summarize(summarizer.read_text(TEXT, "例.txt"), engine="rules")
    (finding,) = missing_from_model(unmatched((), summary.items))
    assert (finding.code, finding.severity) == ("model-left-out", "warning")
    assert finding.stated == "96.5%"
    assert finding.evidence[0].quote == "水质达标率96.5%"


def test_nothing_is_missing_from_the_same_items() -> None:
    summary = summarizer.summarize(summarizer.read_text(TEXT, "例.txt"), engine="rules")
    assert unmatched(summary.items, summary.items) == ()


def items_of(text: str = TEXT) -> tuple[Item, ...]:
    return summarizer.summarize(summarizer.read_text(text, "例.txt"), engine="rules").items


def test_agreeing_voices_raise_no_doubt() -> None:
    assert differing(items_of(), items_of()) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"metric": "服务对象满意度"},
        {"direction": "decrease"},
        {"kind": Target},
    ],
)
def test_the_same_number_told_as_something_else_is_a_doubt(change: dict[str, Any]) -> None:
    text = "某局报告\n一、完成情况\n水质达标率比上年提高2.5%。\n"
    (mine,) = items_of(text)
    kind = change.pop("kind", None)
    told = mine.altered(**change)
    if kind:
        told = Target(
            **{name: getattr(mine, name) for name in ("id", "section", "subject", "metric")},
            **{name: getattr(mine, name) for name in ("text", "quantity", "period", "evidence")},
            indicator=Indicator(),
            comparator="=",
            attainment=Attainment(state="not_reported"),
        )
    assert differing([told], [mine]) == {mine.id: ("voices-differ",)}


def test_a_poor_label_of_the_rules_is_no_doubt_of_one_that_stands_at_the_number() -> None:
    (mine,) = items_of("某局报告\n一、完成情况\n水质达标率96.5%。\n")
    assert differing([mine], [mine.altered(metric="截至期末")]) == {}
    assert differing([mine.altered(metric="截至期末")], [mine]) == {mine.id: ("voices-differ",)}


def test_a_problem_told_as_a_result_is_a_doubt() -> None:
    text = "某局报告\n一、存在的问题\n预算编制不够精准。\n"
    (problem,) = items_of(text)
    result = Result(
        **{name: getattr(problem, name) for name in ("id", "section", "text", "evidence")},
        subject=None,
        metric="预算编制不够精准",
        quantity=None,
        direction="none",
        status="done",
        period=None,
        part_of=None,
        theme=None,
    )
    assert differing([result], [problem]) == {problem.id: ("voices-differ",)}
