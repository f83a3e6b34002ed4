"""Shared by all runners: the job from stdin, measurements and claims to stdout. Standard library
only, since each runner uses its program's own environment."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

__all__ = ["EXAMPLE", "WANTED", "run"]

Json = dict[str, Any]
# The example and the description for the other programs.
EXAMPLE = (
    "年度目标为满意度不低于90%。全年新增就业730人。资金拨付滞后。今后将加快拨付。",
    (
        ("target", "满意度不低于90%", "满意度", "90%"),
        ("result", "新增就业730人", "新增就业", "730人"),
        ("problem", "资金拨付滞后", "资金拨付滞后", None),
        ("measure", "加快拨付", "加快拨付", None),
    ),
)
WANTED = {
    "target": "绩效目标",
    "result": "完成情况：已达到、收到、支出",
    "problem": "自认的不足",
    "measure": "今后的改进措施",
}


def run(version: str, read: Callable[[Json, dict[str, str]], Json]) -> None:
    """Read the job's texts with `read` (job, texts by name) and print the claims, with wall time,
    CPU time and peak memory of this process."""
    job = json.load(sys.stdin)
    texts = {Path(path).stem: Path(path).read_text(encoding="utf-8") for path in job["files"]}
    began = time.perf_counter()
    with redirect_stdout(sys.stderr):
        made = read(job, texts)
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
        "version": version,
    }
    print(json.dumps(made | measured, ensure_ascii=False))
