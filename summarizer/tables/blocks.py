"""Cells with known positions → blocks: a form is several tables in one grid.

Each head row begins a new block. Only columns in which one of the block's cells begins count;
columns of other blocks are dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.tables.columns import is_number
from summarizer.tables.flow import LEVEL1, LEVEL2
from summarizer.tables.region import Placed, Region
from summarizer.tables.vocabulary import HEADER_NOUN, TOTAL
from summarizer.tables.wording import (
    LONGEST_HEADER,
    has_caption,
    is_column_numbers,
    is_header_row,
    is_pairs,
    is_value,
    sets_side_by_side,
    strong,
    words,
)

__all__ = ["Block", "placed_blocks"]

MOST_HEADER_ROWS = 5
LONGEST_TITLE = 60
# Titles are in the first rows of a table; numbers follow its heads within this many rows.
MOST_TITLES, NUMBERS_WITHIN = 8, 5
# Heads fill more than this share of a table's width.
FEWEST_NAMED, MOST_NAMED = 0.5, 0.8
SHORT_HEADER = 15

_OF_FUNDS = re.compile(r"资金总额|^(?:小|合|总)计$")
_TITLE = re.compile(
    r"表$|表[（(]|情况$|[（(]?\d{4}年|^[（(]?[一二三四五六七八九十]+[、）)]|^附|单位[：:]|目标$|指标$"
)
# Text after the rows of a form: conclusions and signatures.
_SUM = re.compile(r"总分值?$|总得分$|合计$|总计$|自评总?得?分$")
_AFTER = re.compile(
    r"^(?:其他)?(?:需要|有关)?说明|^备注|^注[：:]|结论|意见|^存在.{0,4}问题|^(?:下一步)?改进|^填[表报]|^联系"
    r"|^审核|^项目负责人|^财务负责人|^单位负责人|^主要(?:成效|经验|做法)|^自评(?:报告|等[次级])|^评价等[次级]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one table, rows and columns from 0: `lead` title rows, `heads` head rows, then
    the body. `whole`: a position without a cell is an empty cell. `sided`: a label of the whole
    block is beside its heads.
    """

    cells: tuple[Placed, ...]
    lead: int = 0
    heads: int = 0
    width: int = 0
    whole: bool = False
    sided: bool = False


def placed_blocks(text: str, region: Region) -> Iterator[Block]:
    """Return the blocks of a region whose cells have positions."""
    form = _Form(text, _rows(region.placed, frozenset(region.repeated)))
    again = form.repeated()
    if again:
        form = _Form(text, _rows(region.placed, frozenset(region.repeated), again))
    cuts = [0, *form.cuts(), len(form.rows)]
    for first, stop in pairwise(cuts):
        if any(form.said[first:stop]):
            yield _block(form, first, stop)


def _rows(
    cells: Sequence[Placed], again: frozenset[int], further: frozenset[int] = frozenset()
) -> list[list[Placed]]:
    """Return the cells by first row, without repeated rows: those in `again` and the `further` ones
    counted.
    """
    height = max((cell.row for cell in cells), default=-1) + 1
    kept = [number for number in range(height) if number not in again]
    kept = [number for place, number in enumerate(kept) if place not in further]
    held = frozenset(kept)
    rows: list[list[Placed]] = [[] for _ in kept]
    for cell in cells:
        if cell.row in held:
            row = bisect_left(kept, cell.row)
            reach = max(1, bisect_left(kept, cell.row + cell.rows) - row)
            same = row == cell.row and reach == cell.rows
            rows[row].append(cell if same else replace(cell, row=row, rows=reach))
    return rows


