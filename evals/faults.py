"""Planted faults: does the audit see one wrong figure in a report, and where is it silent?

The places are found without the project: an identity between printed numbers of a line (a sum, a
difference, a rate, a change, two amounts that are the same) or between the cells of a table, by
brute force over what a regular expression reads. One number of it is altered by a digit or by two
digits turned round. A fault counts as found when an error or a warning that was not there before
has the altered number in its evidence, or a number of the same identity.

    python -m evals.faults            # recall by kind, over reports and generated forms
    python -m evals.faults --show     # and every fault that was missed
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import summarizer
from evals.dataset import FIRST_OF_PROVINCES, FIRST_OF_UNTOUCHED, REPORTS
from evals.forms.grids import Cell, Sheet, Table
from evals.forms.layouts import form
from evals.forms.render import render
from evals.gates import judge
from summarizer import Finding

__all__ = ["Fault", "Outcome", "form_faults", "listing", "main", "run", "text_faults", "values"]

_NUMBER = re.compile(
    r"(?<![\d.,/-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>万元|亿元|元|%|个百分点|人次|万人次|人|户|家|个|件|起|场|亩|公里|台|套|分(?!别))"
)
# A whole that numbers give by accident has fewer digits.
_TELLING = 3
# How many numbers around one its identity is looked for.
_WINDOW = 8
_MOST_PARTS = 10
LAYOUTS = ("national", "sichuan", "beijing", "yuan", "projects", "budget-lines", "three-public")
SEEDS = (41, 42, 43)
SETS = {
    "samples": ("", FIRST_OF_PROVINCES),
    "provinces": (FIRST_OF_PROVINCES, FIRST_OF_UNTOUCHED),
    "untouched": (FIRST_OF_UNTOUCHED, "~"),
    "all": ("", "~"),
}


@dataclass(frozen=True)
class Number:
    """A printed number: its value, its unit, where it stands and its last digit."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str

    @property
    def digits(self) -> int:
        """How many digits it prints, without zeros in front."""
        return len(self.value.as_tuple().digits)


@dataclass(frozen=True)
class Fault:
    """One number of a text altered: `old` stood at `start` and `new` stands there now; `others`
    are the numbers that gave it, as printed."""

    kind: str
    source: str
    text: str
    start: int
    old: str
    new: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """Whether a fault was found, and by which codes."""

    fault: Fault
    codes: tuple[str, ...]


def reports(chosen: str) -> list[str]:
    """The reports of a set, with gold items or without."""
    first, last = SETS[chosen]
    return sorted(p.stem for p in REPORTS.glob("*.txt") if first <= p.stem < last)


def numbers_in(line: str, offset: int = 0) -> list[Number]:
    """The numbers with units of a line, left to right.

    >>> [(n.value, n.unit) for n in numbers_in("预算1,250.5万元，执行率98.6%")]
    [(Decimal('1250.5'), '万元'), (Decimal('98.6'), '%')]
    """
    found = []
    for match in _NUMBER.finditer(line):
        value = Decimal(match["digits"].replace(",", ""))
        exponent = value.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        start, end = match.span("digits")
        found.append(Number(offset + start, offset + end, value, step, match["unit"]))
    return found


def identities(numbers: Sequence[Number]) -> Iterator[tuple[str, Number, tuple[Number, ...]]]:
    """Kind, the number to alter and those that give it; each number is altered once."""
    taken: set[int] = set()
    for at, one in enumerate(numbers):
        near = [n for n in numbers[max(0, at - _WINDOW) : at + _WINDOW] if n is not one]
        for kind, others in _ways(one, numbers, near):
            if one.start not in taken:
                taken.add(one.start)
                yield kind, one, others


def _ways(
    one: Number, numbers: Sequence[Number], near: Sequence[Number]
) -> Iterator[tuple[str, tuple[Number, ...]]]:
    before = [n for n in near if n.start < one.start]
    if one.unit == "%" and one.digits >= _TELLING and one.value != 100:
        for base in before:
            for top in before:
                if top is base or top.unit != base.unit or base.value <= 0 or top.unit == "%":
                    continue
                if abs(100 * top.value / base.value - one.value) <= one.step / 2:
                    yield "rate", (top, base)
                for sign in (1, -1):
                    prior = base.value - sign * top.value
                    if prior > 0 and abs(100 * top.value / prior - one.value) <= one.step / 2:
                        yield "growth", (top, base)
        return
    if one.unit == "%" or one.digits < _TELLING:
        return
    same = [n for n in numbers if n.unit == one.unit]
    place = same.index(one)
    for size in range(2, _MOST_PARTS):
        parts = same[place + 1 : place + 1 + size]
        if len(parts) == size and sum((p.value for p in parts), Decimal(0)) == one.value:
            yield "sum", tuple(parts)
    for first, second in pairwise([n for n in before if n.unit == one.unit][-4:]):
        if abs(first.value - second.value) == one.value:
            yield "difference", (first, second)


