"""Splits of figures decided by the sum of the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from summarizer.tables.flat.figures import CLEAR, Tail, lay_figures
from summarizer.tables.flat.fits import NEVER
from summarizer.tables.flat.laid import Figures, Held, Laid, is_total, place_cells
from summarizer.tables.flat.words import Kind

__all__ = ["settled"]

# How many sums of weights are followed.
MOST_SUMS = 400
# A sum that needs worse splits than this is that of a form with missing rows.
MOST_EXTRA = 0.5


def settled(laid: Laid, words: str, roles: tuple[Kind, ...], execution: Decimal | None) -> Laid:
    """Return the splits decided by the sum of the weights: of all near-cheapest splits, those whose
    weights add up to the printed total.
    """
    if not laid.cut or "weight" not in roles or "budget" in roles:
        return laid
    column = roles.index("weight")
    totals = {at for at, row in enumerate(laid.rows) if is_total(words, row)}
    stated = [_weight(laid.rows[at].get(column)) for at in totals]
    due = {weight for weight in stated if weight is not None} or {Decimal(100)}
    if Decimal(100) in due:
        due |= {100 - (Decimal(10) if execution is None else execution)}
        due -= {Decimal(100)} if execution else set()
    ways = _ways(laid, roles, totals)
    if ways is None:
        return laid
    fixed, choices = ways
    found = _sums(choices, {weight - fixed for weight in due}, column)
    if not found or found[0] > MOST_EXTRA:
        return laid
    cost, picked, sole = found
    for figures, tail in zip(choices, picked, strict=True):
        one = figures[0]
        for place, _ in one.tail.cells:
            laid.rows[one.row].pop(place, None)
        place_cells(laid.rows[one.row], one.base, one.pieces, tail)
    return replace(laid, clear=laid.clear or sole, cost=laid.cost + cost)


def _weight(held: Held | None) -> Decimal | None:
    return held.token.number if held and held.token else None


def _ways(
    laid: Laid, roles: tuple[Kind, ...], totals: set[int]
) -> tuple[Decimal, list[list[Figures]]] | None:
    """Return the sum of the certain weights, and the possible splits of each other one. In a row
    without a weight, a value may contain weight and score: 基本达成119.9.
    """
    column = roles.index("weight")
    fixed = Decimal(0)
    choices: list[list[Figures]] = []
    for row in range(len(laid.rows)):
        if row in totals:
            continue
        held = [one for one in laid.figures if one.row == row]
        weighing = [one for one in held if any(at == column for at, _ in one.tail.cells)]
        if weighing:
            one = weighing[0]
            ways = [one, *(one._replace(tail=other) for other in one.tail.others)]
            if any(at < column and token.is_bare for at, token in one.tail.cells):
                tails = lay_figures(one.pieces, roles, column, glued=True)
                ways += [one._replace(tail=tail) for tail in tails]
            choices.append([way for way in ways if any(at == column for at, _ in way.tail.cells)])
        elif column in laid.rows[row]:
            fixed += _weight(laid.rows[row].get(column)) or 0
        elif held:
            tails = lay_figures(held[-1].pieces, roles, column, glued=True)
            choices.append([held[-1], *(held[-1]._replace(tail=tail) for tail in tails)])
    return (fixed, choices) if choices else None


def _sums(
    choices: Sequence[Sequence[Figures]], due: set[Decimal], column: int
) -> tuple[float, list[Tail], bool] | None:
    """Return the cheapest choice whose weights add up to one of `due`, its extra cost over the
    cheapest of all, and whether no other such choice is close.
    """
    reached: dict[Decimal, tuple[float, float, tuple[Tail, ...]]] = {Decimal(0): (0.0, NEVER, ())}
    most = max(due, default=Decimal(0))
    for ways in choices:
        grown: dict[Decimal, tuple[float, float, tuple[Tail, ...]]] = {}
        base = ways[0].tail.cost
        for total, (cost, second, picked) in reached.items():
            for way in ways:
                weight = _weight_of(way.tail, column)
                more = total + weight
                if more > most:
                    continue
                extra = way.tail.cost - base
                best = grown.get(more)
                mine = (cost + extra, second + extra, (*picked, way.tail))
                if best is None:
                    grown[more] = mine
                elif mine[0] < best[0]:
                    grown[more] = (mine[0], min(best[0], mine[1]), mine[2])
                else:
                    grown[more] = (best[0], min(best[1], mine[0]), best[2])
        reached = dict(sorted(grown.items(), key=lambda item: item[1][0])[:MOST_SUMS])
    found = [reached[total] for total in due if total in reached]
    if not found:
        return None
    found.sort(key=lambda one: one[0])
    cost, second, picked = found[0]
    near = min([second, *(one[0] for one in found[1:])])
    return cost, list(picked), near - cost >= CLEAR


def _weight_of(tail: Tail, column: int) -> Decimal:
    return next((t.number for at, t in tail.cells if at == column and t.number), Decimal(0))