class _Form:
    """The rows of a region: all cells, those with words, and their words."""

    def __init__(self, text: str, rows: list[list[Placed]]) -> None:
        self.rows = rows
        self.filled = [[cell for cell in row if cell.start < cell.end] for row in rows]
        self.said = [[words(text, (c.start, c.end)) for c in row] for row in self.filled]
        self.width = max((c.column + c.columns for row in rows for c in row), default=0)
        # How many columns of each row are covered by cells from above.
        self.reached = [0] * len(rows)
        for row in rows:
            for cell in row:
                for number in range(cell.row + 1, min(cell.row + cell.rows, len(rows))):
                    self.reached[number] += cell.columns

    def repeated(self) -> frozenset[int]:
        """Return the head rows that are repeated on a further page."""
        found: set[int] = set()
        head: list[list[str]] = []
        for number, depth in self._heads():
            again = self.said[number : number + depth]
            if again == head:
                found.update(range(number, number + depth))
            head = again
        return frozenset(found)

    def cuts(self) -> Iterator[int]:
        """Return the rows at which a new block begins: heads, or a title above heads."""
        heads = dict(self._heads())
        body, last = 0, 0
        for number in range(1, len(self.rows)):
            if number in heads:
                begin = number
                while begin > body and self.is_title(begin - 1, above=True):
                    begin -= 1
                if begin > last:
                    yield begin
                body, last = number + heads[number], begin
            elif number >= body > 0 and self._ends(number) and not self._sums_below(number, heads):
                yield number
                body, last = 0, number

    def _ends(self, number: int) -> bool:
        """Return whether the conclusions of a form begin here."""
        said = self.said[number]
        return (
            0 < len(said) < 5 and bool(_AFTER.search(said[0])) and self.filled[number][0].column < 2
        )

    def _sums_below(self, number: int, heads: Mapping[int, int]) -> bool:
        """Return whether the sum of the block follows a remark: 其他需要说明事项 | 无 over 总分 |
        100 | 93.
        """
        for at in range(number + 1, len(self.rows)):
            if at in heads:
                return False
            said = self.said[at]
            if said and _SUM.match(said[0]):
                return any(map(is_number, said[1:]))
        return False

    def _heads(self) -> Iterator[tuple[int, int]]:
        """Return the rows at which heads begin, and the number of head rows."""
        number = 0
        while number < len(self.rows):
            depth = self.depth(number)
            if depth:
                yield number, depth
            number += depth or 1

    def is_title(self, number: int, *, above: bool = False) -> bool:
        """Return whether a row is a title: one cell over the table's width, or the caption row.
        `above`: over heads other than the first it must also read like a title.
        """
        said = self.said[number]
        if not said:
            return not above
        if has_caption(said):
            return len(said) < 4
        alone = len(said) == 1 and len(said[0]) <= LONGEST_TITLE and not is_value(said[0])
        if not alone or TOTAL.search(said[0]):
            return False
        return not above or (len(self.rows[number]) == 1 and bool(_TITLE.search(said[0])))

    def depth(self, number: int) -> int:
        """Return how many head rows begin here; 0 if the row is not one."""
        if not self._names_columns(number):
            return self._over_numbers(number)
        row = self.filled[number]
        others = max(cell.rows for cell in row[1:])
        depth = min(max(others, 1), MOST_HEADER_ROWS)
        while depth < MOST_HEADER_ROWS and number + depth + 1 < len(self.rows):
            if not self._goes_on(number, depth):
                break
            depth += 1
        return depth

    def _names_columns(self, number: int) -> bool:
        said = self.said[number]
        if len(said) < 2 or number + 1 >= len(self.rows) or has_caption(said):
            return False
        if sets_side_by_side(said):
            return True
        if _is_body(said) or self._with_gaps(number):
            return False
        if is_pairs(said) and not self._in_columns(number):
            return False
        if _names_all(said):
            filled = self.filled[number]
            sided = len(said) > 2 and filled[0].rows > max(cell.rows for cell in filled[1:])
            return sided or number == 0 or strong(said) > 0 or self._counted(number)
        if strong(said) > 1 and is_header_row(said, share=0.4):
            return True
        if not self._is_first(number):
            return False
        return self._over_column(number) or (
            is_header_row(said, share=0.3) and self._counted(number)
        )

    def _is_first(self, number: int) -> bool:
        return number < MOST_TITLES and all(map(self.is_title, range(number)))

    def _over_column(self, number: int) -> bool:
        """Return whether short words fill the whole width, above a column of numbers."""
        said, row = self.said[number], self.filled[number]
        if len(said) < 3 or max(map(len, said)) > SHORT_HEADER or any(map(is_value, said)):
            return False
        if sum(cell.columns for cell in row) < MOST_NAMED * self.width:
            return False
        below = range(number + 1, min(number + 1 + NUMBERS_WITHIN, len(self.rows)))
        found = Counter(
            cell.column
            for at in below
            for cell, one in zip(self.filled[at], self.said[at], strict=True)
            if is_number(one)
        )
        return max(found.values(), default=0) > 2

    def _over_numbers(self, number: int) -> int:
        """Return whether rows of words are above rows of only numbers; they are then heads."""
        if len(self.said[number]) < 2 or not self._is_first(number):
            return 0
        for depth, said in enumerate(self.said[number : number + MOST_HEADER_ROWS + 1]):
            if len(said) > 2 and all(map(is_number, said)):
                return depth
            if any(map(is_value, said)) or max(map(len, said), default=0) > LONGEST_HEADER:
                return 0
        return 0

    def _with_gaps(self, number: int) -> bool:
        """Return whether labels precede empty cells: 项目名称 | | 主管部门 | ; or the sum of the
        funds is beside the label of its block.
        """
        row, filled = self.rows[number], self.filled[number]
        sided = filled[0].rows > max(cell.rows for cell in filled[1:])
        if sided and _OF_FUNDS.search(self.said[number][1]):
            return True
        turns = [cell.start < cell.end for cell in row]
        if len(turns) > 2 and all(yes == (at % 2 == 0) for at, yes in enumerate(turns)):
            return not self._over_any(number)
        free = self.width - self.reached[number]
        return number > 0 and sum(cell.columns for cell in filled) <= FEWEST_NAMED * free

    def _over_any(self, number: int) -> bool:
        """Return whether numbers are below a cell other than the first."""
        columns = {cell.column for cell in self.filled[number][1:]}
        return any(
            is_number(one) and cell.column in columns
            for at in range(number + 1, min(number + 1 + NUMBERS_WITHIN, len(self.rows)))
            for cell, one in zip(self.filled[at], self.said[at], strict=True)
        )

    def _in_columns(self, number: int) -> bool:
        """Return whether the cells share the rows below, or two columns have numbers below, twice:
        column heads, not labels with values.
        """
        rows = {cell.rows for cell in self.filled[number][1:]}
        below = self.filled[number + 1 : number + 3]
        said = self.said[number + 1 : number + 3]
        numbers = [
            [cell.column for cell, one in zip(row, words_, strict=True) if is_number(one)]
            for row, words_ in zip(below, said, strict=True)
        ]
        again = len(numbers) == 2 and numbers[0] == numbers[1] and len(numbers[0]) > 1
        return len(rows) > 1 or again

    def _counted(self, number: int) -> bool:
        """Return whether numbers follow within a few rows."""
        below = self.said[number + 1 : number + 1 + NUMBERS_WITHIN]
        return sum(is_number(cell) for said in below for cell in said) > 1

    def _goes_on(self, number: int, depth: int) -> bool:
        """Return whether the row below the heads is another head row."""
        at = number + depth
        said, row = self.said[at], self.filled[at]
        if is_column_numbers(said):
            return True
        if not said or _is_body(said) or any(map(is_value, said)):
            return False
        if max(map(len, said)) > LONGEST_HEADER:
            return False
        above = [cell for held in self.filled[number:at] for cell in held]
        spanning = [cell for cell in above if cell.columns > 1]
        if not any(sum(_under(cell, over) for cell in row) > 1 for over in spanning):
            nouns = len(said) > 1 and all(map(HEADER_NOUN.search, said))
            return nouns and 2 * strong(said) > len(said)
        if all(any(_under(cell, over) for over in spanning) for cell in row):
            short = max(map(len, said)) < 3
            return short or self._counted(at) or _names_all(said, share=0.3)
        covered = self.filled[number][0].rows > depth
        return (covered or self._counted(at)) and _names_all(said)


