"""Assign the cells of a flattened form to the columns of its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from summarizer.tables.flat.atoms import Atom, atoms_of
from summarizer.tables.flat.laid import Figures, Held, Laid, place_cells
from summarizer.tables.flat.laying import Step, cheapest
from summarizer.tables.flat.packed import BLANK, LINE, NONE, Packed
from summarizer.tables.flat.weights import settled
from summarizer.tables.flat.words import TOTAL, Kind

__all__ = ["lay_rows"]

FEWEST_PARTED = 3


def lay_rows(
    packed: Packed,
    span: tuple[int, int],
    roles: tuple[Kind, ...],
    cut: int,
    execution: Decimal | None = None,
    *,
    by_line: bool = False,
) -> Laid:
    """Return the rows in a span of packed words. Gaps of at least `cut` separate cells; with NONE
    no gap does. `execution` is the weight of the budget's execution in the same form. `by_line`:
    each line is a row.
    """
    start, end = span
    if by_line:
        edges = [start, *packed.cuts(start, end, LINE), end]
        atoms = [
            atom._replace(opens=not number)
            for first, stop in pairwise(edges)
            for number, atom in enumerate(atoms_of(packed, first, stop, roles, cut))
        ]
    else:
        atoms = list(atoms_of(packed, start, end, roles, cut))
    glued = cut == NONE and not _parts_figures(packed, start, end)
    path, cost = cheapest(packed.words, atoms, roles, cut, glued)
    if glued and "budget" in roles:
        repeated = list(_as_above(atoms, _read_off(path, atoms).figures))
        if repeated != atoms:
            atoms = repeated
            path, cost = cheapest(packed.words, atoms, roles, cut, glued)
    laid = replace(_read_off(path, atoms), cost=cost)
    laid = settled(laid, packed.words, roles, execution)
    _totals(laid.rows, packed.words, roles)
    return laid


def _as_above(atoms: Sequence[Atom], figures: Sequence[Figures]) -> Iterator[Atom]:
    """Yield the atoms; sums of a part that equal those of the total are split like them:
    310.2154.74 below 310.2154.741050%5.
    """
    total = max(figures, key=lambda one: len(one.tail.cells), default=None)
    sums = _texts(total) if total else []
    prefixes = {"".join(sums[:stop]): tuple(sums[:stop]) for stop in range(2, len(sums))}
    for atom in atoms:
        split = prefixes.get(atom.pieces[0]) if len(atom.pieces) == 1 else None
        yield atom._replace(pieces=split, parted=True) if split else atom


def _texts(figures: Figures) -> list[str]:
    """Return the cells of figures that fill one piece."""
    words = figures.pieces[0]
    cells = [words[token.start : token.end] for _, token in figures.tail.cells]
    return cells if "".join(cells) == words else []


def _parts_figures(packed: Packed, start: int, end: int) -> bool:
    """Return whether gaps separate the figures of a form; adjacent figures are then one number."""
    words, parted = packed.words, 0
    for at in packed.cuts(start, end, BLANK):
        within = packed.gap(at) != LINE
        parted += within and words[at - 1].isdigit() and words[at].isdigit()
        if parted >= FEWEST_PARTED:
            return True
    return False


def _read_off(path: Sequence[tuple[int, Step]], atoms: Sequence[Atom]) -> Laid:
    rows: list[dict[int, Held]] = []
    clear, cut = True, False
    figures: list[Figures] = []
    for (column, step), atom in zip(path, atoms, strict=False):
        if step.named and rows and (held := rows[-1].get(step.source)) is not None and step.tail:
            held.end, held.token = atom.start + step.named, None
            clear, cut = clear and step.tail.clear, cut or step.tail.cut
            words = (atom.pieces[0][step.named :], *atom.pieces[1:])
            figures.append(Figures(len(rows) - 1, atom.start + step.named, words, step.tail))
            place_cells(rows[-1], atom.start + step.named, words, step.tail)
            continue
        if step.joined and rows:
            held = rows[-1].get(column)
            if held is not None:
                held.end, held.token = atom.end, None
                continue
        if step.fresh or not rows:
            rows.append({})
        if step.tail is None:
            rows[-1][column] = Held(atom.start, atom.end)
            continue
        clear = clear and step.tail.clear
        cut = cut or step.tail.cut
        figures.append(Figures(len(rows) - 1, atom.start, atom.pieces, step.tail))
        place_cells(rows[-1], atom.start, atom.pieces, step.tail)
    return Laid(tuple(rows), clear, cut, figures=tuple(figures))


def _totals(rows: Sequence[dict[int, Held]], words: str, roles: Sequence[Kind]) -> None:
    """Return whether the figures of a total row are those of weights and scores."""
    due = [column for column, role in enumerate(roles) if role in ("weight", "score")]
    for row in rows:
        figures = [column for column, held in sorted(row.items()) if held.token]
        total = any(TOTAL.fullmatch(words, held.start, held.end) for held in row.values())
        if not total or not due or "budget" in roles or len(figures) > len(due):
            continue
        held = [row.pop(column) for column in figures]
        row.update(zip(due, held, strict=False))