def altered(printed: str, seed: int) -> str:
    """The number with two neighbouring digits turned round, or with one digit changed.

    >>> altered("259.25", 1), altered("1,250.5", 0)
    ('252.95', '1,750.5')
    """
    places = [at for at, sign in enumerate(printed) if sign.isdigit()]
    turns = [
        (a, b) for a, b in pairwise(places[1:]) if printed[a] != printed[b] and printed[b] != "0"
    ]
    signs = list(printed)
    if seed % 2 and turns:
        first, second = turns[seed % len(turns)]
        signs[first], signs[second] = signs[second], signs[first]
    else:
        middle = places[min(1, len(places) - 1)]
        signs[middle] = str((int(printed[middle]) + 5) % 10)
    return "".join(signs)


def text_faults(source: str, text: str) -> Iterator[Fault]:
    """Every identity of a text with one number altered."""
    offset = 0
    for line in text.split("\n"):
        for kind, one, others in identities(numbers_in(line, offset)):
            yield _planted(kind, source, text, one, others)
        offset += len(line) + 1
    yield from _repeated(source, text)


def _planted(kind: str, source: str, text: str, one: Number, others: Iterable[Number]) -> Fault:
    old = text[one.start : one.end]
    new = altered(old, one.start)
    told = tuple(text[n.start : n.end] for n in others)
    changed = text[: one.start] + new + text[one.end :]
    return Fault(kind, source, changed, one.start, old, new, told)


def _repeated(source: str, text: str) -> Iterator[Fault]:
    """Amounts of five digits or more that stand in two places or more: the last is altered."""
    places: dict[tuple[Decimal, str], list[Number]] = defaultdict(list)
    for one in numbers_in(text):
        if one.unit in ("万元", "亿元") and one.digits > _TELLING + 1:
            places[one.value, one.unit].append(one)
    for found in places.values():
        if len(found) > 1:
            yield _planted("repeated", source, text, found[-1], found[:1])


def form_faults(layouts: Iterable[str], seeds: Iterable[int]) -> Iterator[tuple[Fault, Sheet]]:
    """Cells of generated forms that the cells above them or beside them give, altered."""
    for layout in layouts:
        for seed in seeds:
            sheet = form(layout, seed).sheet
            for table in (block for block in sheet.blocks if isinstance(block, Table)):
                for kind, cell, others in _cell_identities(table):
                    new = altered(cell.text, seed + cell.row)
                    fault = Fault(kind, f"{layout}-{seed}", "", -1, cell.text, new, others)
                    yield fault, _with_cell(sheet, table, cell, new)


def _cell_identities(table: Table) -> Iterator[tuple[str, Cell, tuple[str, ...]]]:
    columns: dict[int, list[tuple[Cell, Decimal]]] = defaultdict(list)
    for cell in table.cells:
        value = _value(cell.text)
        if value is not None and not cell.text.endswith("%"):
            columns[cell.column].append((cell, value))
    for held in columns.values():
        for at, (cell, value) in enumerate(held):
            for parts in (held[at + 1 :], held[:at]):
                for size in range(2, len(parts) + 1):
                    run = parts[:size] if parts is not held[:at] else parts[-size:]
                    whole = sum((one for _, one in run), Decimal(0))
                    if whole == value and value >= 10 and any(one for _, one in run[1:]):
                        yield "cell sum", cell, tuple(one.text for one, _ in run)
                        break
    for row in table.by_row():
        amounts = [(cell, value) for cell in row if (value := _value(cell.text)) is not None]
        for cell, value in amounts:
            others = [(c, v) for c, v in amounts if not c.text.endswith("%") and v > 0]
            for (top, a), (base, b) in pairwise(others):
                for x, y, one, two in ((a, b, top, base), (b, a, base, top)):
                    exact = cell.text.endswith("%") and value not in (0, 100)
                    if exact and abs(100 * x / y - value) <= Decimal("0.005"):
                        yield "cell rate", cell, (one.text, two.text)


