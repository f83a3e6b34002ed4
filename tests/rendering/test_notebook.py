"""Summaries in a notebook."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest
from brief_report import REPORT, with_told

import summarizer
from summarizer.errors import ConfigError, UnreadableDocument
from summarizer.schema import Summary


def _summary() -> Summary:
    return summarizer.summarize(summarizer.read_text(REPORT, "简报.txt"), engine="rules")


def test_the_repr_is_one_short_line() -> None:
    summary = _summary()
    assert repr(summary).startswith("Summary('简报.txt', 2022, targets=3, results=")
    assert len(repr(summary)) < 160
    assert str(summary) == repr(summary)


def test_the_html_is_the_brief_and_harmless() -> None:
    summary = _summary()
    html = with_told(summary, "<script>alert(1)</script>")._repr_html_()
    assert "年初预算数为120万元" in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_row_per_item() -> None:
    pandas = pytest.importorskip("pandas")
    summary = _summary()
    frame = summary.to_dataframe()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["id"]) == [item.id for item in summary.items]
    spent = frame[frame["printed"] == "139.52万元"]
    assert list(spent["value"]) == [Decimal(1395200)]


def test_without_pandas_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConfigError, match="pip install pandas"):
        _summary().to_dataframe()


def test_summarize_takes_a_path(tmp_path: Path) -> None:
    path = tmp_path / "简报.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert summarizer.summarize(path, engine="rules").targets == _summary().targets
    assert summarizer.summarize(str(path), engine="rules").document.name == "简报.txt"


def test_a_path_that_leads_nowhere_says_so() -> None:
    with pytest.raises(UnreadableDocument, match=r"没有\.txt"):
        summarizer.summarize("没有.txt", engine="rules")
