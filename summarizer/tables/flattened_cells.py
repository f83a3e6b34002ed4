"""Figures of a form that stand side by side, cut into cells: `505010100%10` is 50|50|10|100%|10.

What a column may hold and the arithmetic of the form (a score is at most its weight, a rate is the
spent part of the budget) decide between the ways to cut; a cut that they do not decide is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from summarizer.quantities.patterns import PER
from summarizer.quantities.units import trie
from summarizer.tables.flattened_words import Kind

__all__ = ["CLEAR", "NEVER", "SKIPS", "Tail", "Token", "lay_figures", "longest", "token_of"]

NEVER = 9.0
# How many ways to cut are followed, and by how much the best must be better to be no guess.
WIDEST, CLEAR, CUT, NOUGHT, FAR, MOST_WAYS = 160, 0.3, 0.2, 0.4, 1.2, 6
# What a row without a cell in a column costs.
SKIPS: dict[Kind, float] = {
    "index": 0.1, "label": 0.05, "level1": 0.1, "level2": 0.1, "text": 0.2, "sign": 0.4,
    "unit": 0.5,
    "target": 0.7, "actual": 0.4, "weight": 0.7, "score": 0.5, "budget": 0.6, "executed": 0.9,
    "rate": 0.6, "amount": 0.7, "name": 1.2,
}  # fmt: skip

_SCALE = r"(?:[百千]?[万亿]|千(?!米|克|瓦))?"
_UNIT = rf"{_SCALE}(?!年度)(?:{trie()}){PER}|[万亿](?![\u4e00-\u9fff])"
_SIGN = r"(?:[≥≤=＝><＞＜≧≦═﹥﹤]|>=|<=|≥=|不低于|不少于|不超过|大于等于|小于等于|大于|小于|约)"
_DATE = r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末|前|初)*"
_HEAD = re.compile(rf"(?P<sign>{_SIGN})?(?P<money>[￥¥])?(?P<minus>[-−](?=\d))?")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_DIGITS = re.compile(r"\d[\d.,]*")
_TAIL = re.compile(rf"(?:{_UNIT})(?:及?以[上内下]|左右)?")
_DASH = re.compile(r"[—–-]{1,4}|[/／*＊]{1,2}")
# The upper end of a range behind its lower one: 3-5次.
_REACH = re.compile(rf"[-–—~～至]\d+(?:\.\d+)?(?P<unit>{_UNIT})")
_DASHES = re.compile(r"(?:[—–-]{1,4}|[/／]{1,2})+(?=[\d%％]|$|[\u4e00-\u9fff])")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,6})?")
_WHOLE_DATE = re.compile(_DATE)
_LONGEST_NUMBER = 14
# Longer values are seldom printed without a unit or zeros at their end.
_LONG_VALUE = 5
_MONEY = frozenset({"budget", "executed", "amount"})


class Token(NamedTuple):
    """A cell of figures: where it stands in the run, its sign, its number and unit; a dash has no
    number, a date no unit but 年."""

    start: int
    end: int
    number: Decimal | None = None
    unit: str = ""
    sign: str = ""
    places: int = 0

    @property
    def is_bare(self) -> bool:
        """Is it a number without a sign and a unit?"""
        return self.number is not None and not (self.sign or self.unit)


class Tail(NamedTuple):
    """Figures laid over columns: the cost, the column of each token, and whether another way to
    cut them would do as well."""

    cost: float
    cells: tuple[tuple[int, Token], ...]
    clear: bool = True
    cut: bool = False
    # Other ways to cut the same figures for the same columns, the cheapest first.
    others: tuple[Tail, ...] = ()


def token_of(words: str) -> Token | None:
    """The one cell of figures that the words are, or None.

    >>> token_of("≥50个").unit, token_of("—").number, token_of("效果明显")
    ('个', None, None)
    """
    if len(words) > 40:
        return None
    found = [token for token in _tokens(words, 0, whole=True) if token.end == len(words)]
    return found[-1] if found else None


def _with_dashes(words: str, end: int) -> int:
    """Past the empty cells behind a figure, when a figure, a mark or nothing follows."""
    dashes = _DASHES.match(words, end)
    return dashes.end() if dashes else end


def longest(words: str, start: int = 0) -> int | None:
    """Where the longest run of digits that `words` begin with ends with its unit, counted from
    `start`.

    >>> longest("50个 效果"), longest("100%100%"), longest("效果")
    (3, 4, None)
    """
    head = _HEAD.match(words)
    at = head.end() if head else 0
    digits = _DIGITS.match(words, at)
    if not digits:
        return None
    end = digits.end()
    while words[end - 1] in ".,":
        end -= 1
    unit = _TAIL.match(words, end)
    return start + _with_dashes(words, unit.end() if unit else end)


@lru_cache(maxsize=4096)
def _options(words: str, start: int) -> tuple[Token, ...]:
    return tuple(_tokens(words, start, whole=False))


def _tokens(words: str, start: int, *, whole: bool) -> Iterator[Token]:
    """The cells that may begin at `start`; with `whole` digits that touch are one number."""
    if dash := _DASH.match(words, start):
        for last in range(dash.end() if whole else start + 1, dash.end() + 1):
            yield Token(start, last)
    head = _HEAD.match(words, start)
    if head is None:
        return
    at, sign = head.end(), head["sign"] or ""
    digits = _DIGITS.match(words, at)
    if not digits:
        if sign:
            yield Token(start, at, sign=sign)
        elif words[start : start + 1] in ("%", "％"):
            yield Token(start, start + 1, unit="%")
        return
    for end in _ends(words, at, digits.end(), whole=whole):
        printed = words[at:end].replace(",", "")
        date = _WHOLE_DATE.match(words, at)
        if date and end == at + 4:
            yield Token(start, date.end(), Decimal(printed), "年", sign)
            continue
        unit = _TAIL.match(words, end) if end == digits.end() else None
        value = Decimal(printed) * (-1 if head["minus"] else 1)
        _, _, part = printed.partition(".")
        if (reach := _REACH.match(words, end)) and end == digits.end():
            yield Token(start, reach.end(), value, reach["unit"], sign, len(part))
        yield Token(
            start, unit.end() if unit else end, value, unit[0] if unit else "", sign, len(part)
        )


def _ends(words: str, start: int, stop: int, *, whole: bool) -> Iterator[int]:
    """Where a number that begins at `start` may end."""
    if whole:
        found = _FIGURE.match(words, start)
        if found:
            yield found.end()
        return
    for end in range(start + 1, min(stop, start + _LONGEST_NUMBER) + 1):
        if _NUMBER.fullmatch(words, start, end) and words[end : end + 1] != ".":
            # A number goes on in digits that can begin no other: 100 is not 10|0, 0 stands alone.
            yield end


# A share that stands for itself is one cell: 100%, not 10|0%.
_SHARE = re.compile(r"[≥≤]?(?:100|\d{1,2})(?:\.\d{1,2})?[%％]")


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
    """The cheapest ways to lay figures over columns from `first` on, one for each last column.

    `pieces` are parted by gaps that cut; where `glued`, each may hold several cells.
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
        tokens = _options(words, state.at)
    else:
        token = token_of(words)
        tokens = [token] if token else []
    for token in tokens:
        end = token.end == len(words)
        skipped = 0.0
        for column in range(state.column + 1, len(roles)):
            cost = _fit(token, roles[column], roles, state.cells)
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
    """What a cut costs: more where a nought is cut off that would end the number, as in 100%."""
    return CUT + (NOUGHT if words[token.end : token.end + 2] in ("0%", "0％") else 0.0)


