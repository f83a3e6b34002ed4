"""Passages: what a brief may quote, between two stops or semicolons of the report's prose.

Each has the role of its section, of a run-in label before it (发现的主要问题：) or of a bare label
on a line of its own, as forms have them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from summarizer.genre.orders import is_a_wish, is_an_order
from summarizer.genre.sections import (
    MARKER,
    Role,
    bare_heading,
    heading_role,
    label_role,
    opening_role,
    section_role,
)
from summarizer.schema import (
    Block,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
)
from summarizer.segmentation import trim

__all__ = ["Passage", "passages"]

# A clause: up to a mark between clauses that stands in no bracket and in no number.
_CLAUSE = re.compile(
    r"(?:“[^”\n]{0,80}”|（[^（）\n]{0,80}）|《[^》\n]{0,60}》|(?<=\d)[,:：](?=\d)|[^，,；;。！？!?：:])+"
)
_ENDS = re.compile("[。！？!?；;]")
_BLANKS = " \t\n\u3000"
# A label that no colon follows names what comes by its last word.
_OF_PROJECT = re.compile("(?:项目|经费|资金|工程)(?:支出)?(?:绩效)?自评(?:综述|情况|结果)?$")
_LABEL = re.compile("(?:情况|分析|措施|问题|目标|原因|建议|方面|概况|结论)$")
_GLUED = re.compile("^.{2,20}?(?:改进措施|存在的?问题|完成情况|原因分析|情况分析)(?=.)")
# What opens an entry of a list in the middle of a line.
_ENTRY = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、是]|第[一二三四五六]|\d{1,2}[.．、](?!\d)"
    r"|[①-⑳]|首先|其次|再次)[，、：]?是?\s*"
)
# The frame of a web page, and what a form prints for whoever fills it in.
_RESIDUE = re.compile(
    r"索引号|发布机构|发布日期|发文|浏览|字体|打印|分享|责任编辑|扫一扫|上一篇|下一篇|当前位置|您现在的位置"
    r"|负责人[：:]?$|联系电话|填报|盖章|^注[：:]|需说明原因"
)
# A passage that is about what the one before it names.
_LEANING = re.compile(
    r"(?:其中|并|其余|收支较|与.{2,8}相比|[较比]上年|同比|占比|主要(?:变动)?原因|增长的主要原因|下降的?主要原因|该项|主要?用于|用于)"
)
_JOINED_MOST = 150
_STOPS = "。！？；;"
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^。]+。?")
_LABEL_MOST = 30
_BARE_LABEL_MOST = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotable run of the text: its clauses, what it is about, and where it stands. `entry` is
    the place of the list entry or line that it belongs to, `name` the label there that names a
    project, `items` are those found in it."""

    clauses: tuple[tuple[int, int], ...]
    role: Role
    path: tuple[str, ...]
    entry: int
    name: tuple[int, int] | None = None
    items: tuple[CheckedItem, ...] = ()

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.clauses[0][0]

    @property
    def end(self) -> int:
        """Where it ends, without its stop."""
        return self.clauses[-1][1]

    def items_of(self, kind: type[CheckedItem]) -> tuple[CheckedItem, ...]:
        """Its items of a kind."""
        return tuple(item for item in self.items if isinstance(item, kind))


def passages(document: Document, items: Sequence[CheckedItem]) -> list[Passage]:
    """The passages of a report in reading order, with the items whose evidence begins in them."""
    placed = sorted(items, key=lambda item: item.evidence[0].start)
    starts = [item.evidence[0].start for item in placed]
    instructing = _instructing(document.text)
    found: list[Passage] = []
    for passage in _read(document):
        at = bisect_right(instructing, passage.start, key=itemgetter(1))
        if at < len(instructing) and instructing[at][0] < passage.end:
            continue
        inside = placed[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]
        role = _role(document, passage, inside)
        found += _parted(replace(passage, role=role, items=tuple(inside)))
    return found


def _instructing(text: str) -> list[tuple[int, int]]:
    """The sentences that instruct their reader, or give praise in a line that does: such words try
    to influence a summary and are never quoted. In reading order."""
    return [
        sentence.span()
        for line in _LINE.finditer(text)
        if is_an_order(line.group())
        for sentence in _SENTENCE.finditer(text, *line.span())
        if is_an_order(sentence.group()) or is_a_wish(sentence.group())
    ]


