"""The cycle collector rests, and works again as it did before; what is free is given back."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.memory import nothing_to_collect

# In a process of its own: here the heap has other tenants, who may sit on its top.
PROGRAM = """
from pathlib import Path
from summarizer.memory import give_back
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * {page} >> 20
pieces = [bytes(1000) for _ in range(200_000)]
last = pieces[-1]
del pieces
before = resident()
give_back()
print(before, resident())
"""


def test_the_collector_rests_inside_and_works_behind() -> None:
    with nothing_to_collect():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    try:
        with nothing_to_collect():
            raise ValueError
    except ValueError:
        pass
    assert gc.isenabled()


def test_whoever_finds_it_resting_leaves_it_so() -> None:
    gc.disable()
    try:
        with nothing_to_collect(), nothing_to_collect():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_set_aside_for_good_stays_there() -> None:
    gc.freeze()
    try:
        with nothing_to_collect():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux")
def test_what_is_free_is_given_back() -> None:
    code = PROGRAM.format(page=os.sysconf("SC_PAGE_SIZE"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert before > 150
    assert after < 60
