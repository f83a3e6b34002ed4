"""Divide a text into title, headings, paragraphs, tables and noise, and derive its sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.readers.forms import (
    flattened_regions,
    listed_regions,
    rhythmic_regions,
    shifted_regions,
    spaced_regions,
)
from summarizer.readers.front_matter import find_title
from summarizer.readers.grid import barred_regions, tabbed_regions
from summarizer.readers.headings import headings
from summarizer.readers.lines import Line, is_noise, lines
from summarizer.readers.markup import said
from summarizer.readers.outline import Heading
from summarizer.readers.tagged import tagged_regions
from summarizer.readers.wrapping import wrapped_lines
from summarizer.schema import Block, Section, Table
from summarizer.segmentation import trim
from summarizer.tables.build import Caption, build
from summarizer.tables.continuation import joined
from summarizer.tables.region import CAPTION, Region
from summarizer.tables.units import money_unit

__all__ = ["Given", "Layout", "lay_out"]

# Maximum number of printed lines between a caption and its table.
CAPTION_REACH = 3
# Minimum number of characters between page numbers: a column of a form also counts up, with less
# text between its numbers.
SHORTEST_PAGE = 200
LONGEST_ENTRY = 60
LONGEST_TITLE = 60

_CONTENTS_TITLE = re.compile(r"目\s*[录次]")
_CONTENTS_ENTRY = re.compile(r".{2,80}?[\s.．·…]+[-—]?\d{1,3}[-—]?")
_LINE = re.compile("[^\n]+")
_PAGE_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_TABLE_TITLE = re.compile(
    r"表(?:\s*[（(].{0,20}[）)])?$|^附?表\s*[\d一二三四五六七八九十]|一览|明细$|名单$|清单$|统计$|问卷"
)
_NO_TITLE = re.compile(r"^公开\d+表|^附表?\d*$|^表\d+$|<|\|")
_LABEL_MARK = "：:。 \u3000\t*_"


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a text: blocks, tables and sections in order, the title, the lines."""

    title: str | None
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    # Starts of tables without cell separators: each cell is scanned on its own.
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """Layout given by a structured file, by line: tables, page layout lines, the level of each
    marked heading, labels of file parts. Each line is a whole paragraph.
    """

    regions: tuple[Region, ...]
    noise: frozenset[int]
    marks: Mapping[int, int]
    labels: frozenset[int] = frozenset()


def lay_out(text: str, name: str, given: Given | None = None) -> Layout:
    """Return the layout of a canonical text.

    `name` is the heading of the first section when there is no title; `given` is the layout that
    the file states.
    """
    printed = lines(text)
    if given:
        printed = [
            replace(line, mark=given.marks[place]) if place in given.marks else line
            for place, line in enumerate(printed)
        ]
    known = given.regions if given else ()
    noise = _noise(printed)
    if given:
        noise = (noise - _held(known)) | given.noise
    regions = _regions(text, printed, noise, known)
    noise |= _page_numbers(printed, noise | _held(regions))

    def apart(first: int, last: int) -> bool:
        between = (place for place in range(first + 1, last) if place not in noise)
        return any(not printed[place].blank for place in between)

    regions = joined(text, regions, apart)
    taken = noise | _held(regions)
    found = [table for region in regions for table in _tables(text, printed, region)]
    tables = [replace(table, id=f"tb{number}") for number, table in enumerate(found, 1)]
    title = find_title(printed, taken | given.labels if given else taken)
    titled = set(title.lines) if title else set()
    broken = set() if given else wrapped_lines(printed, taken | titled)
    heads = headings(printed, taken | titled | {place + 1 for place in broken})
    blocks = _unwrapped(_blocks(text, printed, noise, titled, heads), printed, broken)
    built = frozenset(table.start for region in regions for table in region.built)
    blocks = list(_with_tables(text, blocks, tables, built))
    sections = _sections(text, printed, heads, (title.words if title else name,))
    words = title.words if title else None
    return Layout(words, tuple(blocks), tuple(tables), tuple(sections), tuple(printed), built)


