"""The table for a terminal."""

from __future__ import annotations

from rich.cells import cell_len

from summarizer.rendering import Look, render
from summarizer.rendering.charts import charts
from summarizer.rendering.terminal import _clean
from summarizer.schema import Summary


def test_colour_only_when_asked(summary: Summary) -> None:
    assert "\x1b[" not in str(render(summary, "table"))
    assert "\x1b[" in str(render(summary, "table", look=Look(color=True)))


def test_no_line_is_wider_than_the_terminal(summary: Summary) -> None:
    shown = str(render(summary, "table", look=Look(width=80)))
    assert max(cell_len(line) for line in shown.splitlines()) <= 80


def test_a_report_cannot_command_the_terminal(summary: Summary) -> None:
    odd = summary.problems[0].model_copy(update={"text": "不足\x1b[2J\x07"})
    shown = str(render(summary.model_copy(update={"problems": (odd,)}), "table"))
    assert "不足�[2J�" in shown.replace("\n", "")
    assert _clean("a\u202eb\u200b") == "a�b�"


def test_only_subjects_with_both_sums_are_charted(summary: Summary) -> None:
    only_budget = tuple(result for result in summary.results if result.id != "r2")
    labels = [c.label for c in charts(summary.model_copy(update={"results": only_budget}), "zh")]
    assert labels == ["attainment_chart", "severity_chart"]