def _parted(passage: Passage) -> list[Passage]:
    """「…不够及时，今后要加强…」: the fault, and what will be done about it."""
    faults, remedies = passage.items_of(CheckedProblem), passage.items_of(CheckedMeasure)
    if passage.role not in ("problems", "measures") or not faults or not remedies:
        return [passage]
    cut = remedies[0].evidence[0].start
    first = tuple(clause for clause in passage.clauses if clause[1] <= cut)
    if not first or faults[0].evidence[0].start >= cut:
        return [passage]
    before = tuple(item for item in passage.items if item.evidence[0].start < cut)
    rest = passage.clauses[len(first) :]
    return [
        replace(passage, clauses=first, role="problems", items=before),
        replace(passage, clauses=rest, role="measures", items=passage.items[len(before) :]),
    ]


def _role(document: Document, passage: Passage, items: Sequence[CheckedItem]) -> Role:
    """Under a heading of several roles the items tell which; goals among results are goals."""
    kinds = {type(item) for item in items}
    role = passage.role
    if role in ("problems", "measures"):
        if CheckedMeasure in kinds and CheckedProblem not in kinds:
            return "measures"
        if CheckedProblem in kinds and CheckedMeasure not in kinds:
            return "problems"
    if role in ("background", "funds", "other") and kinds == {CheckedTarget}:
        return "targets"
    if role == "targets" and CheckedResult in kinds and CheckedTarget not in kinds:
        return "results"
    return opening_role(document.text[passage.start : passage.end], role) or role


# Reading ----------------------------------------------------------------------------------------

Run = list[tuple[int, int]]


def _read(document: Document) -> Iterator[Passage]:
    headed = any(block.kind == "heading" for block in document.blocks)
    labels, heading, here, entry = _Labels(), None, None, None
    for block in document.blocks:
        joined = heading and "\n" not in document.text[heading.end : block.start]
        if heading and here and not joined and (passage := _headed(document, heading, here.path)):
            entry = passage.start
            yield passage
        if (section := document.section_at(block.start)) is not here:
            here, labels, entry = section, _Labels(), None
        if block.kind == "paragraph" and _is_read(document, block, labels, headed):
            role = labels.role() or section_role(here.path)
            opened = heading if joined else None
            yield from _paragraph(document, block, opened, role, here.path, entry)
        elif block.kind == "table":
            yield from _cells(document, block)
        heading = block if block.kind == "heading" else None
    if heading and here and (passage := _headed(document, heading, here.path)):
        yield passage


def _is_read(document: Document, block: Block, labels: _Labels, headed: bool) -> bool:
    """Is a paragraph prose of the report?"""
    text = document.text[block.start : block.end]
    bare = bare_heading(text.strip(" |\t"))
    if not bare or _RESIDUE.search(bare[:60]) or labels.takes(bare):
        return False
    # What stands before the first heading is prose only where it has sentences.
    return (
        not headed
        or block.start >= document.sections[0].end
        or text.rstrip("：:").endswith(("。", "如下"))
    )


def _headed(document: Document, heading: Block, path: tuple[str, ...]) -> Passage | None:
    """A heading that itself names a problem or a measure: one below that of them all."""
    role = section_role(path)
    if role not in ("problems", "measures") or section_role(path[:-1]) != role:
        return None
    opened = MARKER.match(document.text[heading.start : heading.end])
    start, end = heading.start + (opened.end() if opened else 0), heading.end
    end = start + len(document.text[start:end].rstrip(_STOPS + "：: "))
    return Passage(((start, end),), role, path, start) if end - start > 3 else None


class _Labels:
    """Labels on lines of their own, which say what the lines behind them are."""

    def __init__(self) -> None:
        self.roles: list[Role] = []
        self.used = False

    def takes(self, bare: str) -> bool:
        """Is a line such a label?"""
        if len(bare) > _BARE_LABEL_MOST or re.search(rf"[{_STOPS}，\d]", bare):
            return False
        role = heading_role(bare)
        if role is None:
            return False
        self.roles = [role] if self.used else [*self.roles, role]
        self.used = False
        return True

    def role(self) -> Role | None:
        """The role of the next line: two labels name the two lines behind them."""
        self.used = True
        return (self.roles.pop(0) if len(self.roles) > 1 else self.roles[0]) if self.roles else None


