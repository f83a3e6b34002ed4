"""The cycle collector of a host is left alone; free heap is returned."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

import summarizer

# In a process of its own: here the heap has other tenants, who may sit on its top.
PROGRAM = """
from pathlib import Path
from summarizer.memory import trim_heap
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * {page} >> 20
pieces = [bytes(1000) for _ in range(200_000)]
last = pieces[-1]
del pieces
before = resident()
trim_heap()
print(before, resident())
"""


def test_a_run_in_process_leaves_the_collector_of_its_host_alone(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("完成率为1%。", encoding="utf-8")
    before = gc.isenabled(), gc.get_threshold()
    summarizer.summarize(report, "rules")
    assert (gc.isenabled(), gc.get_threshold()) == before


def test_a_command_collects_seldom() -> None:
    code = "import gc, summarizer.memory as m; m.collect_seldom(); print(gc.get_threshold()[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 100_000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux")
def test_what_is_free_is_given_back() -> None:
    code = PROGRAM.format(page=os.sysconf("SC_PAGE_SIZE"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert before > 150
    assert after < 60
