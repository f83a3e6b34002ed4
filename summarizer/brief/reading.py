"""Read the prose of a report as passages, each with the role of its section, of a run-in label
(发现的主要问题：) or of a label on a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from summarizer.brief.labels import Labels, lead_of
from summarizer.brief.lines import whole_blocks
from summarizer.brief.runs import ENTRY, STOPS, opened, project_in, runs
from summarizer.figures import is_performance
from summarizer.genre.sections import (
    MARKER,
    Role,
    bare_heading,
    heading_role,
    label_role,
    section_role,
)
from summarizer.schema import Block, CheckedItem, Document, Section

__all__ = ["BULLETS", "KINDS", "Passage", "read_passages"]

# The frame of a web page, and the hints of a form to its user.
_RESIDUE = re.compile(
    r"索引号|发布机构|发布日期|发文|浏览|字体|打印|分享|责任编辑|扫一扫|上一篇|下一篇|当前位置|您现在的位置"
    r"|我要投稿|负责人[：:]?$|联系电话|^[图表]\s*\d|^单位[：:]|填报(?![^，。；]{0,8}\d)|盖章|^注[：:]|需说明原因"
)
# A passage that says nothing without the one before it.
_LEANING = re.compile(
    r"(?:其中|并|其余|收支较|与.{2,8}相比|[较比]上年|同比|占比|主要(?:变动)?原因|增长的主要原因|下降的?主要原因"
    r"|该项|主要?用于|用于|20\d\d年当年预算执行数|决算数(?:小于|大于|低于|高于|与)|(?:完成|执行|支出)率?均"
    r"|[^，。；]{0,16}原因(?:主要)?(?:[是为有]|在于)"
    r"|(?:(?:根据|按照?)[^，。；]{2,8})?[自酌]?情?扣(?:减|除|了)?\s*[\d.]+\s*分|究其原因|该局称|据此|[^，。；]{2,6}据此|另一方面|有的(?:则?是)?|对此|只有|仅有|从(?:问卷|分项|调查)[^，。；]{0,4}看"
    r"|[^，。；\d]{1,12}指标(?:权重|满分|得分|分值|共))"
)
_JOINED_MOST = 200
# The other part of what 其中 divides.
_OTHER_PART = re.compile("其中[^；。]*基本支出[^；。]*[；;]项目支出")
# 「大致有三种情形：…；…；…」 is one statement, and so is a rate with what takes it back.
KINDS = re.compile("[一二两三四五六几][种类](?:情形|情况|类型)[：:]")
_BUT = re.compile("但(?:是)?|然而|不过")
# A word that links a passage to the one before it, which a quote has not.
_LINK = re.compile(
    "(?:此外|另外|同时|然而|不过|但是?|而且|对此|受此影响|同样的原因|同理|为此[^，。；]{0,6}(?:采取|做法|办法)[^，。；]{0,8}[：:])(?:[，,]|$|(?=.{4}))|另(?=[下外有设请])"
)
# The heads of a form, and the remarks at its end.
_FORM_HEADS = re.compile("[一二三]级指标|分值|指标值|完成值|执行率|得分")
_FORM_LEAST = 4
_FORM_END = re.compile(r"(?:总\s*分[\d.\s|]+)?偏差\s*原因\s*分析及改")
_REMARKS = re.compile(r"偏差\s*原因\s*分析(?:及改\s*进措施)?\s*")
_SIGNED = re.compile("填[表报]人|联系电话|注[：:]")
# 「中级职称2.4万人」 after 「其中高级职称1.3万人」.
_SHORT_PART = 16
_CELL_FIGURE = re.compile(r"\s*[\d.,]+%?\s*$")
_FEW_FIGURES = 3
_SHORT_CELL = 12
BULLETS = "-*•·●◆"
"""The marks of entries without a number."""
# A sentence of a communiqué that does not repeat what it is about.
_OWNERLESS = re.compile(
    "(?:全年(?:共?|总)?(?:接待|实现|演出|组织|举办|完成|收入)|年末(?:共有|从业)|具有|其中|接待|平均|[日次]均|直接)"
)
# 「差异原因一是…；二是…」: the further reasons belong to the first.
_REASONING = re.compile("原因.{0,6}[一1]是|原因(?:有|如下|包括)")
_MORE = re.compile("[二三四五六]是")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the text that a brief can quote.

    `clauses` are places; `entry` is the place of the list entry or line that the passage belongs
    to; `name` is the place of a label that names a project; `items` begin in the passage; `led`
    says that a line before the list gives the role.
    """

    clauses: tuple[tuple[int, int], ...]
    role: Role
    path: tuple[str, ...]
    entry: int
    name: tuple[int, int] | None = None
    items: tuple[CheckedItem, ...] = ()
    led: bool = False

    @property
    def start(self) -> int:
        """Return where the passage begins."""
        return self.clauses[0][0]

    @property
    def end(self) -> int:
        """Return where the passage ends, without its stop."""
        return self.clauses[-1][1]

    def items_of(self, kind: type[CheckedItem]) -> tuple[CheckedItem, ...]:
        """Return the items of one kind."""
        return tuple(item for item in self.items if isinstance(item, kind))


