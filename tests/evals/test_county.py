"""A small made-up county: what is planted is found, and nothing else is said."""

from __future__ import annotations

from pathlib import Path

from evals.county import make, score


def test_what_is_planted_in_a_county_is_found(tmp_path: Path) -> None:
    tallies, faults = score(make(tmp_path, offices=4, seed=5))
    assert faults == []
    assert sum(tally.right for tally in tallies.values()) > 20
    assert {"raised", "same", "closed", "unmentioned"} <= set(tallies)


def test_a_portfolio_that_says_nothing_has_no_recall(tmp_path: Path) -> None:
    county = make(tmp_path, offices=2, seed=5)
    for path in tmp_path.iterdir():
        path.write_text("无", encoding="utf-8")
    tallies, _ = score(county)
    assert sum(tally.right for sort, tally in tallies.items() if sort != "late") == 0
