"""What the rules found for certain and a model left out."""

from __future__ import annotations

import summarizer
from summarizer.crosscheck import missing_from_model, unmatched

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
