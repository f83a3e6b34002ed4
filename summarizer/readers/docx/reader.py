"""Read a Word document into parts: body, notes below their paragraphs, running headers last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from summarizer.errors import ReadError, TooLarge
from summarizer.readers.docx.flow import Flow, ParagraphText
from summarizer.readers.docx.grids import Laid, lay
from summarizer.readers.docx.inline import Inline
from summarizer.readers.docx.names import attribute, kind, qualified
from summarizer.readers.docx.noticing import notes
from summarizer.readers.docx.numbering import Lists
from summarizer.readers.docx.package import Package, damaged, heavy, open_package
from summarizer.readers.docx.styles import Styles
from summarizer.readers.docx.unwrapping import unwrapped
from summarizer.readers.joining import joined
from summarizer.readers.parts import Grid, GridCell, Paragraph, Part, Parts, Run
from summarizer.schema import Locator

__all__ = ["read_docx", "story_paragraphs"]

# The largest known collections have one million characters; tables printed as text are longer.
MOST_CHARACTERS = 6_000_000
MOST_PLACES = 4_000_000

_BOX = "w:txbxContent"
# Content of a running header besides words: page numbers and marks around them.
_PAGE_LAYOUT = re.compile(r"[\W\d_]|第|页|共|Page|of|PAGE", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Parts:
    """Return the parts of a Word document (.docx, .docm, .dotx; transitional or strict).

    Paragraphs are counted from 1 as in the body. Paragraphs in cells and content controls,
    paragraphs with tracked deletions and empty ones count. Paragraphs in text boxes and footnotes
    do not; they carry the number of their anchor paragraph. `story_paragraphs` counts in the same
    way.

    Raises ReadError: input-damaged, input-too-large, input-too-heavy.
    """
    package = open_package(data, name)
    try:
        return _Reader.of(package).parts()
    except RecursionError as error:
        raise heavy(name, "嵌套层数过多", "it is nested too deeply") from error


def story_paragraphs(block: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs (`w:p`) of a body block in order, without those in text boxes and in
    alternate versions of drawings.

    >>> w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    >>> body = etree.fromstring(f'<w:body xmlns:w="{w}"><w:p/><w:p/></w:body>')
    >>> len(list(story_paragraphs(body)))
    2
    """
    boxed = next(block.iter(qualified(_BOX)), None) is not None
    for paragraph in block.iter(qualified("w:p")):
        if not boxed or next(paragraph.iterancestors(qualified(_BOX)), None) is None:
            yield paragraph


