"""Find the cheapest assignment of a stream of pieces to columns, row by row.

A piece is further right in its row, begins a new row, or continues a cell after a page break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from summarizer.quantities.units import UNITS
from summarizer.tables.flat.atoms import NATURE, Atom
from summarizer.tables.flat.figures import SKIPS, Tail, lay_figures
from summarizer.tables.flat.fits import NEVER
from summarizer.tables.flat.packed import BAR, BLANK, NONE
from summarizer.tables.flat.tokens import longest
from summarizer.tables.flat.words import Kind
from summarizer.tables.units import scanned_unit

__all__ = ["Step", "cheapest"]

FRESH, GLUED_WORDS, NAMED_FIGURE = 0.2, 1.0, 0.8
_VALUE = re.compile(
    r"优|良|达标|完成|提升|明显|有效|及时|达到|合格|提高|改善|无$|是$|高$|规范|保障|显著"
)


class Step(NamedTuple):
    """How an atom was placed: the last column before it, whether it began a row, and its tail."""

    source: int
    fresh: bool
    tail: Tail | None
    joined: bool
    # How many characters of the figures continue the name before them: 补助1000万元.
    named: int = 0


def cheapest(
    words: str, atoms: Sequence[Atom], roles: tuple[Kind, ...], cut: int, glued: bool
) -> tuple[list[tuple[int, Step]], float]:
    """Return each atom's last column and predecessor, and the total cost (Viterbi)."""
    width = len(roles)
    skips = [SKIPS[role] for role in roles]
    if roles.count("budget") > 1:
        # An adjusted budget does not require an original one before it.
        skips[roles.index("budget")] = 0.3
    if "budget" in roles:
        # Only the total row has its weight, rate and score.
        skips = [
            0.2 if role in ("weight", "rate", "score") else skip
            for role, skip in zip(roles, skips, strict=True)
        ]
    before = [sum(skips[:column]) for column in range(width)]
    after = [sum(skips[column + 1 :]) for column in range(width)]
    best = [0.0 if column == width - 1 else float("inf") for column in range(width)]
    came: list[list[Step | None]] = []
    for number, atom in enumerate(atoms):
        costs = [float("inf")] * width
        steps: list[Step | None] = [None] * width
        wrap = min(range(width), key=lambda column: best[column] + after[column])
        fresh = best[wrap] + (after[wrap] + FRESH if number else 0.0)
        if atom.opens is False:
            fresh = float("inf")
        shut = [float("inf")] * width if atom.opens else best
        entries = _entries(shut, skips, fresh, wrap, before, width)
        summed = number > 0 and atoms[number - 1].kind == "total"
        held = _of_totals(roles) if summed else roles
        for column, (cost, source, is_fresh) in enumerate(entries):
            for tail in _tails(words, atom, held, column, glued):
                last = tail.cells[-1][0] if tail.cells else column
                total = cost + tail.cost
                if total < costs[last]:
                    costs[last] = total
                    steps[last] = Step(source, is_fresh, tail if tail.cells else None, False)
            if (
                number
                and not atom.opens
                and (stay := best[column] + _going_on(atom, atoms[number - 1], roles[column], cut))
                < costs[column]
            ):
                costs[column] = stay
                steps[column] = Step(column, False, None, True)
            if not number or cut or atom.opens:
                continue
            if roles[column] == "name" and atom.kind == "figures":
                _name_first(atom, (held, column, best[column]), costs, steps)
        came.append(steps)
        best = costs
    lowest = min((cost + tail for cost, tail in zip(best, after, strict=True)), default=0.0)
    return _traced(best, after, came), lowest


def _name_first(
    atom: Atom,
    at: tuple[tuple[Kind, ...], int, float],
    costs: list[float],
    steps: list[Step | None],
) -> None:
    """Place figures whose first part continues the name, the others in columns of their own."""
    roles, column, best = at
    words = atom.pieces[0]
    end = longest(words)
    if end is None or end >= len(words) or words[end - 1].isdigit() or not words[0].isdigit():
        return
    rest = (words[end:], *atom.pieces[1:])
    skipped = 0.0
    for first in range(column + 1, len(roles)):
        for tail in lay_figures(rest, roles, first, glued=True):
            last = tail.cells[-1][0]
            total = best + NAMED_FIGURE + skipped + tail.cost
            if total < costs[last]:
                costs[last] = total
                steps[last] = Step(column, False, tail, True, end)
        skipped += SKIPS[roles[first]]


