"""Tests notice a change of what they guard: a sample of mutants, each against its own tests.

The runner is ours because mutmut and cosmic-ray each bring a dozen packages for a hundred lines.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mutants import Mutant, mutants

ROOT = Path(__file__).parents[1]
# What is mutated, the tests that must notice, and those of them that take long and see little.
GUARDED = {
    "summarizer/service/keys.py": ("tests/service/test_keys.py", "scopes_say"),
    "summarizer/service/spending.py": ("tests/service/test_spending.py", "served"),
    "summarizer/service/webhooks.py": ("tests/service/test_webhook*.py", "tells_a_webhook"),
    "summarizer/service/intake.py": ("tests/service/test_intake.py", "served"),
    "summarizer/quantities": ("tests/quantities", "megabyte or repetition or generator"),
    "summarizer/verification": ("tests/verification", "survived or only_the_printed"),
}
SAMPLE = int(os.environ.get("SUMMARIZER_TEST_MUTANTS", "120"))
# A mutant may loop for ever; a loaded machine may be slow.
SECONDS = 600
# Some mutants mean the same as the original; what a run lets live is listed and read.
KILLED = 0.8


def sample() -> list[tuple[Mutant, str, str]]:
    """Mutants with their tests, as many of each part of the program."""
    chosen = []
    for part, (tests, slow) in GUARDED.items():
        files = [part] if part.endswith(".py") else modules(part)
        every = [one for path in files for one in mutants(ROOT, path)]
        most = SAMPLE // (8 if part.endswith(".py") else 4)
        picked = random.Random(part).sample(every, min(most, len(every)))
        chosen += [(one, tests, slow) for one in picked]
    return chosen


def modules(package: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / package).glob("*.py"))


def is_killed(copy: Path, mutant: Mutant, tests: str, slow: str) -> bool:
    """Does a test fail, or run on for too long, where a copy of the project is mutated?"""
    file = copy / mutant.path
    original = file.read_text(encoding="utf-8")
    file.write_text(mutant.source, encoding="utf-8")
    chosen = sorted(str(path.relative_to(copy)) for path in copy.glob(tests))
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-k", f"not ({slow})"]
    try:
        run = subprocess.run(
            [*command, *chosen, mutant.path],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(original, encoding="utf-8")
    return run.returncode != 0


@pytest.mark.long
def test_tests_notice_mutants(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    away = shutil.ignore_patterns(".git", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=away)
    chosen = sample()
    alive = []
    for tried, (mutant, tests, slow) in enumerate(chosen, 1):
        if not is_killed(copy, mutant, tests, slow):
            alive.append(mutant)
            print(f"alive after {tried}: {mutant}", flush=True)
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants killed")
    assert len(alive) <= (1 - KILLED) * len(chosen), alive


def test_a_mutant_is_one_change(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(x):\n    return x > 1 and not x\n", encoding="utf-8")
    assert [one.change for one in mutants(tmp_path, "a.py")] == [
        "x > 1 and (not x)  →  x > 1 or not x",
        "x > 1  →  x >= 1",
        "1  →  2",
    ]