def _noise(printed: Sequence[Line]) -> set[int]:
    found: set[int] = set()
    contents = False
    last = {_packed(line): place for place, line in enumerate(printed) if not line.blank}
    for place, line in enumerate(printed):
        if line.blank:
            continue
        # An entry has a page number or, when that was lost, appears again as a heading.
        again = place < last[_packed(line)] and len(line.words) <= LONGEST_ENTRY
        entry = contents and (again or _CONTENTS_ENTRY.fullmatch(line.words) is not None)
        contents = entry or _CONTENTS_TITLE.fullmatch(line.words) is not None
        if contents or (is_noise(line) and not line.tabbed):
            found.add(place)
    return found


def _page_numbers(printed: Sequence[Line], taken: set[int]) -> set[int]:
    """Return the lines with page numbers: alone on a line, consecutive, a page apart (1 … 2 … 3
    …).
    """
    bare = [
        (place, int(line.words))
        for place, line in enumerate(printed)
        if place not in taken and _PAGE_NUMBER.fullmatch(line.words)
    ]
    found: set[int] = set()
    for (place, number), (below, following) in pairwise(bare):
        between = sum(len(line.words) for line in printed[place + 1 : below])
        if following == number + 1 and between >= SHORTEST_PAGE:
            found |= {place, below}
    return found


def _packed(line: Line) -> str:
    return "".join(line.words.split())


def _regions(
    text: str, printed: Sequence[Line], noise: set[int], known: Sequence[Region]
) -> list[Region]:
    """Return the tables in order of place: those given by the file first, then those found by
    marks, then those found by their words.
    """
    held = _held(known)
    barred = barred_regions(text, printed)
    found = [*tagged_regions(text, printed), *tabbed_regions(text, printed), *barred]
    found = [
        region
        for region in found
        if not noise.intersection((region.first, region.last))
        and held.isdisjoint(range(region.first, region.last + 1))
    ]
    shifted = shifted_regions(text, barred)
    kept = _apart([*known, *(region for region in found if region not in shifted)])
    kept = _apart([*kept, *flattened_regions(text, printed, noise | _held(kept))])
    kept = _apart([*kept, *_beside(found, kept)])
    taken = noise | _held(kept)
    kept = _apart([*kept, *spaced_regions(text, printed, taken)])
    taken |= _held(kept)
    kept = _apart([*kept, *listed_regions(text, printed, taken, _held(kept))])
    return _apart([*kept, *rhythmic_regions(text, printed, noise | _held(kept))])


def _beside(regions: Sequence[Region], kept: Sequence[Region]) -> list[Region]:
    """Return the regions that overlap none of those in `kept`."""
    held = _held(kept)
    return [region for region in regions if held.isdisjoint(range(region.first, region.last + 1))]


def _held(regions: Sequence[Region]) -> set[int]:
    return {at for region in regions for at in range(region.first, region.last + 1)}


def _apart(regions: Sequence[Region]) -> list[Region]:
    """Return the regions in order, without those that overlap the previous one."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda region: region.first):
        if not kept or region.first > kept[-1].last:
            kept.append(region)
    return kept


def _tables(text: str, printed: Sequence[Line], region: Region) -> list[Table]:
    caption = _caption(text, printed, region.first)
    return build(text, region, caption, _title(printed, region.first))


def _title(printed: Sequence[Line], first: int) -> tuple[int, int] | None:
    """Return the name above a table, above its caption and its year."""
    seen = 0
    for place in range(first - 1, -1, -1):
        line = printed[place]
        if line.blank:
            continue
        if line.tabbed or len(line.words) > LONGEST_TITLE or line.words[-1] in "。；，":
            return None
        said = line.words
        if _TABLE_TITLE.search(said) and not (CAPTION.match(said) or _NO_TITLE.search(said)):
            return line.start, line.end
        seen += 1
        if seen == CAPTION_REACH:
            return None
    return None


def _caption(text: str, printed: Sequence[Line], first: int) -> Caption | None:
    seen = 0
    for place in range(first - 1, -1, -1):
        line = printed[place]
        if line.blank:
            continue
        match = CAPTION.search(text, line.start, line.end)
        if match and (unit := money_unit(match["unit"])):
            return Caption(unit, match.span())
        seen += 1
        if seen == CAPTION_REACH or line.tabbed:
            return None
    return None


def _blocks(
    text: str, printed: Sequence[Line], noise: set[int], titled: set[int], heads: list[Heading]
) -> list[Block]:
    """Return a block for each printed line; a heading run in with its text makes two."""
    headed = {head.line: head for head in heads if head.start < head.end}
    blocks: list[Block] = []
    for place, line in enumerate(printed):
        if line.blank:
            continue
        blocks.extend(_mark_blocks(text, line.begin, line.start))
        if place in noise:
            blocks.append(Block("noise", line.start, line.end))
        elif place in titled:
            blocks.append(Block("title", line.start, line.end))
        elif place in headed:
            blocks.extend(_heading_blocks(text, line, headed[place]))
        else:
            blocks.append(Block("paragraph", line.start, line.end))
        blocks.extend(_mark_blocks(text, line.end, line.finish))
    return blocks


def _mark_blocks(text: str, begin: int, finish: int) -> list[Block]:
    """Return blocks for the marks around the words of a line: a bookmark, # or **."""
    start, end = trim(text, begin, finish)
    return [Block("noise", start, end)] if start < end else []


