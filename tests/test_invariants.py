"""Invariants of every summary, on the real reports and on what hypothesis makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import assert_invariants

import summarizer
from summarizer.schema import Summary

REPORTS = sorted((Path(__file__).parents[1] / "evals" / "reports").glob("*.txt"))
LINES = [
    line for report in REPORTS for line in report.read_text(encoding="utf-8").split("\n") if line
]
PIECES = st.one_of(
    st.sampled_from(LINES),
    st.text(
        alphabet="一二三0123456789.％%万亿元人次户（）【】，。；、：“”\t 预计增长下降其中",
        max_size=40,
    ),
    st.text(max_size=20),
)


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_real_reports_keep_every_promise(report: Path) -> None:
    document = summarizer.read(report)
    summary = summarizer.summarize(document, engine="rules")
    assert_invariants(summary, document)
    assert {section.state for section in summary.coverage.sections} == {"read"}


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_two_runs_give_the_same_bytes(report: Path) -> None:
    def once() -> str:
        summary = summarizer.summarize(summarizer.read(report), engine="rules")
        timeless = summary.run.model_copy(update={"seconds": 0.0, "started_at": ""})
        return summary.model_copy(update={"run": timeless}).model_dump_json()

    assert once() == once()


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_a_summary_survives_its_own_json(report: Path) -> None:
    summary = summarizer.summarize(summarizer.read(report), engine="rules")
    again = Summary.model_validate(json.loads(summary.model_dump_json()))
    assert again == summary


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12))
def test_any_text_keeps_every_promise(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    try:
        document = summarizer.read_text(text, "任意.txt")
    except summarizer.SummarizerError:
        return
    assert_invariants(summarizer.summarize(document, engine="rules"), document)
