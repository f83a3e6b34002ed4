"""Text cells of tables that are not read as rows: those beside 存在问题 or under 实际完成情况."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from summarizer import segmentation
from summarizer.engines.rules.passages import Passage
from summarizer.genre.sections import Role, is_mixed, label_role
from summarizer.schema import Cell, Chunk, Document, Quantity, ResultDraft, Table

__all__ = ["figures_beside_labels", "passages_in_cells"]

# Cells without content.
EMPTY = re.compile(r"[\s/—\-－–无…\.、。]*")
AIM = re.compile(
    r"(?:预期|预定|年初|设定|年度|总体|绩效|项目|全年|当年|20\d\d年)+(?:设定|申报)?目标(?:[（(].{1,10}[)）])?"
    r"|目标|年初设定目标.*"
)
DONE = re.compile(
    r"(?:年度|全年|总体|绩效|项目|目标|实际|预期|当年)*(?:完成|实现|达成)(?:情况|结果)(?:综述|[（(].{1,10}[)）])?"
)
SHORTEST_TEXT = 10
LONGEST_LABEL = 24
# Labels of money and scores. Beside other labels a number is a row number or a date.
COUNTED = re.compile(r"资金|金额|预算|支出|决算|拨款|投资|得分|总分|评分|执行率")


def passages_in_cells(chunk: Chunk) -> Iterator[Passage]:
    """Return the passages in the cells of a chunk, with the role of the label to the left or
    above.
    """
    for role, cell, label in _read(_Same(chunk.document)).told:
        if chunk.start <= cell.start < chunk.end:
            yield _passage(chunk.document, role, cell, label)


def figures_beside_labels(chunk: Chunk) -> Iterator[ResultDraft]:
    """Return amounts and scores in cells of their own beside a label."""
    for words, figure, label, cell in _read(_Same(chunk.document)).labelled:
        if chunk.start <= cell.start < chunk.end:
            yield _draft(words, figure, label, cell)


class _Same:
    """A document as a dictionary key, compared by identity."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document is other.document


class _Read(NamedTuple):
    told: list[tuple[Role, Cell, str]]
    labelled: list[tuple[str, Quantity, Cell, Cell]]


# A table can span more than a hundred chunks; it is read once for all of them.
@lru_cache(maxsize=2)
def _read(same: _Same) -> _Read:
    document = same.document
    tables = [one for one in document.tables if one.proven and not one.read_by_code]
    told = [found for table in tables for found in _told(document, table)]
    return _Read(told, [found for table in tables for found in _labelled(document, table)])


def _labelled(document: Document, table: Table) -> Iterator[tuple[str, Quantity, Cell, Cell]]:
    for row in table.rows:
        for label, cell in pairwise(table.row_cells(row.number)):
            if not label.header:
                continue
            words = _words(document, label).rstrip("：:")
            figure = _only_figure(document, cell)
            if figure and COUNTED.search(words):
                yield words, figure, label, cell


def _draft(words: str, figure: Quantity, label: Cell, cell: Cell) -> ResultDraft:
    return ResultDraft(
        metric=words,
        text=f"{words}{figure.text}",
        spans=((cell.start, cell.end), (label.start, label.end)),
        figure=figure.text,
        figure_span=(figure.start, figure.end),
        theme="funds" if figure.kind == "money" else None,
    )


def _words(document: Document, cell: Cell) -> str:
    return "".join(document.text[cell.start : cell.end].split())


def _only_figure(document: Document, cell: Cell) -> Quantity | None:
    held = document.quantities_in(cell.start, cell.end)
    if cell.header or len(held) != 1 or held[0].kind not in ("money", "percent", "score"):
        return None
    return held[0] if 2 * len(held[0].text) >= len(_words(document, cell)) else None


def _told(document: Document, table: Table) -> Iterator[tuple[Role, Cell, str]]:
    """Return the cells with sentences, each with the role of the label to its left, else above."""
    above: dict[int, Role] = {
        column.number: "targets" if column.role == "target" else "results"
        for column in table.columns
        if column.role in ("target", "actual")
    }
    for row in table.rows:
        beside, said = None, ""
        for cell in table.row_cells(row.number):
            words = _words(document, cell).rstrip("：:")
            label = _role(words) if cell.row == row.number else None
            if label:
                beside, said = label, words
                above[cell.column] = label
            elif cell.row == row.number and _is_text(words):
                role = beside or above.get(cell.column)
                if role:
                    yield role, cell, said
                beside = None


def _role(words: str) -> Role | None:
    if not 1 < len(words) <= LONGEST_LABEL or re.search(r"[，。；]", words):
        return None
    if AIM.fullmatch(words):
        return "targets"
    if DONE.fullmatch(words):
        return "results"
    role = label_role(words)
    return role if role in ("problems", "measures") else None


def _is_text(words: str) -> bool:
    if EMPTY.fullmatch(words):
        return False
    return len(words) >= SHORTEST_TEXT and bool(re.search("[，。；、]", words))


def _passage(document: Document, role: Role, cell: Cell, label: str) -> Passage:
    path = document.section_at(cell.start).path
    found = segmentation.sentences(document.text, cell.start, cell.end)
    return Passage(document, role, path, tuple(found), mixed=is_mixed(label))
