"""How the tests call the command: within this process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from patience import PATIENCE

from summarizer.cli import main

REPORT = """青石县水利局2023年度小型水库维修项目绩效自评报告
一、绩效目标
维修水库12座，群众满意度不低于90%。
二、资金情况
项目预算1200.5万元，实际支出1150万元。
三、完成情况
全年维修水库13座，群众满意度达到95%。
四、存在的问题及原因
预算编制不够精准，主要原因是前期调研不足。
五、改进措施
加强前期调研，提高预算编制的精准性。
"""


@dataclass(frozen=True)
class Outcome:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Call = Callable[..., Outcome]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run in this process; stdout and stderr are pipes, as in a script."""

    def run(*arguments: str | Path) -> Outcome:
        code = main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Outcome(code, out, err.decode())

    return run


@pytest.fixture
def start() -> Call:
    """Run as a process of its own, with its own environment, stdin and working folder."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
    ) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "summarizer", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, **environment},
            timeout=PATIENCE,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr.decode())

    return run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "青石县.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path
