"""Update the generated parts of the READMEs: `python -m evals.readme [--bench]`.

A part stands between `<!-- made: NAME -->` and `<!-- end -->`. `run` and `verify` are real output
of the commands shown, `quality` is the table of `python -m evals --markdown`, `bench` (only on
request, because it depends on the machine) the table of `python -m evals.bench.pipeline`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

__all__ = ["PARTS", "READMES", "fresh", "main", "part_of"]

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
LEFT_OUT = "⋯"
# Number of rows shown of each table.
ROWS = {"核查发现": 6, "绩效目标": 5, "完成情况": 6, "存在问题": 2, "改进措施": 3}
_PART = re.compile(r"(?<=<!-- made: )(\w+)( -->\n)(.*?)(?=<!-- end -->)", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the parts; with `--check`, write nothing and exit with 1 when one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--bench", action="store_true", help="measure speed anew, too")
    options = parser.parse_args(arguments)
    names = [name for name in PARTS if name != "bench" or options.bench]
    made = {name: PARTS[name]() for name in names}
    stale = [readme for readme in READMES if fresh(readme, made) != readme.read_text("utf-8")]
    for readme in stale:
        print(f"{readme.name} {'is stale' if options.check else 'is written anew'}")
        if not options.check:
            readme.write_text(fresh(readme, made), encoding="utf-8")
    return 1 if stale and options.check else 0


def fresh(readme: Path, made: dict[str, str]) -> str:
    """Return the README's text with these parts replaced."""

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}{made.get(found[1], found[3])}"

    return _PART.sub(put, readme.read_text("utf-8"))


def part_of(readme: Path, name: str) -> str:
    """Return a part of the README. Raises KeyError when it is missing."""
    parts = {found[1]: found[3] for found in _PART.finditer(readme.read_text("utf-8"))}
    return parts[name]


def _run() -> str:
    command = "summarizer run evals/reports/001-wujialing-2022.txt"
    shown = _output([*command.split(), "--format", "table"])
    # The time of the run changes every time.
    lines = [line for line in shown.splitlines() if not line.startswith("生成时间")]
    return _console(command, "\n".join(_abridged(lines)))


def _verify() -> str:
    text = "新增就业735人，问题解决率85.11%，罚款11.361万元。"
    source = "evals/reports/000-key-projects-2022.txt"
    shown = _output(["summarizer", "verify", text, "--source", source, "--format", "table"])
    return _console(f'summarizer verify "{text}" --source {source}', shown.rstrip())


def _quality() -> str:
    return "\n" + _output(["-m", "evals", "--engine", "rules", "--markdown"]).strip() + "\n\n"


def _bench() -> str:
    command = "python -m evals.bench.pipeline"
    return _console(command, _output(command.split()[1:]).strip())


PARTS: dict[str, Callable[[], str]] = {
    "run": _run,
    "verify": _verify,
    "quality": _quality,
    "bench": _bench,
}


def _abridged(lines: Sequence[str]) -> Iterator[str]:
    """Yield the whole head, and the first rows of each table; a row may span several lines."""
    allowed, rows, cut = len(lines), 0, False
    for line in lines:
        heading = re.fullmatch(r"(\w+) \(\d+\)", line)
        if heading:
            if cut:
                yield ""
            # Heading, labels and rule are three further rows.
            allowed, rows, cut = ROWS.get(heading[1], 0) + 3, 0, False
        rows += bool(line) and not line.startswith(" ")
        if rows <= allowed:
            yield line
        elif not cut:
            yield LEFT_OUT
            cut = True


def _console(command: str, shown: str) -> str:
    return f"```\n$ {command}\n{shown}\n```\n"


def _output(command: Sequence[str]) -> str:
    if command[0] == "summarizer":
        command = ["-m", *command]
    # The default width of a pipe.
    plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=plain, capture_output=True, check=False, text=True
    )
    # 1 is a verdict: `verify` found a wrong number.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
