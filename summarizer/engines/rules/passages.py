"""Chunk → passages: consecutive sentences of one paragraph with one role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.genre.clauses import Clause, clauses_of
from summarizer.genre.form_lines import is_of_a_form
from summarizer.genre.owners import owner_of_entry
from summarizer.genre.sections import (
    Role,
    heading_role,
    is_mixed,
    label_role,
    opening_role,
    section_role,
)
from summarizer.genre.vocabulary import DEFICIENCY
from summarizer.schema import Block, Chunk, Document

__all__ = ["Passage", "passages_of"]

Offsets = tuple[int, int]

# Among targets, allocated or received money is not a target; its purpose is.
_GRANTED = re.compile(
    r"""(?:(?:根据|按照?|依据)[^。；\n]{2,90}，)?
    [^，。；：]{0,24}(?:下达|拨付|到位|配套|共计|合计|安排(?=[^，。；]{0,12}元)|总投[入资]|财政拨款|预算(?:收入|支出|总额|资金))
    [^，。；目指率控不≤]{0,30}\d""",
    re.VERBOSE,
)
# Among facts, funds or results, a sentence that only states a plan is a target:
# 「项目计划资助学生3200人」; 「计划总投资500万元」 is a budget.
_PLAN = re.compile(
    r"""(?:[^，。；：]{0,14}?(?:项目|工程|资金|专项))?(?:20\d\d年度?|全年|年度|本年度?|年初|原)*(?:计划|拟|规划)
    (?!生育|单列|财务|管理|总?投[资入]|安排|总?支出|使用|的|和|、|外|内|数|值)[^，。；]*\d""",
    re.VERBOSE,
)
# 「下达绩效目标为完成危房改造210户」, 「项目建设内容：建设防洪挡墙3100立方米」
_AIMED = re.compile(
    r"""[^，。；：]{0,8}(?:绩效|年度|总体)目标(?:任务)?(?:为|是)(?!\d)
    |(?:[本该]?(?:项目|工程))?(?:主要)?(?:建设|改造|整治)(?:的)?(?:主要)?(?:内容|规模)(?:及规模)?(?:为|是|包括|：|:)
    |[^，。；：\d]{0,20}(?:项目|工程)计划投资\d""",
    re.VERBOSE,
)
_OUTCOME = re.compile(r"实际|已(?!批)|完成率|完成比例|均完成|超额")
_TOLD_LATER = re.compile(r"实际|已|截[至止]|完工|开工|完成")
_MONEY = re.compile(r"\d\s*[万亿千]?元")
_AIM_LABEL = re.compile("绩效目标|^(?:年度)?(?:总体|预期|年度)目标$|^20\\d\\d年(?:度)?目标$")
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one paragraph or heading with one role. `mixed`: problems and measures share a
    heading. `has_body`: text follows the heading. `owner`: the project or body named at the start
    of the paragraph, and its span.
    """

    document: Document
    role: Role
    path: tuple[str, ...]
    sentences: tuple[Offsets, ...]
    heading: bool = False
    mixed: bool = False
    has_body: bool = False
    owner: tuple[str, Offsets] | None = None

    @property
    def start(self) -> int:
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        return self.sentences[-1][1]

    @property
    def is_whole(self) -> bool:
        """Whether the passage is the whole text under its heading."""
        section, text = self.document.section_at(self.start), self.document.text
        above = text[section.start : self.start].strip("\n")
        return "\n" not in above and not text[self.end : section.end].strip(" \n\t\u3000。")

    @property
    def topic(self) -> str:
        """The innermost heading."""
        return self.path[-1] if self.path else ""


def passages_of(chunk: Chunk) -> Iterator[Passage]:
    """Return the passages of a chunk outside its tables, in reading order."""
    document = chunk.document
    role: Role = "results"
    path: tuple[str, ...] | None = None
    announced: tuple[tuple[str, ...], Role] | None = None
    for block, sentences in _by_block(chunk):
        section = document.section_at(sentences[0][0])
        home = section_role(section.path)
        if announced and announced[0] == section.path[: len(announced[0])] != section.path:
            # 「发现的主要问题：」, and each problem has a heading.
            home = announced[1]
        if section.path != path:
            path, role = section.path, home
        if block is not None and block.kind in ("heading", "title"):
            if block.kind == "heading":
                body = _has_body(document, block)
                mixed = _is_mixed(role, path)
                yield Passage(document, role, path, tuple(sentences), True, mixed, body)
            continue
        first = clauses_of(document.text, *sentences[0])
        owner = owner_of_entry(document.text, first[0]) if first else None
        if home == "problems" and first and first[0].marked and _lacks(document.text, first[0]):
            # 「整改措施：…」, and the next entry tells the next problem.
            role = home
        for role, run in _by_role(document.text, role, sentences, home):  # noqa: B020
            for plan, part in _by_plan(document.text, role, run):
                kind: Role = "targets" if plan else role
                mixed = role == home and _is_mixed(role, path)
                yield Passage(document, kind, path, tuple(part), mixed=mixed, owner=owner)
        ends = document.text[sentences[-1][0] : sentences[-1][1] + 1].rstrip().endswith(("：", ":"))
        announced = (path, role) if ends and role in ("problems", "measures") else announced


