"""Words and figures of a form in one stream → rows: which cell stands in which column.

The stream is laid over the columns of its header at the least cost: a cell stands further right in
its row, begins a new row, or goes on where the page broke it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from summarizer.quantities.units import UNITS
from summarizer.tables.flattened_cells import (
    CLEAR,
    NEVER,
    SKIPS,
    Tail,
    Token,
    lay_figures,
    longest,
    token_of,
)
from summarizer.tables.flattened_text import BAR, BLANK, LINE, NONE, Packed
from summarizer.tables.flattened_words import FUND, LEVEL1, LEVEL2, TOTAL, Kind
from summarizer.tables.units import printed_unit, scanned_unit

__all__ = ["Held", "Laid", "lay_rows"]

AtomKind = Literal["level1", "level2", "fund", "total", "text", "figures"]
FRESH, GLUED_WORDS, NAMED_FIGURE = 0.2, 1.0, 0.8
LONGEST_FIGURES = 120
FEWEST_PARTED = 3
# How many sums of weights are followed.
MOST_SUMS = 400
# A sum that asks for worse cuts than this is that of a form that lacks rows.
MOST_EXTRA = 0.5

# Where figures begin in words that nothing parts: a sign or a digit, up to the next word.
_FIGURES = re.compile(r"(?:(?:[≥≤=＝><＞＜≧≦═]|>=|<=)?\d[\d,.]*|[≥≤=＝><＞＜≧≦═])")
# Figures that belong to the words around them: (50分), 指标1:, 《2023年…》.
_IN_WORDS = re.compile(
    r"[（(][^（()）]{0,40}[）)]|(?:指标|目标)\d{1,2}(?=[:：、.])|《[^《》]{1,60}》|〔\d{4}〕\d+号"
    r"|(?<!\d)(?:1[0-2]|[1-9])月(?:\d{1,2}日|[底末份初前])"
    # How a score is found: 每低1个百分点扣0.7分.
    r"|每[^\d，。]{0,6}\d+(?:\.\d+)?[^\d，。]{0,6}[，,]?[^\d，。]{0,2}扣[^\d，。]{0,2}\d+(?:\.\d+)?分"
)
_LONGEST_UNIT = 5
_GLUED_DATE = re.compile(r"[\d.]{0,6}?(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?")
_TWICE = re.compile(r"(?P<words>[^\d\s]{2,30})(?P=words)$")
_VALUE = re.compile(
    r"优|良|达标|完成|提升|明显|有效|及时|达到|合格|提高|改善|无$|是$|高$|规范|保障|显著"
)


class Atom(NamedTuple):
    """A piece of the stream: a label, words, or figures that stand side by side (`pieces` are
    parted by gaps)."""

    kind: AtomKind
    start: int
    end: int
    gap: int
    pieces: tuple[str, ...] = ()
    # Words that are the target or the result for sure: they go on in no cell.
    apart: bool = False
    # Does a row begin here for sure? None where nobody knows.
    opens: bool | None = None


@dataclass(slots=True)
class Held:
    """A cell of a row: its place in the packed words, and its figures where it holds them."""

    start: int
    end: int
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """The rows, each its cells by column, and whether every cut of figures was clearly the best."""

    rows: tuple[dict[int, Held], ...]
    clear: bool
    # Were digits that touch cut into numbers?
    cut: bool = False
    cost: float = 0.0
    figures: tuple[Figures, ...] = ()


class Figures(NamedTuple):
    """Figures that stand side by side: their row, where they begin, their pieces, how they lie."""

    row: int
    base: int
    pieces: tuple[str, ...]
    tail: Tail


def lay_rows(
    packed: Packed,
    span: tuple[int, int],
    roles: tuple[Kind, ...],
    cut: int,
    execution: Decimal | None = None,
    *,
    by_line: bool = False,
) -> Laid:
    """The rows that stand in a span of the packed words; gaps of `cut` part cells, with NONE
    nothing does. `execution` is what the execution of the budget weighs in the same form. With
    `by_line` each line is a row."""
    start, end = span
    if by_line:
        edges = [start, *packed.cuts(start, end, LINE), end]
        atoms = [
            atom._replace(opens=not number)
            for first, stop in pairwise(edges)
            for number, atom in enumerate(_atoms(packed, first, stop, roles, cut))
        ]
    else:
        atoms = list(_atoms(packed, start, end, roles, cut))
    glued = cut == NONE and not _parts_figures(packed, start, end)
    path, cost = _cheapest(packed.words, atoms, roles, cut, glued)
    laid = replace(_read_off(path, atoms), cost=cost)
    laid = _settled(laid, packed.words, roles, execution)
    _totals(laid.rows, packed.words, roles)
    return laid


def _parts_figures(packed: Packed, start: int, end: int) -> bool:
    """Do gaps part the figures of a form? Then figures that touch are one number."""
    words, parted = packed.words, 0
    for at in packed.cuts(start, end, BLANK):
        within = packed.gap(at) != LINE
        parted += within and words[at - 1].isdigit() and words[at].isdigit()
        if parted >= FEWEST_PARTED:
            return True
    return False


def _settled(laid: Laid, words: str, roles: tuple[Kind, ...], execution: Decimal | None) -> Laid:
    """The cuts that the sum of the weights decides: of all ways to cut near the cheapest, those
    whose weights add up to what the form says they add up to."""
    if not laid.cut or "weight" not in roles or "budget" in roles:
        return laid
    column = roles.index("weight")
    totals = {at for at, row in enumerate(laid.rows) if _is_total(words, row)}
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
        _place(laid.rows[one.row], one.base, one.pieces, tail)
    return replace(laid, clear=laid.clear or sole, cost=laid.cost + cost)


def _is_total(words: str, row: dict[int, Held]) -> bool:
    return any(TOTAL.fullmatch(words, held.start, held.end) for held in row.values())


def _weight(held: Held | None) -> Decimal | None:
    return held.token.number if held and held.token else None


def _ways(
    laid: Laid, roles: tuple[Kind, ...], totals: set[int]
) -> tuple[Decimal, list[list[Figures]]] | None:
    """The sum of the weights that are sure, and for each of the others the ways to cut it. What a
    row without a weight holds may be its weight and score: 基本达成119.9."""
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
    """The cheapest choice of ways whose weights add up to one of `due`, what it costs more than
    the cheapest of all, and whether no other choice that adds up is near."""
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


def _atoms(
    packed: Packed, start: int, end: int, roles: tuple[Kind, ...], cut: int
) -> Iterator[Atom]:
    at = start
    for kind, first, last in _labels(packed, start, end, roles, cut):
        if first >= at:
            yield from _between(packed, at, first, roles, cut)
            yield Atom(kind, first, last, packed.gap(first))
            at = last
    yield from _between(packed, at, end, roles, cut)


def _labels(
    packed: Packed, start: int, end: int, roles: tuple[Kind, ...], cut: int
) -> list[tuple[AtomKind, int, int]]:
    """The known labels in order of place; where gaps part cells a label begins and ends at one."""
    funds = bool({"budget", "executed", "amount"} & set(roles))
    patterns: list[tuple[AtomKind, re.Pattern[str]]] = (
        [("fund", FUND)] if funds else [("level2", LEVEL2), ("level1", LEVEL1)]
    )
    patterns.append(("total", TOTAL))
    found: list[tuple[AtomKind, int, int]] = []
    for kind, pattern in patterns:
        for match in pattern.finditer(packed.words, start, end):
            edges = packed.gap(match.start()) >= cut or match.start() == start
            closed = match.end() == end or packed.gap(match.end()) >= cut
            if cut == NONE or (edges and closed):
                found.append((kind, match.start(), match.end()))
    return sorted(found, key=lambda label: (label[1], -label[2]))


def _between(
    packed: Packed, start: int, end: int, roles: Sequence[Kind], cut: int
) -> Iterator[Atom]:
    """Words and figures between two labels."""
    if start >= end:
        return
    pieces = _pieces(packed, start, end, cut) if cut else _glued_pieces(packed, start, end)
    run: list[tuple[int, int]] = []
    for first, last, figures in pieces:
        if figures and (not run or run[-1][1] == first):
            run.append((first, last))
            continue
        yield from _figures(packed, run)
        run = []
        if figures:
            run.append((first, last))
        else:
            yield from _words(packed, first, last, roles, cut)
    yield from _figures(packed, run)


def _figures(packed: Packed, run: Sequence[tuple[int, int]]) -> Iterator[Atom]:
    """Figures as one atom; empty cells behind them stand for themselves."""
    dashes = len(run)
    while dashes and not any(
        map(str.isdigit, packed.words[run[dashes - 1][0] : run[dashes - 1][1]])
    ):
        dashes -= 1
    parts = [run[:dashes]] if dashes else []
    for part in [*parts, *([one] for one in run[dashes:])]:
        pieces = tuple(packed.words[first:last] for first, last in part)
        yield Atom("figures", part[0][0], part[-1][1], packed.gap(part[0][0]), pieces)


def _words(
    packed: Packed, first: int, last: int, roles: Sequence[Kind], cut: int
) -> Iterator[Atom]:
    """Words; what is printed twice in one stretch is the target and the result: 合规合规. Where a
    column holds units, the unit behind a name is a cell of its own: 森林管护面积万亩."""
    if not cut and "unit" in roles and (unit := _unit_behind(packed.words, first, last)):
        yield Atom("text", first, unit, packed.gap(first))
        yield Atom("text", unit, last, NONE)
        return
    twice = _TWICE.search(packed.words, first, last) if not cut else None
    if twice and len(twice["words"]) > 1:
        half = twice.start() + len(twice["words"])
        if twice.start() > first:
            yield Atom("text", first, twice.start(), packed.gap(first))
        yield Atom("text", twice.start(), half, NONE, apart=True)
        yield Atom("text", half, last, NONE, apart=True)
    else:
        yield Atom("text", first, last, packed.gap(first))


def _unit_behind(words: str, first: int, last: int) -> int | None:
    """Where the longest unit begins that words end with."""
    for start in range(max(first + 1, last - _LONGEST_UNIT), last):
        said = words[start:last]
        if said != "成" and (said in UNITS or printed_unit(said)):
            return start
    return None


def _pieces(packed: Packed, start: int, end: int, cut: int) -> Iterator[tuple[int, int, bool]]:
    edges = [start, *packed.cuts(start, end, cut), end]
    for first, last in pairwise(edges):
        yield first, last, token_of(packed.words[first:last]) is not None


def _glued_pieces(packed: Packed, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Words and figures by turns where nothing parts them; a gap between two figures cuts."""
    words, at = packed.words, start
    while at < end:
        found = _FIGURES.search(words, at, end)
        held = _IN_WORDS.search(words, at, end)
        while found and held and held.start() <= found.start():
            found = _FIGURES.search(words, held.end(), end)
            held = _IN_WORDS.search(words, held.end(), end)
        if not found:
            yield at, end, False
            return
        if found.start() > at:
            yield at, found.start(), False
        stop = _figures_end(words, found.start(), end)
        if stop == found.start():
            yield found.start(), found.end(), False
            at = found.end()
            continue
        edges = [found.start(), *_digit_gaps(packed, found.start(), stop), stop]
        for first, last in pairwise(edges):
            yield first, last, True
        at = stop