def _cells(document: Document, block: Block) -> Iterator[Passage]:
    """Prose that stands in the cells of a form."""
    table = document.table_at(block.start)
    if table is None:
        return
    for cell in table.cells:
        if cell.end - cell.start < _BARE_LABEL_MOST:
            continue
        text = document.text[cell.start : cell.end]
        if not re.search("[，。；]", text) or _RESIDUE.search(text):
            continue
        names = [
            bare_heading(document.text[one.start : one.end])
            for one in table.cells
            if one.column < cell.column and one.row <= cell.row < one.row + one.rows
        ]
        role = next((role for name in reversed(names) if (role := label_role(name))), None)
        if role:
            prose = Block("paragraph", cell.start, cell.end)
            path = document.section_at(cell.start).path
            yield from _paragraph(document, prose, None, role, path)


def _paragraph(
    document: Document,
    block: Block,
    heading: Block | None,
    role: Role,
    path: tuple[str, ...],
    entry: int | None = None,
) -> Iterator[Passage]:
    text = document.text
    place = block.start if entry is None else entry
    name: tuple[int, int] | None = None
    held: Passage | None = None
    for run in _runs(text, block.start, block.end):
        opened = _opened(text, run)
        role, bare = opened.role or role, opened.clauses
        if opened.marked or opened.name:
            name = opened.name
        if not bare:
            continue
        place = bare[0][0] if opened.marked and entry is None else place
        if heading is not None:
            words = text[heading.start : heading.end]
            names = role in ("problems", "measures") and heading_role(words) != role
            if names or text[heading.end] in "：:":
                # 「2、支出：799.12万元」 is one line of which a reader made heading and paragraph.
                mark = MARKER.match(words)
                first = heading.start + (mark.end() if mark else 0)
                bare = [(first, bare[0][1]), *bare[1:]]
                name = (first, heading.end) if _OF_PROJECT.search(words) else name
            heading = None
        passage = Passage(tuple(bare), role, path, place, name)
        if held and _LEANING.match(text, *bare[0]) and passage.end - held.start <= _JOINED_MOST:
            held = replace(held, clauses=held.clauses + passage.clauses)
            continue
        if held:
            yield held
        held = passage
    if held:
        yield held


def _runs(text: str, start: int, end: int) -> Iterator[Run]:
    """The clauses between two stops or semicolons, or up to the next entry of a list."""
    run: Run = []
    for clause in _CLAUSE.finditer(text, start, end):
        first, last = clause.span()
        if text[first] in _BLANKS or text[last - 1] in _BLANKS:
            first, last = trim(text, first, last)
        if last - first < 2 and not text[first:last].strip("| "):
            continue
        if run and (_ENDS.search(text, run[-1][1], first) or _ENTRY.match(text, first, last)):
            yield run
            run = []
        run.append((first, last))
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class _Opened:
    """A run without list mark and label; the role that the label gives, the place of one that
    names a project, and whether the run opens an entry of a list."""

    clauses: Run
    role: Role | None
    name: tuple[int, int] | None
    marked: bool


def _opened(text: str, run: Run) -> _Opened:
    role: Role | None = None
    name: tuple[int, int] | None = None
    marked = False
    while run:
        (start, end), *others = run
        mark = _ENTRY.match(text, start, end)
        marked = marked or mark is not None
        start = mark.end() if mark else start
        label = text[start:end]
        named = _named(label, text[end : end + 1], marked=mark is not None)
        glued = None if named else _GLUED.match(label) if mark else None
        if glued and (named := heading_role(glued[0])):
            return _Opened([(start + glued.end(), end), *others], named, name, marked)
        name = (start, end) if others and _OF_PROJECT.search(label) else name
        if start < end and named is None:
            return _Opened([(start, end), *others], role, name, marked)
        role = named or role
        run = others
    return _Opened([], role, name, marked)


def _named(label: str, sign: str, *, marked: bool) -> Role | None:
    if len(label) > _LABEL_MOST or re.search(r"\d", label):
        return None
    if sign in ("：", ":") or (marked and _LABEL.search(label)):
        return heading_role(label)
    return None
