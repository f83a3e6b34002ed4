"""Split adjacent figures of a form into cells: `505010100%10` is 50|50|10|100%|10.

What each column may contain decides between the splits; an undecided split is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from summarizer.tables.flat.fits import NEVER, fit
from summarizer.tables.flat.tokens import Token, options, token_of
from summarizer.tables.flat.words import Kind

__all__ = ["CLEAR", "SKIPS", "Tail", "lay_figures"]

# How many splits are followed, and the margin by which the best must win.
WIDEST, CLEAR, CUT, NOUGHT, FAR, MOST_WAYS = 160, 0.3, 0.2, 0.4, 1.2, 6
# Cost of a row without a cell in a column.
SKIPS: dict[Kind, float] = {
    "index": 0.1, "label": 0.05, "level1": 0.1, "level2": 0.1, "text": 0.2, "sign": 0.4,
    "unit": 0.5,
    "target": 0.7, "actual": 0.4, "weight": 0.7, "score": 0.5, "budget": 0.6, "executed": 0.9,
    "rate": 0.6, "amount": 0.7, "name": 1.2,
}  # fmt: skip
# A percentage is one cell: 100%, not 10|0%.
_SHARE = re.compile(r"[≥≤]?(?:100|\d{1,2})(?:\.\d{1,2})?[%％]")


class Tail(NamedTuple):
    """Figures assigned to columns: the cost, the column of each token, and whether another split
    costs as little.
    """

    cost: float
    cells: tuple[tuple[int, Token], ...]
    clear: bool = True
    cut: bool = False
    # Other splits of the same figures for the same columns, the cheapest first.
    others: tuple[Tail, ...] = ()


class _State(NamedTuple):
    cost: float
    at: int
    piece: int
    column: int
    cells: tuple[tuple[int, Token], ...]
    cut: bool = False


@lru_cache(maxsize=8192)
def lay_figures(
    pieces: tuple[str, ...], roles: tuple[Kind, ...], first: int, *, glued: bool
) -> tuple[Tail, ...]:
    """Return the cheapest assignments of figures to columns from `first` on, one per last
    column.

    `pieces` are separated by wide gaps; where `glued`, each may hold several cells.
    """
    states = [_State(0.0, 0, 0, first - 1, ())]
    done: list[_State] = []
    while states:
        grown: list[_State] = []
        for state in states:
            grown.extend(_grown(state, pieces, roles, first, glued=glued))
        done += [state for state in grown if state.piece == len(pieces)]
        alive = [state for state in grown if state.piece < len(pieces)]
        states = sorted(alive, key=lambda state: state.cost)[:WIDEST]
    return _best(done)


def _grown(
    state: _State, pieces: Sequence[str], roles: Sequence[Kind], first: int, *, glued: bool
) -> Iterator[_State]:
    words = pieces[state.piece]
    tokens: Sequence[Token]
    if glued and not (state.at == 0 and _SHARE.fullmatch(words)):
        tokens = options(words, state.at)
    else:
        token = token_of(words)
        tokens = [token] if token else []
    for token in tokens:
        end = token.end == len(words)
        skipped = 0.0
        for column in range(state.column + 1, len(roles)):
            cost = fit(token, roles[column], roles, state.cells)
            if cost < NEVER:
                cut = (not end and _cuts_digits(words, token)) or (glued and _may_be_cut(token))
                yield _State(
                    state.cost + skipped + cost + _cut_cost(words, token) * (cut and not end),
                    0 if end else token.end,
                    state.piece + end,
                    column,
                    (*state.cells, (column, token)),
                    state.cut or cut,
                )
            if column == first:
                break
            skipped += SKIPS[roles[column]]


def _cut_cost(words: str, token: Token) -> float:
    """Return the cost of a split: higher if it removes the final 0 of a number, as in 100%."""
    return CUT + (NOUGHT if words[token.end : token.end + 2] in ("0%", "0％") else 0.0)


def _cuts_digits(words: str, token: Token) -> bool:
    return words[token.end - 1].isdigit() and words[token.end].isdigit()


def _may_be_cut(token: Token) -> bool:
    """Return whether a long number without a unit may be two adjacent ones: 88100."""
    return token.number is not None and not token.unit and len(token.number.as_tuple().digits) > 3


def _best(done: Sequence[_State]) -> tuple[Tail, ...]:
    """Return the cheapest state of each last column, and whether it is clearly the cheapest."""
    found: dict[int, Tail] = {}
    for state in sorted(done, key=lambda state: state.cost):
        best = found.get(state.column)
        if best is None:
            found[state.column] = Tail(state.cost, state.cells, cut=state.cut)
        elif state.cost < best.cost + FAR and len(best.others) < MOST_WAYS:
            ways = [_cuts(one.cells) for one in (best, *best.others)]
            if _cuts(state.cells) not in ways:
                clear = best.clear and state.cost >= best.cost + CLEAR
                other = Tail(state.cost, state.cells, cut=state.cut)
                found[state.column] = best._replace(clear=clear, others=(*best.others, other))
    return tuple(found.values())


def _cuts(cells: Sequence[tuple[int, Token]]) -> list[tuple[int, int]]:
    return [(token.start, token.end) for _, token in cells]