def read_passages(document: Document) -> Iterator[Passage]:
    """Yield the passages of a report in reading order, without items."""
    headed = any(block.kind == "heading" for block in document.blocks)
    labels, heading, here, entry = Labels(), None, None, None
    owner: tuple[int, int] | None = None
    lead: Role | None = None
    for block in whole_blocks(document):
        joined = heading is not None and "\n" not in document.text[heading.end : block.start]
        if heading and here and not joined and (passage := _headed(document, heading, here.path)):
            entry = passage.start
            yield passage
        if (section := document.section_at(block.start)) is not here:
            here, labels, entry = section, Labels(), None
            owner = _owner(document.text, section)
        torn = set(_FORM_HEADS.findall(document.text, block.start, block.end))
        ends = _FORM_END.match(document.text, block.start, block.end)
        if block.kind == "paragraph" and (ends or len(torn) >= _FORM_LEAST):
            # What remains of a form on one line: only its remarks are sentences.
            if remarks := _REMARKS.search(document.text, block.start, block.end):
                signed = _SIGNED.search(document.text, remarks.end(), block.end)
                end = signed.start() if signed else block.end
                prose = replace(block, start=remarks.end(), end=end)
                yield from _paragraph(document, prose, None, "problems", here.path)
        elif block.kind == "paragraph" and _is_read(document, block, labels, headed):
            lead = lead if ENTRY.match(document.text, block.start, block.end) else None
            role = lead or labels.role() or section_role(here.path)
            place, under = entry, heading if joined else None
            found = _paragraph(document, block, under, role, here.path, place, owner)
            yield from (replace(one, led=True) for one in found) if lead else found
            lead = lead_of(document.text[block.start : block.end + 1]) or lead
        elif block.kind == "table":
            for one in _cells(document, block):
                owner = one.name or owner
                yield one
        if block.kind == "heading":
            lead = lead_of(document.text[block.start : block.end + 1])
        heading = block if block.kind == "heading" else None
    if heading and here and (passage := _headed(document, heading, here.path)):
        yield passage


def _owner(text: str, section: Section) -> tuple[int, int] | None:
    """Return the place of the project that the heading of a section names."""
    mark = MARKER.match(text[section.start : section.end])
    start = section.start + (mark.end() if mark else 0)
    length = project_in(bare_heading(section.path[-1])) if section.path else 0
    return (start, start + length) if length else None


def _is_read(document: Document, block: Block, labels: Labels, headed: bool) -> bool:
    """Return whether a paragraph is prose of the report."""
    text = document.text[block.start : block.end]
    bare = bare_heading(text.strip(" |\t"))
    if not bare or _RESIDUE.search(bare[:60]):
        return False
    if bare[0] not in BULLETS and labels.takes(bare):
        return False
    # Before the first heading only sentences are prose.
    return (
        not headed
        or block.start >= document.sections[0].end
        or text.rstrip("：:").endswith(("。", "如下"))
    )


def _headed(document: Document, heading: Block, path: tuple[str, ...]) -> Passage | None:
    """Return a heading that is a statement: a problem or measure below the heading of all, or an
    amount.
    """
    role = section_role(path)
    listed = role in ("problems", "measures") and section_role(path[:-1]) == role
    if not listed and not _states_amount(document, heading, role):
        return None
    mark = MARKER.match(document.text[heading.start : heading.end])
    start, end = heading.start + (mark.end() if mark else 0), heading.end
    end = start + len(document.text[start:end].rstrip(STOPS + "：: "))
    return Passage(((start, end),), role, path, start) if end - start > 3 else None