def _names_all(said: Sequence[str], *, share: float = 0.6) -> bool:
    """Return whether the cells name columns, including one of expenses: 公务接待费."""
    plain = [cell.removesuffix("费") + "支出" if cell.endswith("费") else cell for cell in said]
    return is_header_row(plain, share=share)


def _under(cell: Placed, over: Placed) -> bool:
    return over.column <= cell.column < over.column + over.columns


def _is_body(said: Sequence[str]) -> bool:
    """产出指标 | 数量指标 | 合格率: a body row, though its words end like heads."""
    if strong(said) > 2:
        return False
    return any(LEVEL1.match(one) for one in said[:2]) or any(LEVEL2.match(one) for one in said[:3])


def _block(form: _Form, first: int, stop: int) -> Block:
    """Return the rows of a block as cells from row and column 0, without the columns of other
    blocks.
    """
    lead = first
    while lead < stop - 1 and lead - first < MOST_TITLES and form.is_title(lead):
        lead += 1
    heads = min(form.depth(lead), stop - lead)
    if not heads:
        lead = first
    starts = sorted(
        {
            cell.column
            for number in range(first, stop)
            for cell in form.rows[number]
            if number >= lead or len(form.rows[number]) > 1
        }
    )
    placed = []
    for number in range(first, stop):
        # A title ends above the heads.
        end = lead if number < lead else stop
        for cell in form.rows[number]:
            column = min(bisect_left(starts, cell.column), len(starts) - 1)
            wide = bisect_left(starts, cell.column + cell.columns) - column
            high = min(cell.rows, end - number)
            place = (number - first, column, high, max(1, wide))
            placed.append(Placed(cell.start, cell.end, *place))
    sided = heads > 0 and form.filled[lead][0].rows > heads
    return Block(tuple(placed), lead - first, heads, len(starts), whole=True, sided=sided)