def _digit_gaps(packed: Packed, start: int, end: int) -> list[int]:
    words = packed.words
    return [
        at
        for at in packed.cuts(start, end, BLANK)
        if not words[at - 1].isdigit() or words[at].isdigit() or words[at] in "≥≤=＝><"
        if words[at] not in "%％" and words[at - 1] not in "≥≤=＝><"
    ]


def _figures_end(words: str, start: int, end: int) -> int:
    """How far figures go that touch each other, with their units."""
    at = start
    stop = min(end, start + LONGEST_FIGURES)
    while at < stop:
        date = _GLUED_DATE.match(words, at, stop)
        last = date.end() if date else longest(words[at:stop], at)
        if last is None:
            break
        at = last
    return at


class _Step(NamedTuple):
    """How an atom was laid: where the one before ended, whether a row began, and its tail."""

    source: int
    fresh: bool
    tail: Tail | None
    joined: bool
    # How many characters of the figures go on in the name before them: 补助1000万元.
    named: int = 0


def _cheapest(
    words: str, atoms: Sequence[Atom], roles: tuple[Kind, ...], cut: int, glued: bool
) -> tuple[list[tuple[int, _Step]], float]:
    """For each atom its last column and how it got there, and the whole cost (Viterbi)."""
    width = len(roles)
    skips = [SKIPS[role] for role in roles]
    if roles.count("budget") > 1:
        # What was adjusted in the year need not have been planned before it.
        skips[roles.index("budget")] = 0.3
    if "budget" in roles:
        # Only the row of the total has its weight, rate and score.
        skips = [
            0.2 if role in ("weight", "rate", "score") else skip
            for role, skip in zip(roles, skips, strict=True)
        ]
    before = [sum(skips[:column]) for column in range(width)]
    after = [sum(skips[column + 1 :]) for column in range(width)]
    best = [0.0 if column == width - 1 else float("inf") for column in range(width)]
    came: list[list[_Step | None]] = []
    for number, atom in enumerate(atoms):
        costs = [float("inf")] * width
        steps: list[_Step | None] = [None] * width
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
                    steps[last] = _Step(source, is_fresh, tail if tail.cells else None, False)
            if (
                number
                and not atom.opens
                and (stay := best[column] + _going_on(atom, atoms[number - 1], roles[column], cut))
                < costs[column]
            ):
                costs[column] = stay
                steps[column] = _Step(column, False, None, True)
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
    steps: list[_Step | None],
) -> None:
    """Figures whose first goes on in the name, and the others stand in columns of their own."""
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
                steps[last] = _Step(column, False, tail, True, end)
        skipped += SKIPS[roles[first]]