def _value(text: str) -> Decimal | None:
    plain = text.rstrip("%").replace(",", "")
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def _with_cell(sheet: Sheet, table: Table, cell: Cell, new: str) -> Sheet:
    cells = [Cell(new, c.row, c.column, c.rows, c.columns) if c is cell else c for c in table.cells]
    changed = Table(cells, table.height)
    return Sheet(sheet.title, tuple(changed if one is table else one for one in sheet.blocks))


def run(
    chosen: Iterable[str], layouts: Iterable[str] = LAYOUTS, seeds: Iterable[int] = SEEDS
) -> list[Outcome]:
    """Plant and look, fault by fault."""
    outcomes = []
    for name in chosen:
        text = (REPORTS / f"{name}.txt").read_text(encoding="utf-8")
        known = {_key(one) for one in _loud(summarizer.read_bytes(text.encode(), f"{name}.txt"))}
        for fault in text_faults(name, text):
            document = summarizer.read_bytes(fault.text.encode(), f"{name}.txt")
            outcomes.append(_looked(fault, _loud(document), known))
    seen: dict[str, set[tuple[str, str]]] = {}
    for fault, sheet in form_faults(layouts, seeds):
        if fault.source not in seen:
            layout, _, seed = fault.source.rpartition("-")
            data, ending = render(form(layout, int(seed)).sheet, "xlsx")
            sound = summarizer.read_bytes(data, f"form{ending}")
            seen[fault.source] = {_key(one) for one in _loud(sound)}
        data, ending = render(sheet, "xlsx")
        document = summarizer.read_bytes(data, f"form{ending}")
        outcomes.append(_looked(fault, _loud(document), seen[fault.source]))
    return outcomes


def _loud(document: summarizer.Document) -> list[Finding]:
    summary = summarizer.summarize(document, "rules")
    return [one for one in summary.findings if one.severity != "info"]


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _looked(fault: Fault, found: Sequence[Finding], known: set[tuple[str, str]]) -> Outcome:
    codes = []
    for finding in found:
        quotes = "；".join(span.quote for span in finding.evidence)
        place = any(span.start <= fault.start < span.end for span in finding.evidence)
        told = fault.new in quotes and (fault.start < 0 or place)
        if _key(finding) not in known and (told or any(one in quotes for one in fault.others)):
            codes.append(finding.code)
    return Outcome(fault, tuple(codes))


def values(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Recall by kind and of all."""
    planted, found = Counter[str](), Counter[str]()
    for one in outcomes:
        for kind in (one.fault.kind, "all"):
            planted[kind] += 1
            found[kind] += bool(one.codes)
    return {f"recall.{kind}": found[kind] / planted[kind] for kind in planted}


def listing(outcomes: Sequence[Outcome], *, show: bool = False) -> list[str]:
    """A line for each kind, and the faults that were missed."""
    planted, found = Counter[str](), Counter[str]()
    for one in outcomes:
        planted[one.fault.kind] += 1
        found[one.fault.kind] += bool(one.codes)
    lines = [f"{'kind':12}{'planted':>9}{'found':>7}{'recall':>8}"]
    for kind in (*sorted(planted), "all"):
        some = sum(planted.values()) if kind == "all" else planted[kind]
        seen = sum(found.values()) if kind == "all" else found[kind]
        lines.append(f"{kind:12}{some:9}{seen:7}{seen / some:8.3f}")
    for one in outcomes if show else ():
        if not one.codes:
            fault = one.fault
            around = fault.text[max(0, fault.start - 60) : fault.start + 40].replace("\n", "⏎")
            lines.append(f"missed {fault.kind} {fault.source}: {fault.old}→{fault.new} …{around}…")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the recall of planted faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, default="all", dest="chosen", help="which reports")
    parser.add_argument("--show", action="store_true", help="list what was missed")
    parser.add_argument("--gate", action="store_true", help="hold thresholds.toml")
    options = parser.parse_args(arguments)
    outcomes = run(reports(options.chosen))
    print("\n".join(listing(outcomes, show=options.show)))
    if options.gate:
        held = [one for one in judge("faults", values(outcomes)) if not one.passed]
        for one in held:
            print(f"FAIL  {one.gate.metric} {one.value:.4f} {one.gate.wording}")
        return int(bool(held))
    return 0


if __name__ == "__main__":
    sys.exit(main())
