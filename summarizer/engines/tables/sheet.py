"""A table with its document: the words of a cell, its numbers, the headers of a column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.schema import Cell, Column, Document, Quantity, Table

__all__ = ["NONE", "Offsets", "Sheet", "says_nothing", "span_of"]

Offsets = tuple[int, int]

# Content of cells that a form leaves unfilled.
NOTHING = re.compile(
    r"[\s/／\\|\-−—–―－_…\.．。、,，*＊·:：;；()（）×xXＸ□○?？]*"
    r"|(?:指标\s*\d*\s*[：:、.]?\s*)?[…\.．。]*"
    r"|不适用|不涉及|N/?A|略|空|待填(?:写|报)?|同上"
    r"|(?:指标\s*\d*\s*[：:、.]\s*)?[≥≤=＝><＞＜]?\s*[xXＸ×]{2,}[^\u4e00-\u9fff\w]{0,2}(?:[\u4e00-\u9fff]{1,2}|[%％])?"
)
NONE = re.compile(r"无[。.]?|没有|暂无")
UNIT_NOTE = re.compile(
    r"[（(](?:单位[：:]?)?(?:[百千万亿]*元|[%％]|[A-Za-z]\s*[/／＝=]?\s*[A-Za-z]?)[)）]"
)


def says_nothing(words: str) -> bool:
    """Return whether a cell is empty or holds only a dash or an unfilled placeholder.

    >>> [says_nothing(words) for words in ("", "—", "≥XX%", "指标2：……", "优良")]
    [True, True, True, True, False]
    """
    return NOTHING.fullmatch(words) is not None


@dataclass(frozen=True)
class Sheet:
    """A table and its document."""

    document: Document
    table: Table

    def words(self, cell: Cell | None) -> str:
        """Return the words of a cell; blanks are collapsed, and removed between Chinese
        characters.
        """
        if cell is None:
            return ""
        folded = " ".join(self.document.text[cell.start : cell.end].split())
        return re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", folded)

    def filled(self, cell: Cell | None) -> Cell | None:
        """Return the cell unless it is empty or a placeholder."""
        return None if cell is None or says_nothing(self.words(cell)) else cell

    def numbers(self, cell: Cell | None) -> tuple[Quantity, ...]:
        """Return the quantities of a cell."""
        return self.document.quantities_in(cell.start, cell.end) if cell else ()

    def figure(self, cell: Cell | None) -> Quantity | None:
        """Return the only checked quantity of a cell that holds little else."""
        found = [one for one in self.numbers(cell) if one.is_checked]
        if len(found) != 1:
            return None
        return found[0] if 2 * len(found[0].text) >= len(self.words(cell)) else None

    def heads(self, column: Column) -> tuple[Cell, ...]:
        """Return the non-empty header cells of a column, from top to bottom."""
        return tuple(cell for cell in column.path if not says_nothing(self.words(cell)))

    def head(self, column: Column) -> str:
        """Return the headers of a column as one text, without letters and units in brackets."""
        said = "".join(UNIT_NOTE.sub("", self.words(cell)) for cell in self.heads(column))
        return re.sub(r"[：:\s]", "", said)

    def with_unit(self, cell: Cell, words: str) -> str:
        """Return the words of a cell, with the unit appended to a bare number.

        Outside of its table, a bare number has no meaning.
        """
        multiple = MULTIPLES.get(cell.scale)
        if not words[-1:].isdecimal() or not cell.unit or multiple is None:
            return words
        return f"{words}{multiple}{cell.unit}"


MULTIPLES = {0: "", 3: "千", 4: "万", 6: "百万", 8: "亿"}


def span_of(cell: Cell) -> Offsets:
    """Return the offsets of a cell."""
    return cell.start, cell.end
