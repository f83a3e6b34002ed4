"""Write one static HTML page per run: reports with gold and predicted items side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.atoms import Atom
from evals.gates import Outcome
from evals.mutations.counting import Row
from evals.result import Result
from evals.scorers.case import Case
from evals.scorers.fields import FIELDS, is_strict, wrong
from evals.statistics import wilson

__all__ = ["Line", "Paragraph", "page", "paragraphs"]

# State of a place or a row, and its word for readers without colour.
WORDS = {"hit": "命中", "wrong": "字段有误", "miss": "漏", "invention": "多"}


@dataclass(frozen=True, slots=True)
class Line:
    """A gold atom, its prediction, and the errors; one side may be absent."""

    gold: Atom | None
    predicted: Atom | None
    state: str
    wrong: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Return the place in the report."""
        atom = self.gold or self.predicted
        return atom.spans[0][0] if atom and atom.spans else 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the report, split where the state of its evidence changes, and the atoms in it."""

    pieces: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def page(
    made: Result,
    cases: Sequence[Case],
    *,
    outcomes: Sequence[Outcome] = (),
    rows: Sequence[Row] = (),
    base: Result | None = None,
) -> str:
    """Return the page as self-contained HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja").render(
        made=made,
        outcomes=outcomes,
        rows=[(row, wilson(row.flagged, row.count)) for row in rows if row.count],
        base=base.values if base else {},
        reports=[(case.gold.name, paragraphs(case)) for case in cases],
        words=WORDS,
        scope=scope,
    )


def paragraphs(case: Case) -> tuple[Paragraph, ...]:
    """Return the whole report, line by line, each with the atoms that begin in it."""
    lines = sorted(_lines(case), key=lambda line: line.start)
    states = _states(case)
    made, start = [], 0
    for text in case.gold.text.splitlines(keepends=True):
        end = start + len(text)
        own = tuple(line for line in lines if start <= line.start < end)
        if text.strip():
            stop = start + len(text.rstrip())
            made.append(Paragraph(tuple(_pieces(case.gold.text, states, start, stop)), own))
        start = end
    return tuple(made)


def scope(atom: Atom) -> str:
    """Return number and fields of an atom in one short line."""
    number = f"{atom.approx} {atom.comparator} {atom.value} {atom.unit or ''}"
    fields = (atom.direction, atom.status, atom.period, atom.part_of)
    rest = [field for field in fields if field and field != "none"]
    return " · ".join([number.strip(), *rest] if atom.has_quantity else rest)


def _lines(case: Case) -> Iterator[Line]:
    for pair in case.matching.pairs:
        state = "hit" if is_strict(pair) else "wrong"
        yield Line(pair.gold, pair.predicted, state, wrong(pair, FIELDS))
    yield from (Line(atom, None, "miss") for atom in case.matching.misses)
    yield from (Line(None, atom, "invention") for atom in case.matching.inventions)


def _states(case: Case) -> list[str]:
    states = [""] * len(case.gold.text)
    # Later states overwrite earlier ones, so `hit` takes precedence.
    for state, atoms in (
        ("invention", case.matching.inventions),
        ("miss", case.matching.misses),
        ("hit", tuple(pair.gold for pair in case.matching.pairs)),
    ):
        for place in (i for atom in atoms for i in atom.places if i < len(states)):
            states[place] = state
    return states


def _pieces(text: str, states: list[str], start: int, end: int) -> Iterator[tuple[str, str]]:
    for state, places in groupby(range(start, end), key=lambda i: states[i]):
        run = list(places)
        yield state, text[run[0] : run[-1] + 1]