def _of_totals(roles: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Behind 总分 stand the sums of weights and scores, and nothing else."""
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
    """For each column the cheapest way to begin a cell in it."""
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
        return lay_figures(atom.pieces, roles, column, glued=glued)
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
        return 0.0 if said in ("定性", "定量", "正向", "反向", "正向指标", "反向指标") else 4.0
    level = 1.0 if length <= 6 else 3.0
    costs: dict[Kind, float] = {"name": 0.0, "level1": level, "level2": level, "label": 4.0}
    return costs.get(role, NEVER)


def _going_on(atom: Atom, last: Atom, role: Kind, cut: int) -> float:
    """What it costs that an atom goes on in the cell of the one before."""
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
    best: Sequence[float], after: Sequence[float], came: Sequence[Sequence[_Step | None]]
) -> list[tuple[int, _Step]]:
    if not came:
        return []
    column = min(range(len(best)), key=lambda at: best[at] + after[at])
    found: list[tuple[int, _Step]] = []
    for steps in reversed(came):
        step = steps[column]
        if step is None:
            return []
        found.append((column, step))
        column = step.source
    return found[::-1]


def _read_off(path: Sequence[tuple[int, _Step]], atoms: Sequence[Atom]) -> Laid:
    rows: list[dict[int, Held]] = []
    clear, cut = True, False
    figures: list[Figures] = []
    for (column, step), atom in zip(path, atoms, strict=False):
        if step.named and rows and (held := rows[-1].get(step.source)) is not None and step.tail:
            held.end, held.token = atom.start + step.named, None
            clear, cut = clear and step.tail.clear, cut or step.tail.cut
            words = (atom.pieces[0][step.named :], *atom.pieces[1:])
            figures.append(Figures(len(rows) - 1, atom.start + step.named, words, step.tail))
            _place(rows[-1], atom.start + step.named, words, step.tail)
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
        _place(rows[-1], atom.start, atom.pieces, step.tail)
    return Laid(tuple(rows), clear, cut, figures=tuple(figures))


def _totals(rows: Sequence[dict[int, Held]], words: str, roles: Sequence[Kind]) -> None:
    """The figures of a row of totals are those of weights and scores."""
    due = [column for column, role in enumerate(roles) if role in ("weight", "score")]
    for row in rows:
        figures = [column for column, held in sorted(row.items()) if held.token]
        total = any(TOTAL.fullmatch(words, held.start, held.end) for held in row.values())
        if not total or not due or "budget" in roles or len(figures) > len(due):
            continue
        held = [row.pop(column) for column in figures]
        row.update(zip(due, held, strict=False))


def _place(row: dict[int, Held], base: int, words: Sequence[str], tail: Tail) -> None:
    """The cells of figures, each token at its piece; the first piece begins at `base`."""
    pieces = iter(words)
    piece = next(pieces)
    for column, token in tail.cells:
        row[column] = Held(base + token.start, base + token.end, token)
        if token.end == len(piece):
            base += len(piece)
            piece = next(pieces, "")
