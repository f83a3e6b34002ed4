"""Where a line of Chinese may break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from summarizer.rendering.chinese import line_starts

SIGNS = "预算执行率，。（）“”、1234567890.,%万元 abc"


def broken(text: str, width: int) -> list[str]:
    borders = [0, *line_starts(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(borders)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("共投入1022.17万元，完成。", 14, ["共投入", "1022.17万元，", "完成。"]),
        ("满意度为98.99%，良好", 10, ["满意度为", "98.99%，良", "好"]),
        ("指标（含“其他”）完成", 10, ["指标（含", "“其他”）完", "成"]),
        ("短", 10, ["短"]),
        ("", 10, [""]),
    ],
)
def test_numbers_and_marks_hold_together(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


@given(st.text(SIGNS, max_size=60), st.integers(4, 20))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(lines) == text
    assert max(cell_len(line) for line in lines) <= width