def _cuts_digits(words: str, token: Token) -> bool:
    return words[token.end - 1].isdigit() and words[token.end].isdigit()


def _may_be_cut(token: Token) -> bool:
    """Is it a long number without a unit, which may be two that touch: 88100?"""
    return token.number is not None and not token.unit and len(token.number.as_tuple().digits) > 3


def _best(done: Sequence[_State]) -> tuple[Tail, ...]:
    """For each last column the cheapest state, and whether it is clearly the cheapest."""
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


def _fit(
    token: Token, role: Kind, roles: Sequence[Kind], before: Sequence[tuple[int, Token]]
) -> float:
    """How badly a cell of figures fits a column, beside those before it in the row."""
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
    return {"text": 2.0, "name": 3.0, "index": 0.0 if plain else NEVER}.get(role, NEVER)


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
        # The execution of the budget weighs ten of a hundred, seldom more.
        odd = number == 0 or (number > 20 and "budget" in roles)
        return cost + (0.5 if odd or number > 50 else 0.3 if number > 30 else 0.0)
    weight = _held(roles, before, "weight")
    if weight is None or weight.number is None:
        return cost
    if number > weight.number:
        # The total of a form stands in the row of its budget: 10 100% 99.
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
    bare = 0.0 if token.unit else 0.4
    if token.number and budget is not None and spent is None and "executed" in roles:
        return bare + 1.0
    if budget is None or spent is None or not budget.number or spent.number is None:
        return bare + (0.0 if token.number <= 300 else 2.0)
    due = spent.number / budget.number
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
        bare += 0.0 if token.number % 1000 == 0 else 1.5
    target = _held(roles, before, "target") if role == "actual" else None
    if target is None:
        return bare
    if token.unit != target.unit and token.unit and "unit" not in roles:
        return bare + 0.6
    if target.number == token.number:
        return bare * 0.3
    # What was reached is seldom less than half or more than twice of what was promised.
    near = target.number and token.number and target.number <= 2 * token.number <= 4 * target.number
    return bare + (0.2 if near else 0.45)