def _states_amount(document: Document, heading: Block, role: Role) -> bool:
    if role not in ("funds", "results") or document.text[heading.end - 1] in "：:":
        return False
    found = document.quantities_in(heading.start, heading.end)
    return any(one.kind == "money" for one in found)


def _cells(document: Document, block: Block) -> Iterator[Passage]:
    """Yield the prose in the cells of a form."""
    table = document.table_at(block.start)
    if table is None:
        return
    figured = Counter(
        cell.row for cell in table.cells if _CELL_FIGURE.match(document.text[cell.start : cell.end])
    )
    for cell in table.cells:
        # Beside figures stand remarks on a part.
        if cell.end - cell.start < _SHORT_CELL or figured[cell.row] > _FEW_FIGURES:
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
    name: tuple[int, int] | None = None,
) -> Iterator[Passage]:
    text = document.text
    place = block.start if entry is None else entry
    held: Passage | None = None
    reasoning = False
    performs = is_performance(document.title, document.kind)
    for run in runs(text, block.start, block.end):
        found = opened(text, run)
        role, bare = found.role or role, found.clauses
        if found.name or (found.marked and not bare):
            name = found.name
        if not bare:
            continue
        place = bare[0][0] if found.marked and entry is None else place
        if heading is not None:
            words = text[heading.start : heading.end]
            names = role in ("problems", "measures") and heading_role(words) != role
            if names or text[heading.end] in "：:":
                # A reader made heading and paragraph of one line: 「2、支出：799.12万元」.
                mark = MARKER.match(words)
                first = heading.start + (mark.end() if mark else 0)
                bare = [(first, bare[0][1]), *bare[1:]]
                length = project_in(text[first : heading.end])
                name = (first, first + length) if length else name
            heading = None
        apart = "。" in text[held.end : bare[0][0]] if held else True
        listed = (
            not apart
            and held is not None
            and (
                KINDS.search(text, held.start, held.end)
                or _OTHER_PART.search(text, held.start, run[0][1])
            )
        )
        more = reasoning and _MORE.match(text, *run[0])
        ownerless = not performs and held and _is_ownerless(text, held, bare[0])
        leans = more or ownerless or listed or (not apart and _BUT.match(text, *bare[0]))
        leans = leans or (not found.marked and _LEANING.match(text, *bare[0]))
        reasoned = bool(_REASONING.search(text, run[0][0], run[-1][1]))
        if held and leans and bare[-1][1] - held.start <= _JOINED_MOST:
            held = Passage((*held.clauses, *bare), held.role, path, held.entry, held.name)
            reasoning = reasoning or reasoned
            continue
        if ownerless:
            continue
        if more:
            held = _without_cause(text, held) if held else None
            continue
        reasoning = reasoned
        if held:
            yield held
        if link := _LINK.match(text, *bare[0]):
            # Where the clause is nothing else, the next one opens the passage.
            bare = bare[1:] if link.end() == bare[0][1] else [(link.end(), bare[0][1]), *bare[1:]]
            if not bare:
                held = None
                continue
        held = Passage(tuple(bare), role, path, place, name)
    if held:
        yield held


def _is_ownerless(text: str, held: Passage, clause: tuple[int, int]) -> bool:
    """Return whether a sentence of a communiqué is about what the one before it names."""
    apart = "。" in text[held.end : clause[0]]
    short = clause[1] - clause[0] <= _SHORT_PART
    of_which = short and not apart and "其中" in text[held.start : held.end]
    close = not apart and clause[1] - held.start <= _JOINED_MOST
    return close or of_which or bool(_OWNERLESS.match(text, *clause))


def _without_cause(text: str, passage: Passage) -> Passage:
    """Return a passage without a cause that a further reason follows: the first is not all."""
    clauses = passage.clauses
    at = next((at for at, one in enumerate(clauses) if _REASONING.search(text, *one)), 0)
    return replace(passage, clauses=clauses[:at]) if at else passage
