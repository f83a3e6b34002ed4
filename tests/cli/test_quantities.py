"""`quantities`: what the scanner reads, one JSON object per line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import REPORT, Call


def test_every_line_is_a_quantity_at_its_place(call: Call, report: Path) -> None:
    done = call("quantities", report)
    assert done.code == 0
    found = [json.loads(line) for line in done.text.splitlines()]
    assert [list(one) for one in found] == [
        ["start", "end", "text", "value", "unit", "kind", "approx", "comparator"]
    ] * len(found)
    for one in found:
        assert REPORT[one["start"] : one["end"]] == one["text"]
    assert {"1200.5万元", "13座", "95%"} <= {one["text"] for one in found}


def test_it_goes_to_a_file(call: Call, report: Path) -> None:
    target = report.parent / "q.jsonl"
    assert call("quantities", report, "-o", target).out == b""
    assert json.loads(target.read_text(encoding="utf-8").splitlines()[0])
