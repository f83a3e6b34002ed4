"""Check that the arithmetic or the layout of a form allows only one reading of its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from summarizer.tables.flat.headers import STRONG
from summarizer.tables.flat.laid import Held, Laid, is_total
from summarizer.tables.flat.packed import NONE
from summarizer.tables.flat.tokens import Token
from summarizer.tables.flat.words import Kind

__all__ = ["is_empty", "is_proven"]

FEWEST_NAME = 2
_FILLED = re.compile(r"[^-—–/／*＊…]")


def is_proven(
    words: str, rows: Sequence[dict[int, Held]], roles: tuple[Kind, ...], laid: Laid, cut: int
) -> bool:
    """Return whether the arithmetic or the layout of the form allows only this reading."""
    if not laid.clear or (cut == NONE and any(_is_torn(words, row, roles) for row in rows)):
        return False
    printed = (cut > NONE or not laid.cut) and _complete(rows, roles)
    if "weight" in roles:
        return _weights_add_up(words, rows, roles) or printed
    if "rate" in roles:
        return _rates_hold(rows, roles)
    return printed


def _is_torn(words: str, row: dict[int, Held], roles: Sequence[Kind]) -> bool:
    """Return whether a sentence was split: a cell begins with a mark, or a name is not a word."""
    return any(
        words[held.start] in "，。；、,;）)"
        or (roles[column] == "name" and held.end - held.start < FEWEST_NAME)
        for column, held in row.items()
        if not held.token
    )


def _numbers(
    rows: Sequence[dict[int, Held]], roles: Sequence[Kind], kind: Kind
) -> list[Decimal | None]:
    return [
        next(
            (
                held.token.number
                for column, held in row.items()
                if roles[column] == kind and held.token and held.token.number is not None
            ),
            None,
        )
        for row in rows
    ]


def _weights_add_up(words: str, rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> bool:
    totals = [is_total(words, row) for row in rows]
    if "rate" in roles and not _rates_hold(rows, roles):
        return False
    weights, scores = _numbers(rows, roles, "weight"), _numbers(rows, roles, "score")
    if any(s is not None and w is not None and s > w for w, s in zip(weights, scores, strict=True)):
        return False
    parts = [w for w, total in zip(weights, totals, strict=True) if w is not None and not total]
    stated = [w for w, total in zip(weights, totals, strict=True) if w is not None and total]
    if "rate" in roles:
        return True
    return sum(parts) in (Decimal(90), Decimal(100), *stated, *(w - 10 for w in stated))


def _rates_hold(rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> bool:
    """Return whether each printed rate equals spending divided by budget, or score divided by
    weight in a form without a budget, and at least one is not zero.
    """
    whole: Kind = "budget" if "budget" in roles else "weight"
    part: Kind = "executed" if "budget" in roles else "score"
    tested = 0
    for row in rows:
        held = {roles[column]: cell.token for column, cell in row.items() if cell.token}
        budget, spent, rate = held.get(whole), held.get(part), held.get("rate")
        if not (budget and spent and rate) or rate.number is None or spent.number is None:
            continue
        if not budget.number:
            continue
        slack = _slack(rate) if whole == "budget" else 100 * _slack(spent) / budget.number
        if abs(spent.number / budget.number * 100 - rate.number) > slack:
            return False
        tested += 1
    return tested > 0


def _slack(rate: Token) -> Decimal:
    return Decimal(10) ** -rate.places * Decimal("0.6")


def _complete(rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> bool:
    """Return whether every named row has a cell in each required column."""
    due = [column for column, role in enumerate(roles) if role in STRONG]
    named = [column for column, role in enumerate(roles) if role == "name"]
    bodies = [row for row in rows if any(column in row for column in named)]
    return bool(bodies) and all(column in row for row in bodies for column in due)


def is_empty(words: str, row: dict[int, Held]) -> bool:
    return not any(_FILLED.search(words, held.start, held.end) for held in row.values())