def _lacks(text: str, clause: Clause) -> bool:
    return bool(DEFICIENCY.search(text, clause.start, clause.end))


def _is_mixed(role: Role, path: tuple[str, ...]) -> bool:
    """Does the innermost heading that names problems or measures name both?"""
    named = [words for words in path if heading_role(words) in ("problems", "measures")]
    return role in ("problems", "measures") and any(map(is_mixed, named[-1:]))


def _has_body(document: Document, heading: Block) -> bool:
    """Return whether text or subheadings follow a heading."""
    section = document.section_at(heading.start)
    if document.text[heading.end : section.end].strip(" \n\t\u3000：:。"):
        return True
    after = document.section_at(min(section.end, len(document.text) - 1))
    return after.start >= section.end and after.path[: len(section.path)] == section.path


def _by_block(chunk: Chunk) -> Iterator[tuple[Block | None, list[Offsets]]]:
    """Group sentences outside tables by block."""
    held: list[Offsets] = []
    holder: Block | None = None
    for sentence in chunk.sentences:
        block = chunk.document.block_at(sentence[0])
        if block is not None and block.kind in ("table", "noise"):
            continue
        words = chunk.document.text[slice(*sentence)]
        if (block is None or block.kind == "paragraph") and is_of_a_form(words):
            continue
        if held and (block is None or block != holder):
            yield holder, held
            held = []
        holder = block
        held.append(sentence)
    if held:
        yield holder, held


def _by_role(
    text: str, role: Role, sentences: list[Offsets], home: Role
) -> Iterator[tuple[Role, list[Offsets]]]:
    """Split a paragraph where a run-in label or an opening phrase changes the role. A sentence
    about money among targets (`home`) gets its own role.
    """
    held: list[Offsets] = []
    for start, end in sentences:
        turned = _turn(text, start, end, role)
        if turned is None and role == "funds" and home == "targets":
            turned = None if _MONEY.search(text, start, end) else "targets"
        if turned is not None and turned != role:
            yield role, held
            held, role = [], turned
        if turned is None or end - start > _LONGEST_LABEL or text[end - 1] in "。；;：:":
            held.append((start, end))
    yield role, held


def _by_plan(
    text: str, role: Role, sentences: list[Offsets]
) -> Iterator[tuple[bool, list[Offsets]]]:
    """Split off sentences that only state a plan; yield each part and whether it is a plan."""
    held: list[Offsets] = []
    for sentence in sentences:
        if _is_plan(text, role, sentence, text[sentence[1] : sentences[-1][1]]):
            if held:
                yield False, held
            held = []
            yield True, [sentence]
        else:
            held.append(sentence)
    if held:
        yield False, held


def _is_plan(text: str, role: Role, sentence: Offsets, later: str) -> bool:
    """Return whether a sentence among results states a plan without its outcome."""
    if role not in ("background", "funds", "duties", "results"):
        return False
    first = next(iter(clauses_of(text, *sentence)), None)
    if first and role != "results" and _AIMED.match(text, first.start, sentence[1]):
        return True
    if first is None or not _PLAN.match(text, first.start, sentence[1]):
        return False
    if _OUTCOME.search(text, *sentence):
        return False
    return role != "results" or bool(_TOLD_LATER.search(later))


def _turn(text: str, start: int, end: int, role: Role) -> Role | None:
    """Return the role that the first words of a sentence switch to, or None."""
    for clause in clauses_of(text, start, end)[:1]:
        words = text[clause.start : clause.end]
        labelled = text[clause.end : clause.end + 1] in ("：", ":") and clause.end < len(text)
        alone = clause.end >= end - 1 and not clause.marked
        if labelled or (alone and len(words) <= _LONGEST_LABEL):
            told = label_role(words)
            if told in ("problems", "measures") or (labelled and _may_turn(told, role, words)):
                return told
    if role == "targets" and _GRANTED.match(text, start, end):
        return "funds"
    if role in ("results", "funds", "problems", "other"):
        return opening_role(text[start:end], role)
    return None


def _may_turn(told: Role | None, role: Role, label: str) -> bool:
    """Return whether a label other than one of problems or measures may start a part. Indicator
    classes inside results do not: 「数量指标：开展培训12次」.
    """
    if told == "targets":
        return role in ("background", "funds", "method", "other") or bool(_AIM_LABEL.search(label))
    return told == "results" and role != "funds"
