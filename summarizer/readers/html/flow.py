"""Convert the tags of a page to paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from summarizer.readers.html.tables import Table, laid_out, table_of
from summarizer.readers.html.words import collapsed, raised
from summarizer.readers.joining import joined
from summarizer.readers.parts import Grid, GridCell, Paragraph, Part, Run
from summarizer.schema import Locator, Note

__all__ = ["Flow"]

# Deeper tags are read as text only.
DEPTH = 150

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
    }
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "table",
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Flow:
    """Reads nodes and collects `parts`."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._words: list[str] = []
        self._number = 0
        self._level = 0
        self._list: list[int | None] = []
        self._pictures = 0

    def read(self, node: LexborNode | None) -> None:
        """Add the content of a node."""
        if node is not None:
            self._walk(node, 0)
            self._end_line()

    def notes(self) -> list[Note]:
        """Return notes on content that was not read."""
        if not self._pictures:
            return []
        count = self._pictures
        return [Note("pictures", f"有 {count} 张图片，没有读取", f"{count} pictures were not read")]

    def _walk(self, node: LexborNode, depth: int) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._words.append(child.text_content or "")
            elif tag.startswith("-"):
                continue
            elif depth >= DEPTH:
                self._words.append(child.text(deep=True, separator=" "))
            elif tag == "table":
                self._end_line()
                self._table(child, depth)
            elif tag in _BLOCKS:
                self._block(child, tag, depth)
            else:
                self._inline(child, tag, depth)

    def _block(self, node: LexborNode, tag: str, depth: int) -> None:
        self._end_line()
        if tag in ("ol", "ul", "menu", "dir"):
            self._list.append(_first_number(node) if tag == "ol" else None)
        if tag == "li":
            self._words.append(self._mark(node))
        if tag == "pre":
            for line in node.text(deep=True).splitlines():
                self._add(line)
            return
        before, self._level = self._level, _HEADINGS.get(tag, self._level)
        self._walk(node, depth + 1)
        self._end_line()
        self._level = before
        if tag in ("ol", "ul", "menu", "dir"):
            self._list.pop()

    def _inline(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag == "br":
            # A heading stays one even when it is broken over lines.
            self._words.append(" ") if self._level else self._end_line()
        elif tag in ("input", "textarea", "select"):
            self._words.append(_entered(node, tag))
        elif tag == "img":
            self._pictures += 1
        elif tag == "sup":
            self._words.append(raised(node.text(deep=True)))
        else:
            self._walk(node, depth + 1)

    def _mark(self, item: LexborNode) -> str:
        """Return the number that a browser prints before a list item."""
        if not self._list or (number := self._list[-1]) is None:
            return ""
        said = item.attributes.get("value") or ""
        number = int(said) if said.isdigit() else number
        self._list[-1] = number + 1
        shown = item.text(deep=True).lstrip()[:2]
        return "" if shown[:1].isdigit() or shown[:1] in "（(①" else f"{number}. "

    def _table(self, node: LexborNode, depth: int) -> None:
        if laid_out(node):
            self._walk(node, depth + 1)
            self._end_line()
            return
        table = table_of(node)
        for caption in table.captions:
            self._walk(caption, depth + 1)
            self._end_line()
        grid = self._grid(table, depth)
        if len(grid.cells) > 1:
            self.parts.append(grid)
        else:
            self._walk(node, depth + 1)
            self._end_line()

    def _grid(self, table: Table, depth: int) -> Grid:
        cells: list[GridCell] = []
        for cell in table.cells:
            text = self._said(cell.content, depth)
            if text:
                self._number += 1
                runs = (Run(0, len(text), Locator(paragraph=self._number)),)
                place = (cell.row, cell.column, cell.rows, cell.columns)
                cells.append(GridCell(text, *place, runs))
        return Grid(tuple(cells), head_rows=table.head_rows)

    def _said(self, cell: LexborNode, depth: int) -> str:
        """Return the whole text of a cell, including nested tables, as one line."""
        inner = Flow()
        inner._walk(cell, depth + 1)
        inner._end_line()
        self._pictures += inner._pictures
        return joined([line for part in inner.parts for line in _lines(part)])[0]

    def _end_line(self) -> None:
        if self._words:
            text = "".join(self._words)
            self._words.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        if words := collapsed(text).strip(" \u3000"):
            self._number += 1
            runs = (Run(0, len(words), Locator(paragraph=self._number)),)
            self.parts.append(Paragraph(words, self._level, runs=runs))


def _lines(part: Part) -> Iterable[str]:
    if isinstance(part, Paragraph):
        return (part.text,)
    rows: dict[int, list[str]] = {}
    for cell in part.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return (" ".join(row) for row in rows.values())


def _first_number(node: LexborNode) -> int | None:
    """Return the first number of a numbered list; None when its numbers are letters or hidden."""
    attributes = node.attributes
    if (attributes.get("type") or "1") != "1" or "none" in (attributes.get("style") or ""):
        return None
    start = attributes.get("start") or "1"
    return int(start) if start.isdigit() else 1


def _entered(node: LexborNode, tag: str) -> str:
    """Return the value of a form field."""
    attributes = node.attributes
    if tag == "input":
        kind = (attributes.get("type") or "text").lower()
        return attributes.get("value") or "" if kind in ("text", "number", "date", "tel") else ""
    if tag == "textarea":
        return node.text(deep=True)
    chosen = node.css_first("option[selected]")
    return chosen.text(deep=True) if chosen else ""
