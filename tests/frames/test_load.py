"""Summaries of a folder as data frames."""

from __future__ import annotations

from pathlib import Path

import pytest

import summarizer
from summarizer.errors import SummarizerError
from tests.portfolio.county import summary_of


@pytest.fixture
def results(tmp_path: Path) -> Path:
    for year in (2022, 2023):
        summary = summary_of(year, wells=100 + year, households=200, satisfaction=90)
        (tmp_path / f"{year}.json").write_text(str(summarizer.render(summary)), encoding="utf-8")
    (tmp_path / "other.json").write_text('{"a": 1}')
    (tmp_path / "broken.json").write_text("{")
    return tmp_path


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_documents_items_and_findings_are_frames_that_join(results: Path, library: str) -> None:
    pytest.importorskip(library)
    frames = summarizer.load(results, library)  # type: ignore[arg-type]
    assert list(frames.documents["document"]) == ["2022.json", "2023.json"]
    assert list(frames.documents["spent"]) == [2_700_000.0, 2_700_000.0]
    metrics = list(zip(frames.items["metric"], frames.items["value"], strict=True))
    assert ("新打机井", 2123.0) in metrics
    assert set(frames.items["document"]) == set(frames.documents["document"])


def test_frames_go_to_parquet_and_back(results: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frames = summarizer.load(results)
    frames.to_parquet(tmp_path / "out")
    again = pandas.read_parquet(tmp_path / "out" / "items.parquet")
    assert list(again["exact"]) == list(frames.items["exact"])


def test_a_folder_without_summaries_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SummarizerError) as caught:
        summarizer.load(tmp_path)
    assert "batch run" in caught.value.en
