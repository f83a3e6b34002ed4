"""How badly a figure cell fits a column, given the earlier cells of its row.

The arithmetic of the form decides: a score is at most its weight, a rate is spending divided by
budget, an outcome is close to its target.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from summarizer.tables.flat.tokens import Token
from summarizer.tables.flat.words import Kind

__all__ = ["NEVER", "fit"]

NEVER = 9.0
# Longer values usually have a unit or trailing zeros.
_LONG_VALUE, _LONG_NUMBER = 5, 10_000_000
_MONEY = frozenset({"budget", "executed", "amount"})


def fit(
    token: Token, role: Kind, roles: Sequence[Kind], before: Sequence[tuple[int, Token]]
) -> float:
    """Return how badly a figure cell fits a column, given the earlier cells of its row."""
    if token.number is None:
        return _signed(token, role)
    if role in ("weight", "score"):
        return _score(token, role, roles, before)
    if role == "rate":
        return _rate(token, roles, before)
    if role in _MONEY:
        return _money(token, roles, before)
    if role in ("target", "actual"):
        return _value(token, role, roles, before)
    plain = not (token.sign or token.unit or token.places) and token.number < 1000
    # In a numbered form it is the number of the row below.
    text = 0.4 if plain and "index" in roles else 2.0
    return {"text": text, "name": 3.0, "index": 0.0 if plain else NEVER}.get(role, NEVER)


def _signed(token: Token, role: Kind) -> float:
    if token.sign:
        return {"sign": 0.0, "target": 1.0}.get(role, NEVER)
    if token.unit:
        return 0.0 if role == "unit" else NEVER
    return NEVER if role in ("index", "label", "level1", "level2", "name") else 0.2


def _held(roles: Sequence[Kind], before: Sequence[tuple[int, Token]], *kinds: Kind) -> Token | None:
    found = [
        token for column, token in before if roles[column] in kinds and token.number is not None
    ]
    return found[-1] if found else None


def _score(
    token: Token, role: Kind, roles: Sequence[Kind], before: Sequence[tuple[int, Token]]
) -> float:
    number = token.number
    if number is None or token.sign or token.unit not in ("", "分") or not 0 <= number <= 100:
        return NEVER
    if token.places > 2:
        return NEVER
    cost = 0.0 if number * 2 == int(number * 2) else 0.35
    if role == "weight":
        # The budget's execution usually weighs 10 of 100, seldom more.
        odd = number == 0 or (number > 20 and "budget" in roles)
        return cost + (0.5 if odd or number > 50 else 0.3 if number > 30 else 0.0)
    weight = _held(roles, before, "weight")
    if weight is None or weight.number is None:
        return cost
    if number > weight.number:
        # The form's total is in the row of its budget: 10 100% 99.
        return 0.9 if "budget" in roles else NEVER
    rate = _held(roles, before, "rate")
    if rate is not None and rate.number is not None:
        due = weight.number * min(rate.number, Decimal(100)) / 100
        return cost * 0.3 if abs(due - number) <= Decimal("0.06") else cost + 0.3
    return cost if number == weight.number else cost + 0.15


def _rate(token: Token, roles: Sequence[Kind], before: Sequence[tuple[int, Token]]) -> float:
    if token.sign or token.unit not in ("", "%", "％") or token.number is None:
        return NEVER
    budget, spent = _held(roles, before, "budget"), _held(roles, before, "executed")
    if "budget" not in roles:
        # The rate of an indicator is its outcome divided by its target, at most 100 %.
        budget, spent = _held(roles, before, "target"), _held(roles, before, "actual")
    bare = 0.0 if token.unit else 0.4
    if token.number and budget is not None and spent is None and "executed" in roles:
        return bare + 1.0
    if budget is None or spent is None or not budget.number or spent.number is None:
        return bare + (0.0 if token.number <= 300 else 2.0)
    due = spent.number / budget.number
    if "budget" not in roles:
        due = min(due, Decimal(1))
    slack = Decimal(10) ** -token.places * Decimal("0.6")
    if abs(due * 100 - token.number) <= slack:
        return bare - 0.6
    if not token.unit and abs(due - token.number) <= Decimal("0.006"):
        return -0.2
    return bare + 1.0


def _money(token: Token, roles: Sequence[Kind], before: Sequence[tuple[int, Token]]) -> float:
    if token.sign or (token.unit and "元" not in token.unit and token.unit not in ("万", "亿")):
        return NEVER
    last = _held(roles, before, "budget", "executed", "amount")
    if last is None or last.number is None or token.number is None:
        return 0.0
    if last.number == token.number:
        return 0.0
    return 0.5 if len(str(int(last.number))) == len(str(int(token.number))) else 0.9


def _value(
    token: Token, role: Kind, roles: Sequence[Kind], before: Sequence[tuple[int, Token]]
) -> float:
    bare = 0.0 if token.unit or token.sign or "unit" in roles else 0.3
    if not token.unit and token.number and len(token.number.as_tuple().digits) > _LONG_VALUE:
        bare += 0.0 if token.number % 1000 == 0 and token.number < _LONG_NUMBER else 1.5
    # Beside a rate, an adjusted target, too, is mostly the first one.
    compared = role == "actual" or "rate" in roles
    target = _held(roles, before, "target") if compared else None
    if target is None:
        return bare
    if token.unit != target.unit and token.unit and "unit" not in roles:
        return bare + 0.6
    if target.number == token.number:
        return bare * 0.3
    # An outcome is seldom less than half or more than twice the target.
    near = target.number and token.number and target.number <= 2 * token.number <= 4 * target.number
    return bare + (0.2 if near else 0.45)