@dataclass(slots=True)
class _Reader:
    package: Package
    flow: Flow
    footnotes: dict[str, etree._Element]
    found: list[Part] = field(default_factory=list)
    characters: int = 0
    places: int = 0
    numbered: int = 0
    plain: dict[int, ParagraphText] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> _Reader:
        styles = Styles.of(_related(package, "/styles"))
        lists = Lists.of(_related(package, "/numbering"), styles)
        flow = Flow(Inline(styles), lists, styles)
        return cls(package, flow, _notes_of(package, "footnote"))

    def parts(self) -> Parts:
        self._story(self._blocks())
        seen = self.flow.inline.seen.copy()
        self.flow.numbers, self.flow.anchor = {}, None
        for note in _notes_of(self.package, "endnote").values():
            self._note(note)
        self._running_heads()
        found = list(_without_lone_tabs(unwrapped(self.found, self.plain)))
        if not self.found and not self.numbered:
            raise damaged(self.package.name, self.package.main)
        return Parts(tuple(found), notes(self.package, seen))

    def _blocks(self) -> Iterator[etree._Element]:
        """Yield the blocks of the body and number their paragraphs."""
        for block in self.package.blocks(self.package.main):
            self.flow.numbers = {
                one: self.numbered + at for at, one in enumerate(story_paragraphs(block), 1)
            }
            self.numbered += len(self.flow.numbers)
            yield block

    def _story(self, elements: Iterable[etree._Element], *, noise: bool = False) -> None:
        for one in self.flow.read(elements):
            if isinstance(one, ParagraphText):
                self._add(one, noise=noise)
            else:
                self._table(one, noise=noise)

    def _add(self, paragraph: ParagraphText, *, noise: bool) -> None:
        for line in paragraph.lines:
            self._paragraph(
                line, paragraph.number, paragraph.level, noise=noise or paragraph.contents
            )
        if paragraph.lines and not (
            noise or paragraph.contents or paragraph.level or paragraph.centred
        ):
            self.plain[len(self.found) - 1] = paragraph
        self._attached(paragraph, noise=noise)

    def _attached(self, owner: ParagraphText, *, noise: bool) -> None:
        """Add the text boxes and footnotes of a paragraph below it."""
        for box in owner.boxes:
            if kind(box) == "a:p":
                text = "".join(one.text or "" for one in box.iter(qualified("a:t"))).strip()
                self._paragraph(text, owner.number, 0, noise=noise)
            else:
                self._story(box, noise=noise)
        for identity in owner.footnotes:
            note = self.footnotes.pop(identity, None)
            if note is not None:
                self._note(note)

    def _note(self, note: etree._Element) -> None:
        """Add a footnote or endnote as a paragraph that begins with 注."""
        for at, one in enumerate(self.flow.read(note)):
            if not isinstance(one, ParagraphText):
                self._table(one, noise=False)
                continue
            text, _ = joined(one.lines)
            mark = "" if at or text.startswith("注") else "注："
            if text:
                self._paragraph(mark + text, self.flow.anchor, 0, noise=False)
            self._attached(one, noise=False)

    def _paragraph(self, text: str, number: int | None, level: int, *, noise: bool) -> None:
        if not text:
            return
        self._count(len(text))
        runs = (Run(0, len(text), Locator(paragraph=number)),) if number else ()
        self.found.append(Paragraph(text, 0 if noise else level, noise, runs))

    def _table(self, table: etree._Element, *, noise: bool) -> None:
        laid = lay(table)
        self.flow.inline.seen["deleted"] += laid.deleted
        self.flow.inline.seen["hidden"] += sum(1 for one in laid.covered if _has_words(one))
        if noise or all(cell.column == 0 for cell in laid.cells):
            # A one-column table is a frame around text; a running header is lines in any layout.
            for frame in laid.cells:
                self._story(frame.element, noise=noise)
            return
        width = max(cell.column + cell.columns for cell in laid.cells)
        self.places += width * laid.count
        if self.places > MOST_PLACES:
            raise _too_large(self.package.name)
        later: list[ParagraphText | etree._Element] = []
        cells = tuple(self._cell(one, later) for one in laid.cells)
        self.found.append(Grid(cells, head_rows=laid.heads))
        for one in later:
            if isinstance(one, ParagraphText):
                self._attached(one, noise=False)
            else:
                self._table(one, noise=False)

    def _cell(self, cell: Laid, later: list[ParagraphText | etree._Element]) -> GridCell:
        """Return a cell as one line; its nested tables and footnotes follow the table (`later`)."""
        lines: list[tuple[str, int | None]] = []
        self._cell_lines(cell.element, lines, later)
        text, spans = joined([line for line, _ in lines])
        self._count(len(text))
        runs = tuple(
            Run(start, end, Locator(paragraph=number))
            for (start, end), (_, number) in zip(spans, lines, strict=True)
            if number
        )
        return GridCell(text, cell.row, cell.column, cell.rows, cell.columns, runs)

    def _cell_lines(
        self,
        story: Iterable[etree._Element],
        lines: list[tuple[str, int | None]],
        later: list[ParagraphText | etree._Element],
    ) -> None:
        for one in self.flow.read(story):
            if not isinstance(one, ParagraphText):
                later.append(one)
                continue
            # A cell with only an automatic number belongs to a column of numbers. A tab within a
            # cell does not separate cells.
            shown = one.lines or ((one.label,) if one.label else ())
            lines.extend((" ".join(line.split("\t")), one.number) for line in shown)
            for box in one.boxes:
                if kind(box) == _BOX:
                    self._cell_lines(box, lines, later)
            if one.footnotes:
                later.append(ParagraphText((), one.number, footnotes=one.footnotes))

    def _running_heads(self) -> None:
        """Add running headers that hold words, each once, as noise after the text."""
        seen: set[str] = set()
        for ending in ("/header", "/footer"):
            for path in self.package.related(ending):
                root = self.package.root(path)
                before = len(self.found)
                self._story(root if root is not None else (), noise=True)
                kept = [
                    part
                    for part in self.found[before:]
                    if isinstance(part, Paragraph) and _is_new(part.text, seen)
                ]
                self.found[before:] = kept

    def _count(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise _too_large(self.package.name)


def _without_lone_tabs(parts: list[Part]) -> Iterator[Part]:
    """Yield the parts; tabs are kept only where consecutive lines have tabs, since these make
    columns.
    """
    tabbed = [isinstance(one, Paragraph) and not one.noise and "\t" in one.text for one in parts]
    for at, one in enumerate(parts):
        columns = tabbed[at] and any(tabbed[max(at - 1, 0) : at] + tabbed[at + 1 : at + 2])
        if isinstance(one, Paragraph) and "\t" in one.text and not columns:
            yield replace(one, text=one.text.replace("\t", "\u3000"))
        else:
            yield one


def _is_new(text: str, seen: set[str]) -> bool:
    words = _PAGE_LAYOUT.sub("", text)
    new = bool(words) and words not in seen
    seen.add(words)
    return new


def _related(package: Package, ending: str) -> etree._Element | None:
    path = next(package.related(ending), None)
    return package.root(path) if path else None


def _notes_of(package: Package, name: str) -> dict[str, etree._Element]:
    """Return footnotes or endnotes by id, without their separators."""
    root = _related(package, f"/{name}s")
    if root is None:
        return {}
    return {
        attribute(one, "w:id"): one
        for one in root.iterfind(qualified(f"w:{name}"))
        if attribute(one, "w:type") in ("", "normal")
    }


def _has_words(cell: etree._Element) -> bool:
    return any((one.text or "").strip() for one in cell.iter(qualified("w:t")))


def _too_large(name: str) -> ReadError:
    return TooLarge(
        f"'{name}' 超过 {MOST_CHARACTERS // 10_000} 万字或 {MOST_PLACES // 10_000} 万个单元格的"
        "上限；请拆分成单份报告后再试",
        f"'{name}' is over the limit of {MOST_CHARACTERS} characters or {MOST_PLACES} cells; "
        "split it into single reports",
    )