def _unwrapped(blocks: list[Block], printed: Sequence[Line], broken: set[int]) -> list[Block]:
    """Join paragraphs whose lines were wrapped by the page."""
    open_ends = {printed[place].end for place in broken}
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if last and last.end in open_ends and last.kind == block.kind == "paragraph":
            whole[-1] = Block("paragraph", last.start, block.end)
        else:
            whole.append(block)
    return whole


def _heading_blocks(text: str, line: Line, head: Heading) -> list[Block]:
    heading = Block("heading", head.start, head.end, head.level)
    if not head.run_in:
        return [heading]
    start = head.end
    while start < line.end and text[start] in _LABEL_MARK:
        start += 1
    return [heading, Block("paragraph", start, line.end)] if start < line.end else [heading]


def _with_tables(
    text: str, blocks: list[Block], tables: list[Table], built: frozenset[int]
) -> list[Block]:
    """Replace the lines of a table by one block.

    Where a flattened table begins or ends within a line, the rest of the line stays a paragraph.
    """
    starts = [table.start for table in tables]
    kept: list[Block] = []
    for block in blocks:
        place = bisect_left(starts, block.end) - 1
        if place < 0 or tables[place].end <= block.start:
            kept.append(block)
        elif block.kind == "paragraph":
            kept.extend(_remains(text, block, tables, place, built))
    kept.extend(Block("table", table.start, table.end) for table in tables)
    return sorted(kept, key=lambda block: block.start)


def _remains(
    text: str, block: Block, tables: Sequence[Table], last: int, built: frozenset[int]
) -> Iterator[Block]:
    """Yield the parts of a paragraph outside its flattened tables, one per line; `last` is the last
    table that begins before its end.
    """
    first = last
    while first > 0 and tables[first - 1].end > block.start:
        first -= 1
    held = tables[first : last + 1]
    if not built.issuperset(table.start for table in held):
        return
    starts = [table.start for table in held]
    ends = [table.end for table in held]
    for start, stop in zip([block.start, *ends], [*starts, block.end], strict=True):
        for found in _LINE.finditer(text, start, max(start, stop)):
            begin, end = trim(text, found.start(), found.end())
            if any(map(str.isalnum, text[begin:end])):
                yield Block("paragraph", begin, end)


def _sections(
    text: str, printed: Sequence[Line], heads: list[Heading], first: tuple[str, ...]
) -> list[Section]:
    starts: list[tuple[int, tuple[str, ...]]] = [(0, first)]
    path: list[str] = []
    for head in heads:
        del path[head.level - 1 :]
        if head.start < head.end:
            path.append(said(text[head.start : head.end]))
        begin = printed[head.line].begin
        if len(starts) == 1 and not text[:begin].strip():
            starts = [(0, tuple(path) or first)]
        elif tuple(path) != starts[-1][1]:
            starts.append((begin, tuple(path) or first))
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [Section(path_, start, end) for (start, path_), end in zip(starts, ends, strict=True)]
