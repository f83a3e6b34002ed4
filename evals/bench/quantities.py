"""Speed of the scanner: `python -m evals.bench.quantities`.

The text is the five sample reports, joined and repeated; the scanner's time includes building the
`Quantity` objects. For comparison, in the same process: `re.finditer` of bare digits (the lower
bound), and Recognizers-Text and cn2an if installed, each fed line by line as a caller would. Those
two take seconds for one copy of the reports and read fewer copies. Times are processor times, to
reduce the effect of other load.

To install them: `pip install recognizers-text-suite "emoji<2" cn2an` in a separate environment.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import platform
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from evals.dataset import Gold, load_all
from evals.scorers.quantities import reading
from evals.scorers.ratio import total
from summarizer.quantities import scan, scan_cell
from summarizer.schema import Quantity

Reader = Callable[[str], int]
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scanner's precision and recall, then characters per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=200, help="copies of the five reports")
    parser.add_argument("--runs", type=int, default=5, help="runs, of which the median counts")
    options = parser.parse_args(arguments)
    text = "".join(gold.text for gold in load_all())
    print(quality())
    print(f"Python {platform.python_version()}, {len(text) * options.copies:,} characters")
    print(f"{'reader':28} {'characters':>12} {'characters/s':>14} {'runs':>5}")
    for name, reader, copies in readers(options.copies):
        print(row(name, reader, text * copies, options.runs))
    return 0


def quality() -> str:
    """Return precision and recall on the scored mentions of gold."""
    scores = [reading(gold.quantities, _scanned(gold)) for gold in load_all()]
    value, unit = total(one.value for one in scores), total(one.unit for one in scores)
    return (
        f"{value.gold} scored mentions: value P {value.precision:.4f} R {value.recall:.4f}, "
        f"value and unit P {unit.precision:.4f} R {unit.recall:.4f}\n"
    )


def readers(copies: int) -> Iterator[tuple[str, Reader, int]]:
    """Yield name, reader and the number of report copies it reads."""
    yield "scan", lambda text: len(scan(text)), copies
    yield "re.finditer, digits alone", lambda text: sum(1 for _ in DIGITS.finditer(text)), copies
    if recognizers := _installed("recognizers_number"):
        yield "Recognizers-Text, numbers", _lines(recognizers.recognize_number, "zh-cn"), 1
    if units := _installed("recognizers_number_with_unit"):
        yield "Recognizers-Text, currencies", _lines(units.recognize_currency, "zh-cn"), 1
    if cn2an := _installed("cn2an"):
        yield "cn2an.transform", _lines(cn2an.transform, "cn2an"), max(1, copies // 20)


def row(name: str, reader: Reader, text: str, runs: int) -> str:
    """Return one line of the table: the median of some runs after a warm-up run."""
    reader(text[: len(text) // 10])
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        reader(text)
        times.append(time.process_time() - start)
    per_second = len(text) / statistics.median(times)
    return f"{name:28} {len(text):>12,} {per_second:>14,.0f} {runs:>5}"


def _installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name}: not installed, left out")
        return None


def _lines(read: Callable[[str, str], Any], culture: str) -> Reader:
    return lambda text: sum(len(read(line, culture)) for line in text.splitlines() if line.strip())


def _scanned(gold: Gold) -> list[Quantity]:
    """Return the quantities of prose, and of table cells under 金额单位：万元, which need their
    caption.
    """
    cells = [mention for mention in gold.quantities if mention["kind"] == "table_cell"]
    return scan(gold.text) + [
        one
        for cell in cells
        for one in scan_cell(gold.text, cell["start"], cell["end"], unit="元", scale=4)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