def _of_totals(roles: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Return whether the figures are those of 总分: only sums of weights and scores."""
    if "budget" in roles or not {"weight", "score"} & set(roles):
        return roles
    return tuple(role if role in ("weight", "score", "text") else "label" for role in roles)


def _entries(
    best: Sequence[float],
    skips: Sequence[float],
    fresh: float,
    wrap: int,
    before: Sequence[float],
    width: int,
) -> list[tuple[float, int, bool]]:
    """Return the cheapest way to begin a cell in each column."""
    found: list[tuple[float, int, bool]] = []
    left, origin = float("inf"), -1
    for column in range(width):
        anew = fresh + before[column]
        found.append((left, origin, False) if left < anew else (anew, wrap, True))
        left += skips[column]
        if best[column] < left:
            left, origin = best[column], column
    return found


def _tails(
    words: str, atom: Atom, roles: tuple[Kind, ...], column: int, glued: bool
) -> Sequence[Tail]:
    if atom.kind == "figures":
        return lay_figures(atom.pieces, roles, column, glued=glued and not atom.parted)
    cost = _label_cost(words, atom, roles, column)
    return [Tail(cost, ())] if cost < NEVER else []


def _label_cost(words: str, atom: Atom, roles: Sequence[Kind], column: int) -> float:
    role = roles[column]
    if atom.kind in ("level1", "level2"):
        if role == atom.kind:
            return 0.0
        if atom.kind == "level2" and role == "level1":
            return 0.25
        if role == "level2":
            return 2.0
        return {"name": 1.0}.get(role, NEVER)
    if atom.kind in ("fund", "total"):
        first = next((at for at, kind in enumerate(roles) if kind != "label"), 0)
        return 0.0 if column == first else 0.3 if role == "name" else NEVER
    length = atom.end - atom.start
    said = words[atom.start : atom.end]
    if role == "text":
        return 0.7 if length < 12 else 0.5
    if role in ("target", "actual"):
        return (0.2 if _VALUE.search(said) else 0.4) + (0.0 if length <= 30 else 0.4)
    if role == "unit":
        return 0.0 if said in UNITS or scanned_unit(said) else 2.0 if length <= 4 else 4.0
    if role == "sign":
        return 0.0 if NATURE.fullmatch(said) else 4.0
    level = 1.0 if length <= 6 else 3.0
    costs: dict[Kind, float] = {"name": 0.0, "level1": level, "level2": level, "label": 4.0}
    return costs.get(role, NEVER)


def _going_on(atom: Atom, last: Atom, role: Kind, cut: int) -> float:
    """Return the cost of continuing the previous cell."""
    if role not in ("text", "target", "actual", "name"):
        return float("inf")
    if atom.kind == "figures":
        extra = 0.5 if cut or role == "text" else 0.0
        return GLUED_WORDS + 0.3 * len(atom.pieces) + extra
    if atom.kind != "text":
        return float("inf")
    if atom.apart:
        return GLUED_WORDS
    if last.kind == "figures" and not last.pieces[-1].endswith(
        ("年", "月", "日", "前", "底", "末")
    ):
        return GLUED_WORDS
    return {NONE: 0.1, BLANK: 0.4 if cut else 0.1, BAR: 1.4}.get(atom.gap, 0.8 if cut else 0.2)


def _traced(
    best: Sequence[float], after: Sequence[float], came: Sequence[Sequence[Step | None]]
) -> list[tuple[int, Step]]:
    if not came:
        return []
    column = min(range(len(best)), key=lambda at: best[at] + after[at])
    found: list[tuple[int, Step]] = []
    for steps in reversed(came):
        step = steps[column]
        if step is None:
            return []
        found.append((column, step))
        column = step.source
    return found[::-1]
